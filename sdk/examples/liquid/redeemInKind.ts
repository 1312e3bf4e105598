import { formatEther, parseEther } from 'viem'
import { attempt, liquid } from '../connect.ts'

const alice = await liquid()
await attempt(async () => {
  const { units } = await alice.redeemInKind({ asset: 'csETH', shares: parseEther('0.05') })
  console.log(`paid ${formatEther(units)} csETH`)
})
