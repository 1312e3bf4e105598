import type { Command } from 'commander'
import pc from 'picocolors'
import { addressOf } from '../account.ts'
import { begin } from '../begin.ts'
import { instantWords, queueWords } from '../exit.ts'
import { formatAmount, formatEth, formatShares } from '../format/amount.ts'
import { formatTicket } from '../format/ticket.ts'
import { facts, table } from '../terminal.ts'
import { reader } from '../world.ts'

export async function position(who: string | undefined, _options: unknown, command: Command) {
  const { options, terminal, world } = await begin(command)
  const account = await addressOf(options, world.chain.id, who)
  const client = reader(world)

  const found = await terminal.during('Reading the position', () =>
    client.readPosition({ account }),
  )
  const tickets = found.tickets.map((ticket) => ({ place: formatTicket(ticket.id), ...ticket }))

  terminal.result({ ...found, tickets }, () => {
    const { exits, settled, at } = found
    return [
      pc.bold(account),
      '',
      facts([
        ['Ether', formatEth(found.ether)],
        ['csETH', `${formatShares(found.shares)}, worth ${pc.bold(formatEth(found.value))}`],
        exits && ['Leave by the queue', queueWords(exits.queue, at)],
        exits && ['Leave at once', instantWords(exits.instant)],
        settled.shares > 0n
          ? ['Settled', `${formatEth(settled.assets)}, to be taken out by ERC-7540's redeem`]
          : undefined,
      ]),
      ...(tickets.length === 0 ? [] : ['', ticketTable(tickets, at)]),
    ].join('\n')
  })
}

type Ticket = Awaited<ReturnType<ReturnType<typeof reader>['readPosition']>>['tickets'][number]

function ticketTable(tickets: Ticket[], at: bigint) {
  return table(
    ['Ticket', 'csETH', 'Filled', 'To claim', 'Ahead', 'The rest'],
    tickets.map((ticket) => [
      pc.bold(formatTicket(ticket.id)),
      formatAmount(ticket.size),
      formatAmount(ticket.claimableShares),
      ticket.claimableAssets > 0n ? pc.green(formatEth(ticket.claimableAssets)) : '-',
      ticket.pendingShares > 0n ? formatAmount(ticket.ahead) : '-',
      ticket.exit ? queueWords(ticket.exit, at) : '-',
    ]),
    { right: [0, 1, 2, 3, 4] },
  )
}
