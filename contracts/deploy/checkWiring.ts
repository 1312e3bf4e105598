import { type Address, concatHex, type PublicClient } from 'viem'
import {
  layoutsAbi,
  redeemEscrowAbi,
  redeemQueueAbi,
  stakedEtherAbi,
  validatorRegistryAbi,
} from '../abi/index.ts'
import type { Plan } from './plan.ts'

export class WiringError extends Error {
  override name = 'WiringError'
  constructor(what: string, found: unknown, expected: unknown) {
    super(`${what} is ${found}, not ${expected}: don't use this deployment.`)
  }
}

const dead: Address = '0x000000000000000000000000000000000000dEaD'

/** Reads back from the chain that a deployment is the one that was planned. */
export async function checkWiring(
  client: PublicClient,
  { addresses, holders, parameters }: Pick<Plan, 'addresses' | 'holders' | 'parameters'>,
): Promise<void> {
  for (const [name, address] of Object.entries(addresses))
    if ((await client.getCode({ address })) === undefined)
      throw new WiringError(`the code of ${name} at ${address}`, 'empty', 'there')

  const { vault, registry, queue, escrow, layouts } = addresses
  const atVault = { address: vault, abi: stakedEtherAbi } as const
  const atRegistry = { address: registry, abi: validatorRegistryAbi } as const
  const atQueue = { address: queue, abi: redeemQueueAbi } as const
  const atLayouts = { address: layouts, abi: layoutsAbi } as const
  const credentials = concatHex(['0x020000000000000000000000', registry])
  const { deadShares } = parameters.vault
  const { forks } = parameters.network

  const facts: [string, unknown, unknown][] = [
    ['vault.registry', await read(atVault, 'registry'), registry],
    ['registry.vault', await read(atRegistry, 'vault'), vault],
    [
      'registry.withdrawalCredentials',
      await read(atRegistry, 'withdrawalCredentials'),
      credentials,
    ],
    ['queue.vault', await read(atQueue, 'vault'), vault],
    ['queue.escrow', await read(atQueue, 'escrow'), escrow],
    ['escrow.queue', await read({ address: escrow, abi: redeemEscrowAbi }, 'queue'), queue],
    ['layouts.count', await read(atLayouts, 'count'), BigInt(forks.length)],
    ['layouts.owner', await read(atLayouts, 'owner'), holders.steward],
    ['registry.owner', await read(atRegistry, 'owner'), holders.curator],
    ['vault.asset', await read(atVault, 'asset'), addresses.weth],
    ['vault.balanceOf(dead)', await read(atVault, 'balanceOf', [dead]), deadShares],
  ]
  for (const [what, found, expected] of facts)
    if (String(found).toLowerCase() !== String(expected).toLowerCase())
      throw new WiringError(what, found, expected)

  async function read(contract: object, functionName: string, args: readonly unknown[] = []) {
    return client.readContract({ ...contract, functionName, args } as Parameters<
      PublicClient['readContract']
    >[0])
  }
}
