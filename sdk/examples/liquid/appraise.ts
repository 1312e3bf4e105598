import { formatEther } from 'viem'
import { attempt, keys, liquid } from '../connect.ts'

const anyone = await liquid(keys.dave)
await attempt(async () => {
  const { delta } = await anyone.appraise({ asset: 'csETH' })
  console.log(`${formatEther(delta)} ETH of csETH were booked`)
})
