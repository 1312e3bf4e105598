import { formatEther, parseEther } from 'viem'
import { connect } from './connect.ts'

const cairn = await connect()
const { shares, closesAt } = await cairn.quoteStake({ assets: parseEther('1') })
console.log(`1 ETH would be ${formatEther(shares)} csETH`)
console.log(`deposits are open until ${new Date(Number(closesAt) * 1000).toISOString()}`)
