import { SpecError } from '../src/error.ts'
import { rate } from '../src/ledger/accrue.ts'
import * as liquid from '../src/liquid/index.ts'
import { claim } from '../src/queue/claim.ts'
import { requestRedeem } from '../src/queue/requestRedeem.ts'
import * as restaking from '../src/restaking/index.ts'
import { balanceOf } from '../src/state.ts'
import { ether, wad } from '../src/units.ts'
import {
  after,
  allocate,
  enterETH,
  enterToken,
  firstBlock,
  names,
  operators,
  sets,
  slash,
  undelegate,
  world,
} from './liquid.ts'

const people = ['alice', 'bob', 'carol'] as const
const strategies = ['cseth strategy', 'lst strategy', 'beacon'] as const

/** The three layers at work, moved by a list of throws. */
export type History = {
  state: liquid.State
  blocks: bigint
  throws: Iterator<number>
  /** The rate that what happens has to leave at least. */
  was: { assets: bigint; supply: bigint }
  counts: Record<string, number>
  mistakes: string[]
}

export function begin(throws: readonly number[]): History {
  const state = world()
  enterETH(state, ether(200), 'alice')
  enterToken(state, ether(100), { by: 'bob' })
  const was = rateAt(state, 0n)
  return { state, blocks: 0n, throws: throws[Symbol.iterator](), was, counts: {}, mistakes: [] }
}

function rateAt({ vault }: liquid.State, blocks: bigint) {
  return rate(vault.money, vault.parameters, after(blocks).now)
}

const actions: Record<string, (history: History) => void> = {
  wait,
  waitMore: wait,
  enter,
  enterTokens,
  request,
  pay,
  leave,
  leaveInKind,
  route,
  routeMore: route,
  stake,
  checkpoint,
  sync,
  syncMore: sync,
  appraise,
  drift,
  allot,
  allotMore: allot,
  punish,
  putOut,
  rung,
  derisk,
  collect,
  collectMore: collect,
  earn,
  buy,
}

