import { formatEther } from 'viem'
import { attempt, keys, liquid } from '../connect.ts'

const anyone = await liquid(keys.dave)
await attempt(async () => {
  const { assets } = await anyone.derisk({ index: 0, asset: 'csETH' })
  console.log(`${formatEther(assets)} ETH leave before they can be slashed`)
})
