import type { Address, Seconds, Wei } from '../units.ts'
import { toAssetsDown } from './adapter.ts'
import { book } from './book.ts'
import { assetOf, emit, ETHER, type State } from './state.ts'

/** Books an asset's units at its rate of now. For anyone to call. */
export function appraise(state: State, { asset }: appraise.Args, env: { now: Seconds }): Wei {
  const of = assetOf(state, asset)
  const { booked: was, units, waiting } = of
  const found = worthOf(state, asset)
  if (found === was) return 0n

  of.booked = found
  const delta = book(state, { was, found }, env)
  const all = (units as bigint) + waiting
  emit(state, 'spread', 'Appraised', { asset, units: all, assets: found, delta })
  return delta
}

export declare namespace appraise {
  type Args = { asset: Address }
}

export function appraiseAll(state: State, env: { now: Seconds }) {
  for (const asset of state.assets.keys()) appraise(state, { asset }, env)
}

/** Tickets in csETH's line count as ether that is on its way. */
export function worthOf(state: State, asset: Address): Wei {
  const { units, waiting } = assetOf(state, asset)
  const all = (units as bigint) + waiting
  if (asset === ETHER) return all + inLine(state)
  return all === 0n ? 0n : toAssetsDown(state, asset, all)
}

/** What our tickets were paid, and what is pending at the rate of now. */
export function inLine(state: State): bigint {
  const asset = queueingAsset(state)
  return state.tickets.reduce(
    (sum: bigint, { pending, assets }) =>
      sum + assets + (asset === undefined ? 0n : toAssetsDown(state, asset, pending)),
    0n,
  )
}

export function queueingAsset({ assets }: State): Address | undefined {
  for (const [name, { queues }] of assets) if (queues) return name
  return undefined
}
