import { formatEther, parseEther } from 'viem'
import { liquid } from '../connect.ts'

const alice = await liquid()
const { id } = await alice.requestRedeem({ shares: parseEther('0.2') })
console.log(`0.2 crETH are in the line, at ${formatEther(id)}`)
