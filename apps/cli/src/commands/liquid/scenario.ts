import type { Command } from 'commander'
import pc from 'picocolors'
import { begin } from '../../begin.ts'
import { playScenario, type ScenarioState, type Told } from '../../control.ts'
import { CliError, UsageError } from '../../errors.ts'
import { formatAmount, formatEth, formatRate } from '../../format/amount.ts'
import { formatDuration } from '../../format/duration.ts'
import { nameOf } from '../../names.ts'
import { table } from '../../terminal.ts'
import type { World } from '../../world.ts'

export const scenarios = [
  'slash-operator',
  'slash-avs',
  'undelegate',
  'depeg-lst',
  'bank-run',
] as const

export async function scenario(name: string, _options: unknown, command: Command) {
  if (!(scenarios as readonly string[]).includes(name))
    throw new UsageError(`"${name}" is no scenario: give one of ${scenarios.join(', ')}.`)
  const { terminal, world } = await begin(command)
  if (!world.isDevnet)
    throw new UsageError('Only the devnet plays scenarios. This is another chain.')

  const told = await terminal.during(`Playing ${name}`, async (say) => {
    let whole: Told | undefined
    for await (const it of playScenario(world.control, name)) {
      if ('line' in it) say(it.line)
      else whole = it
    }
    if (whole === undefined)
      throw new CliError('The devnet stopped in the middle of it. Try again.')
    return whole
  })

  terminal.result(told, () =>
    [
      pc.bold(told.name),
      '',
      ...told.lines.map((line) => `  ${line}`),
      '',
      comparison(world, told),
    ].join('\n'),
  )
}

function comparison(world: World, { before, after }: Told): string {
  const row = (what: string, of: (state: ScenarioState) => string) => {
    const [then, now] = [of(before), of(after)]
    return [what, then, then === now ? pc.dim('the same') : pc.bold(now)]
  }
  return table(
    ['', 'Before', 'After'],
    [
      row('One crETH is worth', (it) => `${formatRate(rateOf(it), 12)} ETH`),
      row('Behind all of them', (it) => formatEth(BigInt(it.rate.assets))),
      ...before.assets.map(({ symbol }, i) =>
        row(`In ${symbol}`, ({ assets }) => formatEth(BigInt(assets[i]!.booked))),
      ),
      ...before.delegators.map(({ operator }, i) =>
        row(`With ${nameOf(world, operator)}`, ({ delegators }) => delegatorWords(delegators[i]!)),
      ),
      row('Idle', ({ exit }) => formatAmount(BigInt(exit.idle))),
      row('A request now is filled in', ({ exit }) => formatDuration(BigInt(exit.seconds))),
    ],
    { right: [1, 2] },
  )
}

function delegatorWords({ held, breaches }: ScenarioState['delegators'][number]): string {
  const broken = breaches.length === 0 ? '' : pc.yellow(` (${breaches.length} breaches)`)
  return `${formatEth(BigInt(held))}${broken}`
}

function rateOf({ rate: { assets, supply } }: ScenarioState): bigint {
  return (BigInt(assets) * 10n ** 18n) / BigInt(supply)
}
