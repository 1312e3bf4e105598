import { BeaconClient, proveBalancesForPod } from '@cairn/beacon'
import { attempt, keys, restaker, validatorsOf, world } from '../connect.ts'

const { beaconUrl } = await world()
const dave = await restaker(keys.dave)
const pod = await dave.readPod()
if (pod.type === 'pod' && pod.checkpoint.type === 'open') {
  const { beaconBlockRoot } = pod.checkpoint
  const state = await new BeaconClient({ url: beaconUrl }).state(beaconBlockRoot)
  await attempt(async () => {
    const proof = proveBalancesForPod(state, validatorsOf(state, pod))
    const { delta } = await dave.verifyCheckpointProofs(proof)
    console.log(delta === undefined ? 'more are to prove' : `finished: ${delta} wei`)
  })
} else console.log('no checkpoint is open')
