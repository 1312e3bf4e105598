import { formatEther } from 'viem'
import { attempt, keys, liquid } from '../connect.ts'

const anyone = await liquid(keys.dave)
await attempt(async () => {
  const { delta, tip } = await anyone.sync({ index: 0 })
  console.log(`${formatEther(delta)} ETH were booked; the tip was ${formatEther(tip)} crETH`)
})
