import { formatEther } from 'viem'
import { attempt, keys, restaker, world } from '../connect.ts'

const { restaking } = await world()
const elm = await restaker(keys.elm)
await attempt(async () => {
  const { worth, least, readyBlock } = await elm.quoteQueueWithdrawal({
    strategy: restaking.strategies.csETH!,
    depositShares: 'all',
  })
  console.log(`worth ${formatEther(worth)} csETH, at worst ${formatEther(least)}`)
  console.log(`ready at block ${readyBlock}`)
})
