import { formatEther } from 'viem'
import { attempt, keys, liquid } from '../connect.ts'

const anyone = await liquid(keys.dave)
await attempt(async () => {
  const { shares, assets } = await anyone.fill()
  console.log(`${formatEther(shares)} crETH were filled for ${formatEther(assets)} ETH`)
})
