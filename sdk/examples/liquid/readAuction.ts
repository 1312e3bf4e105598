import { readService } from '@cairn/sdk'
import { formatEther } from 'viem'
import { liquid, world } from '../connect.ts'

const { restaking } = await world()
const alice = await liquid()
const { token } = await readService(alice, { service: restaking.avs!.oracle! })
const { units, price } = await alice.readAuction({ token })
const at = price === undefined ? 'none is for sale' : `at ${formatEther(price)} ETH each`
console.log(`${formatEther(units)} units of ${token}, ${at}`)
