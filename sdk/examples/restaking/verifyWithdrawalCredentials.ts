import { BeaconClient, proveCredentialsForPod } from '@cairn/beacon'
import { beaconRootAt, attempt, keys, restaker, validatorsOf, world } from '../connect.ts'

const { beaconUrl } = await world()
const dave = await restaker(keys.dave)
const { root, timestamp } = await beaconRootAt(dave)
const state = await new BeaconClient({ url: beaconUrl }).state(root)
const indices = validatorsOf(state, await dave.readPod())
const proof = proveCredentialsForPod(state, indices)
await attempt(async () => {
  const { validators } = await dave.verifyWithdrawalCredentials({
    timestamp,
    indices,
    stateRootProof: proof.stateRootProof,
    proofs: proof.validatorFieldsProofs,
    fields: proof.validatorFields,
  })
  console.log(`${validators.length} validator(s) are restaked`)
})
