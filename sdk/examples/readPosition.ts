import { formatEther } from 'viem'
import { connect } from './connect.ts'

const cairn = await connect()
const { shares, value, tickets } = await cairn.readPosition()
console.log(`${formatEther(shares)} csETH, worth ${formatEther(value)} ETH`)
for (const { id, claimableAssets, pendingShares, ahead } of tickets)
  console.log(
    `ticket at ${formatEther(id)}: ${formatEther(claimableAssets)} ETH to claim, ${formatEther(pendingShares)} csETH waiting behind ${formatEther(ahead)}`,
  )
