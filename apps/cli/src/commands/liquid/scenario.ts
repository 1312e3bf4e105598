import type { Command } from 'commander'
import pc from 'picocolors'
import { begin } from '../../begin.ts'
import { playScenario, type ScenarioState, type Told } from '../../control.ts'
import { CliError, UsageError } from '../../errors.ts'
import { formatEth, formatRate } from '../../format/amount.ts'
import { formatDuration } from '../../format/duration.ts'
import { table } from '../../terminal.ts'

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
    [pc.bold(told.name), '', ...told.lines.map((line) => `  ${line}`), '', comparison(told)].join(
      '\n',
    ),
  )
}

function comparison({ before, after }: Told): string {
  const row = (what: string, of: (state: ScenarioState) => string) => {
    const [then, now] = [of(before), of(after)]
    return [what, then, then === now ? pc.dim('the same') : pc.bold(now)]
  }
  return table(
    ['', 'Before', 'After'],
    [
      row('One crETH is worth', ({ rate }) => `${formatRate(BigInt(rate), 12)} ETH`),
      row('Behind all of them', ({ assets }) => formatEth(BigInt(assets))),
      row('Most by one operator', ({ exposure }) => formatEth(BigInt(exposure.operator))),
      row('Most by one service', ({ exposure }) => formatEth(BigInt(exposure.service))),
      row('Most by two services', ({ exposure }) => formatEth(BigInt(exposure.pair))),
      row('A request is filled in', (it) => formatDuration(BigInt(it.exitSeconds))),
    ],
    { right: [1, 2] },
  )
}
