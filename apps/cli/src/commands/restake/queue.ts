import type { Command } from 'commander'
import pc from 'picocolors'
import { begin } from '../../begin.ts'
import { formatToken } from '../../format/amount.ts'
import { formatRelative } from '../../format/duration.ts'
import { nameOf } from '../../names.ts'
import { parseAmount } from '../../parse/amount.ts'
import { parseStrategy } from '../../parse/strategy.ts'
import { queuedWords } from '../../queue.ts'
import { facts } from '../../terminal.ts'
import { readToken } from '../../tokens.ts'
import { restaker } from '../../world.ts'

export async function queue(text: string, options: { strategy?: string }, command: Command) {
  const depositShares = text === 'all' ? 'all' : parseAmount(text, 'number of deposit shares')
  const { terminal, world, confirm } = await begin(command)
  const strategy = parseStrategy(options.strategy, world.restaking)
  const client = await restaker(world)

  const { quote, token } = await terminal.during('Asking what it is worth', async () => {
    const quote = await client.quoteQueueWithdrawal({ strategy, depositShares })
    return { quote, token: await readToken(client, quote.token) }
  })
  terminal.note(
    `${facts([
      ['You queue', `${formatToken(quote.depositShares, shares)} of ${nameOf(world, strategy)}`],
      ['Worth', `${formatToken(quote.worth, token)} now`],
      quote.least < quote.worth
        ? [
            'At worst',
            `${formatToken(quote.least, token)}, if every service took all it was promised`,
          ]
        : undefined,
      ['Ready', `at block ${quote.readyBlock}, ${formatRelative(quote.readyAt, quote.at)}`],
      ['No cancel', 'but it can be completed as shares, which restakes it'],
    ])}\n`,
  )
  await confirm('Queue this withdrawal?')

  const result = await terminal.during('Queueing', () =>
    client.queueWithdrawals({ parts: [{ strategy, depositShares }] }),
  )
  const { withdrawals } = await client.readRestaked()
  terminal.result({ ...result, quote }, () =>
    [
      `${pc.green('Queued')}. Complete it with ${pc.cyan('cairn restake complete')} when it is ready:`,
      ...queuedWords(withdrawals, result.withdrawals),
      pc.dim(`Transaction ${result.hash}`),
    ].join('\n'),
  )
}

const shares = { symbol: 'deposit shares', decimals: 18 }
