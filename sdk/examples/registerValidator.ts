import { BeaconClient, deriveKey, makeDeposit } from '@cairn/beacon'
import { validatorRegistryAbi } from '@cairn/contracts/abi'
import { parseGwei } from 'viem'
import { readContract } from 'viem/actions'
import { connect, keys, world } from './connect.ts'

const { addresses, beaconUrl } = await world()
const cairn = await connect(keys.curator)
const withdrawalCredentials = await readContract(cairn, {
  address: addresses.registry,
  abi: validatorRegistryAbi,
  functionName: 'withdrawalCredentials',
})

// An operator makes the key and signs the deposit; the curator sends it, with 1 ETH.
const { genesisForkVersion } = await new BeaconClient({ url: beaconUrl }).genesis()
const key = deriveKey('an example', Date.now() % 2 ** 31)
const { pubkey, signature, points } = makeDeposit(key, {
  withdrawalCredentials,
  amount: parseGwei('1'),
  genesisForkVersion,
})
const { pubkeyRoot } = await cairn.registerValidator({ pubkey, signature, points, operator: 1 })
console.log(`registered ${pubkey.slice(0, 18)}… as ${pubkeyRoot}`)
