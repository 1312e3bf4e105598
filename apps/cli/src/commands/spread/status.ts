import type { readSpread } from '@cairn/sdk'
import type { Command } from 'commander'
import pc from 'picocolors'
import { begin } from '../../begin.ts'
import {
  formatAmount,
  formatBps,
  formatEth,
  formatPercent,
  formatRate,
  formatShares,
} from '../../format/amount.ts'
import { formatDuration, formatRelative, formatTime } from '../../format/duration.ts'
import { nameOf } from '../../names.ts'
import { facts, table } from '../../terminal.ts'
import { liquidReader, type World } from '../../world.ts'

export async function status(_options: unknown, command: Command) {
  const { terminal, world } = await begin(command)
  const found = await terminal.during('Reading the spread', () => liquidReader(world).readSpread())

  terminal.result(found, () => {
    const { at, growthPerYear, queue, lane } = found
    const growth =
      growthPerYear === undefined ? '' : `, growing ${formatPercent(growthPerYear)} a year`
    return [
      pc.bold(`crETH on ${world.chain.name}`) +
        pc.dim(`, block ${found.blockNumber}, ${formatTime(at)}`),
      '',
      facts([
        ['Rate', `1 crETH = ${pc.bold(formatRate(found.rate))} ETH${growth}`],
        ['TVL', `${formatEth(found.assets)} behind ${formatShares(found.supply, 'crETH')}`],
        found.unvested > 0n
          ? [
              'Vesting',
              `${formatEth(found.unvested)} more, over ${formatDuration(found.vestedAt - at)}`,
            ]
          : undefined,
        ['Round', roundWords(found)],
        ['Stamp', stampWords(found)],
        [
          'Queue',
          queue.shares === 0n
            ? 'empty'
            : `${formatShares(queue.shares, 'crETH')} worth ${formatEth(queue.assets)}, of which ${formatShares(queue.eligible, 'crETH')} may be filled`,
        ],
        [
          'Instant lane',
          lane.open
            ? `${formatEth(lane.available)} of ${formatEth(lane.capacity)} left, from ${formatBps(lane.feeBps)}`
            : pc.yellow('closed'),
        ],
        ['Idle', `${formatEth(found.idle)}, of which ${formatEth(found.stakeable)} may be staked`],
        found.wanted + found.coming > 0n
          ? [
              'Asked back',
              `${formatEth(found.coming)}; ${formatEth(found.wanted)} more are wanted, ${formatEth(found.rung)} a day`,
            ]
          : undefined,
        ['For keepers', `${formatShares(found.pot, 'crETH')} to be tipped from`],
      ]),
      '',
      assetTable(found),
      '',
      delegatorTable(world, found),
    ].join('\n')
  })
}

type Spread = readSpread.ReturnType

function roundWords({ round, age, staleAt, stale, at }: Spread): string {
  const { number, missing } = round
  if (stale)
    return pc.red(
      `#${number}: what is known is ${formatDuration(age)} old, and nothing can be priced by it`,
    )
  const open = missing.length === 0 ? 'ended' : pc.yellow(`waits for ${missing.join(', ')}`)
  return `#${number}, ${open}; known ${formatRelative(at - age, at)}, good for ${formatDuration(staleAt - at)} more`
}

function stampWords({ stamp: { stampedAt, validUntil, fresh } }: Spread): string {
  return fresh
    ? `of block ${stampedAt}, holds until block ${validUntil}`
    : `none that holds: paying begins with a check`
}

function assetTable({ assetsBehind }: Spread): string {
  return table(
    ['Asset', 'With operators', 'On the way back', 'Waiting', 'Worth', 'Door'],
    assetsBehind.map(({ symbol, units, queued, waiting, booked, capWei, haircutBps }) => [
      symbol,
      formatAmount(units),
      formatAmount(queued),
      formatAmount(waiting),
      formatEth(booked),
      symbol === 'ETH' ? 'open' : `up to ${formatEth(capWei)}, less ${formatBps(haircutBps)}`,
    ]),
    { right: [1, 2, 3, 4] },
  )
}

function delegatorTable(world: World, { delegators, assetsBehind }: Spread): string {
  return table(
    ['', 'Operator', ...assetsBehind.map(({ symbol }) => symbol), 'Worth', 'Left by slashing'],
    delegators.map(({ index, operator, holdings }) => [
      String(index),
      nameOf(world, operator),
      ...holdings.map(({ units }) => formatAmount(units)),
      formatEth(holdings.reduce((sum, { assets }) => sum + assets, 0n)),
      leftWords(holdings),
    ]),
    {
      right: [
        0,
        ...assetsBehind.map((_, i) => i + 2),
        assetsBehind.length + 2,
        assetsBehind.length + 3,
      ],
    },
  )
}

/** Where least is left of what it has. */
function leftWords(holdings: Spread['delegators'][number]['holdings']): string {
  const parts = holdings.map(({ units, magnitude, slashingFactor }, number) => {
    if (units === 0n) return whole
    return number === 0 ? (magnitude * slashingFactor) / whole : magnitude
  })
  return formatPercent(parts.sort((a, b) => (a < b ? -1 : 1))[0] ?? whole)
}

const whole = 10n ** 18n
