import { SpecError } from '../error.ts'
import { credit } from '../ledger/credit.ts'
import type { Env, State } from '../state.ts'
import { type Address, gweiToWei, type Seconds, type Slot } from '../units.ts'
import { askableFrom, requireRecent, type Shown } from './requires.ts'
import { farFutureEpoch, predeposit, type Registry } from './state.ts'

/** Takes a validator that is shown to be ours into the set; who paid its predeposit gets shares for it. */
export function proveCredentials(
  registry: Registry,
  vault: State,
  { beaconIndex, depositor, timestamp, slot, validator }: proveCredentials.Args,
  { now }: Env,
): bigint {
  requireRecent(timestamp, now)
  // One that has left may have been paid out already: nothing would stand behind the shares.
  if (validator.slashed) throw new SpecError('ValidatorSlashed', { beaconIndex })
  if (validator.exitEpoch !== farFutureEpoch)
    throw new SpecError('ValidatorExiting', { beaconIndex })

  const env = { now, sender: vault.addresses.registry }
  credit(vault, { receiver: depositor, assets: gweiToWei(predeposit) }, env)

  const { progress, validators } = registry
  const id = BigInt(validators.length)
  validators.push({
    beaconIndex,
    balance: validator.effectiveBalance,
    // The open checkpoint doesn't ask for it: it has the tag of one that was proven there.
    checkpoint: progress.open ? progress.number : 0n,
    slashed: false,
    exiting: false,
    retired: false,
    // Only a later checkpoint can find it empty.
    landedIn: progress.number,
    landedSlot: 0n,
    askableFrom: askableFrom(slot, validator.activationEpoch),
    left: 0n,
    window: 0n,
  })
  return id
}

export declare namespace proveCredentials {
  type Args = {
    beaconIndex: bigint
    depositor: Address
    timestamp: Seconds
    /** Of the state that is proven. */
    slot: Slot
    validator: Omit<Shown, 'withdrawableEpoch'>
  }
}
