import type { Command } from 'commander'
import pc from 'picocolors'
import { addressOf } from '../../account.ts'
import { begin } from '../../begin.ts'
import { nameOf } from '../../names.ts'
import { queuedWords } from '../../queue.ts'
import { restaker } from '../../world.ts'

export async function undelegate(who: string | undefined, _options: unknown, command: Command) {
  const { options, terminal, world, confirm } = await begin(command)
  const client = await restaker(world)
  const staker =
    who === undefined ? client.account.address : await addressOf(options, world.chain.id, who)

  await confirm(`End the delegation of ${staker}, and queue all of its stake?`)
  const result = await terminal.during('Undelegating', () => client.undelegate({ staker }))
  const { withdrawals } = await client.readRestaked({ account: staker })

  terminal.result({ ...result, waiting: withdrawals }, () =>
    [
      `${pc.green('Undelegated')} ${nameOf(world, staker)}: ${
        result.withdrawals.length === 0
          ? 'it had no stake.'
          : `all of its stake is in the queue, and slashable until it is ready.`
      }`,
      ...queuedWords(withdrawals, result.withdrawals),
      pc.dim(`Transaction ${result.hash}`),
    ].join('\n'),
  )
}
