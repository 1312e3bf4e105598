import { type Blocks, wad } from '../units.ts'
import { isBeacon, maxMagnitude, type Operator, type State } from './state.ts'
import { claims, stakersOf, withdrawableShares } from './views.ts'

/** Ids of those sentences of `spec/invariants.md` about a single state that `state`, as of `block`, breaks. */
export function broken(state: State, block: Blocks): string[] {
  const operators = [...state.operators]
  const strategies = [...state.strategies.keys()]

  const holds = {
    'STAKE-1': operators.every(([name, { shares }]) =>
      strategies.every((strategy) => {
        const held = stakersOf(state, name).map((staker) =>
          withdrawableShares(state, staker, strategy),
        )
        return sum(held) <= (shares.get(strategy) ?? 0n)
      }),
    ),
    'STAKE-6': [...state.stakers.values()].every(({ scaling, depositShares }) =>
      [...scaling.keys()].every((strategy) => (depositShares.get(strategy) ?? 0n) > 0n),
    ),
    'MAG-1': operators.every(([, { maxMagnitude: histories }]) =>
      [...histories.values()].every((history) =>
        history.every(({ value }, i) => value < (history[i - 1]?.value ?? wad) && value >= 0n),
      ),
    ),
    'MAG-2': operators.every(([, of]) =>
      strategies.every((strategy) => {
        const encumbered = of.encumbered.get(strategy) ?? 0n
        return encumbered === allocated(of, strategy) && encumbered <= maxMagnitude(of, strategy)
      }),
    ),
    'MAG-3': operators.every(([, of]) =>
      allocationsOf(of).every(
        ({ magnitude, pending, effectBlock }) =>
          magnitude + pending >= 0n && (effectBlock > 0n || pending === 0n),
      ),
    ),
    'MAG-4': operators.every(([, of]) => strategies.every((strategy) => isInLine(of, strategy))),
    'WQ-4': operators.every(([, { queued }]) =>
      [...queued.values()].every((history) =>
        history.every(({ block: at, value }, i) => {
          const before = history[i - 1]
          return !before || (before.block < at && before.value <= value)
        }),
      ),
    ),
    'WQ-5': strategies.every((strategy) => {
      if (isBeacon(state, strategy)) return true
      const { shares } = state.strategies.get(strategy)!
      return claims(state, strategy, block) <= shares + everQueued(state)
    }),
    'BCSF-1': [...state.pods.values()].every(
      ({ slashingFactor }) => slashingFactor >= 0n && slashingFactor <= wad,
    ),
  }
  return Object.entries(holds)
    .filter(([, held]) => !held)
    .map(([id]) => id)
}

/** Current magnitudes and the increases under way. */
function allocated(of: Operator, strategy: string): bigint {
  return sum(
    [...of.allocations.values()].map((ofSet) => {
      const { magnitude = 0n, pending = 0n } = ofSet.get(strategy) ?? {}
      return magnitude + (pending > 0n ? pending : 0n)
    }),
  )
}

function allocationsOf({ allocations }: Operator) {
  return [...allocations.values()].flatMap((ofSet) => [...ofSet.values()])
}

/** Each set once, by effect, and none with a decrease under way is missing. What a slash completed stays until it is cleared. */
function isInLine(of: Operator, strategy: string): boolean {
  const line = of.deallocations.get(strategy) ?? []
  const effects = line
    .map((key) => of.allocations.get(key)!.get(strategy)!.effectBlock)
    .filter((effect) => effect > 0n)
  const decreasing = [...of.allocations].filter(
    ([, ofSet]) => (ofSet.get(strategy)?.pending ?? 0n) < 0n,
  )
  return (
    new Set(line).size === line.length &&
    effects.every((effect, i) => i === 0 || effects[i - 1]! <= effect) &&
    decreasing.every(([key]) => line.includes(key))
  )
}

function everQueued({ stakers }: State): bigint {
  return sum([...stakers.values()].map(({ withdrawalsQueued }) => withdrawalsQueued as bigint))
}

function sum(values: readonly bigint[]): bigint {
  return values.reduce((total, value) => total + value, 0n)
}
