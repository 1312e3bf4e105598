import { CairnError } from '@cairn/sdk'
import { formatEther } from 'viem'
import { connect } from './connect.ts'

const cairn = await connect()
try {
  const { shares, assets } = await cairn.fill()
  console.log(`${formatEther(shares)} csETH left the queue for ${formatEther(assets)} ETH`)
} catch (error) {
  // On a quiet devnet the keeper has filled everything already.
  if (!(error instanceof CairnError)) throw error
  console.log(error.message)
}
