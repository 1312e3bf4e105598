import { formatEther } from 'viem'
import { attempt, keys, liquid } from '../connect.ts'

const anyone = await liquid(keys.dave)
const { tickets } = await anyone.readSpread()
await attempt(async () => {
  if (tickets.length === 0) return console.log('crETH has no ticket in the line of csETH')
  const { assets } = await anyone.claimTicket({ place: 0 })
  console.log(`${formatEther(assets)} ETH came to the vault`)
})
