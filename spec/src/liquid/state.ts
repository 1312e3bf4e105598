import { SpecError } from '../error.ts'
import * as restaking from '../restaking/index.ts'
import { genesis as vaultGenesis, type State as Vault } from '../state.ts'
import type {
  Address,
  Blocks,
  Bps,
  Gwei,
  Magnitude,
  Seconds,
  Shares,
  Units,
  Wei,
} from '../units.ts'
import {
  type AuctionParameters,
  defaultAuction,
  defaultParameters,
  defaultRisk,
  maxDelegators,
  type Parameters,
  type RiskParameters,
} from './parameters.ts'

/** What an issuer says: `assets` wei for `supply` units. */
export type Issuer = {
  assets: Wei
  supply: Units
  /** It knows of no loss that its rate doesn't show. */
  sound: boolean
  /** Its figures are old, or being counted: nothing of it is taken in. */
  closed?: boolean
}

/** What crETH is made of: beacon ether, or a token and its strategy. */
export type Asset = {
  token: Address
  strategy: Address
  /** Of all of it together; deposits beyond are refused. */
  capWei: Wei
  /** Of a deposit's worth, for those who are in already. */
  haircutBps: Bps
  /** Whether its issuer is a vault like ours, with a line for ether. */
  queues: boolean
  /** Of all delegators, when they were last counted. */
  units: Units
  /** Of those, what is queued for withdrawal. */
  queued: Units
  /** Here, for somebody to route, or to pay out in kind. */
  waiting: Units
  /** What the vault's ledger has for both, in `outside`. */
  booked: Wei
}

/** As of the last count. */
export type Holding = {
  units: Units
  /** Of those, what is queued for withdrawal. */
  queued: Units
  magnitude: Magnitude
  slashingFactor: Magnitude
}

export type Delegator = {
  operator: Address
  /** Of what is restaked, in proportion to the sum of all weights. */
  weight: bigint
  holdings: Map<Address, Holding>
  /** Deposits that the pod doesn't know of yet, by pubkey root, the predeposit included. */
  flights: Map<string, Wei>
  /** Active ones of its pod, by the pod's word: gwei that they have. */
  validators: Map<string, Gwei>
  /** wei that its pod ever paid here. */
  paid: Wei
  /** Of the beacon chain, lately. */
  asked: Asked
  /** When validators came to a pod without any. */
  verifiedAt: Seconds
  /** The pod's newest checkpoint. */
  checkpointedAt: Seconds
}

/** `due` is what a pod will have had in all when it has got what was asked for; gwei that were, this week and the last. */
export type Asked = { due: Wei; week: bigint; thisWeek: Gwei; lastWeek: Gwei }

/** Of the line of the queue when a round opened. */
export type Mark = { openedAt: Seconds; tail: Shares }

export type Round = Mark & {
  number: bigint
  /** Nothing of what has been counted in it so far is known from before. */
  provenAt: Seconds
  missing: Set<Address>
  /** The round before. */
  last: Mark
}

/** In csETH's line, under its own `id`: what isn't filled, and what was paid for the rest. */
export type Ticket = { id: bigint; pending: Units; assets: Wei }

/** `basis` is wei for 10¹⁸ units, for which the last lot went; `lot` is what isn't sold, and `counts` if it was worth enough when it was
 * opened to say something of the price. */
export type Auction = { basis: Wei; openedAt: Seconds; lot: Units; counts: boolean }

export type State = {
  parameters: Parameters
  risk: RiskParameters
  auction: AuctionParameters
  /** Token, ledger, queue, lane: the same rules as csETH's. */
  vault: Vault
  /** The layer that everything is restaked in. */
  restaking: restaking.State
  issuers: Map<Address, Issuer>
  /** Beacon ether first. */
  assets: Map<Address, Asset>
  delegators: Map<Address, Delegator>
  round: Round
  stampedAt: Blocks
  /** wei that the rungs of a day have asked back. */
  day: { number: bigint; laid: Wei }
  tickets: Ticket[]
  /** Validators that had a deposit of ours, ever. */
  staked: Set<string>
  /** By operator: validators that it says are its own. */
  offered: Map<Address, Set<string>>
  /** Of a validator: gwei that were asked for, in the week that began then. */
  askedOf: Map<string, { since: Seconds; amount: Gwei }>
  /** Shares of the treasury that stay, to bear losses first. */
  kept: Shares
  auctions: Map<Address, Auction>
  events: SpecEvent[]
}

