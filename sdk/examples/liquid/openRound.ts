import { attempt, keys, liquid } from '../connect.ts'

const anyone = await liquid(keys.dave)
await attempt(async () => {
  const { round } = await anyone.openRound()
  console.log(`round ${round} waits for every delegator`)
})
