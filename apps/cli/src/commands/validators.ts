import type { Command } from 'commander'
import pc from 'picocolors'
import { begin } from '../begin.ts'
import { formatGweiAsEth } from '../format/amount.ts'
import { table } from '../terminal.ts'
import { reader } from '../world.ts'

export async function validators(_options: unknown, command: Command) {
  const { terminal, world } = await begin(command)
  const client = reader(world)
  const found = await terminal.during('Reading the registry', () => client.readValidators())

  terminal.result(found, () =>
    found.length === 0
      ? 'No validator has been proven yet.'
      : table(
          ['Id', 'Beacon index', 'Operator', 'State', 'Balance', 'On its way', 'Proven in'],
          found.map((validator) => [
            String(validator.id),
            String(validator.beaconIndex),
            String(validator.operator),
            stateOf(validator),
            formatGweiAsEth(validator.balance),
            validator.inFlight > 0n ? formatGweiAsEth(validator.inFlight) : '-',
            validator.checkpoint > 0 ? `#${validator.checkpoint}` : '-',
          ]),
          { right: [0, 1, 2, 4, 5, 6] },
        ),
  )
}

type Validator = Awaited<ReturnType<ReturnType<typeof reader>['readValidators']>>[number]

function stateOf({ status, slashed, exiting }: Validator): string {
  if (slashed) return pc.red('slashed')
  if (status === 'proven' && exiting) return pc.yellow('exiting')
  return status
}
