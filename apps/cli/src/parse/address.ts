import { type Address, getAddress, isAddress } from 'viem'
import { UsageError } from '../errors.ts'

export function parseAddress(text: string): Address {
  if (!isAddress(text))
    throw new UsageError(`"${text}" isn't an address: give 0x and 40 hex digits.`)
  return getAddress(text)
}
