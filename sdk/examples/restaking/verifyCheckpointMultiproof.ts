import { BeaconClient, proveBalances, proveState, pubkeyRoot } from '@cairn/beacon'
import { attempt, keys, restaker, validatorsOf, world } from '../connect.ts'

const { beaconUrl } = await world()
const dave = await restaker(keys.dave)
const pod = await dave.readPod()
if (pod.type === 'pod' && pod.checkpoint.type === 'open') {
  const { beaconBlockRoot } = pod.checkpoint
  const state = await new BeaconClient({ url: beaconUrl }).state(beaconBlockRoot)
  const indices = validatorsOf(state, pod)
  await attempt(async () => {
    const { delta } = await dave.verifyCheckpointMultiproof({
      state: proveState(state),
      pubkeyHashes: indices.map((index) => pubkeyRoot(state.validator(index).pubkey)),
      ...proveBalances(state, indices),
    })
    console.log(delta === undefined ? 'more are to prove' : `finished: ${delta} wei`)
  })
} else console.log('no checkpoint is open')
