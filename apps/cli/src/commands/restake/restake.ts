import type { Command } from 'commander'
import pc from 'picocolors'
import { begin } from '../../begin.ts'
import { UsageError } from '../../errors.ts'
import { formatAmount, formatEth, formatShares } from '../../format/amount.ts'
import { formatDuration } from '../../format/duration.ts'
import { parseAddress } from '../../parse/address.ts'
import { parseAmount } from '../../parse/amount.ts'
import { facts } from '../../terminal.ts'
import { liquidSender, type World } from '../../world.ts'

/** Into crETH. */
export async function restake(
  text: string | undefined,
  { asset: given = 'ETH', receiver }: { asset?: string; receiver?: string },
  command: Command,
) {
  if (text === undefined)
    throw new UsageError(
      'Say how much to restake as crETH, like `cairn restake 1`; or what to do with the restaking layer: see `cairn restake --help`.',
    )
  const amount = parseAmount(text)
  const to = receiver === undefined ? undefined : parseAddress(receiver)
  const { terminal, world, confirm } = await begin(command)
  const client = await liquidSender(world)
  const asset = assetOf(world, given)

  const quote = await terminal.during('Asking for the rate', () =>
    client.quoteRestake({ amount, asset }),
  )
  const words = `${formatAmount(amount)} ${asset}`
  terminal.note(
    `${facts([
      ['You restake', `${words} from ${client.account.address}`],
      asset === 'ETH' || asset === 'WETH'
        ? undefined
        : [
            'Priced at',
            `${formatEth(quote.value)} by its issuer, less ${formatEth(quote.haircut)} for those who are in`,
          ],
      ['You get', `about ${formatShares(quote.shares, 'crETH')}${to ? ` for ${to}` : ''}`],
      [
        'Worth',
        `${formatEth(quote.worth)}, which services can slash: ${pc.cyan('cairn exposure')} says how much`,
      ],
      ['Counted', `good for ${formatDuration(quote.closesAt - quote.at)} more`],
    ])}\n`,
  )
  await confirm(`Restake ${words}?`)

  const result = await terminal.during(`Restaking ${words}`, () =>
    client.restake({ amount, asset, receiver: to }),
  )
  terminal.result({ ...result, quote }, () =>
    [
      `${pc.green('Restaked')} ${words} for ${pc.bold(formatShares(result.shares, 'crETH'))}.`,
      pc.dim(`Transaction ${result.hash}`),
    ].join('\n'),
  )
}

/** As it is spelled here. The SDK says which there are. */
function assetOf({ liquid: { liquid } }: World, given: string): string {
  const known = ['ETH', 'WETH', ...liquid.assets.map(({ symbol }) => symbol)]
  return known.find((it) => it.toLowerCase() === given.toLowerCase()) ?? given
}
