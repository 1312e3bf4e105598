import { attempt, keys, liquid, world } from '../connect.ts'

const anyone = await liquid(keys.dave)
const { delegator } = (await world()).liquid.delegators[0]!
const { withdrawals } = await anyone.readRestaked({ account: delegator })
await attempt(async () => {
  const [first] = withdrawals
  if (!first) return console.log('no withdrawal of the first delegator is queued')
  const { asset, units } = await anyone.completeWithdrawal({ index: 0, root: first.root })
  console.log(`${units} units of ${asset} are back`)
})
