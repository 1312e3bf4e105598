import type { Command } from 'commander'
import pc from 'picocolors'
import { addressOf } from '../../account.ts'
import { begin } from '../../begin.ts'
import { formatEth } from '../../format/amount.ts'
import { restaker } from '../../world.ts'

export async function checkpoint(who: string | undefined, _options: unknown, command: Command) {
  const { options, terminal, world, confirm } = await begin(command)
  const client = await restaker(world)
  const owner =
    who === undefined ? client.account.address : await addressOf(options, world.chain.id, who)
  await confirm(`Bring the checkpoint of the pod of ${owner} to its end?`)

  const result = await terminal.during('Starting a checkpoint', async (say) => {
    const [{ BeaconClient }, { checkpointPod }] = await Promise.all([
      import('@cairn/beacon'),
      import('@cairn/daemons'),
    ])
    return checkpointPod(client, {
      deployment: world.restaking,
      beacon: new BeaconClient({ url: world.beacon }),
      owner,
      onProgress: ({ stage, done, total }) =>
        say(
          stage === 'proving'
            ? `Proving balances: ${done} of ${total} validators`
            : 'Starting a checkpoint',
        ),
    })
  })
  terminal.result(result, () =>
    [
      `${pc.green('Finished')} the checkpoint of pod ${result.pod}, with ${result.validators} balances: ${pc.bold(deltaWords(result.delta))}.`,
      pc.dim(`Transaction ${result.hash}`),
    ].join('\n'),
  )
}

function deltaWords(delta: bigint): string {
  if (delta === 0n) return 'nothing has changed'
  return delta > 0n
    ? `${formatEth(delta)} more are restaked`
    : `${formatEth(-delta)} were lost, and what is queued bears its part`
}
