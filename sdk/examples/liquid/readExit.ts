import { formatEther, parseEther } from 'viem'
import { liquid } from '../connect.ts'

const { queue, instant, inKind } = await (await liquid()).readExit({ shares: parseEther('1') })
console.log(`by the queue: about ${formatEther(queue.assets)} ETH in ${queue.seconds} s`)
console.log(`at once: ${instant.type === 'open' ? formatEther(instant.assets) : instant.reason}`)
for (const { asset, type } of inKind) console.log(`in ${asset}: ${type}`)
