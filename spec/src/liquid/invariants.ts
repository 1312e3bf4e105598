import { broken as vaultBroken } from '../invariants.ts'
import * as restaking from '../restaking/index.ts'
import type { Blocks } from '../units.ts'
import { mostRoots } from './parameters.ts'
import { auctionName, ETHER, spreadName, type State } from './state.ts'
import { rootCount } from './tally.ts'

/** Ids of those sentences of `spec/invariants.md` about a single state that `state`, as of `block`, breaks. */
export function broken(state: State, block: Blocks): string[] {
  const { restaking: layer, vault } = state
  const assets = [...state.assets]
  const delegators = [...state.delegators]
  const sum = (values: readonly bigint[]) => values.reduce((total, value) => total + value, 0n)

  const holds = {
    'NAV-1': vault.money.outside === sum(assets.map(([, { booked }]) => booked as bigint)),
    'NAV-2': assets.every(
      ([name, { units }]) =>
        units === sum(delegators.map(([, of]) => (of.holdings.get(name)?.units ?? 0n) as bigint)),
    ),
    'NAV-3': assets.every(
      ([name, { token, waiting }]) =>
        name === ETHER || waiting <= restaking.tokensOf(layer, token, spreadName),
    ),
    'LADDER-6': delegators.every(([index]) => rootCount(state, index) <= mostRoots),
    'AUCT-1': [...state.auctions].every(
      ([token, { lot }]) => lot <= restaking.tokensOf(layer, token, auctionName),
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
