import { wad } from '@cairn/sdk'
import { parseEther } from 'viem'
import { getBlock } from 'viem/actions'
import { attempt, keys, restaker, world } from '../connect.ts'

const { restaking, addresses } = await world()
const day = 86_400n
const bob = await restaker(keys.bob)
const { timestamp } = await getBlock(bob)
// Only the service, or whom it appointed, may.
await attempt(async () => {
  await bob.submitRewards({
    operatorSet: { avs: restaking.avs!.oracle!, id: 0 },
    by: 'uniqueStake',
    token: addresses.vault,
    amount: parseEther('0.1'),
    strategies: [{ strategy: restaking.strategies.csETH!, multiplier: wad }],
    start: (timestamp / day) * day,
    duration: day,
  })
})
