import { formatEther } from 'viem'
import { liquid } from '../connect.ts'

const { services, largest, breaches } = await (await liquid()).readExposure()
for (const { service, later } of services) console.log(`${service}: ${formatEther(later)} ETH`)
console.log(`the most by one operator: ${formatEther(largest.operator?.loss ?? 0n)} ETH`)
console.log(`${breaches.length} ceilings are broken`)
