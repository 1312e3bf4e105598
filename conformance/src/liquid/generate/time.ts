import { type Dice, near, oneIn, pick, weighted } from '../../dice.ts'
import { secondsPerDay, secondsPerSlot } from '@cairn/spec'
import { reward } from '../names.ts'
import type { Moment } from '../trace.ts'
import type { World } from '../world.ts'

/** When the next call is made: mostly soon; now and then in a block, or at a second, that a rule names, or beside it. */
export function drawMoment(dice: Dice, world: World): Moment {
  const block = drawBlock(dice, world)
  const soonest = world.now + (block - world.block) * secondsPerSlot
  return { block, now: drawTime(dice, world, soonest) }
}

function drawBlock(dice: Dice, world: World): bigint {
  const next = world.block + 1n
  if (oneIn(dice, 5)) {
    const moments = blocksOf(world).filter((block) => block >= next && block < next + 200n)
    const then = moments.length > 0 ? near(dice, pick(dice, moments)) : next
    if (then >= next) return then
  }
  return (
    next +
    weighted(dice, [
      [24, 0n],
      [2, BigInt(dice.throw(8))],
      [1, BigInt(dice.throw(40))],
    ])
  )
}

/** Where a withdrawal ripens, an allocation takes effect, or a stamp ends. */
function blocksOf({ liquid: { restaking: layer, stampedAt, parameters } }: World): bigint[] {
  const { withdrawals, operators } = layer
  return [
    (stampedAt as bigint) + parameters.stampFor,
    ...[...withdrawals.values()].map(
      ({ startBlock }) => (startBlock as bigint) + layer.parameters.withdrawalDelay,
    ),
    ...[...operators.values()].flatMap(({ allocations }) =>
      [...allocations.values()].flatMap((ofSet) =>
        [...ofSet.values()].map(({ effectBlock }) => effectBlock as bigint),
      ),
    ),
  ]
}

function drawTime(dice: Dice, world: World, soonest: bigint): bigint {
  // Keepers that have begun don't wait.
  const { round, vault } = world.liquid
  const busy = round.missing.size > 0 || vault.money.eligible > 0n
  if (busy && !oneIn(dice, 8)) return soonest
  if (oneIn(dice, 6)) {
    const moments = timesOf(world).filter((time) => time < soonest + 3n * secondsPerDay)
    const then = near(dice, pick(dice, moments))
    if (then >= soonest) return then
  }
  return (
    soonest +
    weighted(dice, [
      [16, 0n],
      [3, BigInt(dice.throw(600))],
      [2, BigInt(dice.throw(7_200))],
      [1, BigInt(dice.throw(40_000))],
    ])
  )
}

function timesOf({ liquid: state, now }: World): bigint[] {
  const { round, parameters, vault, auctions, auction } = state
  const { provenAt, until } = vault.money
  return [
    (round.openedAt as bigint) + parameters.roundInterval,
    (round.openedAt as bigint) + 3_600n,
    (provenAt as bigint) + vault.parameters.freshFor,
    (provenAt as bigint) + vault.parameters.staleAfter,
    until,
    (now / secondsPerDay + 1n) * secondsPerDay,
    (auctions.get(reward)?.openedAt ?? 0n) + auction.duration,
  ]
}
