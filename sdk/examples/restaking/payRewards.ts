import { payRewards } from '@cairn/sdk'
import { attempt, restaker, world } from '../connect.ts'

const { restaking } = await world()
const alice = await restaker()
await attempt(async () => {
  const { amount } = await payRewards(alice, { service: restaking.avs!.oracle! })
  console.log(`${amount} units were submitted for yesterday`)
})
