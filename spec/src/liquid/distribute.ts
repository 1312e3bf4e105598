import { collectFees } from '../ledger/collectFees.ts'
import { move } from '../ledger/transfer.ts'
import { min, saturatingSub } from '../math.ts'
import { balanceOf } from '../state.ts'
import { type Address, bpsWhole, type Shares } from '../units.ts'
import { emit, type Env, type State, tipsName } from './state.ts'

/** Who gets the fees that don't stay. */
export const beneficiary: Address = 'beneficiary'

/** Collects the fees. A part of them tips keepers; a part of the rest stays, up to a part of all shares, to bear losses first. For
 * anyone to call. */
export function distribute(state: State, _: Record<string, never>, env: Env): Shares {
  const { vault, parameters } = state
  const { treasury } = vault.addresses
  collectFees(vault, {}, env)

  const before = keptShares(state)
  const came = balanceOf(vault, treasury) - before
  const tipped = (came * parameters.tipBps) / bpsWhole
  const room = saturatingSub((vault.money.shares * parameters.capBps) / bpsWhole, before)
  const stays = min(((came - tipped) * parameters.keepBps) / bpsWhole, room)
  const paid = came - tipped - stays
  state.kept = before + stays
  emit(state, 'firstLoss', 'Distributed', { stays, tipped, paid })
  move(vault, treasury, tipsName, tipped)
  move(vault, treasury, beneficiary, paid)
  return paid
}

/** Fewer than were kept, once losses were borne. */
export function keptShares({ vault, kept }: State): bigint {
  return min(kept, balanceOf(vault, vault.addresses.treasury))
}
