import type { Address } from 'viem'
import { keyOf, type OperatorSet, type SetKey, wad } from '../units.ts'
import type { RewardEvent, Split, Submission } from './events.ts'
import { latest, record, type Timeline } from './timeline.ts'

export const beaconChainEther: Address = '0xbeac0eeeeeeeeeeeeeeeeeeeeeeeeeeeeeebeac0'

type ByStrategy<T> = Map<Address, Timeline<T>>

/** Everything that rewards depend on, as it changed. */
export type History = {
  shares: Map<Address, ByStrategy<bigint>>
  operatorShares: Map<Address, ByStrategy<bigint>>
  delegations: Map<Address, Timeline<Address | undefined>>
  sets: Map<SetKey, SetHistory>
  maxMagnitudes: Map<Address, ByStrategy<bigint>>
  splits: Map<string, Timeline<number>>
  defaultSplit: Timeline<number>
  submissions: (Submission & { time: number })[]
}

type SetHistory = {
  set: OperatorSet
  members: Map<Address, Timeline<boolean>>
  strategies: ByStrategy<boolean>
  magnitudes: Map<Address, ByStrategy<bigint>>
}

/** The history of what happened before `cutoff` (seconds since 1970). `events` come in the chain's order. */
export function follow(events: Iterable<RewardEvent>, cutoff: number): History {
  const history: History = {
    shares: new Map(),
    operatorShares: new Map(),
    delegations: new Map(),
    sets: new Map(),
    maxMagnitudes: new Map(),
    splits: new Map(),
    defaultSplit: [],
    submissions: [],
  }
  // Who is with an operator at this point of the chain; only slashing needs to know.
  const stakers = new Map<Address, Set<Address>>()

  for (const event of events) if (event.time < cutoff) apply(event)
  return history

  function apply(event: RewardEvent) {
    const { time } = event
    switch (event.type) {
      case 'shares':
        return move(event.staker, event.strategy, () => event.delta, time)
      case 'operatorShares': {
        const shares = timelineOf(history.operatorShares, event.operator, event.strategy)
        return record(shares, time, (latest(shares) ?? 0n) + event.delta)
      }
      case 'delegation': {
        const { staker, operator } = event
        const delegation = at(history.delegations, staker, () => [])
        const previous = latest(delegation)
        if (previous) stakers.get(previous)!.delete(staker)
        if (operator) at(stakers, operator, () => new Set()).add(staker)
        return record(delegation, time, operator)
      }
      case 'slash': {
        for (const staker of stakers.get(event.operator) ?? [])
          for (const [i, strategy] of event.strategies.entries())
            move(staker, strategy, (shares) => -slashed(shares, event.wads[i]!), time)
        return
      }
      case 'beaconSlash':
        return move(event.staker, beaconChainEther, (shares) => -slashed(shares, event.wad), time)
      case 'membership': {
        const membership = at(setOf(event.set).members, event.operator, () => [])
        return record(membership, time, event.member)
      }
      case 'setStrategy': {
        const inclusion = at(setOf(event.set).strategies, event.strategy, () => [])
        return record(inclusion, time, event.included)
      }
      case 'allocation': {
        if (event.effectTime === undefined) return
        const { magnitudes } = setOf(event.set)
        const magnitude = timelineOf(magnitudes, event.operator, event.strategy)
        return record(magnitude, event.effectTime, event.magnitude)
      }
      case 'maxMagnitude': {
        const maximum = timelineOf(history.maxMagnitudes, event.operator, event.strategy)
        return record(maximum, time, event.magnitude)
      }
      case 'split': {
        const split = at(history.splits, splitKey(event), () => [])
        return record(split, event.activatedAt, event.bips)
      }
      case 'defaultSplit':
        return record(history.defaultSplit, time, event.bips)
      case 'submission':
        history.submissions.push({ ...event.submission, time })
        return
      case 'root':
      case 'rootDisabled':
        return
    }
  }

  function move(
    staker: Address,
    strategy: Address,
    delta: (shares: bigint) => bigint,
    time: number,
  ) {
    const timeline = timelineOf(history.shares, staker, strategy)
    const shares = latest(timeline) ?? 0n
    record(timeline, time, shares + delta(shares))
  }

  function setOf(set: OperatorSet) {
    return at(history.sets, keyOf(set), () => ({
      set,
      members: new Map(),
      strategies: new Map(),
      magnitudes: new Map(),
    }))
  }
}

export function splitKey({ operator, of }: Pick<Split, 'operator' | 'of'>) {
  return `${operator}/${typeof of === 'string' ? of : keyOf(of)}`
}

/** Nothing can be taken of what isn't there. */
const slashed = (shares: bigint, part: bigint) => (shares > 0n ? (shares * part) / wad : 0n)

function timelineOf<T>(
  table: Map<Address, ByStrategy<T>>,
  who: Address,
  strategy: Address,
): Timeline<T> {
  const strategies = at(table, who, (): ByStrategy<T> => new Map())
  return at(strategies, strategy, () => [])
}

function at<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  const known = map.get(key)
  if (known !== undefined) return known
  const made = make()
  map.set(key, made)
  return made
}
