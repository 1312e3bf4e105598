import { signServiceKey } from '@cairn/sdk'
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts'
import { addressOf, keys, restaker, world } from '../connect.ts'

const { restaking } = await world()
const key = privateKeyToAccount(generatePrivateKey())
const data = await signServiceKey(await restaker(), {
  service: restaking.avs!.oracle!,
  operator: addressOf(keys.dave),
  key,
})
console.log(`what dave registers with: ${data}`)
