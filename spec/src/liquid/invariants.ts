import { broken as vaultBroken } from '../invariants.ts'
import * as restaking from '../restaking/index.ts'
import type { Blocks } from '../units.ts'
import { rootsOf } from './nav.ts'
import { maxRoots } from './parameters.ts'
import { type State, vaultName } from './state.ts'
import { toWeiDown } from './value.ts'

/** Ids of those sentences of `spec/invariants.md` about a single state that `state`, as of `block`, breaks. */
export function broken(state: State, block: Blocks): string[] {
  const { restaking: layer, vault } = state
  const assets = [...state.assets]
  const delegators = [...state.delegators]
  const inVault = (token: string): bigint => restaking.tokensOf(layer, token, vaultName(state))

  const holds = {
    'NAV-3': assets.every(([asset, { held, total }]) => {
      const there = delegators.map(([, { amounts }]) => (amounts.get(asset) ?? 0n) as bigint)
      return total === there.reduce((sum, of) => sum + of, held as bigint)
    }),
    'NAV-4':
      vault.money.outside ===
      assets.reduce((sum, [, { total, rate }]) => sum + toWeiDown(total, rate), 0n),
    'NAV-5': assets.every(([, { token, held }]) => held <= inVault(token)),
    'LADDER-1': delegators.every(([name]) => rootsOf(state, name) <= maxRoots + assets.length),
    'AUCT-1': [...state.rewards].every(
      ([token, amount]) =>
        amount <= inVault(token) && (state.auctions.get(token)?.lot ?? 0n) <= amount,
    ),
  }
  return [
    ...Object.entries(holds)
      .filter(([, held]) => !held)
      .map(([id]) => id),
    ...vaultBroken(vault),
    ...restaking.broken(layer, block),
  ]
}
