import { attempt, keys, restaker } from '../connect.ts'

const dave = await restaker(keys.dave)
await attempt(async () => {
  const { pod, withdrawalCredentials } = await dave.createPod()
  console.log(`validators deposited with ${withdrawalCredentials} withdraw to ${pod}`)
})
