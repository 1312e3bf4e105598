import { type BeaconChain, deriveKey, makeDeposit, type ValidatorKey } from '@cairn/beacon'
import type { Addresses } from '@cairn/contracts'
import { validatorRegistryAbi } from '@cairn/contracts/abi'
import { registerValidator } from '@cairn/sdk'
import { type Hex, parseGwei, type PublicClient } from 'viem'
import type { Signing } from './layers.ts'

/** Who runs validators here. Their keys follow from their names. */
export const operators = [
  { id: 1, name: 'Alder' },
  { id: 2, name: 'Birch' },
  { id: 3, name: 'Cedar' },
] as const

export type Operator = { id: number; name: string }

export const predeposit = parseGwei('1') // gwei: 1 ETH

export function operatorKey({ name }: Operator, index: number): ValidatorKey {
  return deriveKey(`cairn devnet operator ${name}`, index)
}

/** Has the curator register one more validator of `operator`, and gives the beacon chain the key to act with. */
export async function register({
  client,
  registry,
  publicClient,
  beacon,
  key,
  operator,
}: register.Args) {
  const withdrawalCredentials = await publicClient.readContract({
    address: registry,
    abi: validatorRegistryAbi,
    functionName: 'withdrawalCredentials',
  })
  const { pubkey, signature, points } = makeDeposit(key, {
    withdrawalCredentials,
    amount: predeposit,
    genesisForkVersion: beacon.genesisForkVersion,
  })
  beacon.addKey(key)
  return registerValidator(client, {
    deployment: { registry } as Addresses,
    pubkey,
    signature,
    points,
    operator: operator.id,
  })
}

export declare namespace register {
  type Args = {
    /** The curator's. */
    client: Signing
    publicClient: PublicClient
    registry: Hex
    beacon: BeaconChain
    key: ValidatorKey
    operator: Operator
  }
}
