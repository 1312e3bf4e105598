import type { Command } from 'commander'
import pc from 'picocolors'
import { type Address, erc20Abi } from 'viem'
import { readContract } from 'viem/actions'
import { begin, type Scene } from '../begin.ts'
import { CliError, UsageError } from '../errors.ts'
import { instantWords, queueWords } from '../exit.ts'
import { formatBps, formatEth, formatShares } from '../format/amount.ts'
import { formatTicket } from '../format/ticket.ts'
import { parseAmount } from '../parse/amount.ts'
import { parseVault, type VaultName } from '../parse/vault.ts'
import { facts } from '../terminal.ts'
import { liquidSender, sender } from '../world.ts'
import { byTheLine, inKind as redeemInKind, stampWords } from './liquid/redeem.ts'

type Options = { instant?: boolean; inKind?: string; token?: string }

export async function redeem(amount: string, options: Options, command: Command) {
  const { instant = false, inKind } = options
  const token = parseVault(options.token ?? (inKind === undefined ? 'csETH' : 'crETH'))
  if (inKind !== undefined && (instant || token !== 'crETH'))
    throw new UsageError('Only crETH leaves in kind, and not at the same time by the instant lane.')
  const asked = amount === 'all' ? undefined : parseAmount(amount, `amount of ${token}`)
  const scene = await begin(command)

  if (token === 'csETH') {
    const client = await sender(scene.world)
    const shares = asked ?? (await balanceOf(client, scene.world.deployment.vault, token))
    return instant ? atOnce(scene, client, { shares, token }) : byTheQueue(scene, client, shares)
  }
  const client = await liquidSender(scene.world)
  const shares = asked ?? (await balanceOf(client, scene.world.liquid.liquid.vault, token))
  if (inKind !== undefined) return redeemInKind(scene, client, { shares, asset: inKind })
  return instant ? atOnce(scene, client, { shares, token }) : byTheLine(scene, client, shares)
}

type Client = Awaited<ReturnType<typeof sender>>
type LiquidClient = Awaited<ReturnType<typeof liquidSender>>

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

/** By the instant lane, which is the same of both. */
async function atOnce(
  { terminal, confirm }: Scene,
  client: Client | LiquidClient,
  { shares, token }: { shares: bigint; token: VaultName },
) {
  const words = formatShares(shares, token)
  const quote = await terminal.during('Asking the instant lane', () =>
    client.quoteRedeemInstant({ shares }),
  )
  terminal.note(
    `${facts([
      ['You give', `${words}, worth ${formatEth(quote.gross)}`],
      [
        'You get',
        `${formatEth(quote.assets)} now, after a fee of ${formatEth(quote.fee)} (${formatBps((quote.fee * 10_000n) / quote.gross)})`,
      ],
      ['The lane', `${formatEth(quote.available)} left before this`],
    ])}\n`,
  )
  await confirm(`Redeem ${words} at once?`)

  const result = await terminal.during('Redeeming', () => client.redeemInstant({ shares }))
  terminal.result(result, () =>
    [
      `${pc.green('Redeemed')} ${words} for ${pc.bold(formatEth(result.assets))}; the fee was ${formatEth(result.fee)}.`,
      ...stampWords(result),
      pc.dim(`Transaction ${result.hash}`),
    ].join('\n'),
  )
}

async function balanceOf(
  client: Client | LiquidClient,
  vault: Address,
  token: VaultName,
): Promise<bigint> {
  const { address } = client.account
  const shares = await readContract(client, {
    address: vault,
    abi: erc20Abi,
    functionName: 'balanceOf',
    args: [address],
  })
  const verb = token === 'csETH' ? 'stake' : 'restake'
  if (shares === 0n)
    throw new CliError(`${address} has no ${token} to redeem. \`cairn ${verb} 1\` gets some.`)
  return shares
}
