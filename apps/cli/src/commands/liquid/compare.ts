import type { readExposure, readRewardsBySource } from '@cairn/sdk'
import type { Command } from 'commander'
import pc from 'picocolors'
import { begin } from '../../begin.ts'
import { UsageError } from '../../errors.ts'
import { inKindWords, lineWords } from '../../doors.ts'
import { instantWords, queueWords } from '../../exit.ts'
import { formatEth, formatPercent, formatRate } from '../../format/amount.ts'
import { formatDuration } from '../../format/duration.ts'
import { parseAmount } from '../../parse/amount.ts'
import { facts, table } from '../../terminal.ts'
import { readTokens } from '../../tokens.ts'
import { liquidReader, reader, type World } from '../../world.ts'
import { sources } from '../rewards/bySource.ts'
import { largestWords, matrix } from './exposure.ts'

/** csETH and crETH side by side, from chain data. */
export async function compare(
  { days = '7', amount = '1' }: { days?: string; amount?: string },
  command: Command,
) {
  if (!/^\d{1,4}$/.test(days) || Number(days) === 0)
    throw new UsageError(`"${days}" is no number of days: give one like 7.`)
  const shares = parseAmount(amount)
  const { terminal, world } = await begin(command)

  const found = await terminal.during('Reading csETH', (say) =>
    readBoth(world, { days: Number(days), shares, say }),
  )
  const words = await readTokens(
    liquidReader(world),
    found.crETH.sources.services.map(({ token }) => token),
  )
  terminal.result(found, () => text(world, found, words))
}

async function readBoth(
  world: World,
  { days, shares, say }: { days: number; shares: bigint; say(line: string): void },
) {
  const [staked, restaked] = [reader(world), liquidReader(world)]
  const vault = await staked.readVault()
  const validators = await staked.readValidators()
  const exits = await staked.quoteRedeem({ shares })
  say('Reading crETH')
  const spread = await restaked.readSpread()
  const exit = await restaked.readExit({ shares })
  say('Reading what came from where')
  const sources = await restaked.readRewardsBySource({ days })
  say('Reading who could slash what')
  const exposure = await restaked.readExposure()
  return {
    shares,
    csETH: { ...glance(vault), validators: validators.length, exits },
    crETH: { ...glance(spread), sources, exposure, exits: exit },
  }
}

type Vault = Awaited<ReturnType<ReturnType<typeof reader>['readVault']>>

function glance(
  vault: Omit<Vault, 'withdrawing' | 'dueAt' | 'checkpointOpen' | 'slashingUnbooked'>,
) {
  const { rate, assets, supply, unvested, growthPerYear, age, at, queue, lane } = vault
  return { rate, assets, supply, unvested, growthPerYear, age, at, queue, lane }
}

type Both = Awaited<ReturnType<typeof readBoth>>

function text(
  world: World,
  { csETH, crETH, shares }: Both,
  words: Parameters<typeof sources>[2],
): string {
  const growth = ({ growthPerYear }: { growthPerYear: bigint | undefined }) =>
    growthPerYear === undefined ? 'not known yet' : formatPercent(growthPerYear)
  return [
    table(
      ['', pc.bold('csETH'), pc.bold('crETH')],
      [
        ['One is worth', `${formatRate(csETH.rate)} ETH`, `${formatRate(crETH.rate)} ETH`],
        ['Behind all of them', formatEth(csETH.assets), formatEth(crETH.assets)],
        ['Grew, as if for a year', growth(csETH), growth(crETH)],
        ['Vesting', formatEth(csETH.unvested), formatEth(crETH.unvested)],
        ['Proven', `${formatDuration(csETH.age)} ago`, `${formatDuration(crETH.age)} ago`],
        ['Who could lose it', `${csETH.validators} validators`, whoWords(crETH.exposure)],
        ['Left in the lane', formatEth(csETH.lane.available), formatEth(crETH.lane.available)],
        ['Waiting in line', formatEth(csETH.queue.assets), formatEth(crETH.queue.assets)],
      ],
      { right: [1, 2] },
    ),
    '',
    yieldWords(world, crETH.sources, words),
    '',
    pc.bold('What of crETH is exposed to whom'),
    '',
    matrix(world, crETH.exposure),
    '',
    facts(largestWords(world, crETH.exposure)),
    '',
    pc.bold(`Leaving with ${formatEth(shares).replace('ETH', 'of either')}`),
    '',
    facts([
      ['csETH, the queue', queueWords(csETH.exits.queue, csETH.at)],
      ['csETH, at once', instantWords(csETH.exits.instant)],
      ['crETH, the queue', lineWords(crETH.exits)],
      ['crETH, at once', instantWords(crETH.exits.instant)],
      ...crETH.exits.inKind.map(
        (door) => [`crETH, in ${door.asset}`, inKindWords(door)] as [string, string],
      ),
    ]),
  ].join('\n')
}

function whoWords({ operators, services }: readExposure.ReturnType): string {
  return `their validators, ${operators.length} operators by ${services.length} services`
}

function yieldWords(
  world: World,
  found: readRewardsBySource.ReturnType,
  words: Parameters<typeof sources>[2],
): string {
  const title = `What crETH earned in ${formatDuration(found.to - found.from)}, before fees`
  return [pc.bold(title), '', sources(world, found, words)].join('\n')
}
