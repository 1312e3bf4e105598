import { wad } from '@cairn/sdk'
import { addressOf, attempt, keys, restaker, world } from '../connect.ts'

const { restaking } = await world()
const alice = await restaker()
// Only the slasher of a set may, and of the oracle's set that is the oracle.
await attempt(async () => {
  await alice.slashOperator({
    operatorSet: { avs: restaking.avs!.oracle!, id: 0 },
    operator: addressOf(keys.elm),
    slashes: [{ strategy: restaking.strategies.csETH!, wad: wad / 10n }],
    description: 'downtime',
  })
})
