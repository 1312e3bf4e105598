import { SpecError } from '../error.ts'
import * as restaking from '../restaking/index.ts'
import { genesis as vaultGenesis, type State as Vault } from '../state.ts'
import {
  type Address,
  type Blocks,
  type Bps,
  bpsWhole,
  type Magnitude,
  type Seconds,
  type Shares,
  type Tokens,
  type Wei,
  wad,
} from '../units.ts'
import { defaultCeilings, defaultParameters, type Ceilings, type Parameters } from './parameters.ts'

/** What one share of another token is worth, as a pair: `assets` wei for `shares`. */
export type Rate = { assets: Wei; shares: Tokens }

/** What an adapter reads of an issuer. `paying` is false where the issuer itself wouldn't pay at its rate now. */
export type LiveRate = Rate & { paying: boolean }

/** Something that crETH is made of: ether in pods, or a token in its strategy. */
export type Asset = {
  token: Address
  strategy: Address
  /** As last appraised. */
  rate: Rate
  /** What minting counts less of it than it is worth. */
  haircutBps: Bps
  /** The most that it may be of all assets. */
  capBps: Bps
  /** How much of all assets may come in through it in a day. */
  doorBps: Bps
  door: { used: Wei; at: Seconds }
  /** In the vault, accounted; idle ether is the ledger's. */
  held: Tokens
  /** `held`, and what delegators had of it when they were last synced. */
  total: Tokens
}

/** When something was looked at, and where the line of the queue ended then. */
export type Mark = { at: Seconds; tail: Shares }

export type Delegator = {
  operator: Address
  /** Of all assets: routing stops here. */
  weightBps: Bps
  /** By asset, as of the last sync. */
  amounts: Map<Address, Tokens>
  /** Of its operator, by strategy, as of the last sync. */
  magnitudes: Map<Address, Magnitude>
  slashingFactor: Magnitude
  synced: Mark
  /** The last sync that was over when the newest proven state of its pod was taken; without beacon ether, the last sync. */
  proven: Mark
  /** On its way to the beacon chain, or there and not yet shown to the pod. */
  pending: Wei
  rungAt: Blocks
}

/** Reward tokens on sale. `price` is wei for 10¹⁸ of the token, and was so at `startedAt`. */
export type Auction = { lot: Tokens; price: Wei; startedAt: Seconds }

export type State = {
  parameters: Parameters
  ceilings: Ceilings
  /** Token, ledger, queue, lane: the same rules as csETH's. */
  vault: Vault
  /** The layer that everything is restaked in. */
  restaking: restaking.State
  /** What issuers say, by asset. */
  rates: Map<Address, LiveRate>
  assets: Map<Address, Asset>
  delegators: Map<Address, Delegator>
  checkedAt: Blocks | undefined
  laneRefilledAt: Seconds
  /** Reward tokens in the vault, and what they last went for. */
  rewards: Map<Address, Tokens>
  auctions: Map<Address, Auction>
  prices: Map<Address, Wei>
  events: SpecEvent[]
}

export type SpecEvent = { name: string; args: Record<string, unknown> }

/** What a call brings besides its arguments. */
export type Env = { now: Seconds; block: Blocks; sender: Address; value?: Wei }

/** The asset whose strategy is that of beacon ether; its rate is one to one. */
export const etherAsset: Address = 'ether'

export function genesis(args: genesis.Args): State {
  const { now, block, value, restaking: layer, assets } = args
  const vault = vaultGenesis({ now, value, parameters: args.vaultParameters })
  const state: State = {
    parameters: { ...defaultParameters, ...args.parameters },
    ceilings: { ...defaultCeilings, ...args.ceilings },
    vault,
    restaking: layer,
    rates: new Map(args.rates),
    assets: new Map(),
    delegators: new Map(),
    checkedAt: undefined,
    laneRefilledAt: now,
    rewards: new Map(),
    auctions: new Map(),
    prices: new Map(),
    events: [],
  }
  const beacon = { token: layer.addresses.zero, strategy: layer.addresses.beacon }
  const free = { haircutBps: 0n, capBps: bpsWhole, doorBps: bpsWhole }
  addAsset(state, etherAsset, { ...beacon, ...free, rate: { assets: wad, shares: wad }, now })
  for (const { name, ...asset } of assets) {
    const { assets: of, shares } = liveRate(state, name)
    addAsset(state, name, { ...asset, rate: { assets: of, shares }, now })
  }
  for (const delegator of args.delegators) addDelegator(state, { ...delegator, now, block })
  return state
}

