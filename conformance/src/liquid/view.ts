import * as spec from '@cairn/spec'
import { liquid, restaking } from '@cairn/spec'
import { keccak256, toHex } from 'viem'
import { assets, delegators, operators, reward, users, watched } from './names.ts'
import type { World } from './world.ts'

/** Whose shares are compared. */
export const shareholders = [
  ...users,
  ...operators,
  'keeper',
  'beneficiary',
  'treasury',
  'tips',
  'queue',
  'vault',
] as const

type Tree = bigint | boolean | readonly Tree[] | { readonly [name: string]: Tree }

/** Everything of crETH that can be seen, and what the layer says of its delegators. */
export type View = { readonly [name: string]: Tree }

export function view(world: World): View {
  const { liquid: state, csETH, now } = world
  const { vault, round } = state
  const money = spec.stateView(vault, { now, accounts: shareholders, ids: [] })
  return {
    snapshot: named(spec.snapshotFields, money.snapshot),
    supply: money.totalSupply,
    balances: money.balances,
    queue: [money.queue.tail, money.queue.filled, money.queue.escrowBalance],
    stampedAt: state.stampedAt,
    assets: assets.map(({ name }) => {
      const { units, queued, waiting, booked } = state.assets.get(name)!
      return { units, queued, waiting, booked }
    }),
    round: {
      number: round.number,
      openedAt: round.openedAt,
      provenAt: round.provenAt,
      tail: round.tail,
      missing: BigInt(delegators.reduce((bits, of, i) => bits | (+round.missing.has(of) << i), 0)),
    },
    tickets: state.tickets.map(({ id }) => id),
    delegators: delegators.map((index) => delegatorView(world, index)),
    auction: auctionView(state),
    kept: liquid.keptShares(state),
    csETH: [...watched].map((name) => spec.balanceOf(csETH, name)),
  }
}

function delegatorView({ liquid: state, block, now }: World, index: string): View {
  const { restaking: layer } = state
  const counts = assets.map(({ name }) => liquid.count(state, index, name, block))
  const { holdings, operator } = state.delegators.get(index)!
  return {
    holdings: assets.map(({ name }) => ({ ...holdings.get(name)! })),
    roots: BigInt(liquid.rootCount(state, index)),
    free: counts.map(({ free }) => free),
    queued: counts.map(({ queued }) => queued),
    magnitudes: assets.map(({ strategy }) =>
      restaking.maxMagnitude(restaking.operatorOf(layer, operator), strategy),
    ),
    slashingFactor: restaking.beaconSlashingFactor(layer, index),
    isDelegated: liquid.isDelegated(state, index),
    inFlight: liquid.inFlight(state, index),
    provenAt: liquid.podProvenAt(state, index, { now }),
  }
}

function auctionView({ auctions }: liquid.State): Tree {
  const { lot, basis, openedAt } = auctions.get(reward) ?? { lot: 0n, basis: 0n, openedAt: 0n }
  return [lot, basis, openedAt]
}

/** In the end: what everyone has in ether and tokens, but for what they began with. */
export function holdingsView({ liquid: state, csETH }: World): View {
  const { restaking: layer, vault } = state
  return {
    ether: watched.map(
      (name) =>
        (layer.ether.get(name) ?? 0n) + spec.etherOf(vault, name) + spec.etherOf(csETH, name),
    ),
    tokens: ['rptETH', reward].map((token) =>
      watched.map((name) => restaking.tokensOf(layer, token, name)),
    ),
  }
}

export function named(names: readonly string[], values: readonly (bigint | boolean)[]): Tree {
  return Object.fromEntries(names.map((name, i) => [name, values[i]!]))
}

export function digest(view: View): string {
  return keccak256(toHex(toText(view)))
}

export function toText(value: unknown): string {
  return JSON.stringify(value, (_, inner) => (typeof inner === 'bigint' ? `${inner}` : inner))
}

/** Leaf by leaf, those that aren't alike. */
export function differences(expected: View, got: View): string {
  const one = new Map(leaves(expected))
  return leaves(got)
    .filter(([path, value]) => one.get(path) !== value)
    .map(([path, value]) => `  ${path}: expected ${one.get(path)}, but got ${value}`)
    .join('\n')
}

function leaves(value: Tree, path = ''): [string, string][] {
  if (typeof value === 'object')
    return Object.entries(value).flatMap(([key, inner]) => leaves(inner as Tree, `${path}.${key}`))
  return [[path, `${value}`]]
}
