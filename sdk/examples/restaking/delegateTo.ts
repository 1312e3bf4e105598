import { addressOf, attempt, keys, restaker } from '../connect.ts'

const alice = await restaker()
await attempt(async () => {
  const { operator } = await alice.delegateTo({ operator: addressOf(keys.elm) })
  console.log(`alice's stake is with ${operator}`)
})
