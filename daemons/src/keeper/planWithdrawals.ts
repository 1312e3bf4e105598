import { farFutureEpoch } from '@cairn/beacon'
import { checkpoint, type Gwei, weiToGweiDown } from '@cairn/spec'
import { type Registry, status, type Validator, type Vault } from '../chain/index.ts'
import { levelInPortions, portion } from './level.ts'
import type { Facts, Held } from './observe.ts'
import type { Step } from './plan.ts'

const { minPartial, stakeKept } = checkpoint

/** Epochs for which a young validator can't withdraw (consensus-specs, `SHARD_COMMITTEE_PERIOD`). */
const committeePeriod = 256n

/**
 * Asks validators for what idle ether falls short of. Partial withdrawals come first, from the fullest, so that they come
 * level; only what they can't bring is exited, the smallest validators first, so that least is brought too much.
 */
export function planWithdrawals(
  { vault, registry, validators, facts, exits }: planWithdrawals.Situation,
  { minShortfall }: { minShortfall: Gwei },
): Step[] {
  const { withdrawing } = registry
  const ignored = validators
    .filter(
      ({ id, exiting }) => exiting && mayLeave(facts.validators.get(id), facts) && !exits.has(id),
    )
    .map(({ id }): Step => ({ type: 'requestWithdrawal', id, amount: 0n, withdrawing }))

  let need = weiToGweiDown(vault.shortfall) - withdrawing
  if (need <= 0n || need < minShortfall) return ignored

  const able = validators.filter(
    ({ id, status: now, exiting, slashed }) =>
      now === status.proven && !exiting && !slashed && isActive(facts.validators.get(id), facts),
  )
  const spare = new Map(able.map((validator) => [validator.id, spareOf(validator, facts)]))
  const steps = ignored
  const smallestFirst = able
    .filter(({ id, inFlight }) => inFlight === 0n && mayLeave(facts.validators.get(id), facts))
    .sort((a, b) => compare(a.balance, b.balance) || a.id - b.id)
  for (const { id, balance } of smallestFirst) {
    if (need <= sum(spare.values())) break
    steps.push({ type: 'requestWithdrawal', id, amount: 0n, withdrawing })
    spare.delete(id)
    need -= balance
  }
  if (need <= 0n) return steps

  // A vessel's height is what it lacks of having nothing to spare: the fullest are the lowest.
  const vessels = [...spare].map(([id, amount]) => ({ id, height: -amount }))
  const draws = levelInPortions(vessels, {
    amount: max(need, minPartial),
    portion,
    minimum: minPartial,
    ceiling: 0n,
  })
  return [
    ...steps,
    ...draws.map((draw): Step => ({ type: 'requestWithdrawal', ...draw, withdrawing })),
  ]
}

export declare namespace planWithdrawals {
  type Situation = {
    vault: Vault
    registry: Registry
    validators: readonly Validator[]
    facts: Facts
    /** ids that were asked to exit so lately that the beacon chain may still do it */
    exits: ReadonlySet<number>
  }
}

/** The beacon chain ignores requests for validators that are young or leaving. */
function isActive(held: Held | undefined, { epoch }: Facts) {
  return (
    held !== undefined &&
    held.exitEpoch === farFutureEpoch &&
    held.activationEpoch !== farFutureEpoch &&
    held.activationEpoch + committeePeriod <= epoch
  )
}

/** It also ignores a full exit while a partial withdrawal is pending. */
function mayLeave(held: Held | undefined, facts: Facts) {
  return isActive(held, facts) && held!.leaving === 0n
}

/** gwei above 32 ETH, as both the registry (by its newest proof) and the beacon chain would count them. */
function spareOf({ id, balance }: Validator, facts: Facts) {
  const { balance: now, leaving } = facts.validators.get(id)!
  const spare = (balance < now ? balance : now) - stakeKept - leaving
  return spare > 0n ? spare : 0n
}

const max = (a: bigint, b: bigint) => (a > b ? a : b)
const compare = (a: bigint, b: bigint) => (a < b ? -1 : a > b ? 1 : 0)

function sum(values: Iterable<bigint>) {
  let total = 0n
  for (const value of values) total += value
  return total
}
