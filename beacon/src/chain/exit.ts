import { ssz } from '../ssz.ts'
import { computeSigningRoot } from '@lodestar/state-transition'
import type { Hex } from '../units.ts'
import type { ChainState } from './genesis.ts'
import type { KeyRing } from './keys.ts'

export type SignedVoluntaryExit = ReturnType<typeof ssz.phase0.SignedVoluntaryExit.defaultValue>

/** A voluntary exit, signed by the validator's own key. */
export function signExit(
  state: ChainState,
  index: number,
  pubkey: Hex,
  keys: KeyRing,
): SignedVoluntaryExit {
  const message = { epoch: state.epochCtx.epoch, validatorIndex: index }
  const domain = state.config.getDomainForVoluntaryExit(state.slot)
  const root = computeSigningRoot(ssz.phase0.VoluntaryExit, message, domain)
  return { message, signature: keys.sign(pubkey, root).toBytes() }
}
