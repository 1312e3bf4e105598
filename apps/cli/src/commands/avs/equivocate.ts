import type { Command } from 'commander'
import pc from 'picocolors'
import { begin } from '../../begin.ts'
import { equivocate as ask } from '../../control.ts'
import { UsageError } from '../../errors.ts'

export async function equivocate(
  service: string,
  operator: string,
  _options: unknown,
  command: Command,
) {
  const { terminal, world } = await begin(command)
  if (!world.isDevnet)
    throw new UsageError(
      'Only the devnet has operators equivocate on request. This is another chain.',
    )

  const result = await terminal.during(`${operator} signs twice`, () =>
    ask(world.control, { operator, service }),
  )
  terminal.result(result, () =>
    [
      `${pc.red('Equivocates')}: ${operator} will sign two different statements on one subject of the ${service}.`,
      `Whoever sees both can show them. Let a while pass (${pc.cyan('cairn time 2h')}), and see ${pc.cyan(`cairn avs status ${service}`)}.`,
    ].join('\n'),
  )
}
