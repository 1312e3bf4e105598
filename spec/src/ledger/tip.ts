import type { Env, State } from '../state.ts'
import type { Address, Shares } from '../units.ts'
import { requireRegistry } from './requires.ts'
import { move } from './transfer.ts'

/** Pays a prover `part / whole` of the share of the accrued fees that is set aside for provers. */
export function tip(state: State, { prover, part, whole }: tip.Args, { sender }: Env): Shares {
  requireRegistry(state, sender)

  const { money, parameters, addresses } = state
  const shares = (money.fees * parameters.tipBps * part) / (10_000n * whole)
  if (shares === 0n) return 0n

  money.fees -= shares
  move(state, addresses.vault, prover, shares)
  return shares
}

export declare namespace tip {
  type Args = { prover: Address; part: bigint; whole: bigint }
}
