import {
  type Address,
  type Blocks,
  type DepositShares,
  type Gwei,
  type Magnitude,
  type ScaledShares,
  type Shares,
  type Wei,
  wad,
} from '../units.ts'
import { type History, latest } from './history.ts'

/** The delays, which are parameters of the constructors. */
export type Parameters = {
  /** A withdrawal completes in the block after these. */
  withdrawalDelay: Blocks
  /** What is taken back, or whoever leaves, is slashable for these. */
  deallocationDelay: Blocks
  /** A change of an allocation delay takes effect in the block after these. */
  configurationDelay: Blocks
}

/** An ERC-20's pot. Shares begin at 1:1 and follow the balance. */
export type Strategy = { token: Address; shares: Shares }

export type Staker = {
  operator: Address | undefined
  /** Those with tokens in them, in the order of the contract's list: the last fills a gap. */
  strategies: Address[]
  depositShares: Map<Address, DepositShares>
  /** Scaling factors that aren't 10¹⁸. */
  scaling: Map<Address, bigint>
  withdrawalsQueued: bigint
}

/** `balance` is the ether in it, `payable` what checkpoints have found of it and nobody has withdrawn. */
export type Pod = {
  slashingFactor: Magnitude
  balance: Wei
  payable: Gwei
  checkpointed: Blocks | undefined
}

export type Allocation = { magnitude: Magnitude; pending: bigint; effectBlock: Blocks }

export type AllocationDelay = { delay: Blocks; pending: Blocks; effectBlock: Blocks }

export type Operator = {
  approver: Address | undefined
  allocationDelay: AllocationDelay
  shares: Map<Address, Shares>
  /** All scaled shares that were ever queued while delegated to it, by strategy. */
  queued: Map<Address, History>
  maxMagnitude: Map<Address, History>
  encumbered: Map<Address, Magnitude>
  allocations: Map<SetKey, Map<Address, Allocation>>
  /** The sets that magnitude is taken back from, by strategy, first in first out. */
  deallocations: Map<Address, SetKey[]>
  registrations: Map<SetKey, { registered: boolean; slashableUntil: Blocks }>
}

export type SetId = { avs: Address; id: bigint }

/** `avs/id` */
export type SetKey = string

export type OperatorSet = SetId & {
  slasher: Address
  /** Who gets what is slashed; the burn address, if nobody does. */
  recipient: Address
  strategies: Set<Address>
  slashes: bigint
}

export type Withdrawal = {
  staker: Address
  delegatedTo: Address
  withdrawer: Address
  nonce: bigint
  startBlock: Blocks
  strategies: readonly Address[]
  scaledShares: readonly ScaledShares[]
}

/** The parties that the rules themselves know. */
export type Addresses = { zero: Address; burn: Address; beacon: Address }

export type SpecEvent = { emitter: string; name: string; args: Record<string, unknown> }

export type State = {
  parameters: Parameters
  addresses: Addresses
  /** In the order of their addresses, which slashes have to keep. */
  strategies: Map<Address, Strategy>
  stakers: Map<Address, Staker>
  operators: Map<Address, Operator>
  /** AVSs that have said that they are. */
  announced: Set<Address>
  sets: Map<SetKey, OperatorSet>
  /** Those that are pending, by staker and nonce. */
  withdrawals: Map<string, Withdrawal>
  /** What is to be burned or redistributed, by set and slash. */
  slashed: Map<SetKey, Map<bigint, Map<Address, Shares>>>
  burnableEther: Shares
  pods: Map<Address, Pod>
  /** Of strategies: their balances. Of anyone else: what has changed. */
  tokens: Map<Address, Map<Address, Wei>>
  ether: Map<Address, Wei>
  events: SpecEvent[]
}

/** What a call brings besides its arguments. */
export type Env = { block: Blocks; sender: Address; value?: Wei }

export const defaultParameters: Parameters = {
  withdrawalDelay: 100_800n,
  deallocationDelay: 100_800n,
  configurationDelay: 126_000n,
}

