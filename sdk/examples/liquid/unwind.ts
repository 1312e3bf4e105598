import { attempt, keys, liquid } from '../connect.ts'

const anyone = await liquid(keys.dave)
await attempt(async () => {
  const { units, ticket } = await anyone.unwind({ asset: 'csETH' })
  console.log(`${units} units are in csETH's line, at ${ticket}`)
})