export type SpecEvent = { emitter: string; name: string; args: Record<string, unknown> }

/** What a call brings besides its arguments. */
export type Env = { now: Seconds; block: Blocks; sender: Address; value?: Wei }

/** Beacon ether, whose units are wei. */
export const ETHER: Address = 'ether'

/** Who has what waits, and pays it: the contract that knows the delegators. */
export const spreadName: Address = 'spread'
/** Who gives a reward token its first basis, and nothing else. */
export const starterName: Address = 'starter'
/** Who has what keepers are paid. */
export const tipsName: Address = 'tips'
/** Who has what is for sale. */
export const auctionName: Address = 'auction'

export function genesis(args: genesis.Args): State {
  const { now, restaking: layer } = args
  const vault = vaultGenesis({ now, value: args.value, parameters: args.vaultParameters })
  const mark = { openedAt: 0n, tail: 0n }
  const state: State = {
    parameters: { ...defaultParameters, ...args.parameters },
    risk: { ...defaultRisk, ...args.risk },
    auction: { ...defaultAuction, ...args.auction },
    vault,
    restaking: layer,
    issuers: new Map(args.issuers),
    assets: new Map(),
    delegators: new Map(),
    round: { number: 0n, ...mark, provenAt: 0n, missing: new Set(), last: mark },
    stampedAt: 0n,
    day: { number: 0n, laid: 0n },
    tickets: [],
    staked: new Set(),
    offered: new Map(),
    askedOf: new Map(),
    kept: 0n,
    auctions: new Map(),
    events: [],
  }
  const { zero: token, beacon: strategy } = layer.addresses
  const ether = { name: ETHER, token, strategy, capWei: 0n, haircutBps: 0n, queues: false }
  for (const { name, ...terms } of [ether, ...args.assets])
    state.assets.set(name, { ...terms, units: 0n, queued: 0n, waiting: 0n, booked: 0n })
  for (const { name, operator, weight } of args.delegators) {
    if (state.delegators.size === maxDelegators)
      throw new SpecError('ParameterOutOfBounds', {
        name: 'delegators',
        value: BigInt(args.delegators.length),
        minimum: 1n,
        maximum: BigInt(maxDelegators),
      })
    const unseen = { units: 0n, queued: 0n, magnitude: 0n, slashingFactor: 0n }
    const holdings = new Map([...state.assets.keys()].map((asset) => [asset, { ...unseen }]))
    state.delegators.set(name, {
      operator,
      weight,
      holdings,
      flights: new Map(),
      validators: new Map(),
      paid: 0n,
      asked: { due: 0n, week: 0n, thisWeek: 0n, lastWeek: 0n },
      verifiedAt: 0n,
      checkpointedAt: 0n,
    })
  }
  return state
}

export declare namespace genesis {
  type Args = {
    now: Seconds
    value: Wei
    restaking: restaking.State
    issuers: Iterable<readonly [Address, Issuer]>
    assets: readonly (Omit<Asset, 'units' | 'queued' | 'waiting' | 'booked'> & { name: Address })[]
    delegators: readonly { name: Address; operator: Address; weight: bigint }[]
    parameters?: Partial<Parameters>
    vaultParameters?: Partial<Vault['parameters']>
    risk?: Partial<RiskParameters>
    auction?: Partial<AuctionParameters>
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

export function assetOf({ assets }: State, asset: Address): Asset {
  const found = assets.get(asset)
  if (!found) throw new SpecError('UnknownAsset', { asset })
  return found
}

/** One that is a token. */
export function tokenOf(state: State, asset: Address): Asset {
  if (asset === ETHER) throw new SpecError('UnknownAsset', { asset })
  return assetOf(state, asset)
}

export function delegatorOf({ delegators }: State, index: Address): Delegator {
  const found = delegators.get(index)
  if (!found) throw new SpecError('UnknownDelegator', { index })
  return found
}

export function issuerOf({ issuers }: State, asset: Address): Issuer {
  const found = issuers.get(asset)
  if (!found) throw new SpecError('UnknownAsset', { asset })
  return found
}

export function isDelegated({ restaking: layer }: State, index: Address): boolean {
  return layer.stakers.get(index)?.operator !== undefined
}

/** The layer's books have one unit for all tokens. */
export function sendUnits(
  { restaking: layer }: State,
  { token, from, to, units }: { token: Address; from: Address; to: Address; units: Units },
) {
  restaking.moveTokens(layer, token, { from, to, amount: units as bigint })
}
