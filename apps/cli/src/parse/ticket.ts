import { parseUnits } from 'viem'
import { UsageError } from '../errors.ts'

// No line is this long in whole shares, and no place in it this short in the smallest: either form is known by its size.
const longestLine = 10n ** 12n

/** A ticket by its place in the line: in whole shares (`1.0`), as it is printed, or as the chain's id. */
export function parseTicket(text: string): bigint {
  if (!/^\d+(\.\d{1,18})?$/.test(text))
    throw new UsageError(
      `"${text}" isn't a ticket: give its place in the line, like 1.0. \`cairn position\` lists yours.`,
    )
  if (!text.includes('.') && BigInt(text) >= longestLine) return BigInt(text)
  return parseUnits(text, 18)
}
