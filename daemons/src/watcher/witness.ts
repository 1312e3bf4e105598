import type { Address } from 'viem'
import type { Evidence } from '../avs/service.ts'
import type { Signed } from '../avs/statement.ts'

/** An operator that said two things about one subject. */
export type Offence = { operator: Address; subject: string; evidence: Evidence }

/** Remembers what was said, and notices who contradicts itself. */
export function createWitness() {
  const said = new Map<string, { at: bigint; signed: Signed }>()
  const offences = new Map<string, Offence>()

  return {
    /** Takes in what `operator` said, heard `at` (seconds). Returns the offence, if this makes one. */
    hear(operator: Address, signed: Signed, at: bigint): Offence | undefined {
      const { subject } = signed
      const id = `${operator} ${subject}`
      const before = said.get(id)
      if (!before) said.set(id, { at, signed })
      if (!before || before.signed.value === signed.value || offences.has(id)) return undefined
      const offence: Offence = { operator, subject, evidence: [before.signed, signed] }
      offences.set(id, offence)
      return offence
    },
    offences: () => [...offences.values()],
    /** Drops what was heard before `since`. */
    forget(since: bigint) {
      for (const [id, { at }] of said) {
        if (at >= since) continue
        said.delete(id)
        offences.delete(id)
      }
    },
  }
}
