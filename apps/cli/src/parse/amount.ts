import { parseUnits } from 'viem'
import { UsageError } from '../errors.ts'

/** Ether, or whole shares, in decimals: `1`, `0.25`, `1,000.5`. Both have 18. */
export function parseAmount(text: string, what = 'amount'): bigint {
  const plain = text.replaceAll(/[,_](?=\d{3})/g, '')
  if (!/^(\d+(\.\d*)?|\.\d+)$/.test(plain))
    throw new UsageError(`"${text}" isn't an ${what}: give a number, like 1 or 0.25.`)
  if ((plain.split('.')[1] ?? '').length > 18)
    throw new UsageError(`"${text}" has more than 18 decimals: a wei is the least there is.`)

  const amount = parseUnits(plain, 18)
  if (amount === 0n) throw new UsageError(`The ${what} is 0: give more than that.`)
  return amount
}