/** What may lower the rate: it books losses. */
const booking = new Set([
  'enterTokens',
  'route',
  'routeMore',
  'stake',
  'sync',
  'syncMore',
  'appraise',
  'rung',
  'derisk',
  'collect',
  'collectMore',
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

function enter(history: History) {
  enterETH(history.state, amount(history, ether(100)), of(history, people), history.blocks)
}

function enterTokens(history: History) {
  const [asset, by] = [of(history, ['cseth', 'lst']), of(history, people)]
  enterToken(history.state, amount(history, ether(50)), { asset, by, blocks: history.blocks })
}

function request(history: History) {
  const by = of(history, people)
  const shares = amount(history, balanceOf(history.state.vault, by))
  requestRedeem(history.state.vault, { shares, controller: by, owner: by }, env(history, by))
}

/** A keeper that has been about: nothing is unbooked. */
function calm(history: History) {
  const { state, blocks } = history
  for (const name of names) {
    state.restaking.pods.get(name)!.checkpointed = firstBlock + blocks
    liquid.sync(state, { delegator: name }, env(history))
  }
  liquid.check(state, {}, env(history))
  history.was = rateAt(state, blocks)
}

function pay(history: History) {
  const { state } = history
  calm(history)
  liquid.fill(state, { maxAssets: amount(history, ether(1_000)) }, env(history))
  for (const [id, { owner }] of state.vault.queue.tickets)
    if (pick(history, 2)) claim(state.vault, { id, receiver: owner }, env(history, owner))
}

function leave(history: History) {
  const { state } = history
  const by = of(history, people)
  const shares = amount(history, balanceOf(state.vault, by))
  calm(history)
  liquid.redeemInstant(state, { shares, receiver: by, owner: by }, env(history, by))
}

function leaveInKind(history: History) {
  const { state } = history
  const by = of(history, people)
  const shares = amount(history, balanceOf(state.vault, by))
  calm(history)
  liquid.redeemInKind(state, { asset: 'cseth', shares, receiver: by, owner: by }, env(history, by))
}

function route(history: History) {
  const { state } = history
  const next = liquid.nextRoute(state, env(history))
  if (!next) throw new SpecError('ZeroAmount', {})
  const part = pick(history, 3) === 0 ? amount(history, next.amount) : next.amount
  const closed = liquid.breaches(state, env(history)).length
  liquid.route(state, { ...next, amount: part }, env(history))
  if (closed === 0 && liquid.breaches(state, env(history)).length > 0)
    history.mistakes.push('ROUTE-1')
}

function stake(history: History) {
  const { state } = history
  const delegator = of(history, names)
  const has = state.restaking.ether.get(delegator) ?? 0n
  const whole = has - (has % 1_000_000_000n)
  liquid.stakeEther(state, { delegator, amount: whole }, env(history))
  if (whole > 0n) liquid.creditPod(state, { delegator, amount: whole }, env(history))
}

/** A pod finds a part of what it has gone, or nothing. */
function checkpoint(history: History) {
  const { state, blocks } = history
  const delegator = of(history, names)
  const layer = state.restaking
  const has = restaking.depositSharesOf(layer, delegator, 'beacon')
  const lost = (has * BigInt(of(history, [0, 0, 0, 1, 50]))) / 1_000n
  const change = -(lost - (lost % 1_000_000_000n))
  if (has > 0n)
    restaking.recordBalanceUpdate(
      layer,
      { podOwner: delegator, previous: has as bigint, change },
      { sender: restaking.podName(delegator) },
    )
  layer.pods.get(delegator)!.checkpointed = firstBlock + blocks
}

function sync(history: History) {
  for (const delegator of pick(history, 2) ? names : [of(history, names)])
    liquid.sync(history.state, { delegator }, env(history))
}

function appraise(history: History) {
  liquid.appraise(history.state, { asset: of(history, ['cseth', 'lst']) }, env(history))
}

function drift(history: History) {
  const asset = of(history, ['cseth', 'lst'])
  const now = history.state.rates.get(asset)!
  const assets = (now.assets * BigInt(of(history, [10_001, 10_001, 10_000, 9_900]))) / 10_000n
  history.state.rates.set(asset, { ...now, assets, paying: pick(history, 12) > 0 })
}

function allot(history: History) {
  const { state, blocks } = history
  const [operator, set] = [of(history, operators), of(history, Object.values(sets))]
  const strategy = of(history, strategies)
  const most = restaking.allocatable(state.restaking, operator, strategy, firstBlock + blocks)
  const part = of(history, [wad / 20n, wad / 20n, wad / 10n, 0n, most])
  allocate(state, part < most ? part : most, { operator, set, strategy, blocks })
}

function punish(history: History) {
  const { state, blocks } = history
  const [operator, set] = [of(history, operators), of(history, Object.values(sets))]
  const part = of(history, [wad / 2n, wad / 3n, 1n, wad])
  slash(state, part, { operator, set, strategy: of(history, strategies), blocks })
}

function putOut(history: History) {
  if (pick(history, 4)) throw new SpecError('ZeroAmount', {})
  const place = pick(history, names.length)
  undelegate(history.state, names[place]!, operators[place]!, history.blocks)
}

function rung(history: History) {
  liquid.rung(history.state, { delegator: of(history, names) }, env(history))
}

function derisk(history: History) {
  liquid.derisk(history.state, { delegator: of(history, names) }, env(history))
}

function collect(history: History) {
  const { state, blocks } = history
  const ripe = [...state.restaking.withdrawals.values()].filter(
    (one) => firstBlock + blocks > restaking.lastSlashableBlock(state.restaking, one),
  )
  if (ripe.length === 0) throw new SpecError('WithdrawalNotQueued', {})
  const { staker, nonce, strategies: from } = of(history, ripe)
  // What a validator has paid out for it.
  if (from.includes('beacon')) {
    const pod = state.restaking.pods.get(staker)!
    pod.payable += 1_000_000_000_000n
    pod.balance += ether(1_000)
  }
  liquid.collect(state, { delegator: staker, nonce }, env(history))
}

function earn(history: History) {
  const { state } = history
  liquid.harvest(state, { token: 'AVS', amount: amount(history, ether(1_000)) })
  liquid.startAuction(state, { token: 'AVS' }, env(history))
}

function buy(history: History) {
  const { state } = history
  const lot = state.auctions.get('AVS')?.lot ?? 0n
  const part = pick(history, 2) ? lot : amount(history, lot)
  liquid.bid(state, { token: 'AVS', amount: part, receiver: 'bidder' }, env(history, 'bidder'))
}
