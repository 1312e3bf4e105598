import { SpecError } from '../error.ts'
import { tip } from '../ledger/tip.ts'
import { min, saturatingSub } from '../math.ts'
import type { Env, State } from '../state.ts'
import type { Gwei, Slot } from '../units.ts'
import { finishIfDone } from './finish.ts'
import { spareOf } from './requests.ts'
import { requireOpen } from './requires.ts'
import type { Registry } from './state.ts'

/** Takes the balances of validators as the pinned state has them; ids rise with their beacon indices. */
export function prove(
  registry: Registry,
  vault: State,
  { slot, balances }: prove.Args,
  { now, sender }: Env,
) {
  requireOpen(registry)
  requireInSet(registry, balances)

  const { progress, found, finished, validators } = registry
  let count = 0n
  for (const { id, balance } of balances) {
    const validator = validators[Number(id)]!
    // Somebody was faster: that is no reason to lose the rest.
    if (validator.checkpoint === progress.number) continue
    count += 1n
    // What a slashed validator held was never asked for: it answers no request.
    if (validator.slashed && balance === 0n)
      finished.swept = saturatingSub(finished.swept, validator.balance)
    validator.balance = balance
    validator.checkpoint = progress.number
    found.beacon += balance
    if (validator.slashed) continue
    if (validator.exiting) progress.leaving += balance
    else found.spare += spareOf(balance)
  }

  progress.remaining -= count
  // A replaced checkpoint's provers were paid for it: what is proven again isn't paid again.
  const part = min(count, saturatingSub(progress.validators, progress.tipped))
  progress.tipped += part
  const env = { now, sender: vault.addresses.registry }
  if (part > 0n) tip(vault, { prover: sender, part, whole: progress.validators }, env)

  finishIfDone(registry, vault, slot, now)
}

export declare namespace prove {
  type Args = {
    /** Of the pinned state. */
    slot: Slot
    balances: readonly { id: bigint; balance: Gwei }[]
  }
}

function requireInSet({ progress, validators }: Registry, balances: prove.Args['balances']) {
  let nextIndex = 0n
  for (const { id } of balances) {
    const validator = validators[Number(id)]
    if (!validator || id >= progress.validators || validator.retired)
      throw new SpecError('NotInSet', { id })
    if (validator.beaconIndex < nextIndex) throw new SpecError('NotAscending', { id })
    nextIndex = validator.beaconIndex + 1n
  }
}
