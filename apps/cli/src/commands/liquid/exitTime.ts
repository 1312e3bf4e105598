import type { Command } from 'commander'
import pc from 'picocolors'
import { begin } from '../../begin.ts'
import { doorRows } from '../../doors.ts'
import { formatEth, formatShares } from '../../format/amount.ts'
import { formatDuration, formatTime } from '../../format/duration.ts'
import { parseAmount } from '../../parse/amount.ts'
import { facts } from '../../terminal.ts'
import { liquidReader } from '../../world.ts'

export async function exitTime(amount: string, _options: unknown, command: Command) {
  const shares = parseAmount(amount, 'amount of crETH')
  const { terminal, world } = await begin(command)
  const exit = await terminal.during('Looking at the doors', () =>
    liquidReader(world).readExit({ shares }),
  )

  terminal.result(exit, () => {
    const { queue, bucket, worth } = exit
    return [
      `${pc.bold(formatShares(shares, 'crETH'))}, worth ${formatEth(worth)} now`,
      '',
      facts([...doorRows(exit), ['Market', 'none that the protocol knows of']]),
      '',
      pc.dim('What the estimate rests on, if nothing else comes or goes:'),
      facts([
        ['In line', `${formatEth(queue.ahead)} with this`],
        ['Idle', formatEth(queue.idle)],
        ['Coming', `${formatEth(queue.coming)} asked back already`],
        ['A rung', `${formatEth(queue.rung)} a day`],
        ['Its delay', formatDuration(queue.delay)],
        ['Filled about', formatTime(queue.at)],
        ['The lane', `${formatEth(bucket.used)} of ${formatEth(bucket.capacity)} used this round`],
      ]),
    ].join('\n')
  })
}
