import { attempt, keys, liquid } from '../connect.ts'

const anyone = await liquid(keys.dave)
await attempt(async () => {
  const { units } = await anyone.route({ index: 0, asset: 'csETH' })
  console.log(`${units} units are with an operator now`)
})
