import type { Command } from 'commander'
import pc from 'picocolors'
import { begin } from '../../begin.ts'
import { facts } from '../../terminal.ts'
import { restaker } from '../../world.ts'

export async function create(_options: unknown, command: Command) {
  const { terminal, world, confirm } = await begin(command)
  const client = await restaker(world)
  await confirm(`Create the pod of ${client.account.address}?`)

  const result = await terminal.during('Creating the pod', () => client.createPod())
  terminal.result(result, () =>
    [
      `${pc.green('Created')} the pod of ${result.owner}.`,
      '',
      facts([
        ['Pod', result.pod],
        ['Credentials', result.withdrawalCredentials],
      ]),
      '',
      `Deposit validators with these withdrawal credentials, then ${pc.cyan('cairn pod verify')}.`,
      pc.dim(`Transaction ${result.hash}`),
    ].join('\n'),
  )
}
