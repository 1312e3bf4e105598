import { getBlock } from 'viem/actions'
import { addressOf, keys, restaker } from '../connect.ts'

// Carol approves who delegates to elm: it needs elm to have named her, by `modifyOperatorDetails`.
const carol = await restaker(keys.carol)
const { timestamp } = await getBlock(carol)
const approval = await carol.signDelegationApproval({
  staker: addressOf(keys.alice),
  operator: addressOf(keys.elm),
  expiry: timestamp + 86_400n,
})
console.log(`good until ${new Date(Number(approval.expiry) * 1000).toISOString()}`)
