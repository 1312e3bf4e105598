import { farFutureEpoch } from '@cairn/beacon'
import { bpsWhole, checkpoint, type Gwei, weiToGweiDown } from '@cairn/spec'
import { type Registry, status, type Validator, type Vault } from '../chain/index.ts'
import { levelInPortions, portion } from './level.ts'
import type { Facts, Held } from './observe.ts'
import type { Step } from './plan.ts'

const { maxEffective, maxFlights, minActive } = checkpoint

/**
 * Stakeable ether goes where it works soonest: first it lifts validators to the 32 ETH that they need to be active, the
 * nearest first; then it lifts the emptiest, so that balances, and with them what one slashing can cost, stay level.
 */
export function planTopUps(
  { now, vault, registry, validators, facts }: planTopUps.Situation,
  { minTopUp }: { minTopUp: Gwei },
): Step[] {
  // No more ether follows where nothing is known of what is there.
  if (vault.slashing || now > vault.provenAt + vault.parameters.staleAfter) return []

  let left = weiToGweiDown(lastingly(vault))
  const places = Number(maxFlights) - registry.flights.length
  const vessels = validators
    .flatMap((validator) => {
      const held = facts.validators.get(validator.id)
      return held && takesTopUps(validator, held) ? [vesselOf(validator, held)] : []
    })
    .sort((a, b) => descending(a.height, b.height) || a.id - b.id)

  const heights = new Map(vessels.map(({ id, height }) => [id, height]))
  const lifts = new Map<number, bigint>()
  const least = max(max(minTopUp, registry.minTopUp), share(vault.stakeable))
  for (const { id, height } of vessels.filter(({ height }) => height < minActive)) {
    const lift = max(minActive - height, least)
    if (lift > left || lifts.size >= places) continue
    lifts.set(id, lift)
    left -= lift
  }

  const grown = vessels.filter(({ height }) => height >= minActive).reverse()
  const open = [
    ...[...lifts].map(([id, lift]) => ({ id, height: heights.get(id)! + lift })),
    ...grown.slice(0, Math.max(places - lifts.size, 0)),
  ]
  const raises = levelInPortions(open, {
    amount: left,
    portion,
    minimum: least,
    ceiling: maxEffective,
  })
  for (const { id, amount } of raises) lifts.set(id, (lifts.get(id) ?? 0n) + amount)

  return [...lifts].map(([id, amount]) => ({ type: 'topUp', id, amount }))
}

export declare namespace planTopUps {
  type Situation = {
    /** seconds */
    now: bigint
    vault: Vault
    registry: Registry
    validators: readonly Validator[]
    facts: Facts
  }
}

/**
 * What is stakeable now and will still be when the transaction is included: meanwhile gains vest, and with the rate
 * grows what the queue and the lane are owed. An hour of the fastest growth is left to them.
 */
function lastingly({ idle, stakeable, parameters }: Vault) {
  const owed = idle - stakeable
  const growth = (owed * parameters.maxDailyGrowthBps) / (bpsWhole * 24n)
  return stakeable > growth ? stakeable - growth : 0n
}

/** gwei: the registry takes nothing below a 32nd of what can be staked, so that dust can't use up its places. */
function share(stakeable: bigint) {
  return weiToGweiDown(stakeable) / 32n + 1n
}

function takesTopUps({ status: now, inFlight, exiting }: Validator, held: Held) {
  return (
    now === status.proven &&
    inFlight === 0n &&
    !exiting &&
    !held.slashed &&
    held.exitEpoch === farFutureEpoch
  )
}

/** What it holds or is about to. The registry measures by its newest proof and the effective balance. */
function vesselOf({ id, balance }: Validator, held: Held) {
  const height = max(balance, held.effectiveBalance)
  // Below 32 ETH the registry asks for all that is missing to its own measure, whatever a stranger has sent.
  return { id, height: height < minActive ? height : max(height, held.balance + held.arriving) }
}

const max = (a: bigint, b: bigint) => (a > b ? a : b)
const descending = (a: bigint, b: bigint) => (a > b ? -1 : a < b ? 1 : 0)
