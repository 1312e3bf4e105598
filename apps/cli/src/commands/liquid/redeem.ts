import pc from 'picocolors'
import type { Scene } from '../../begin.ts'
import { doorRows } from '../../doors.ts'
import { formatAmount, formatBps, formatEth, formatShares } from '../../format/amount.ts'
import { formatTicket } from '../../format/ticket.ts'
import { facts } from '../../terminal.ts'
import type { liquidSender } from '../../world.ts'

type Client = Awaited<ReturnType<typeof liquidSender>>

const words = (shares: bigint) => formatShares(shares, 'crETH')

export async function byTheLine({ terminal, confirm }: Scene, client: Client, shares: bigint) {
  const exit = await terminal.during('Looking at the doors', () => client.readExit({ shares }))
  terminal.note(
    `${facts([
      ['You give', `${words(shares)}, worth ${formatEth(exit.worth)} now`],
      ...doorRows(exit),
      ['No cancel', 'the ticket earns and bears losses until it is filled; it can be sold'],
    ])}\n`,
  )
  await confirm(`Put ${words(shares)} into the queue?`)

  const result = await terminal.during('Joining the queue', () => client.requestRedeem({ shares }))
  const ticket = formatTicket(result.id)
  terminal.result({ ...result, ticket, exit }, () =>
    [
      `${pc.green('Requested')}: ${words(shares)} are in the line, at ${pc.bold(ticket)}.`,
      `Claim when it is filled: ${pc.cyan(`cairn claim ${ticket} --token crETH`)}. See where it is: ${pc.cyan('cairn position')}.`,
      pc.dim(`Transaction ${result.hash}`),
    ].join('\n'),
  )
}

export async function inKind(
  { terminal, confirm }: Scene,
  client: Client,
  { shares, asset }: { shares: bigint; asset: string },
) {
  const quote = await terminal.during(`Asking what waits in ${asset}`, () =>
    client.quoteRedeemInKind({ shares, asset }),
  )
  terminal.note(
    `${facts([
      ['You give', `${words(shares)}, worth ${formatEth(quote.gross)}`],
      [
        'You get',
        `${formatAmount(quote.units)} ${quote.asset} now, worth ${formatEth(quote.assets)}, after a fee of ${formatEth(quote.fee)} (${formatBps((quote.fee * 10_000n) / quote.gross)})`,
      ],
      ['There', `${formatAmount(quote.waiting)} ${quote.asset} wait`],
    ])}\n`,
  )
  await confirm(`Redeem ${words(shares)} in ${quote.asset}?`)

  const result = await terminal.during('Redeeming', () => client.redeemInKind({ shares, asset }))
  terminal.result(result, () =>
    [
      `${pc.green('Redeemed')} ${words(shares)} for ${pc.bold(`${formatAmount(result.units)} ${result.asset}`)}; the fee was ${formatEth(result.fee)}.`,
      ...stampWords(result),
      pc.dim(`Transaction ${result.hash}`),
    ].join('\n'),
  )
}

/** That a second transaction was needed, where it was. */
export function stampWords({ check }: { check: string | undefined }): string[] {
  return check === undefined ? [] : [pc.dim(`A fresh check came before it: transaction ${check}`)]
}
