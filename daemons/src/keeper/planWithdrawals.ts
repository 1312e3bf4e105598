import { farFutureEpoch } from '@cairn/beacon'
import { checkpoint, type Gwei, weiToGweiDown } from '@cairn/spec'
import { type Registry, status, type Validator, type Vault } from '../chain/index.ts'
import { level } from './level.ts'
import type { Facts, Held } from './observe.ts'
import type { Step } from './plan.ts'

const { minActivation } = checkpoint

/** Epochs for which a young validator can't withdraw (consensus-specs, `SHARD_COMMITTEE_PERIOD`). */
const committeePeriod = 256n

/**
 * Asks validators for what idle ether falls short of. Partial withdrawals come first, from the fullest, so that they come
 * level; only what they can't bring is exited, the smallest validators first, so that least is brought too much.
 */
export function planWithdrawals(
  { vault, registry, validators, facts }: planWithdrawals.Situation,
  { minWithdrawal }: { minWithdrawal: Gwei },
): Step[] {
  const { withdrawing } = registry
  let need = weiToGweiDown(vault.shortfall) - withdrawing
  if (need < minWithdrawal) return []

  const able = validators.filter((validator) => mayWithdraw(validator, facts))
  const spare = new Map(able.map((validator) => [validator.id, spareOf(validator, facts)]))
  const steps: Step[] = []
  const smallestFirst = [...able].sort((a, b) => compare(a.balance, b.balance) || a.id - b.id)
  for (const { id, balance } of smallestFirst) {
    if (need <= sum(spare.values())) break
    steps.push({ type: 'requestWithdrawal', id, amount: 0n, withdrawing })
    spare.delete(id)
    need -= balance
  }

  // A vessel's height is what it lacks of having nothing to spare: the fullest are the lowest.
  const vessels = [...spare].map(([id, amount]) => ({ id, height: -amount }))
  const draws = level(vessels, { amount: need, minimum: minWithdrawal, ceiling: 0n })
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
  }
}

/** The beacon chain ignores requests for validators that are young or leaving, or of a second time while one is pending. */
function mayWithdraw({ id, status: now, exiting }: Validator, { validators, epoch }: Facts) {
  const held = validators.get(id)
  return (
    now === status.proven &&
    !exiting &&
    held !== undefined &&
    held.exitEpoch === farFutureEpoch &&
    held.activationEpoch !== farFutureEpoch &&
    held.activationEpoch + committeePeriod <= epoch
  )
}

/** gwei above 32 ETH, as both the registry (by its newest proof) and the beacon chain would count them. */
function spareOf({ id, balance }: Validator, facts: Facts) {
  const { balance: now, leaving } = facts.validators.get(id) as Held
  const spare = (balance < now ? balance : now) - minActivation - leaving
  return spare > 0n ? spare : 0n
}

const compare = (a: bigint, b: bigint) => (a < b ? -1 : a > b ? 1 : 0)

function sum(values: Iterable<bigint>) {
  let total = 0n
  for (const value of values) total += value
  return total
}
