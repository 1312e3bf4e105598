import { signServiceKey } from '@cairn/sdk'
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts'
import { addressOf, attempt, keys, restaker, world } from '../connect.ts'

const { restaking } = await world()
const service = restaking.avs!.oracle!
const dave = await restaker(keys.dave)

// A key for signing alone: the operator's own stays where it is.
const key = privateKeyToAccount(generatePrivateKey())
await attempt(async () => {
  const data = await signServiceKey(dave, { service, operator: addressOf(keys.dave), key })
  await dave.registerForOperatorSets({ avs: service, operatorSetIds: [0], data })
  console.log(`${key.address} signs for dave`)
})
