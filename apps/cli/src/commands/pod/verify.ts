import type { Command } from 'commander'
import pc from 'picocolors'
import { begin } from '../../begin.ts'
import { CliError } from '../../errors.ts'
import { formatGweiAsEth } from '../../format/amount.ts'
import { restaker } from '../../world.ts'

export async function verify(_options: unknown, command: Command) {
  const { terminal, world, confirm } = await begin(command)
  const client = await restaker(world)
  await confirm('Verify the validators of your pod?')

  const result = await terminal.during('Looking for validators', async (say) => {
    const [{ BeaconClient }, { verifyPod }] = await Promise.all([
      import('@cairn/beacon'),
      import('@cairn/daemons'),
    ])
    return verifyPod(client, {
      deployment: world.restaking,
      beacon: new BeaconClient({ url: world.beacon }),
      owner: client.account.address,
      onProgress: ({ done, total }) => say(`Verifying validators: ${done} of ${total}`),
    })
  })
  if (result.indices.length === 0)
    throw new CliError(
      `No active validator points to pod ${result.pod} that it doesn't know. A deposit takes a while to be activated: \`cairn pod status\` shows the credentials to deposit with.`,
    )
  terminal.result(result, () =>
    [
      `${pc.green('Verified')} ${result.indices.length} validator(s): ${pc.bold(formatGweiAsEth(result.balance))} are restaked.`,
      ...result.hashes.map((hash) => pc.dim(`Transaction ${hash}`)),
    ].join('\n'),
  )
}
