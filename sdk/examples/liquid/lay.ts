import { formatEther } from 'viem'
import { attempt, keys, liquid } from '../connect.ts'

const anyone = await liquid(keys.dave)
await attempt(async () => {
  const { assets } = await anyone.lay({ index: 0, asset: 'csETH' })
  console.log(`a rung of ${formatEther(assets)} ETH is laid`)
})
