import { formatEther } from 'viem'
import { connect } from './connect.ts'

const cairn = await connect()

// One ticket …
const { tickets } = await cairn.readPosition()
const filled = tickets.find((ticket) => ticket.claimableShares > 0n)
if (filled) {
  const { assets, remainder } = await cairn.claim({ id: filled.id })
  console.log(`claimed ${formatEther(assets)} ETH; ${remainder ? 'the rest waits' : 'all of it'}`)
}

// … or all that are left.
const claims = await cairn.claimAll()
console.log(`and ${claims.length} more`)
