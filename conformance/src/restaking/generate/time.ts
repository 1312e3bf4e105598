import { type Dice, near, oneIn, pick, weighted } from '../../dice.ts'
import type { World } from './world.ts'

/** The block of the next call: mostly soon; now and then one that a rule names, or the one beside it. */
export function drawBlock(dice: Dice, { state, block, tick }: World): bigint {
  const now = block + tick
  if (oneIn(dice, 7)) {
    const moments = named(state).filter((moment) => moment + 1n >= now)
    const then = moments.length > 0 ? near(dice, pick(dice, moments)) : now
    if (then >= now) return then
  }
  return (
    now +
    weighted(dice, [
      [16, 0n],
      [6, 1n],
      [2, BigInt(dice.throw(12))],
      [1, BigInt(dice.throw(60))],
    ])
  )
}

/** Where a withdrawal ripens, a change takes effect, or a leaver is out of reach. */
function named({ withdrawals, operators, parameters }: World['state']): bigint[] {
  const ripe = [...withdrawals.values()].map(
    ({ startBlock }) => (startBlock as bigint) + parameters.withdrawalDelay,
  )
  const rest = [...operators.values()].flatMap(
    ({ allocations, registrations, allocationDelay }) => [
      ...[...allocations.values()].flatMap((ofSet) =>
        [...ofSet.values()].map(({ effectBlock }) => effectBlock as bigint),
      ),
      ...[...registrations.values()].map(({ slashableUntil }) => slashableUntil as bigint),
      allocationDelay.effectBlock as bigint,
    ],
  )
  return [...ripe, ...rest]
}
