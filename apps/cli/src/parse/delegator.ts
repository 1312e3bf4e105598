import type { LiquidDeployment } from '@cairn/sdk'
import { isAddress, isAddressEqual } from 'viem'
import { devIndexOf } from '../account.ts'
import { devAccount } from '../devnet.ts'
import { UsageError } from '../errors.ts'

/** A delegator of crETH by its index, or by its operator: a name of the devnet's, or an address. */
export function parseDelegator(
  text: string,
  { delegators }: Pick<LiquidDeployment, 'delegators'>,
): number {
  if (/^\d{1,2}$/.test(text) && Number(text) < delegators.length) return Number(text)
  const named = devIndexOf(text)
  const wanted = isAddress(text)
    ? text
    : named === undefined
      ? undefined
      : devAccount(named).address
  const index = delegators.findIndex(({ operator, delegator }) =>
    [operator, delegator].some((it) => wanted !== undefined && isAddressEqual(it, wanted)),
  )
  if (index !== -1) return index
  throw new UsageError(
    `"${text}" is none of crETH's ${delegators.length} delegators: give an index from 0 on, or its operator.`,
  )
}
