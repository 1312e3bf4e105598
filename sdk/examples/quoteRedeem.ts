import { formatEther, parseEther } from 'viem'
import { connect } from './connect.ts'

const cairn = await connect()
const { worth, instant, queue } = await cairn.quoteRedeem({ shares: parseEther('1') })
console.log(`1 csETH is worth ${formatEther(worth)} ETH`)
console.log(
  `the queue: about ${formatEther(queue.assets)} ETH at ${new Date(Number(queue.at) * 1000).toISOString()}, from ${queue.source}`,
)
console.log(
  instant.type === 'open'
    ? `at once: ${formatEther(instant.assets)} ETH`
    : `at once: ${instant.reason.message}`,
)
