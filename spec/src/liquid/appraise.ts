import * as restaking from '../restaking/index.ts'
import type { Address } from '../units.ts'
import { book } from './book.ts'
import { assetOf, atomic, emit, type Env, liveRate, type State, vaultName } from './state.ts'

/** Books an asset at what its issuer's rate is now, with all of it that is in the vault. For anyone to call. */
export function appraise(state: State, { asset }: appraise.Args, env: Env): book.ReturnType {
  return atomic(state, () => {
    const of = assetOf(state, asset)
    const { assets, shares } = liveRate(state, asset)
    const held: bigint = restaking.tokensOf(state.restaking, of.token, vaultName(state))
    const total = of.total + held - of.held
    of.held = held

    const rate = { assets, shares }
    const totals = new Map([[asset, total]])
    const booked = book(state, { totals, rates: new Map([[asset, rate]]) }, env)
    emit(state, 'Appraised', { asset, ...rate, ...booked })
    return booked
  })
}

export declare namespace appraise {
  type Args = { asset: Address }
}
