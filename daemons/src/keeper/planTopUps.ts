import { checkpoint, type Gwei, weiToGweiDown } from '@cairn/spec'
import { farFutureEpoch } from '@cairn/beacon'
import { type Registry, status, type Validator, type Vault } from '../chain/index.ts'
import { level } from './level.ts'
import type { Facts } from './observe.ts'
import type { Step } from './plan.ts'

const { maxEffective, maxFlights, minActivation } = checkpoint

/**
 * Stakeable ether goes where it works soonest: first to validators below 32 ETH, the fullest first; then to the
 * emptiest of the others, so that balances, and with them what one slashing can cost, stay level.
 */
export function planTopUps(
  { vault, registry, validators, facts }: planTopUps.Situation,
  { minTopUp }: { minTopUp: Gwei },
): Step[] {
  let left = weiToGweiDown(vault.stakeable)
  let places = Number(maxFlights) - registry.flights.length
  const vessels = validators.filter(takesTopUps(facts)).map((validator) => ({
    id: validator.id,
    height: heightOf(validator, facts),
  }))

  const steps: Step[] = []
  const young = vessels
    .filter(({ height }) => height < minActivation)
    .sort((a, b) => (a.height > b.height ? -1 : a.height < b.height ? 1 : a.id - b.id))
  for (const { id, height } of young) {
    const amount = bounded(minActivation - height, minTopUp, left)
    if (places === 0 || amount < minTopUp) continue
    steps.push({ type: 'topUp', id, amount })
    left -= amount
    places--
  }

  const grown = vessels.filter(({ height }) => height >= minActivation)
  const raises = level(grown, {
    amount: left,
    minimum: minTopUp,
    ceiling: maxEffective,
    most: places,
  })
  return [...steps, ...raises.map((raise): Step => ({ type: 'topUp', ...raise }))]
}

export declare namespace planTopUps {
  type Situation = {
    vault: Vault
    registry: Registry
    validators: readonly Validator[]
    facts: Facts
  }
}

/** Whether the newest state allows a top-up; without it, whether the registry might. */
export const takesTopUps =
  (facts: Facts) =>
  ({ id, status: now, inFlight }: Validator) => {
    const held = facts.validators.get(id)
    return (
      now === status.proven &&
      inFlight === 0n &&
      held !== undefined &&
      !held.slashed &&
      held.exitEpoch === farFutureEpoch
    )
  }

/** What it holds or is about to; the registry measures its room by the balance that it has proven. */
function heightOf({ id, balance }: Validator, facts: Facts) {
  const held = facts.validators.get(id)!
  const height = held.balance + held.arriving
  return height > balance ? height : balance
}

function bounded(value: bigint, minimum: bigint, maximum: bigint) {
  const raised = value < minimum ? minimum : value
  return raised > maximum ? maximum : raised
}
