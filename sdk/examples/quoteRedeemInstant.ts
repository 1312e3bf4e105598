import { LaneExhaustedError } from '@cairn/sdk'
import { formatEther, parseEther } from 'viem'
import { connect } from './connect.ts'

const cairn = await connect()
try {
  const { assets, fee, nextFeeBps } = await cairn.quoteRedeemInstant({ shares: parseEther('0.1') })
  console.log(`0.1 csETH would pay ${formatEther(assets)} ETH, after ${formatEther(fee)}`)
  console.log(`the wei after that would cost ${nextFeeBps} basis points`)
} catch (error) {
  if (!(error instanceof LaneExhaustedError)) throw error
  console.log(error.message)
}
