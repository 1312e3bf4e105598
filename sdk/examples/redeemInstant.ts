import { LaneExhaustedError } from '@cairn/sdk'
import { formatEther, parseEther } from 'viem'
import { connect } from './connect.ts'

const cairn = await connect()
try {
  const { assets, fee } = await cairn.redeemInstant({ shares: parseEther('0.1') })
  console.log(`0.1 csETH paid ${formatEther(assets)} ETH; the fee was ${formatEther(fee)}`)
} catch (error) {
  if (!(error instanceof LaneExhaustedError)) throw error
  console.log(`the lane has ${formatEther(error.available)} ETH left: ${error.message}`)
}
