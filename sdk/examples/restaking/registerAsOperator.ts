import { attempt, keys, restaker } from '../connect.ts'

const dave = await restaker(keys.dave)
await attempt(async () => {
  // Longer than the withdrawal delay: stakers can leave before a new service can slash them.
  const { operator } = await dave.registerAsOperator({ allocationDelay: 3_151 })
  console.log(`${operator} is an operator`)
})
