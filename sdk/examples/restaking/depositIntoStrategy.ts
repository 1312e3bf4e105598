import { formatEther, parseEther } from 'viem'
import { restaker, world } from '../connect.ts'

const { restaking } = await world()
const alice = await restaker()
await alice.stake({ assets: parseEther('2') })
const { depositShares } = await alice.depositIntoStrategy({
  strategy: restaking.strategies.csETH!,
  amount: parseEther('1'),
})
console.log(`1 csETH became ${formatEther(depositShares)} deposit shares`)
