import type { Address } from 'viem'
import { type Day, keyOf, midnightOf, type OperatorSet, wad } from '../units.ts'
import type { Split } from './events.ts'
import { type History, splitKey } from './follow.ts'
import { before, within } from './timeline.ts'

/**
 * Who held what for `day`: what was so when it began. An operator that left a set in the course of it wasn't a member, and
 * what was allocated less, or slashed off a maximum, in the course of it counts as less for all of it.
 */
export function snapshot(history: History, day: Day) {
  const [start, end] = [midnightOf(day), midnightOf(day + 1)]

  const stakers = new Map<Address, Address[]>()
  for (const [staker, delegation] of history.delegations) {
    const operator = before(delegation, start)
    if (operator === undefined) continue
    const others = stakers.get(operator)
    if (others) others.push(staker)
    else stakers.set(operator, [staker])
  }

  const setsOf = (avs?: Address) =>
    [...history.sets.values()].filter(({ set }) => avs === undefined || set.avs === avs)

  const isMember = (operator: Address, set: OperatorSet) => {
    const membership = history.sets.get(keyOf(set))?.members.get(operator)
    return (
      before(membership, start) === true && !within(membership ?? [], start, end).includes(false)
    )
  }

  const members = (set: OperatorSet) =>
    [...(history.sets.get(keyOf(set))?.members.keys() ?? [])].filter((operator) =>
      isMember(operator, set),
    )

  const strategies = (set: OperatorSet) =>
    [...(history.sets.get(keyOf(set))?.strategies ?? [])]
      .filter(([, included]) => before(included, start))
      .map(([strategy]) => strategy)

  return {
    day,

    /** everyone who ever held shares */
    holders: () => [...history.shares.keys()],
    stakersOf: (operator: Address): readonly Address[] => stakers.get(operator) ?? [],
    shares: (staker: Address, strategy: Address) =>
      before(history.shares.get(staker)?.get(strategy), start) ?? 0n,
    operatorShares: (operator: Address, strategy: Address) =>
      before(history.operatorShares.get(operator)?.get(strategy), start) ?? 0n,

    isMember,
    members,
    strategies,

    /** in any set of the service */
    isRegistered: (operator: Address, avs: Address) =>
      setsOf(avs).some(({ set }) => isMember(operator, set)),
    /** of one service, or of any */
    registered: (avs?: Address) => [...new Set(setsOf(avs).flatMap(({ set }) => members(set)))],
    /** what the operator secures the service with */
    securing: (operator: Address, avs: Address) =>
      new Set(
        setsOf(avs)
          .filter(({ set }) => isMember(operator, set))
          .flatMap(({ set }) => strategies(set)),
      ),

    magnitude(operator: Address, set: OperatorSet, strategy: Address) {
      const magnitude = history.sets.get(keyOf(set))?.magnitudes.get(operator)?.get(strategy)
      const [first, last] = [before(magnitude, start) ?? 0n, before(magnitude, end) ?? 0n]
      return first < last ? first : last
    },
    maxMagnitude: (operator: Address, strategy: Address) =>
      before(history.maxMagnitudes.get(operator)?.get(strategy), end) ?? wad,

    /** ten-thousandths that the operator keeps */
    split(operator: Address, of: Split['of']) {
      const own = before(history.splits.get(splitKey({ operator, of })), start)
      return Math.min(own ?? before(history.defaultSplit, start) ?? 1000, 10_000)
    },
  }
}

export type Snapshot = ReturnType<typeof snapshot>
