import { formatEther } from 'viem'
import { attempt, liquid } from '../connect.ts'

const alice = await liquid()
const { tickets } = await alice.readLiquidPosition()
await attempt(async () => {
  const { assets } = await alice.claim({ id: tickets[0]?.id ?? 0n })
  console.log(`paid ${formatEther(assets)} ETH`)
})
