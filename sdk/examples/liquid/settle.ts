import { attempt, liquid } from '../connect.ts'

const alice = await liquid()
const { tickets } = await alice.readLiquidPosition()
await attempt(async () => {
  const { assets } = await alice.settle({ ids: tickets.map(({ id }) => id) })
  console.log(`${assets} wei are settled`)
})
