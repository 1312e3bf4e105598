import { formatEther, parseEther } from 'viem'
import { attempt, liquid } from '../connect.ts'

const alice = await liquid()
await attempt(async () => {
  const { assets, check } = await alice.redeemInstant({ shares: parseEther('0.05') })
  console.log(`paid ${formatEther(assets)} ETH, ${check ? 'after a check' : 'under a fresh stamp'}`)
})
