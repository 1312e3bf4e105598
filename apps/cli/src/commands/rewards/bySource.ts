import type { Gain, readRewardsBySource } from '@cairn/sdk'
import type { Command } from 'commander'
import pc from 'picocolors'
import type { Address } from 'viem'
import { begin } from '../../begin.ts'
import { formatEth, formatPercent, formatShares } from '../../format/amount.ts'
import { formatDuration } from '../../format/duration.ts'
import { nameOf } from '../../names.ts'
import { parseDays } from '../../parse/days.ts'
import { facts, table } from '../../terminal.ts'
import { readTokens } from '../../tokens.ts'
import { liquidReader, type World } from '../../world.ts'

export async function bySource({ days = '7' }: { days?: string }, command: Command) {
  const asked = { days: parseDays(days) }
  const { terminal, world } = await begin(command)
  const client = liquidReader(world)

  const { found, words } = await terminal.during('Reading what came from where', async () => {
    const found = await client.readRewardsBySource(asked)
    const words = await readTokens(
      client,
      found.services.map(({ token }) => token),
    )
    return { found, words }
  })

  terminal.result(found, () => {
    const { fees, covered } = found
    return [
      pc.bold(`What crETH earned in ${formatDuration(found.to - found.from)}, before fees`),
      '',
      sources(world, found, words),
      '',
      facts([
        [
          'Fees',
          `${formatShares(fees.collected, 'crETH')}, worth ${formatEth(fees.worth)} now, were taken`,
        ],
        ['Of them', feeWords(fees)],
        covered.assets > 0n
          ? ['First loss', `${formatEth(covered.assets)} of losses were borne by what stays`]
          : undefined,
      ]),
    ].join('\n')
  })
}

function feeWords({ kept, pot, tips, paid }: readRewardsBySource.ReturnType['fees']): string {
  const words = (shares: bigint) => formatShares(shares, 'crETH')
  return `${words(kept)} stay to bear losses first, ${words(pot)} are for keepers, who were tipped ${words(tips)}; ${words(paid)} were paid out`
}

/** Each source's part; and what would go on like that, as if for a year. */
function sources(
  world: World,
  { staking, services, leaving, entering, unasked }: readRewardsBySource.ReturnType,
  words: (units: bigint, token: Address) => string,
): string {
  const once = (from: string, { gain }: Gain) =>
    gain === 0n ? [] : [[from, formatEth(gain), '', '']]
  return table(
    ['Source', 'Gain', 'a year', ''],
    [
      ...staking.map(({ asset, loss, gain, perYear }) => [
        `staking, in ${asset}`,
        formatEth(gain),
        formatPercent(perYear),
        loss > 0n ? pc.red(`${formatEth(loss)} were lost`) : '',
      ]),
      ...services.map(({ service, token, units, gain, perYear }) => [
        service ? nameOf(world, service) : 'a service',
        formatEth(gain),
        formatPercent(perYear),
        pc.dim(`${words(units, token)} sold`),
      ]),
      ...once('who left at once or in kind', leaving),
      ...once('who came with tokens', entering),
      ...once('ether that came unasked', unasked),
    ],
    { right: [1, 2] },
  )
}
