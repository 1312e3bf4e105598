import { BeaconClient, proveState, proveValidators } from '@cairn/beacon'
import { attempt, beaconRootAt, keys, restaker, validatorsOf, world } from '../connect.ts'

const { beaconUrl } = await world()
const dave = await restaker(keys.dave)
const { root, timestamp } = await beaconRootAt(dave)
const state = await new BeaconClient({ url: beaconUrl }).state(root)
const indices = validatorsOf(state, await dave.readPod())
if (indices.length === 0) console.log('no validator points to the pod yet')
else
  await attempt(async () => {
    const { validators } = await dave.verifyCredentialsMultiproof({
      timestamp,
      indices,
      state: proveState(state),
      ...proveValidators(state, indices),
    })
    console.log(`${validators.length} validator(s) are restaked`)
  })
