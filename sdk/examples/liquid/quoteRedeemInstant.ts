import { formatEther, parseEther } from 'viem'
import { attempt, liquid } from '../connect.ts'

const alice = await liquid()
await attempt(async () => {
  const { assets, fee } = await alice.quoteRedeemInstant({ shares: parseEther('0.05') })
  console.log(`the lane would pay ${formatEther(assets)} ETH; the fee would be ${formatEther(fee)}`)
})
