import { formatEther, parseEther } from 'viem'
import { connect, keys } from './connect.ts'

const cairn = await connect()
const bob = await connect(keys.bob)
const { id } = await cairn.requestRedeem({ shares: parseEther('0.5') })
await cairn.transferTicket({ id, to: bob.account.address })
console.log(`bob has the place in the line at ${formatEther(id)} now`)
