import { SpecError } from '../src/error.ts'
import * as restaking from '../src/restaking/index.ts'
import { ether, gweiToWei, wad, weiPerGwei } from '../src/units.ts'
import { allocate, at, burning, redistributing, start, third, tokenOf, world } from './restaking.ts'

const { depositSharesOf, withdrawableShares, stakersOf, operatorShares } = restaking
const strategies = ['steth', 'cseth', 'beacon']
const stakers = ['alice', 'bob', 'carol', 'otto', 'olga']
const operators = ['otto', 'olga']
const sets = [burning, redistributing, third]

/** Stakers, operators, slashers and pods at work, moved by a list of throws. */
export type History = {
  state: restaking.State
  block: bigint
  throws: Iterator<number>
  /** By how much operator shares may exceed what stakers can withdraw, by operator and strategy. */
  dust: Map<string, bigint>
  /** What each pod has in all, and what of it was proven lost. */
  found: Map<string, bigint>
  slashes: number
  completions: number
  mistakes: string[]
}

export function begin(throws: readonly number[]): History {
  return {
    state: world(),
    block: start,
    throws: throws[Symbol.iterator](),
    dust: new Map(),
    found: new Map(),
    slashes: 0,
    completions: 0,
    mistakes: [],
  }
}

/** One thing happens; refusals are part of life. */
export function step(history: History) {
  const actions = [
    wait,
    wait,
    enter,
    enter,
    enter,
    delegate,
    delegate,
    leave,
    queue,
    queue,
    complete,
    complete,
    complete,
    change,
    change,
    change,
    slash,
    slash,
    earn,
    earn,
    lose,
    clear,
    quit,
  ]
  const before = structuredClone(history.state)
  try {
    actions[pick(history, actions.length)]!(history)
  } catch (error) {
    if (!(error instanceof SpecError)) throw error
    history.state = before
  }
  judge(history, before)
}

function judge(history: History, before: restaking.State) {
  const { state, block, mistakes, dust } = history
  mistakes.push(...restaking.broken(state, block))
  for (const operator of operators)
    for (const strategy of strategies) {
      const name = `${operator}/${strategy}`
      const held = stakersOf(state, operator).map((staker) =>
        withdrawableShares(state, staker, strategy),
      )
      const total = held.reduce((sum: bigint, of) => sum + of, 0n)
      const most = stakers.reduce((sum, of) => sum + depositSharesOf(state, of, strategy), 0n)
      const excess = operatorShares(state, operator, strategy) - total
      const allowed = (dust.get(name) ?? 0n) + 2n * BigInt(stakers.length) + (2n * most) / wad + 1n
      if (excess > allowed) mistakes.push(`STAKE-2: ${name} has ${excess}, of ${allowed}`)
      dust.set(name, excess)

      const magnitude = (of: restaking.State) =>
        restaking.maxMagnitude(of.operators.get(operator), strategy)
      if (magnitude(state) > magnitude(before)) mistakes.push(`MAG-1: ${name}`)
    }
  for (const staker of stakers)
    if (
      restaking.beaconSlashingFactor(state, staker) > restaking.beaconSlashingFactor(before, staker)
    )
      mistakes.push(`BCSF-1: ${staker}`)
}

function pick({ throws }: History, sides: number): number {
  const { value, done } = throws.next()
  return done ? 0 : value % sides
}

function of<value>(history: History, list: readonly value[]): value {
  return list[pick(history, list.length)]!
}

/** Of every order of magnitude, up to 2³³ of a million of ether's. */
function amount(history: History, most: bigint): bigint {
  const bits = BigInt(1 + pick(history, 84))
  const value = (1n << bits) - BigInt(pick(history, 2))
  return value < most ? value : most
}

function wait(history: History) {
  history.block += BigInt(of(history, [1, 1, 9, 10, 11, 40, 49, 50, 51, 52, 76]))
}

function enter(history: History) {
  const [by, strategy] = [of(history, stakers), of(history, ['steth', 'cseth'])]
  const args = { strategy, token: tokenOf(strategy), amount: amount(history, ether(1_000_000)) }
  restaking.deposit(history.state, args, at(history.block, by))
}

