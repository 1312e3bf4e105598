import type { Command } from 'commander'
import pc from 'picocolors'
import { begin } from '../../begin.ts'
import { liquidSender } from '../../world.ts'

export async function check(_options: unknown, command: Command) {
  const { terminal, world, confirm } = await begin(command)
  const client = await liquidSender(world)
  await confirm('Check that no slashing is unbooked, and stamp the block?')
  const result = await terminal.during('Checking', () => client.check())
  terminal.result(result, () =>
    [
      `${pc.green('Checked')}: nothing is unbooked, and block ${result.blockNumber} is stamped.`,
      pc.dim(`Transaction ${result.hash}`),
    ].join('\n'),
  )
}
