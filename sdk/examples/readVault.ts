import { formatEther } from 'viem'
import { connect } from './connect.ts'

const cairn = await connect()
const { rate, age, stale, queue, lane, growthPerYear } = await cairn.readVault()
console.log(`1 csETH = ${formatEther(rate)} ETH, proven ${age} s ago${stale ? ': stale' : ''}`)
console.log(`in the queue: ${formatEther(queue.shares)} csETH`)
console.log(`in the lane: ${formatEther(lane.available)} of ${formatEther(lane.capacity)} ETH`)
if (growthPerYear !== undefined) console.log(`growing ${Number(growthPerYear) / 1e16} % a year`)
