import { addressOf, attempt, keys, restaker } from '../connect.ts'

const alice = await restaker()
await attempt(async () => {
  const { withdrawals } = await alice.redelegate({ operator: addressOf(keys.fir) })
  console.log(`${withdrawals.length} withdrawal(s) to complete as shares, with the new operator`)
})
