import { slashByEvidence } from '@cairn/sdk'
import { attempt, restaker, world } from '../connect.ts'

const { restaking } = await world()
const alice = await restaker()
const signature = `0x${'11'.repeat(65)}` as const
// Both have to be one operator's. `cairn avs equivocate oracle elm` makes some on a devnet, and its watcher is quicker than you.
await attempt(async () => {
  await slashByEvidence(alice, {
    service: restaking.avs!.oracle!,
    evidence: {
      type: 'reports',
      round: 1n,
      first: { value: 1n, signature },
      second: { value: 2n, signature },
    },
  })
})
