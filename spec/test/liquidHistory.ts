import { SpecError } from '../src/error.ts'
import * as liquid from '../src/liquid/index.ts'
import { claim } from '../src/queue/claim.ts'
import * as restaking from '../src/restaking/index.ts'
import { balanceOf } from '../src/state.ts'
import { min } from '../src/math.ts'
import { ether, wad } from '../src/units.ts'
import {
  after,
  allocate,
  aRound,
  ask,
  enter,
  enterETH,
  firstBlock,
  lose,
  names,
  operators,
  payOut,
  prove,
  rateAt,
  routeAll,
  sets,
  slash,
  stakeOne,
  undelegate,
  world,
} from './liquid.ts'

const people = ['alice', 'bob', 'carol'] as const
const tokens = ['cseth', 'lst'] as const
const assets = ['ether', 'cseth', 'lst'] as const
const strategies = ['cseth strategy', 'lst strategy', 'beacon'] as const

/** The three layers at work, moved by a list of throws. */
export type History = {
  state: liquid.State
  blocks: bigint
  throws: Iterator<number>
  /** The rate that what happens has to leave at least. */
  was: { assets: bigint; supply: bigint }
  validators: number
  counts: Record<string, number>
  mistakes: string[]
}

export function begin(list: readonly number[]): History {
  const [first = 0, ...rest] = list
  const state = first % 2 === 0 ? atLeisure() : underPressure()
  const was = rateAt(state, 0n)
  const throws = rest[Symbol.iterator]()
  return { state, blocks: 0n, throws, was, validators: 0, counts: {}, mistakes: [] }
}

function atLeisure(): liquid.State {
  const state = world()
  enterETH(state, ether(400), 'alice')
  enter(state, ether(100), { by: 'bob' })
  return state
}

/** Half of what is restaked is asked back. */
function underPressure(): liquid.State {
  const state = world()
  enterETH(state, ether(100), 'alice')
  const shares = enter(state, ether(200), { by: 'bob' })
  routeAll(state)
  ask(state, shares / 2n, 'bob')
  return state
}

const actions: Record<string, (history: History) => void> = {
  wait,
  waitMore: wait,
  enterEther,
  enterToken,
  request,
  pay,
  leave,
  leaveInKind,
  route,
  routeMore: route,
  stake,
  stakeMore: stake,
  checkpoint,
  sync,
  syncMore: sync,
  round,
  appraise,
  drift,
  allot,
  allotMore: allot,
  punish,
  putOut,
  lay,
  layMore: lay,
  derisk,
  complete,
  completeMore: complete,
  completeAgain: complete,
  unwind,
  beFilled,
  earn,
  buy,
  distribute,
}

/** What may lower the rate: it books losses. */
const booking = new Set([
  'route',
  'routeMore',
  'stake',
  'stakeMore',
  'sync',
  'syncMore',
  'round',
  'appraise',
  'lay',
  'layMore',
  'derisk',
  'complete',
  'completeMore',
  'completeAgain',
  'unwind',
  'beFilled',
])

/** One thing happens; refusals are part of life. */
export function step(history: History) {
  const kinds = Object.keys(actions)
  const kind = kinds[pick(history, kinds.length)]!
  const { counts, mistakes } = history
  const before = structuredClone(history.state)
  history.was = rateAt(before, history.blocks)
  try {
    actions[kind]!(history)
    counts[kind] = (counts[kind] ?? 0) + 1
  } catch (error) {
    if (!(error instanceof SpecError)) throw error
    history.state = before
    return
  }
  const { state, blocks, was } = history
  for (const id of liquid.broken(state, firstBlock + blocks)) mistakes.push(`${id} after ${kind}`)
  if (kind.startsWith('wait') || booking.has(kind)) return
  const is = rateAt(state, blocks)
  if (is.assets * was.supply < was.assets * is.supply) mistakes.push(`RATE-1 after ${kind}`)
}

function pick({ throws }: History, sides: number): number {
  const { value, done } = throws.next()
  return done ? 0 : value % sides
}

function of<value>(history: History, list: readonly value[]): value {
  return list[pick(history, list.length)]!
}

function amount(history: History, most: bigint): bigint {
  const bits = BigInt(1 + pick(history, 68))
  const value = (1n << bits) - BigInt(pick(history, 2))
  return value < most ? value : most
}

function env(history: History, sender = 'keeper') {
  return after(history.blocks, sender)
}

function wait(history: History) {
  history.blocks += BigInt(of(history, [1, 1, 5, 10, 19, 20, 50, 51, 71, 300]))
}

function enterEther(history: History) {
  enterETH(history.state, amount(history, ether(100)), of(history, people), history.blocks)
}

function enterToken(history: History) {
  const [asset, by] = [of(history, tokens), of(history, people)]
  enter(history.state, amount(history, ether(50)), { asset, by, blocks: history.blocks })
}

function request(history: History) {
  const by = of(history, people)
  const all: bigint = balanceOf(history.state.vault, by)
  ask(history.state, of(history, [all, all / 2n, amount(history, all)]), by, history.blocks)
}

/** Keepers that have been about: every pod is proven, a round is over, nothing is unbooked. */
function calm(history: History) {
  const { state, blocks } = history
  for (const index of names) prove(state, index, blocks)
  if (state.round.missing.size === 0) history.blocks += aRound
  else history.blocks += 300n
  liquid.openRound(state, {}, env(history))
  for (const index of names) {
    prove(state, index, history.blocks)
    liquid.sync(state, { index }, env(history))
  }
  liquid.check(state, {}, env(history))
  history.was = rateAt(state, history.blocks)
}

