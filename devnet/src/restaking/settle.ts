import type { Addresses, RestakingAddresses } from '@cairn/contracts'
import {
  beaconEtherStrategy,
  delegateTo,
  depositIntoStrategy,
  modifyAllocations,
  registerAsOperator,
  registerForOperatorSets,
  signServiceKey,
  stake,
} from '@cairn/sdk'
import { type Address, parseEther } from 'viem'
import { accounts, type Name } from '../accounts.ts'
import type { Layers } from '../layers.ts'
import { type RestakingOperator, restakingOperators, serviceKey, services } from './operators.ts'

/** What an operator puts up itself, in ether. */
const own = parseEther('10')

/** Who restakes how much csETH (by its ether) with whom. */
const restakers: { name: Name; ether: bigint; operator: Name }[] = [
  { name: 'frida', ether: parseEther('60'), operator: 'elm' },
  { name: 'gus', ether: parseEther('40'), operator: 'fir' },
]

const percent = 10n ** 16n

/** Brings in five operators, with stake of their own and allocations to both services, and those who delegate to them. */
export async function settle({ wallet, cairn, addresses, onProgress }: settle.Args) {
  for (const operator of restakingOperators) {
    onProgress(`${operator.name} restakes, and joins both services`)
    await restake(operator.name, own)
    // No delay: what it allocates now, at the beginning, is there at once. Each can set one later.
    await registerAsOperator(wallet(operator.name), { deployment: addresses, allocationDelay: 0 })
    await allocate(operator)
    for (const service of services) await join(operator.name, service)
  }
  for (const { name, ether, operator } of restakers) {
    onProgress(`${name} restakes csETH, delegated to ${operator}`)
    await restake(name, ether)
    await delegateTo(wallet(name), {
      deployment: addresses,
      operator: accounts[operator].address,
    })
  }

  async function restake(name: Name, ether: bigint) {
    const { shares } = await stake(wallet(name), { deployment: cairn, assets: ether })
    const strategy = addresses.strategies.csETH
    await depositIntoStrategy(wallet(name), { deployment: addresses, strategy, amount: shares })
  }

  async function allocate({ name, oracle, bridge, bridgeEther }: RestakingOperator) {
    const to = (avs: Address, strategy: Address, percents: bigint) => ({
      operatorSet: { avs, id: 0 },
      strategy,
      magnitude: percents * percent,
    })
    const { avs, strategies } = addresses
    await modifyAllocations(wallet(name), {
      deployment: addresses,
      allocations: [
        to(avs.oracle, strategies.csETH, oracle),
        to(avs.bridge, strategies.csETH, bridge),
        to(avs.bridge, beaconEtherStrategy, bridgeEther),
      ],
    })
  }

  async function join(name: Name, service: (typeof services)[number]) {
    const avs = addresses.avs[service]
    const operator = accounts[name].address
    const data = await signServiceKey(wallet(name), {
      service: avs,
      operator,
      key: serviceKey(name, service),
    })
    await registerForOperatorSets(wallet(name), {
      deployment: addresses,
      avs,
      operatorSetIds: [0],
      data,
    })
  }
}

export declare namespace settle {
  type Args = Pick<Layers, 'wallet'> & {
    cairn: Addresses
    addresses: RestakingAddresses
    onProgress(line: string): void
  }
}