export declare namespace genesis {
  type Args = {
    now: Seconds
    block: Blocks
    value: Wei
    restaking: restaking.State
    rates: Iterable<readonly [Address, LiveRate]>
    assets: readonly (Pick<Asset, 'token' | 'strategy'> & Terms & { name: Address })[]
    delegators: readonly { name: Address; operator: Address; weightBps: Bps }[]
    parameters?: Partial<Parameters>
    vaultParameters?: Partial<Vault['parameters']>
    ceilings?: Partial<Ceilings>
  }
}

type Terms = Pick<Asset, 'haircutBps' | 'capBps' | 'doorBps'>

function addAsset(
  state: State,
  name: Address,
  { now, ...asset }: Omit<Asset, 'door' | 'held' | 'total'> & { now: Seconds },
) {
  const door = { used: 0n, at: now }
  state.assets.set(name, { ...asset, door, held: 0n, total: 0n })
}

export const maxDelegators = 32

function addDelegator(
  state: State,
  { name, operator, weightBps, now, block }: genesis.Args['delegators'][number] & Moment,
) {
  const { restaking: layer, delegators } = state
  if (delegators.size === maxDelegators)
    throw new SpecError('TooManyDelegators', { maximum: BigInt(maxDelegators) })
  let sum: bigint = weightBps
  for (const of of delegators.values()) sum += of.weightBps
  if (sum > bpsWhole) throw new SpecError('WeightsExceedWhole', { sum })

  restaking.createPod(layer, {}, { block, sender: name })
  restaking.delegateTo(layer, { operator }, { block, sender: name })
  const mark = { at: now, tail: state.vault.queue.tail }
  delegators.set(name, {
    operator,
    weightBps,
    amounts: new Map(),
    magnitudes: magnitudesOf(state, operator),
    slashingFactor: wad,
    synced: mark,
    proven: mark,
    pending: 0n,
    rungAt: 0n,
  })
}

type Moment = { now: Seconds; block: Blocks }

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

export function emit(state: State, name: string, args: Record<string, unknown>) {
  state.events.push({ name, args })
}

export function assetOf({ assets }: State, asset: Address): Asset {
  const found = assets.get(asset)
  if (!found) throw new SpecError('UnknownAsset', { asset })
  return found
}

export function delegatorOf({ delegators }: State, delegator: Address): Delegator {
  const found = delegators.get(delegator)
  if (!found) throw new SpecError('UnknownDelegator', { delegator })
  return found
}

export function liveRate({ rates }: State, asset: Address): LiveRate {
  if (asset === etherAsset) return { assets: wad, shares: wad, paying: true }
  const found = rates.get(asset)
  if (!found) throw new SpecError('UnknownAsset', { asset })
  return found
}

export function magnitudesOf(
  { assets, restaking: layer }: State,
  operator: Address,
): Map<Address, Magnitude> {
  const of = restaking.operatorOf(layer, operator)
  return new Map(
    [...assets.values()].map(({ strategy }) => [strategy, restaking.maxMagnitude(of, strategy)]),
  )
}

/** The layer's books keep tokens in the unit of ether. */
export function sendTokens(
  { restaking: layer }: State,
  { token, from, to, amount }: { token: Address; from: Address; to: Address; amount: Tokens },
) {
  restaking.moveTokens(layer, token, { from, to, amount: amount as bigint })
}

export function vaultName({ vault }: State): Address {
  return vault.addresses.vault
}
