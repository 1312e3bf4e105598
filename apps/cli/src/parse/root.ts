import type { Hex } from 'viem'
import { UsageError } from '../errors.ts'

/** A withdrawal by its root, or by as much of its beginning as tells it from the others. */
export function findWithdrawal<withdrawal extends { root: Hex }>(
  withdrawals: readonly withdrawal[],
  text: string,
): withdrawal {
  if (!/^0x[0-9a-f]{4,64}$/i.test(text))
    throw new UsageError(
      `"${text}" isn't a withdrawal: give its root, or its first characters. \`cairn restake status\` lists yours.`,
    )
  const found = withdrawals.filter(({ root }) => root.startsWith(text.toLowerCase()))
  if (found.length !== 1)
    throw new UsageError(
      `${found.length === 0 ? 'No withdrawal of yours begins' : `${found.length} withdrawals begin`} with ${text}. \`cairn restake status\` lists them.`,
    )
  return found[0]!
}
