import { formatUnits } from 'viem'

/** What every error of this package extends. Its message says what to do next. */
export class CairnError extends Error {
  override name = 'CairnError'
}

/** A time of the chain, in seconds, as people read it. */
export function toDate(seconds: bigint): Date {
  return new Date(Number(seconds) * 1000)
}

/** A ticket as its place in the line, in whole shares: `1.0`. */
export function toPlace(id: bigint): string {
  const text = formatUnits(id, 18)
  return text.includes('.') ? text : `${text}.0`
}

export function gweiToEther(gwei: bigint): string {
  return formatUnits(gwei, 9)
}
