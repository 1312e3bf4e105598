import { formatUnits } from 'viem'

/** What every error of this package extends. Its message says what to do next. */
export class CairnError extends Error {
  override name = 'CairnError'
}

// The last moment that a Date can hold, in milliseconds. A contract's `uint256` may say a later one.
const lastMoment = 8.64e15

/** A time of the chain, in seconds, as people read it. */
export function toDate(seconds: bigint): Date {
  return new Date(Math.min(Number(seconds) * 1000, lastMoment))
}

/** A ticket as its place in the line, in whole shares: `1.0`. */
export function toPlace(id: bigint): string {
  const text = formatUnits(id, 18)
  return text.includes('.') ? text : `${text}.0`
}

export function gweiToEther(gwei: bigint): string {
  return formatUnits(gwei, 9)
}
