import type { readRewardsBySource } from '@cairn/sdk'
import type { Command } from 'commander'
import pc from 'picocolors'
import type { Address } from 'viem'
import { begin } from '../../begin.ts'
import { UsageError } from '../../errors.ts'
import { formatEth, formatPercent, formatShares } from '../../format/amount.ts'
import { formatDuration } from '../../format/duration.ts'
import { nameOf } from '../../names.ts'
import { facts, table } from '../../terminal.ts'
import { readTokens } from '../../tokens.ts'
import { liquidReader, type World } from '../../world.ts'

export async function bySource({ days = '7' }: { days?: string }, command: Command) {
  if (!/^\d{1,4}$/.test(days) || Number(days) === 0)
    throw new UsageError(`"${days}" is no number of days: give one like 7.`)
  const { terminal, world } = await begin(command)
  const client = liquidReader(world)

  const { found, words } = await terminal.during('Reading what came from where', async () => {
    const found = await client.readRewardsBySource({ days: Number(days) })
    const words = await readTokens(
      client,
      found.services.map(({ token }) => token),
    )
    return { found, words }
  })

  terminal.result(found, () =>
    [
      pc.bold(`What crETH earned in ${formatDuration(found.to - found.from)}, before fees`),
      '',
      sources(world, found, words),
      '',
      facts([
        [
          'Fees',
          `${formatShares(found.fees.collected, 'crETH')} worth ${formatEth(found.fees.worth)}: ${formatShares(found.fees.kept, 'crETH')} stay to bear losses, ${formatShares(found.fees.tips, 'crETH')} went to keepers, ${formatShares(found.fees.paid, 'crETH')} were paid out`,
        ],
        found.covered.assets > 0n
          ? ['First loss', `${formatEth(found.covered.assets)} of losses were borne by the reserve`]
          : undefined,
      ]),
    ].join('\n'),
  )
}

/** Each source's part, and what it is a year. */
export function sources(
  world: World,
  { staking, services, leaving, entering, unasked }: readRewardsBySource.ReturnType,
  words: (units: bigint, token: Address) => string,
): string {
  const row = (from: string, { gain, perYear }: readRewardsBySource.Source, note = '') => [
    from,
    formatEth(gain),
    formatPercent(perYear),
    note,
  ]
  const also = (from: string, source: readRewardsBySource.Source) =>
    source.gain === 0n ? [] : [row(from, source)]
  return table(
    ['Source', 'Gain', 'a year', ''],
    [
      ...staking.map(({ asset, loss, ...source }) =>
        row(`staking, ${asset}`, source, loss > 0n ? pc.red(`${formatEth(loss)} were lost`) : ''),
      ),
      ...services.map(({ service, token, units, ...source }) =>
        row(service ? nameOf(world, service) : 'a service', source, `${words(units, token)} sold`),
      ),
      ...also('who left at once or in kind', leaving),
      ...also('who entered with tokens', entering),
      ...also('ether that arrived unasked', unasked),
    ],
    { right: [1, 2] },
  )
}
