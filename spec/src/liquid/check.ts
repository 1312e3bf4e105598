import { SpecError } from '../error.ts'
import * as restaking from '../restaking/index.ts'
import { type Env, liveRate, magnitudesOf, type State } from './state.ts'
import { isLower } from './value.ts'

/** Stamps the block if nothing behind the shares has lost anything that isn't booked. For anyone to call. */
export function check(state: State, _: Record<string, never>, { block }: Env) {
  for (const [delegator, of] of state.delegators) {
    const live = magnitudesOf(state, of.operator)
    const slashed = [...live].some(([strategy, m]) => m !== of.magnitudes.get(strategy))
    const factor = restaking.beaconSlashingFactor(state.restaking, delegator)
    if (slashed || factor !== of.slashingFactor) throw new SpecError('SyncNeeded', { delegator })
  }
  for (const [asset, { rate, total }] of state.assets) {
    const live = liveRate(state, asset)
    // Its issuer knows of a loss that its rate doesn't show.
    if (!live.paying && total > 0n) throw new SpecError('AssetSuspended', { asset })
    if (isLower(live, rate)) throw new SpecError('AppraisalNeeded', { asset })
  }

  state.checkedAt = block
}

/** What pays at the rate of now needs to know that it is one. */
export function requireChecked({ checkedAt, parameters }: State, { block }: Env) {
  const at = checkedAt ?? 0n
  const validUntil = (at as bigint) + parameters.checkFor
  if (checkedAt === undefined || block > validUntil)
    throw new SpecError('NotChecked', { checkedAt: at, validUntil })
}
