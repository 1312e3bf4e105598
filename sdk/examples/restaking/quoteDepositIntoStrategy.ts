import { formatEther, parseEther } from 'viem'
import { restaker, world } from '../connect.ts'

const { restaking } = await world()
const alice = await restaker()
const { withdrawableBefore, withdrawableAfter } = await alice.quoteDepositIntoStrategy({
  strategy: restaking.strategies.csETH!,
  amount: parseEther('1'),
})
console.log(`1 csETH would add ${formatEther(withdrawableAfter - withdrawableBefore)} shares`)
