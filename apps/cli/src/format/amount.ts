import { formatUnits } from 'viem'

const gwei = 10n ** 9n
const whole = 10n ** 18n

/** Ether or shares with as many digits as say something. Down, so that it never shows more than there is. */
export function formatAmount(amount: bigint): string {
  const sign = amount < 0n ? '-' : ''
  const size = amount < 0n ? -amount : amount
  if (size === 0n) return '0'

  const decimals = size >= 10_000n * whole ? 2 : size >= 100n * whole ? 4 : size >= gwei ? 6 : 18
  const shown = cut(size, decimals)
  // Too little for six digits: all of its own, then.
  return sign + (/[1-9]/.test(shown) ? shown : cut(size, 18))
}

/** `1,234.567890`: a rate, with every digit asked for. */
export function formatRate(amount: bigint, decimals = 9): string {
  const [integer, fraction = ''] = formatUnits(amount, 18).split('.')
  return `${grouped(integer!)}.${fraction.padEnd(decimals, '0').slice(0, decimals)}`
}

export function formatEth(wei: bigint): string {
  if (wei !== 0n && wei < gwei && wei > -gwei) return `${wei} wei`
  return `${formatAmount(wei)} ETH`
}

export function formatShares(shares: bigint, symbol = 'csETH'): string {
  return `${formatAmount(shares)} ${symbol}`
}

/** `12.34 %` of a whole. */
export function formatPart(part: bigint, of: bigint): string {
  return of === 0n ? '-' : formatPercent((part * whole) / of)
}

/** Units of any token, with its symbol. Those of few decimals are shown whole. */
export function formatToken(
  amount: bigint,
  { symbol, decimals }: { symbol: string; decimals: number },
): string {
  const text = decimals === 18 ? formatAmount(amount) : formatUnits(amount, decimals)
  return `${text} ${symbol}`
}

export function formatGweiAsEth(amount: bigint): string {
  return formatEth(amount * gwei)
}

export function formatBps(bps: bigint): string {
  return `${formatUnits(bps, 2)} %`
}

/** Parts in 10¹⁸, as a percentage of two decimals. */
export function formatPercent(parts: bigint): string {
  const hundredths = (parts * 10_000n) / whole
  const sign = hundredths < 0n ? '-' : ''
  const size = hundredths < 0n ? -hundredths : hundredths
  return `${sign}${size / 100n}.${String(size % 100n).padStart(2, '0')} %`
}

function cut(amount: bigint, decimals: number): string {
  const [integer, fraction = ''] = formatUnits(amount, 18).split('.')
  const kept = fraction.slice(0, decimals).replace(/0+$/, '')
  return kept === '' ? grouped(integer!) : `${grouped(integer!)}.${kept}`
}

function grouped(integer: string): string {
  return integer.replace(/\B(?=(\d{3})+$)/g, ',')
}
