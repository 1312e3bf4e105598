import { BeaconError } from '../errors.ts'
import { fields, stateDepth, type StateView } from '../state.ts'
import { toHex } from '../units.ts'
import { multiproof } from './multiproof.ts'
import type { StateProof } from './types.ts'

/** Anchors a state's `fork`, `validators`, `balances` and `pending_deposits` under its block's root. */
export function proveState(state: StateView): StateProof {
  const header = state.header
  if (header.stateRoot !== state.root) {
    throw new BeaconError(
      `The state of slot ${state.slot} is not the state after a block (the last was in slot ${header.slot}): no root anchors it. Use the state of that block.`,
    )
  }
  const { previousVersion, currentVersion, epoch } = state.forkVersions
  return {
    header: {
      slot: BigInt(header.slot),
      proposerIndex: BigInt(header.proposerIndex),
      parentRoot: header.parentRoot,
      stateRoot: header.stateRoot,
      bodyRoot: header.bodyRoot,
    },
    previousVersion,
    currentVersion,
    forkEpoch: BigInt(epoch),
    validatorsRoot: toHex(state.field(fields.validators).root),
    balancesRoot: toHex(state.field(fields.balances).root),
    pendingDepositsRoot: toHex(state.field(fields.pendingDeposits).root),
    siblings: multiproof(state.node, stateDepth, [
      fields.fork,
      fields.validators,
      fields.balances,
      fields.pendingDeposits,
    ]),
  }
}
