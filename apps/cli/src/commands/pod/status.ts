import type { Command } from 'commander'
import pc from 'picocolors'
import { addressOf } from '../../account.ts'
import { begin } from '../../begin.ts'
import { formatEth, formatPercent } from '../../format/amount.ts'
import { formatRelative } from '../../format/duration.ts'
import { facts } from '../../terminal.ts'
import { restakingReader } from '../../world.ts'

export async function status(who: string | undefined, _options: unknown, command: Command) {
  const { options, terminal, world } = await begin(command)
  const owner = await addressOf(options, world.chain.id, who)
  const found = await terminal.during('Reading the pod', () =>
    restakingReader(world).readPod({ owner }),
  )

  terminal.result(found, () => {
    if (found.type === 'none')
      return `${owner} has no pod. \`cairn pod create\` makes one, at ${found.pod}.`
    return [
      pc.bold(`The pod of ${owner}`),
      '',
      facts([
        ['Pod', found.pod],
        ['Credentials', found.withdrawalCredentials],
        ['Validators', String(found.validators)],
        ['Restaked', pc.bold(formatEth(found.depositShares))],
        found.beaconSlashingFactor < 10n ** 18n
          ? ['Left by penalties', formatPercent(found.beaconSlashingFactor)]
          : undefined,
        ['Withdrawable', `${formatEth(found.withdrawable)} of it is in the pod`],
        found.unproven > 0n
          ? ['Not counted yet', `${formatEth(found.unproven)}: the next checkpoint counts them`]
          : undefined,
        ['Checkpoint', checkpointWords(found)],
      ]),
    ].join('\n')
  })
}

type Pod = Extract<
  Awaited<ReturnType<ReturnType<typeof restakingReader>['readPod']>>,
  { type: 'pod' }
>

function checkpointWords({ checkpoint, at, overdueAt, validators }: Pod): string {
  switch (checkpoint.type) {
    case 'none':
      return 'none yet'
    case 'open':
      return pc.yellow(
        `open, of ${formatRelative(checkpoint.startedAt, at)}: ${checkpoint.remaining} balances to prove; anyone may run \`cairn pod checkpoint\``,
      )
    case 'finished': {
      const overdue = validators > 0 && overdueAt !== undefined && overdueAt <= at
      return `${formatRelative(checkpoint.startedAt, at)}${overdue ? pc.yellow('; overdue: anyone may start one') : ''}`
    }
  }
}
