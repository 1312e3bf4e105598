import type { readExit } from '@cairn/sdk'
import pc from 'picocolors'
import { instantWords } from './exit.ts'
import { formatAmount, formatBps, formatEth, formatShares } from './format/amount.ts'
import { formatDuration } from './format/duration.ts'

type Exit = readExit.ReturnType
type InKind = Exit['inKind'][number]

/** `about 1.02 ETH, in 3 d 1 h (…)` */
export function lineWords({ queue }: Exit): string {
  const { assets, seconds, minimum } = queue
  const tooSmall =
    minimum === undefined
      ? ''
      : pc.yellow(`; too small: a request is for at least ${formatShares(minimum, 'crETH')}`)
  return `about ${formatEth(assets)}, in ${formatDuration(seconds)} ${pc.dim(`(${why(queue)})`)}${tooSmall}`
}

function why({ ahead, idle, coming, rung, assets }: Exit['queue']): string {
  const before = ahead - assets
  const line = before > 0n ? `${formatEth(before)} ahead in the line` : 'first in the line'
  if (ahead <= idle) return `${line}; the ether is there, and a round has to pass`
  if (ahead <= idle + coming) return `${line}; the rest is on its way`
  const missing = ahead - idle - coming
  return `${line}; ${formatEth(missing)} have to come back, ${formatEth(rung)} a day`
}

/** `0.97 csETH now, worth …`, or why not. */
export function inKindWords(door: InKind, { instant }: Pick<Exit, 'instant'>): string {
  if (door.type === 'closed') {
    const alike = instant.type === 'closed' && instant.reason.message === door.reason.message
    return pc.yellow(alike ? 'closed, for the same reason' : `closed: ${door.reason.message}`)
  }
  const { units, assets, fee, feeBps, asset } = door
  return `${formatAmount(units)} ${asset} now, worth ${formatEth(assets)}, after a fee of ${formatEth(fee)} (${formatBps(feeBps)})`
}

/** Each way out, one a row. */
export function doorRows(exit: Exit): [string, string][] {
  return [
    ['The queue', lineWords(exit)],
    ['At once', instantWords(exit.instant)],
    ...exit.inKind.map((door) => [`In ${door.asset}`, inKindWords(door, exit)] as [string, string]),
  ]
}
