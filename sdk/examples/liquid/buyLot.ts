import { readService } from '@cairn/sdk'
import { formatEther, parseEther } from 'viem'
import { attempt, keys, liquid, world } from '../connect.ts'

const { restaking } = await world()
const bob = await liquid(keys.bob)
const { token } = await readService(bob, { service: restaking.avs!.oracle! })
await attempt(async () => {
  const { units, cost } = await bob.buyLot({ token, units: parseEther('1') })
  console.log(`${formatEther(units)} for ${formatEther(cost)} ETH`)
})