function delegate(history: History) {
  const [by, operator] = [of(history, stakers), of(history, operators)]
  restaking.delegateTo(history.state, { operator }, at(history.block, by))
}

function leave(history: History) {
  const staker = of(history, stakers)
  const operator = history.state.stakers.get(staker)?.operator ?? staker
  restaking.undelegate(
    history.state,
    { staker },
    at(history.block, of(history, [staker, operator])),
  )
}

function queue(history: History) {
  const { state, block } = history
  const [by, strategy] = [of(history, stakers), of(history, strategies)]
  const all = depositSharesOf(state, by, strategy)
  const shares = [all, all / 2n, amount(history, all + 1n)][pick(history, 3)]!
  const params = [{ strategies: [strategy], depositShares: [shares] }]
  restaking.queueWithdrawals(state, { params }, at(block, by))
}

function complete(history: History) {
  const { state, block } = history
  const ripe = [...state.withdrawals.values()].filter(
    (of) => block > restaking.lastSlashableBlock(state, of),
  )
  const withdrawals = pick(history, 8) === 7 ? [...state.withdrawals.values()] : ripe
  if (withdrawals.length === 0) return
  const withdrawal = of(history, withdrawals)
  const args = {
    withdrawal,
    tokens: withdrawal.strategies.map(tokenOf),
    receiveAsTokens: pick(history, 3) > 0,
  }
  restaking.completeQueuedWithdrawal(state, args, at(block, withdrawal.staker))
  history.completions += 1
}

function change(history: History) {
  const { state, block } = history
  const [operator, set] = [of(history, operators), of(history, sets)]
  const strategy = of(history, [...state.sets.get(restaking.keyOf(set))!.strategies])
  const now = restaking.allocatable(state, operator, strategy, block)
  const magnitude = of(history, [now, now / 2n, 0n, 1n, wad / 3n])
  allocate(state, magnitude, { operator, set, strategy, block })
}

function slash(history: History) {
  const { state, block } = history
  const [operator, set] = [of(history, operators), of(history, sets)]
  const strategies = [...state.sets.get(restaking.keyOf(set))!.strategies]
  const wadsToSlash = strategies.map(() => {
    const part = of(history, [wad / 2n, 1n, wad / 3n, wad / 10n, wad - 1n])
    return pick(history, 12) === 11 ? wad : part
  })
  const args = { ...set, operator, strategies, wadsToSlash, description: '' }
  const { shares } = restaking.slashOperator(state, args, at(block, 'slasher'))
  if (shares.some((of) => of > 0n)) history.slashes += 1
}

function earn(history: History) {
  const { state, found } = history
  const owner = of(history, stakers)
  const gwei = 1n + amount(history, 32_000_000_000_000n)
  state.pods.get(owner)!.balance += gweiToWei(gwei)
  restaking.startCheckpoint(state, { owner }, at(history.block, owner))
  found.set(owner, (found.get(owner) ?? 0n) + gwei)
}

function lose(history: History) {
  const { state, found } = history
  const owner = of(history, stakers)
  const all = found.get(owner) ?? 0n
  if (all === 0n) return
  const loss = pick(history, 12) === 11 ? all : (all * BigInt(pick(history, 1_000))) / 1_000n
  const change = -loss * weiPerGwei
  const update = { podOwner: owner, previous: gweiToWei(all), change }
  restaking.recordBalanceUpdate(state, update, { sender: restaking.podName(owner) })
  found.set(owner, all - loss)
}

function clear(history: History) {
  const { state } = history
  for (const [key, ofSet] of state.slashed)
    for (const slashId of ofSet.keys())
      restaking.clearBurnOrRedistributableShares(state, { set: state.sets.get(key)!, slashId })
}

function quit(history: History) {
  const { state, block } = history
  const [operator, set] = [of(history, operators), of(history, sets)]
  const args = { operator, avs: set.avs, ids: [set.id] }
  restaking.deregisterFromOperatorSets(state, args, at(block, operator))
}
