import { attempt, keys, liquid } from '../connect.ts'

const anyone = await liquid(keys.dave)
await attempt(async () => {
  const { blockNumber } = await anyone.check()
  console.log(`nothing is unbooked: block ${blockNumber} is stamped`)
})