function pay(history: History) {
  calm(history)
  const { state } = history
  const maxAssets = of(history, [ether(1_000), amount(history, ether(1_000))])
  liquid.fill(state, { maxAssets }, env(history))
  for (const [id, { owner }] of [...state.vault.queue.tickets])
    if (id < state.vault.queue.fills.at(-1)!.shares && pick(history, 2))
      claim(state.vault, { id, receiver: owner }, env(history, owner))
}

function leave(history: History) {
  calm(history)
  const { state } = history
  const by = of(history, people)
  const shares = amount(history, balanceOf(state.vault, by))
  liquid.redeemInstant(state, { shares, receiver: by, owner: by }, env(history, by))
}

function leaveInKind(history: History) {
  calm(history)
  const { state } = history
  const by = of(history, people)
  const shares = amount(history, balanceOf(state.vault, by))
  const args = { asset: of(history, tokens), shares, receiver: by, owner: by }
  liquid.redeemInKind(state, args, env(history, by))
}

function route(history: History) {
  const { state } = history
  const next = liquid.nextRoute(state, env(history))
  if (!next) return
  const units = pick(history, 3) === 0 ? amount(history, next.units) : next.units
  liquid.route(state, { ...next, units }, env(history))
  if (liquid.breaches(state, { index: next.index }, env(history)).length > 0)
    history.mistakes.push('ROUTE-1')
}

function stake(history: History) {
  history.validators += 1
  stakeOne(history.state, of(history, names), `key ${history.validators}`, history.blocks)
}

/** A pod finds a part of what it has gone, or nothing. */
function checkpoint(history: History) {
  const index = of(history, names)
  const has = restaking.depositSharesOf(history.state.restaking, index, 'beacon')
  const gwei = (has * BigInt(of(history, [0, 0, 0, 1, 50]))) / 1_000n / 1_000_000_000n
  if (has > 0n) lose(history.state, index, gwei, history.blocks)
}

function sync(history: History) {
  liquid.sync(history.state, { index: of(history, names) }, env(history))
}

function round(history: History) {
  liquid.openRound(history.state, {}, env(history))
  for (const index of names) liquid.sync(history.state, { index }, env(history))
}

function appraise(history: History) {
  liquid.appraise(history.state, { asset: of(history, assets) }, env(history))
}

function drift(history: History) {
  const asset = of(history, tokens)
  const now = history.state.issuers.get(asset)!
  const worth = (now.assets * BigInt(of(history, [10_001, 10_001, 10_000, 9_900]))) / 10_000n
  history.state.issuers.set(asset, { ...now, assets: worth, sound: pick(history, 12) > 0 })
}

function allot(history: History) {
  const { state, blocks } = history
  const [operator, set] = [of(history, operators), of(history, sets)]
  const strategy = of(history, strategies)
  const most = restaking.allocatable(state.restaking, operator, strategy, firstBlock + blocks)
  const magnitude = of(history, [wad / 20n, wad / 20n, wad / 10n, 0n, most])
  allocate(state, min(magnitude, most), { operator, set, strategy, blocks })
}

function punish(history: History) {
  const { state, blocks } = history
  const [operator, set] = [of(history, operators), of(history, sets)]
  const part = of(history, [wad / 2n, wad / 3n, 1n, wad])
  slash(state, part, { operator, set, strategy: of(history, strategies), blocks })
}

function putOut(history: History) {
  if (pick(history, 4)) return
  undelegate(history.state, of(history, names), history.blocks)
}

function lay(history: History) {
  const args = { index: of(history, names), asset: of(history, assets) }
  liquid.lay(history.state, args, env(history))
}

function derisk(history: History) {
  const args = { index: of(history, names), asset: of(history, assets) }
  liquid.derisk(history.state, args, env(history))
}

function complete(history: History) {
  const { state, blocks } = history
  const ripe = [...state.restaking.withdrawals.values()].filter(
    (one) => firstBlock + blocks > restaking.lastSlashableBlock(state.restaking, one),
  )
  if (ripe.length === 0) return
  const withdrawal = of(history, ripe)
  const { staker: index, strategies: from } = withdrawal
  if (from.includes('beacon')) payOut(state, index, ether(10_000))
  liquid.complete(state, { index, withdrawal, asTokens: pick(history, 3) > 0 }, env(history))
}

function unwind(history: History) {
  liquid.unwind(history.state, { asset: 'cseth' }, env(history))
}

/** csETH's line moves, and somebody claims. */
function beFilled(history: History) {
  const { state } = history
  const place = pick(history, 3)
  const ticket = state.tickets[place]
  if (!ticket) return
  const part = amount(history, ticket.pending)
  ticket.assets += liquid.toAssetsDown(state, 'cseth', part)
  ticket.pending -= part
  liquid.claimTicket(state, { place }, env(history))
}

function earn(history: History) {
  const { state } = history
  const units = amount(history, ether(1_000))
  liquid.sendUnits(state, { token: 'AVS', from: 'coordinator', to: liquid.auctionName, units })
  if (!state.auctions.has('AVS'))
    liquid.list(state, { token: 'AVS', price: wad }, env(history, liquid.starterName))
  liquid.open(state, { token: 'AVS' }, env(history))
}

function buy(history: History) {
  const { state } = history
  const lot = state.auctions.get('AVS')?.lot ?? 0n
  const units = pick(history, 2) ? lot : amount(history, lot)
  liquid.buy(state, { token: 'AVS', units, receiver: 'bidder' }, env(history, 'bidder'))
}

function distribute(history: History) {
  liquid.distribute(history.state, {}, env(history))
}
