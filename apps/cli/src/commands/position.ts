import type { Command } from 'commander'
import pc from 'picocolors'
import { addressOf } from '../account.ts'
import { begin } from '../begin.ts'
import { doorRows } from '../doors.ts'
import { instantWords, queueWords } from '../exit.ts'
import { formatAmount, formatEth, formatShares } from '../format/amount.ts'
import { formatRelative } from '../format/duration.ts'
import { formatTicket } from '../format/ticket.ts'
import { facts, table } from '../terminal.ts'
import { liquidReader, reader } from '../world.ts'

export async function position(who: string | undefined, _options: unknown, command: Command) {
  const { options, terminal, world } = await begin(command)
  const account = await addressOf(options, world.chain.id, who)

  const { found, liquid } = await terminal.during('Reading the position', async () => ({
    found: await reader(world).readPosition({ account }),
    liquid: world.hasLiquid ? await liquidReader(world).readLiquidPosition({ account }) : undefined,
  }))
  const tickets = placed(found.tickets)
  const crETH = liquid && { ...liquid, tickets: placed(liquid.tickets) }

  terminal.result({ ...found, tickets, ...(crETH && { crETH }) }, () => {
    const { exits, settled, at } = found
    return [
      pc.bold(account),
      '',
      facts([
        ['Ether', formatEth(found.ether)],
        ['csETH', `${formatShares(found.shares)}, worth ${pc.bold(formatEth(found.value))}`],
        exits && ['Leave by the queue', queueWords(exits.queue, at)],
        exits && ['Leave at once', instantWords(exits.instant)],
        settledWords(settled),
      ]),
      ...(tickets.length === 0
        ? []
        : ['', ticketTable('csETH', tickets, (it) => stakedWords(it, at))]),
      ...(crETH ? ['', ...liquidWords(crETH)] : []),
    ].join('\n')
  })
}

type Ticket = Awaited<ReturnType<ReturnType<typeof reader>['readPosition']>>['tickets'][number]
type Liquid = Awaited<ReturnType<ReturnType<typeof liquidReader>['readLiquidPosition']>>
type InLine = Pick<Ticket, 'id' | 'size' | 'claimableShares' | 'claimableAssets'> &
  Pick<Ticket, 'pendingShares' | 'ahead'>

function placed<ticket extends { id: bigint }>(tickets: readonly ticket[]) {
  return tickets.map((ticket) => ({ place: formatTicket(ticket.id), ...ticket }))
}

function liquidWords({ shares, value, tickets, settled, exits, at }: Liquid): string[] {
  return [
    facts([
      ['crETH', `${formatShares(shares, 'crETH')}, worth ${pc.bold(formatEth(value))}`],
      ...(exits ? doorRows(exits) : []),
      settledWords(settled),
    ]),
    ...(tickets.length === 0
      ? []
      : [
          '',
          ticketTable('crETH', tickets, ({ expectedAt, pendingAssets }) =>
            expectedAt === undefined
              ? '-'
              : `about ${formatEth(pendingAssets)}, ${formatRelative(expectedAt, at)}`,
          ),
        ]),
  ]
}

function settledWords({ shares, assets }: { shares: bigint; assets: bigint }) {
  return shares > 0n
    ? (['Settled', `${formatEth(assets)}, to be taken out by ERC-7540's redeem`] as const)
    : undefined
}

function stakedWords({ exit }: Ticket, at: bigint): string {
  return exit ? queueWords(exit, at) : '-'
}

function ticketTable<ticket extends InLine>(
  token: string,
  tickets: readonly ticket[],
  rest: (ticket: ticket) => string,
) {
  return table(
    ['Ticket', token, 'Filled', 'To claim', 'Ahead', 'The rest'],
    tickets.map((ticket) => [
      pc.bold(formatTicket(ticket.id)),
      formatAmount(ticket.size),
      formatAmount(ticket.claimableShares),
      ticket.claimableAssets > 0n ? pc.green(formatEth(ticket.claimableAssets)) : '-',
      ticket.pendingShares > 0n ? formatAmount(ticket.ahead) : '-',
      rest(ticket),
    ]),
    { right: [0, 1, 2, 3, 4] },
  )
}
