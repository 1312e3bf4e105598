import { formatEther, parseEther } from 'viem'
import { attempt, liquid } from '../connect.ts'

const alice = await liquid()
await attempt(async () => {
  const { units, fee } = await alice.quoteRedeemInKind({
    asset: 'csETH',
    shares: parseEther('0.05'),
  })
  console.log(`would pay ${formatEther(units)} csETH; the fee would be ${formatEther(fee)} ETH`)
})
