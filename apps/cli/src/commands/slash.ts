import type { Command } from 'commander'
import pc from 'picocolors'
import { begin } from '../begin.ts'
import { slashValidator } from '../control.ts'
import { UsageError } from '../errors.ts'
import { findValidator, parseValidator } from '../parse/validator.ts'
import { reader } from '../world.ts'

export async function slash(text: string, _options: unknown, command: Command) {
  const id = parseValidator(text)
  const { terminal, world } = await begin(command)
  if (!world.isDevnet)
    throw new UsageError('Only the devnet slashes on request. This is another chain.')

  const validator = findValidator(await reader(world).readValidators(), id)

  const result = await terminal.during(`Slashing validator ${validator.id}`, () =>
    slashValidator(world.control, validator.beaconIndex),
  )
  terminal.result({ id: validator.id, ...result }, () =>
    [
      `${pc.red('Slashed')}: validator ${validator.id} (beacon index ${result.index}) signed two blocks for one slot.`,
      `The loss is booked whole by the next checkpoint, ${pc.cyan('cairn checkpoint')}: gains that haven't vested pay first, then the rate.`,
    ].join('\n'),
  )
}
