import { formatEther } from 'viem'
import { connect } from './connect.ts'

const cairn = await connect()
const { settled } = await cairn.readPosition()
if (settled.shares === 0n) console.log('nothing is settled: see settle.ts')
else {
  const { assets } = await cairn.redeemSettled({ shares: settled.shares })
  console.log(`took out ${formatEther(assets)} WETH`)
}
