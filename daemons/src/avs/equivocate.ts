import { type LocalAccount, keccak256, toHex } from 'viem'
import { type Service, sign } from './service.ts'
import type { Answer } from './statement.ts'

/**
 * For devnets and tests: of the next subject that it is asked about, the operator tells every second asker something else, signed
 * with its key, behind its book's back. Its stake will be slashed, once. Returns how to make it honest before; what it signed
 * stays signed.
 */
export function equivocate(
  operator: { answer: Answer },
  { service, key }: { service: Service; key: LocalAccount },
): () => void {
  const honest = operator.answer
  let asked = 0
  let about: string | undefined
  operator.answer = async (subject, signal) => {
    const signed = await honest(subject, signal)
    if (!signed) return signed
    about ??= subject
    if (subject !== about || asked++ % 2 === 0) return signed
    return sign(key, service, { subject, value: otherThan(signed.value) })
  }
  return () => {
    operator.answer = honest
  }
}

/** A root that isn't it, or a value one percent higher. */
function otherThan(value: string) {
  if (value.startsWith('0x')) return keccak256(toHex(value))
  return String((BigInt(value) * 101n) / 100n + 1n)
}
