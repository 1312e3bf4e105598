import type { Command } from 'commander'
import pc from 'picocolors'
import { begin } from '../begin.ts'
import { formatEth, formatRate, formatShares } from '../format/amount.ts'
import { formatDuration } from '../format/duration.ts'
import { parseAddress } from '../parse/address.ts'
import { parseAmount } from '../parse/amount.ts'
import { facts } from '../terminal.ts'
import { sender } from '../world.ts'

export async function stake(
  amount: string,
  { weth = false, receiver }: { weth?: boolean; receiver?: string },
  command: Command,
) {
  const assets = parseAmount(amount)
  const to = receiver === undefined ? undefined : parseAddress(receiver)
  const { terminal, world, confirm } = await begin(command)
  const client = await sender(world)

  const quote = await terminal.during('Asking for the rate', () => client.quoteStake({ assets }))
  terminal.note(
    `${facts([
      ['You stake', `${formatEth(assets)}${weth ? ' of WETH' : ''} from ${client.account.address}`],
      ['You get', `about ${formatShares(quote.shares)}${to ? ` for ${to}` : ''}`],
      ['Rate', `1 csETH = ${formatRate((quote.assets * 10n ** 18n) / quote.shares)} ETH`],
      ['Proof', `good for ${formatDuration(quote.closesAt - quote.at)} more`],
    ])}\n`,
  )
  await confirm(`Stake ${formatEth(assets)}?`)

  const result = await terminal.during(`Staking ${formatEth(assets)}`, () =>
    client.stake({ assets, asset: weth ? 'WETH' : 'ETH', receiver: to }),
  )
  terminal.result(result, () =>
    [
      `${pc.green('Staked')} ${formatEth(result.assets)} for ${pc.bold(formatShares(result.shares))}.`,
      pc.dim(`Transaction ${result.hash}`),
    ].join('\n'),
  )
}
