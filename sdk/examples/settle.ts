import { formatEther } from 'viem'
import { connect } from './connect.ts'

const cairn = await connect()
const { tickets } = await cairn.readPosition()
const ids = tickets.filter((ticket) => ticket.claimableShares > 0n).map((ticket) => ticket.id)
if (ids.length === 0) console.log('nothing is filled yet')
else {
  const { assets } = await cairn.settle({ ids })
  console.log(`${formatEther(assets)} ETH can now be taken out by ERC-7540's redeem`)
}
