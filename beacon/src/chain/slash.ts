import { ssz } from '../ssz.ts'
import { DOMAIN_BEACON_PROPOSER } from '@lodestar/params'
import { computeSigningRoot } from '@lodestar/state-transition'
import type { Hex } from '../units.ts'
import type { ChainState } from './genesis.ts'
import type { KeyRing } from './keys.ts'

export type ProposerSlashing = ReturnType<typeof ssz.phase0.ProposerSlashing.defaultValue>

/** Two blocks for one slot, signed by the same validator: the evidence of an equivocation. */
export function equivocate(
  state: ChainState,
  index: number,
  pubkey: Hex,
  keys: KeyRing,
): ProposerSlashing {
  const domain = state.config.getDomain(state.slot, DOMAIN_BEACON_PROPOSER, state.slot)
  const sign = (fill: number) => {
    const message = {
      slot: BigInt(state.slot),
      proposerIndex: index,
      parentRoot: new Uint8Array(32),
      stateRoot: new Uint8Array(32),
      bodyRoot: new Uint8Array(32).fill(fill),
    }
    const root = computeSigningRoot(ssz.phase0.BeaconBlockHeaderBigint, message, domain)
    return { message, signature: keys.sign(pubkey, root).toBytes() }
  }
  return { signedHeader1: sign(1), signedHeader2: sign(2) }
}
