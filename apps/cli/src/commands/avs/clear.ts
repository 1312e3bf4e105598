import type { Command } from 'commander'
import pc from 'picocolors'
import type { Address } from 'viem'
import { begin } from '../../begin.ts'
import { CliError } from '../../errors.ts'
import { nameOf, setName } from '../../names.ts'
import { parseOperatorSet } from '../../parse/operatorSet.ts'
import { readTokens } from '../../tokens.ts'
import { restaker } from '../../world.ts'

export async function clear(text: string, _options: unknown, command: Command) {
  const { terminal, world, confirm } = await begin(command)
  const operatorSet = parseOperatorSet(text, world.restaking)
  const client = await restaker(world)
  const { unpaidSlashes } = await terminal.during('Reading the slashes', () =>
    client.readOperatorSet({ operatorSet }),
  )
  if (unpaidSlashes.length === 0)
    throw new CliError(`Every slash of ${setName(world, operatorSet)} was paid out. Nothing waits.`)
  await confirm(`Pay out ${unpaidSlashes.length} slash(es) of ${setName(world, operatorSet)}?`)

  const results = await terminal.during('Paying out', async (say) => {
    const done: Awaited<ReturnType<typeof client.clearSlashedShares>>[] = []
    for (const slashId of unpaidSlashes) {
      say(`Paying out slash ${slashId}`)
      done.push(await client.clearSlashedShares({ operatorSet, slashId }))
    }
    return done
  })
  const paid = results.flatMap((result) => result.paid)
  const words = await readTokens(
    client,
    paid.map(({ token }): Address => token),
  )
  terminal.result(results, () =>
    results
      .map(({ slashId, paid, hash }) =>
        [
          `${pc.green('Paid out')} slash ${slashId}: ${paid.map((it) => `${words(it.amount, it.token)} to ${nameOf(world, it.to)}`).join(', ') || 'nothing'}.`,
          pc.dim(`Transaction ${hash}`),
        ].join('\n'),
      )
      .join('\n'),
  )
}
