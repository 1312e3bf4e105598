import { formatEther, parseEther } from 'viem'
import { liquid } from '../connect.ts'

const alice = await liquid()
const { shares } = await alice.restake({ amount: parseEther('3') })
console.log(`3 ETH are restaked as ${formatEther(shares)} crETH`)
