import { ether, type Wei } from '@cairn/spec'
import { bookedOf } from './bookedOf.ts'
import type { Delegator, Queued, Situation } from './observe.ts'
import type { Step } from './plan.ts'

/** Withdrawals that one delegator may have queued for us to add one; for withdrawals to go back into shares. */
export const maxRoots = 16
const maxTickets = 16
const leastRung = ether(1) / 10n

/** What brings ether back: what has matured first, then what waits here, then the next rung. */
export function planLadder(situation: Situation, options: planLadder.Options): Step[] {
  return [
    ...planCompletions(situation),
    ...planClaims(situation, options),
    ...planUnwinding(situation, options),
    ...planRung(situation, options),
  ]
}

export declare namespace planLadder {
  type Options = {
    /** what is filled of a ticket is left to grow if it is less, and more is to come */
    minClaim: Wei
    /** less isn't asked back: the lane's band moves by so much every day */
    minWanted: Wei
    /** seconds: as far as is known, the next rung can't be laid before */
    rungAt: bigint
  }
}

function planCompletions(situation: Situation): Step[] {
  return situation.delegators.flatMap((delegator) =>
    delegator.withdrawals.flatMap((queued): Step[] => {
      const { asset, withdrawal, ready } = queued
      if (!ready || asset === undefined) return []
      const asTokens = !canStay(delegator, situation)
      if (asTokens && !isPayable(queued, delegator)) return []
      return [{ type: 'complete', index: delegator.index, withdrawal, asTokens }]
    }),
  )
}

/** Nobody waits for ether, and the policy has nothing against more of it there. */
function canStay({ delegated, breaches, withdrawals }: Delegator, { vault }: Situation) {
  return vault.shortfall === 0n && delegated && breaches === 0 && withdrawals.length < maxRoots
}

/** A pod pays only with ether that a checkpoint has counted. */
function isPayable({ asset, shares }: Queued, { withdrawable }: Delegator) {
  return asset !== 0 || shares <= withdrawable
}

function planClaims({ tickets }: Situation, { minClaim }: planLadder.Options): Step[] {
  return tickets
    .filter(({ claimable, pendingShares }) =>
      pendingShares === 0n ? claimable > 0n : claimable >= minClaim,
    )
    .map(({ place, id }): Step => ({ type: 'claim', place, id }))
}

/** wei that are short and that no ticket of ours will bring */
function notInLine({ vault, tickets }: Pick<Situation, 'vault' | 'tickets'>) {
  const inLine = tickets.reduce((sum, { worth }) => sum + worth, 0n)
  return vault.shortfall > inLine ? vault.shortfall - inLine : 0n
}

function planUnwinding(situation: Situation, { minWanted }: planLadder.Options): Step[] {
  const { assets, tickets } = situation
  const shortfall = notInLine(situation)
  if (shortfall < minWanted) return []
  return assets.flatMap(({ queues, waiting }, asset): Step[] => {
    const value = bookedOf(situation, asset, waiting)
    const fits = tickets.length < (value < leastRung ? 1 : maxTickets)
    return queues && value >= minWanted && fits ? [{ type: 'unwind', asset, shortfall }] : []
  })
}

/** From where most of it is free and comes back as ether. Only when that is used up, what leaves in kind. */
function planRung(situation: Situation, { minWanted, rungAt }: planLadder.Options): Step[] {
  const { now, wanted, assets } = situation
  if (wanted < minWanted || now < rungAt) return []
  const bringEther = assets.flatMap(({ queues }, asset) => (asset === 0 || queues ? [asset] : []))
  const others = assets.flatMap((_, asset) => (bringEther.includes(asset) ? [] : [asset]))
  const used = bringEther.every((asset) => unqueued(situation, asset) < leastRung)
  const [best] = rungsOf(situation, used ? [...bringEther, ...others] : bringEther)
  return best ? [{ type: 'lay', index: best.index, asset: best.asset, wanted }] : []
}

/** The largest first. Crumbs are laid only where nothing else is queued, small rungs where half of the places are free. */
function rungsOf(situation: Situation, assets: readonly number[]) {
  const { delegators, wanted, rung } = situation
  const placesFor = (value: bigint) =>
    value === 0n
      ? 0
      : value < leastRung
        ? 1
        : value < rung / BigInt(maxRoots)
          ? maxRoots / 2
          : maxRoots
  const most = larger(wanted, leastRung)
  return delegators
    .flatMap(({ index, free, withdrawals: { length } }) =>
      assets.map((asset) => {
        const value = bookedOf(situation, asset, free[asset]!)
        return { index, asset, value, fits: length < placesFor(smaller(value, most)) }
      }),
    )
    .filter(({ fits }) => fits)
    .sort((a, b) => (a.value > b.value ? -1 : a.value < b.value ? 1 : a.index - b.index))
}

/** wei of what delegators have and haven't queued */
function unqueued(situation: Situation, asset: number) {
  const { units, waiting, queued } = situation.assets[asset]!
  return bookedOf(situation, asset, units - waiting - queued)
}

const smaller = (a: bigint, b: bigint) => (a < b ? a : b)
const larger = (a: bigint, b: bigint) => (a > b ? a : b)
