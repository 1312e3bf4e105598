import type { Gain, readGains, readRewardsBySource } from '@cairn/sdk'
import type { Command } from 'commander'
import pc from 'picocolors'
import { begin } from '../../begin.ts'
import { doorRows } from '../../doors.ts'
import { instantWords, queueWords } from '../../exit.ts'
import { formatEth, formatPercent, formatRate } from '../../format/amount.ts'
import { formatDuration } from '../../format/duration.ts'
import { nameOf } from '../../names.ts'
import { parseAmount } from '../../parse/amount.ts'
import { parseDays } from '../../parse/days.ts'
import { facts, table } from '../../terminal.ts'
import { liquidReader, reader, type World } from '../../world.ts'
import { largestWords, matrix } from './exposure.ts'

/** csETH and crETH side by side, from chain data. */
export async function compare(
  { days = '7', amount = '1' }: { days?: string; amount?: string },
  command: Command,
) {
  const asked = { days: parseDays(days), shares: parseAmount(amount) }
  const { terminal, world } = await begin(command)
  const found = await terminal.during('Reading csETH', (say) => readBoth(world, { ...asked, say }))
  terminal.result(found, () => text(world, found))
}

async function readBoth(
  world: World,
  { days, shares, say }: { days: number; shares: bigint; say(line: string): void },
) {
  const [staked, restaked] = [reader(world), liquidReader(world)]
  const csETH = {
    ...glance(await staked.readVault()),
    gains: await staked.readGains({ days }),
    exits: await staked.quoteRedeem({ shares }),
  }
  say('Reading crETH')
  const spread = await restaked.readSpread()
  const exits = await restaked.readExit({ shares })
  say('Reading what came from where')
  const sources = await restaked.readRewardsBySource({ days })
  say('Reading who could slash what')
  const exposure = await restaked.readExposure()
  return { shares, csETH, crETH: { ...glance(spread), sources, exposure, exits } }
}

type Vault = Awaited<ReturnType<ReturnType<typeof reader>['readVault']>>
type Glanced = 'rate' | 'assets' | 'supply' | 'unvested' | 'growthPerYear' | 'age' | 'at'

/** What both have. */
function glance(vault: Pick<Vault, Glanced | 'queue' | 'lane'>) {
  const { rate, assets, supply, unvested, growthPerYear, age, at, queue, lane } = vault
  return { rate, assets, supply, unvested, growthPerYear, age, at, queue, lane }
}

type Both = Awaited<ReturnType<typeof readBoth>>

function text(world: World, { csETH, crETH, shares }: Both): string {
  const growth = ({ growthPerYear }: { growthPerYear: bigint | undefined }) =>
    growthPerYear === undefined ? 'not known yet' : formatPercent(growthPerYear)
  const { exits } = csETH
  return [
    table(
      ['', pc.bold('csETH'), pc.bold('crETH')],
      [
        ['One is worth', `${formatRate(csETH.rate)} ETH`, `${formatRate(crETH.rate)} ETH`],
        ['Behind all of them', formatEth(csETH.assets), formatEth(crETH.assets)],
        ['Growth a year, after fees', growth(csETH), growth(crETH)],
        ['Still vesting', formatEth(csETH.unvested), formatEth(crETH.unvested)],
        ['Known since', `${formatDuration(csETH.age)} ago`, `${formatDuration(crETH.age)} ago`],
        ['Waiting in line', formatEth(csETH.queue.assets), formatEth(crETH.queue.assets)],
        ['Left in the lane', formatEth(csETH.lane.available), formatEth(crETH.lane.available)],
      ],
      { right: [1, 2] },
    ),
    '',
    yields(world, csETH.gains, crETH.sources),
    '',
    pc.bold('Exposed to whom'),
    pc.dim('csETH: to its validators. crETH: to its own, and to these services:'),
    '',
    matrix(world, crETH.exposure),
    '',
    facts(largestWords(world, crETH.exposure)),
    '',
    pc.bold(`Leaving with ${formatEth(shares).replace('ETH', 'of csETH')}`),
    facts([
      ['The queue', queueWords(exits.queue, csETH.at)],
      ['At once', instantWords(exits.instant)],
    ]),
    '',
    pc.bold(`Leaving with ${formatEth(shares).replace('ETH', 'of crETH')}`),
    facts(doorRows(crETH.exits)),
  ].join('\n')
}

/** Where the gains of the last days came from, and what each would be a year. */
function yields(
  world: World,
  staked: readGains.ReturnType,
  restaked: readRewardsBySource.ReturnType,
): string {
  const none = { gain: 0n, perYear: 0n }
  const words = ({ gain, perYear }: Gain, lasting = true) =>
    gain === 0n
      ? '-'
      : `${formatEth(gain)}${lasting ? pc.dim(` (${formatPercent(perYear)} a year)`) : ''}`
  const row = (from: string, ours: Gain, theirs: Gain, lasting = true) => [
    from,
    words(ours, lasting),
    words(theirs, lasting),
  ]
  const lost = (loss: bigint) => (loss === 0n ? '-' : pc.red(formatEth(loss)))
  return table(
    [
      pc.bold(`Earned in ${formatDuration(restaked.to - restaked.from)}`),
      pc.bold('csETH'),
      pc.bold('crETH'),
    ],
    [
      ...restaked.staking.map(({ asset, ...source }) =>
        row(`Staking, in ${asset}`, asset === 'ETH' ? staked.booked : none, source),
      ),
      ...restaked.services.map(({ service, ...source }) =>
        row(`For ${service ? nameOf(world, service) : 'a service'}`, none, source),
      ),
      row('Of who left at once', staked.leaving, restaked.leaving, false),
      row('Of who came with tokens', none, restaked.entering, false),
      row('Ether that came unasked', none, restaked.unasked, false),
      [
        'Lost',
        lost(staked.booked.loss),
        lost(restaked.staking.reduce((sum, { loss }) => sum + loss, 0n)),
      ],
      ['Fees taken of it', formatEth(staked.fees.worth), formatEth(restaked.fees.worth)],
    ],
    { right: [1, 2] },
  )
}
