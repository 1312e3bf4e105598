import { readService } from '@cairn/sdk'
import { formatEther } from 'viem'
import { restaker, world } from '../connect.ts'

const { restaking } = await world()
const { members, price } = await readService(await restaker(), { service: restaking.avs!.oracle! })
console.log(
  `${members.length} members; the price is ${price ? formatEther(price.value) : 'to come'}`,
)
