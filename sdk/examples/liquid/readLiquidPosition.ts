import { formatEther } from 'viem'
import { keys, liquid } from '../connect.ts'

const { shares, value, tickets } = await (await liquid(keys.bob)).readLiquidPosition()
console.log(
  `${formatEther(shares)} crETH, worth ${formatEther(value)} ETH, ${tickets.length} tickets`,
)
