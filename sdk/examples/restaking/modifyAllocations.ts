import { wad } from '@cairn/sdk'
import { attempt, keys, restaker, world } from '../connect.ts'

const { restaking } = await world()
const fir = await restaker(keys.fir)
await attempt(async () => {
  const { updates } = await fir.modifyAllocations({
    allocations: [
      {
        operatorSet: { avs: restaking.avs!.bridge!, id: 0 },
        strategy: restaking.strategies.csETH!,
        magnitude: wad / 4n,
      },
    ],
  })
  console.log(`a quarter, from block ${updates[0]!.effectBlock} on`)
})