export const defaultAddresses: Addresses = { zero: 'zero', burn: 'burn', beacon: 'beacon' }

/** `strategies` in the order of their addresses; that of beacon ether is one of them, and has no token. */
export function genesis({ strategies, parameters, addresses }: genesis.Args): State {
  return {
    parameters: { ...defaultParameters, ...parameters },
    addresses: { ...defaultAddresses, ...addresses },
    strategies: new Map(strategies.map(({ name, token }) => [name, { token, shares: 0n }])),
    stakers: new Map(),
    operators: new Map(),
    announced: new Set(),
    sets: new Map(),
    withdrawals: new Map(),
    slashed: new Map(),
    burnableEther: 0n,
    pods: new Map(),
    tokens: new Map(),
    ether: new Map(),
    events: [],
  }
}

export declare namespace genesis {
  type Args = {
    strategies: readonly { name: Address; token: Address }[]
    parameters?: Partial<Parameters>
    addresses?: Partial<Addresses>
  }
}

/** Does all of `body` or, if it throws, nothing. */
export function atomic<result>(state: State, body: () => result): result {
  const before = structuredClone(state)
  try {
    return body()
  } catch (error) {
    Object.assign(state, before)
    throw error
  }
}

export function emit(state: State, emitter: string, name: string, args: Record<string, unknown>) {
  state.events.push({ emitter, name, args })
}

export function isBeacon({ addresses }: State, strategy: Address): boolean {
  return strategy === addresses.beacon
}

export function stakerOf({ stakers }: State, name: Address): Staker {
  return upsert(stakers, name, () => ({
    operator: undefined,
    strategies: [],
    depositShares: new Map(),
    scaling: new Map(),
    withdrawalsQueued: 0n,
  }))
}

/** Where an owner's pod is, or will be. */
export function podName(owner: Address): Address {
  return `${owner}'s pod`
}

export function operatorOf({ operators }: State, name: Address | undefined): Operator | undefined {
  return name === undefined ? undefined : operators.get(name)
}

export function scalingOf({ stakers }: State, staker: Address, strategy: Address): bigint {
  return stakers.get(staker)?.scaling.get(strategy) ?? wad
}

export function depositSharesOf(
  { stakers }: State,
  staker: Address,
  strategy: Address,
): DepositShares {
  return stakers.get(staker)?.depositShares.get(strategy) ?? 0n
}

export function operatorShares(state: State, operator: Address, strategy: Address): Shares {
  return state.operators.get(operator)?.shares.get(strategy) ?? 0n
}

export function maxMagnitude(operator: Operator | undefined, strategy: Address): Magnitude {
  return latest(operator?.maxMagnitude.get(strategy) ?? [], wad)
}

export function beaconSlashingFactor({ pods }: State, owner: Address): Magnitude {
  return pods.get(owner)?.slashingFactor ?? wad
}

export function keyOf({ avs, id }: SetId): SetKey {
  return `${avs}/${id}`
}

export function withdrawalKey({ staker, nonce }: Pick<Withdrawal, 'staker' | 'nonce'>): string {
  return `${staker}/${nonce}`
}

export function tokensOf({ tokens }: State, token: Address, owner: Address): Wei {
  return tokens.get(token)?.get(owner) ?? 0n
}

export function moveTokens(
  state: State,
  token: Address,
  { from, to, amount }: { from: Address; to: Address; amount: Wei },
) {
  const of = upsert(state.tokens, token, () => new Map<Address, Wei>())
  of.set(from, (of.get(from) ?? 0n) - amount)
  of.set(to, (of.get(to) ?? 0n) + amount)
}

export function moveEther(state: State, owner: Address, change: Wei) {
  state.ether.set(owner, (state.ether.get(owner) ?? 0n) + change)
}

export function upsert<key, value>(map: Map<key, value>, key: key, make: () => value): value {
  const found = map.get(key)
  if (found !== undefined) return found

  const made = make()
  map.set(key, made)
  return made
}
