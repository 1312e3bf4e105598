import { readService } from '@cairn/sdk'
import { formatEther } from 'viem'
import { attempt, keys, liquid, world } from '../connect.ts'

const { restaking } = await world()
const anyone = await liquid(keys.dave)
const { token } = await readService(anyone, { service: restaking.avs!.oracle! })
await attempt(async () => {
  const { units } = await anyone.openAuction({ token })
  console.log(`${formatEther(units)} are for sale`)
})
