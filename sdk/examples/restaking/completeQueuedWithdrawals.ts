import { attempt, restaker } from '../connect.ts'

const alice = await restaker()
await attempt(async () => {
  const { completed, received } = await alice.completeQueuedWithdrawals()
  console.log(`${completed.length} withdrawal(s) paid ${received.map(({ amount }) => amount)}`)
})
