import { attempt, keys, restaker } from '../connect.ts'

const bob = await restaker(keys.bob)
await attempt(async () => {
  const { withdrawals } = await bob.undelegate()
  console.log(`${withdrawals.length} withdrawal(s) are in the queue`)
})
