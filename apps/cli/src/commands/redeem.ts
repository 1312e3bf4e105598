import type { Command } from 'commander'
import pc from 'picocolors'
import { erc20Abi } from 'viem'
import { readContract } from 'viem/actions'
import { begin, type Scene } from '../begin.ts'
import { CliError } from '../errors.ts'
import { instantWords, queueWords } from '../exit.ts'
import { formatBps, formatEth, formatShares } from '../format/amount.ts'
import { formatTicket } from '../format/ticket.ts'
import { parseAmount } from '../parse/amount.ts'
import { facts } from '../terminal.ts'
import { sender } from '../world.ts'

export async function redeem(
  amount: string,
  { instant = false }: { instant?: boolean },
  command: Command,
) {
  const asked = amount === 'all' ? undefined : parseAmount(amount, 'amount of csETH')
  const scene = await begin(command)
  const client = await sender(scene.world)
  const shares = asked ?? (await balanceOf(scene, client))

  return instant ? atOnce(scene, client, shares) : byTheQueue(scene, client, shares)
}

type Client = Awaited<ReturnType<typeof sender>>

async function byTheQueue({ terminal, confirm }: Scene, client: Client, shares: bigint) {
  const quote = await terminal.during('Asking what it is worth', () =>
    client.quoteRedeem({ shares }),
  )
  terminal.note(
    `${facts([
      ['You give', `${formatShares(shares)}, worth ${formatEth(quote.worth)} now`],
      ['The queue', queueWords(quote.queue, quote.at)],
      ['At once', `${instantWords(quote.instant)} ${pc.dim('(--instant)')}`],
      ['No cancel', 'the ticket earns and bears losses until it is filled; it can be sold'],
    ])}\n`,
  )
  await confirm(`Put ${formatShares(shares)} into the queue?`)

  const result = await terminal.during('Joining the queue', () => client.requestRedeem({ shares }))
  terminal.result({ ...result, ticket: formatTicket(result.id), quote }, () =>
    [
      `${pc.green('Requested')}: ${formatShares(shares)} are in the line, at ${pc.bold(formatTicket(result.id))}.`,
      `Claim when it is filled: ${pc.cyan(`cairn claim ${formatTicket(result.id)}`)}. See where it is: ${pc.cyan('cairn position')}.`,
      pc.dim(`Transaction ${result.hash}`),
    ].join('\n'),
  )
}

async function atOnce({ terminal, confirm }: Scene, client: Client, shares: bigint) {
  const quote = await terminal.during('Asking the instant lane', () =>
    client.quoteRedeemInstant({ shares }),
  )
  terminal.note(
    `${facts([
      ['You give', `${formatShares(shares)}, worth ${formatEth(quote.gross)}`],
      [
        'You get',
        `${formatEth(quote.assets)} now, after a fee of ${formatEth(quote.fee)} (${formatBps((quote.fee * 10_000n) / quote.gross)})`,
      ],
      ['The lane', `${formatEth(quote.available)} left before this`],
    ])}\n`,
  )
  await confirm(`Redeem ${formatShares(shares)} at once?`)

  const result = await terminal.during('Redeeming', () => client.redeemInstant({ shares }))
  terminal.result(result, () =>
    [
      `${pc.green('Redeemed')} ${formatShares(shares)} for ${pc.bold(formatEth(result.assets))}; the fee was ${formatEth(result.fee)}.`,
      pc.dim(`Transaction ${result.hash}`),
    ].join('\n'),
  )
}

async function balanceOf({ world }: Scene, client: Client): Promise<bigint> {
  const { address } = client.account
  const shares = await readContract(client, {
    address: world.deployment.vault,
    abi: erc20Abi,
    functionName: 'balanceOf',
    args: [address],
  })
  if (shares === 0n)
    throw new CliError(`${address} has no csETH to redeem. \`cairn stake 1\` gets some.`)
  return shares
}
