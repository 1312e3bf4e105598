import { formatEther, parseEther } from 'viem'
import { attempt, liquid } from '../connect.ts'

const alice = await liquid()
await attempt(async () => {
  const { shares, haircut } = await alice.quoteRestake({ amount: parseEther('1'), asset: 'csETH' })
  console.log(`1 csETH would mint ${formatEther(shares)} crETH, ${formatEther(haircut)} ETH stay`)
})
