import { SpecError } from './error.ts'
import { uint80Max } from './math.ts'
import { defaultParameters, type Parameters, requireBounds } from './parameters.ts'
import type { Address, Seconds, Shares, Wei } from './units.ts'

/** The words behind every price. `ILiquidVault.snapshot()` and the pins that `open` takes. */
export type Money = {
  /** All shares, the uncollected `fees` included. */
  shares: Shares
  backing: Wei
  fees: Shares
  unvested: Wei
  /** By how much `assets` is below its high-water mark: gains up to here pay no fee. */
  deficit: Wei
  since: Seconds
  until: Seconds
  provenAt: Seconds
  /** The part of `backing` that isn't in the vault. */
  outside: Wei
  /** Queued shares that the newest finished checkpoint found in the queue, and that aren't filled yet. */
  eligible: Shares
  open: boolean
  slashing: boolean
  laneUsed: Wei
  laneCapacity: Wei
  backingAtOpen: Wei
  outsideAtOpen: Wei
  eligibleAtOpen: Shares
}

/** A point of the curve of payments: everything on the line before `shares` was paid `assets`. */
export type Fill = { shares: Shares; assets: Wei }

export type Ticket = { owner: Address; size: Shares; approved?: Address }

export type Settled = { shares: Shares; assets: Wei }

export type Queue = {
  tail: Shares
  /** Rising in both members; the first is the origin of the line. */
  fills: Fill[]
  tickets: Map<bigint, Ticket>
  settled: Map<Address, Settled>
  ticketOperators: Map<Address, Set<Address>>
}

/** The parties that the rules themselves know. Traces use these names; on chain they are addresses. */
export type Addresses = {
  zero: Address
  vault: Address
  queue: Address
  escrow: Address
  registry: Address
  treasury: Address
  dead: Address
}

export type SpecEvent = { emitter: 'vault' | 'queue'; name: string; args: Record<string, unknown> }

export type State = {
  parameters: Parameters
  addresses: Addresses
  money: Money
  /** Of the vault and the escrow: their raw balances. Of anyone else: what the vault's verbs have changed. */
  ether: Map<Address, Wei>
  weth: Map<Address, Wei>
  balances: Map<Address, Shares>
  allowances: Map<Address, Map<Address, Shares>>
  operators: Map<Address, Set<Address>>
  queue: Queue
  events: SpecEvent[]
}

/** What a call brings besides its arguments. */
export type Env = { now: Seconds; sender: Address; value?: Wei }

/** Where the line of the queue begins, so that no ticket has the id 0. */
export const lineOrigin: Shares = 1_000_000_000_000_000_000n

const minGenesis: Wei = 1_000_000_000_000_000n

export const defaultAddresses: Addresses = {
  zero: 'zero',
  vault: 'vault',
  queue: 'queue',
  escrow: 'escrow',
  registry: 'registry',
  treasury: 'treasury',
  dead: 'dead',
}

/** The state that the constructors leave: `value` wei of dead shares, one to one. */
export function genesis({ now, value, parameters, addresses }: genesis.Args): State {
  const known = { ...defaultAddresses, ...addresses }
  const fixed = { ...defaultParameters, ...parameters }
  requireBounds(fixed)
  if (value < minGenesis || value > uint80Max)
    throw new SpecError('ParameterOutOfBounds', {
      name: 'genesis',
      value,
      minimum: minGenesis,
      maximum: uint80Max,
    })

  return {
    parameters: fixed,
    addresses: known,
    money: {
      shares: value as bigint,
      backing: value,
      fees: 0n,
      unvested: 0n,
      deficit: 0n,
      since: now,
      until: now,
      provenAt: now,
      outside: 0n,
      eligible: 0n,
      open: false,
      slashing: false,
      laneUsed: 0n,
      laneCapacity: 0n,
      backingAtOpen: 0n,
      outsideAtOpen: 0n,
      eligibleAtOpen: 0n,
    },
    ether: new Map([
      [known.vault, value as bigint],
      [known.escrow, 0n],
    ]),
    weth: new Map(),
    balances: new Map([[known.dead, value as bigint]]),
    allowances: new Map(),
    operators: new Map(),
    queue: {
      tail: lineOrigin,
      fills: [{ shares: lineOrigin, assets: 0n }],
      tickets: new Map(),
      settled: new Map(),
      ticketOperators: new Map(),
    },
    events: [],
  }
}

export declare namespace genesis {
  type Args = {
    now: Seconds
    value: Wei
    parameters?: Partial<Parameters>
    addresses?: Partial<Addresses>
  }
}

/** A copy that shares nothing mutable with `state`. */
export function clone(state: State): State {
  return {
    parameters: state.parameters,
    addresses: state.addresses,
    money: { ...state.money },
    ether: new Map(state.ether),
    weth: new Map(state.weth),
    balances: new Map(state.balances),
    allowances: new Map([...state.allowances].map(([owner, of]) => [owner, new Map(of)])),
    operators: copySets(state.operators),
    queue: {
      tail: state.queue.tail,
      fills: state.queue.fills.slice(),
      tickets: new Map([...state.queue.tickets].map(([id, ticket]) => [id, { ...ticket }])),
      settled: new Map([...state.queue.settled].map(([owner, of]) => [owner, { ...of }])),
      ticketOperators: copySets(state.queue.ticketOperators),
    },
    events: state.events.slice(),
  }
}

function copySets(sets: Map<Address, Set<Address>>) {
  return new Map([...sets].map(([owner, of]) => [owner, new Set(of)]))
}

export function emit(
  state: State,
  emitter: SpecEvent['emitter'],
  name: string,
  args: Record<string, unknown>,
) {
  state.events.push({ emitter, name, args })
}

export function etherOf(state: State, owner: Address): Wei {
  return state.ether.get(owner) ?? 0n
}

export function pay(state: State, from: Address, to: Address, amount: Wei) {
  state.ether.set(from, etherOf(state, from) - amount)
  state.ether.set(to, etherOf(state, to) + amount)
}

export function moveWeth(state: State, owner: Address, change: Wei) {
  state.weth.set(owner, (state.weth.get(owner) ?? 0n) + change)
}

export function balanceOf(state: State, owner: Address): Shares {
  return state.balances.get(owner) ?? 0n
}

export function filled(queue: Queue): Shares {
  return queue.fills[queue.fills.length - 1]!.shares
}

export function queuedShares(queue: Queue): Shares {
  return queue.tail - filled(queue)
}
