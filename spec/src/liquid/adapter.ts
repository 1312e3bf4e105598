import { mulDivDown } from '../math.ts'
import type { Address, Units, Wei } from '../units.ts'
import { issuerOf, type State } from './state.ts'

/** wei that `units` of a token are worth, by its own issuer; never by a market. */
export function toAssetsDown(state: State, asset: Address, units: Units): Wei {
  const { assets, supply } = issuerOf(state, asset)
  return mulDivDown(units, assets, supply)
}

export function toUnitsDown(state: State, asset: Address, amount: Wei): Units {
  const { assets, supply } = issuerOf(state, asset)
  return mulDivDown(amount, supply, assets)
}
