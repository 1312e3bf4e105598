import { SpecError } from '../error.ts'
import { tip } from '../ledger/tip.ts'
import type { Env, State } from '../state.ts'
import type { Gwei, Slot } from '../units.ts'
import { finishIfDone } from './close.ts'
import type { Registry } from './state.ts'

/** Takes the balances of `ids` as the pinned state has them. */
export function prove(
  registry: Registry,
  vault: State,
  { slot, balances }: prove.Args,
  { now, sender }: Env,
) {
  const { checkpoint, validators } = registry
  if (!checkpoint.open) throw new SpecError('NoCheckpointOpen', {})
  const seen = new Set<bigint>()
  for (const { id } of balances) {
    const validator = validators[Number(id)]
    if (!validator || validator.retired) throw new SpecError('NotInSet', { id })
    if (validator.checkpoint === checkpoint.number || seen.has(id))
      throw new SpecError('AlreadyProven', { id })
    seen.add(id)
  }

  for (const { id, balance } of balances) {
    const validator = validators[Number(id)]!
    validator.balance = balance
    validator.checkpoint = checkpoint.number
    checkpoint.beacon += balance
    checkpoint.remaining -= 1n
  }

  const part = BigInt(balances.length)
  const env = { now, sender: vault.addresses.registry }
  if (part > 0n) tip(vault, { prover: sender, part, whole: checkpoint.validators }, env)
  finishIfDone(registry, vault, slot, env)
}

export declare namespace prove {
  type Args = { slot: Slot; balances: readonly { id: bigint; balance: Gwei }[] }
}
