import { formatEther } from 'viem'

/** The demo said one thing and saw another: it ends there. */
export class DemoError extends Error {
  override name = 'DemoError'
  constructor(what: string, actual: unknown, expected: unknown) {
    super(`${what}: ${actual}, not ${expected}`)
  }
}

export function is(what: string, actual: unknown, expected: unknown) {
  if (actual !== expected) throw new DemoError(what, actual, expected)
}

export function between(what: string, actual: bigint, least: bigint, most: bigint) {
  if (actual < least || actual > most)
    throw new DemoError(what, actual, `between ${least} and ${most}`)
}

/** Six decimals are what a reader reads; the checks have all eighteen. */
export function ether(wei: bigint): string {
  const [whole, fraction = ''] = formatEther(wei).split('.')
  return `${whole}.${fraction.padEnd(6, '0').slice(0, 6)}`
}

export const smaller = (a: bigint, b: bigint) => (a < b ? a : b)
