import { attempt, keys, restaker } from '../connect.ts'

const dave = await restaker(keys.dave)
const { pod } = await dave.readPod()
const alice = await restaker()
await attempt(async () => {
  const { validators } = await alice.forceCheckpoint({ pod })
  console.log(`${validators} balances to prove`)
})
