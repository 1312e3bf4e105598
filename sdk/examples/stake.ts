import { formatEther, parseEther } from 'viem'
import { connect } from './connect.ts'

const cairn = await connect()
const { shares } = await cairn.stake({ assets: parseEther('10') })
console.log(`10 ETH became ${formatEther(shares)} csETH`)
