import type { Command } from 'commander'
import pc from 'picocolors'
import { begin } from '../../begin.ts'
import { CliError } from '../../errors.ts'
import { formatAmount } from '../../format/amount.ts'
import { nameOf } from '../../names.ts'
import { liquidSender } from '../../world.ts'

/** Everything that waits, to everyone who has room. */
export async function route(_options: unknown, command: Command) {
  const { terminal, world, confirm } = await begin(command)
  const client = await liquidSender(world)
  await confirm('Bring the tokens that wait to the operators?')

  const routed = await terminal.during('Looking for what waits', async (say) => {
    const { assetsBehind, delegators } = await client.readSpread()
    const done: Awaited<ReturnType<typeof client.route>>[] = []
    for (const { number, symbol, routable } of assetsBehind.slice(1)) {
      let left = routable
      for (const { index, holdings } of delegators) {
        if (left === 0n || holdings[number]!.room === 0n) continue
        say(`Bringing ${symbol} to delegator ${index}`)
        const routed = await client.route({ index, asset: number })
        done.push(routed)
        left -= routed.units
      }
    }
    return done
  })
  if (routed.length === 0)
    throw new CliError(
      'Nothing waits that an operator has room for. `cairn spread status` shows it.',
    )

  terminal.result(routed, () =>
    routed
      .map(
        ({ index, asset, units }) =>
          `${pc.green('Routed')} ${formatAmount(units)} ${asset} to ${nameOf(world, world.liquid.liquid.delegators[index]!.operator)}.`,
      )
      .join('\n'),
  )
}
