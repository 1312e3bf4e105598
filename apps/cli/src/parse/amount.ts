import { parseUnits } from 'viem'
import { UsageError } from '../errors.ts'

/** Ether, whole shares or tokens in decimals: `1`, `0.25`, `1,000.5`. They have 18 unless something else is said. */
export function parseAmount(text: string, what = 'amount', decimals = 18): bigint {
  const plain = text.replaceAll(/[,_](?=\d{3})/g, '')
  if (!/^(\d+(\.\d*)?|\.\d+)$/.test(plain))
    throw new UsageError(`"${text}" isn't an ${what}: give a number, like 1 or 0.25.`)
  if ((plain.split('.')[1] ?? '').length > decimals)
    throw new UsageError(
      decimals === 18
        ? `"${text}" has more than 18 decimals: a wei is the least there is.`
        : `"${text}" has more than the ${decimals} decimals of its token.`,
    )

  const amount = parseUnits(plain, decimals)
  if (amount === 0n) throw new UsageError(`The ${what} is 0: give more than that.`)
  return amount
}
