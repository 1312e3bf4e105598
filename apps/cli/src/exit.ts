import type { Exits, QueueExit } from '@cairn/sdk'
import pc from 'picocolors'
import { formatBps, formatEth, formatShares } from './format/amount.ts'
import { formatRelative } from './format/duration.ts'

/** `about 1.02 ETH, in 23 h (…)` */
export function queueWords(exit: QueueExit, now: bigint): string {
  const when = exit.at <= now ? 'with the next fill' : formatRelative(exit.at, now)
  const tooSmall =
    exit.minimum === undefined
      ? ''
      : pc.yellow(`; too small: a request is for at least ${formatShares(exit.minimum)}`)
  return `about ${formatEth(exit.assets)}, ${when} ${pc.dim(`(${why(exit)})`)}${tooSmall}`
}

export function instantWords(exit: Exits['instant']): string {
  if (exit.type === 'closed') return pc.yellow(`closed: ${exit.reason.message}`)
  return `${formatEth(exit.assets)} now, after a fee of ${formatEth(exit.fee)} (${formatBps(exit.feeBps)})`
}

function why({ source, missing, ahead }: QueueExit): string {
  const line = ahead > 0n ? `${formatEth(ahead)} ahead in the line` : 'first in the line'
  switch (source) {
    case 'idle':
      return `${line}; the ether is there`
    case 'withdrawals':
      return `${line}; withdrawals on their way bring the ${formatEth(missing)} missing`
    case 'exits':
      return `${line}; ${formatEth(missing)} have to be withdrawn from validators`
  }
}
