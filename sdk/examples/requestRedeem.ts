import { formatEther, parseEther } from 'viem'
import { connect } from './connect.ts'

const cairn = await connect()
const { id } = await cairn.requestRedeem({ shares: parseEther('1') })
console.log(`1 csETH is in the line, at ${formatEther(id)}`)
