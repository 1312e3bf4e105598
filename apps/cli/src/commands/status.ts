import type { Command } from 'commander'
import { begin } from '../begin.ts'
import pc from 'picocolors'
import { formatBps, formatEth, formatPercent, formatRate, formatShares } from '../format/amount.ts'
import { formatDuration, formatRelative, formatTime } from '../format/duration.ts'
import { facts } from '../terminal.ts'
import { reader } from '../world.ts'

export async function status(_options: unknown, command: Command) {
  const { terminal, world } = await begin(command)
  const client = reader(world)
  const [vault, checkpoint, validators] = await terminal.during('Reading the vault', () =>
    Promise.all([client.readVault(), client.readCheckpoint(), client.readValidators()]),
  )

  const proven = validators.filter((validator) => validator.status === 'proven')
  const count = {
    proven: proven.length,
    retired: validators.filter((validator) => validator.status === 'retired').length,
    slashed: proven.filter((validator) => validator.slashed).length,
    exiting: proven.filter((validator) => validator.exiting).length,
    inFlight: proven.filter((validator) => validator.inFlight > 0n).length,
  }

  terminal.result({ chainId: world.chain.id, ...vault, checkpoint, validators: count }, () => {
    const { at, queue, lane } = vault
    return [
      pc.bold(`csETH on ${world.chain.name}`) +
        pc.dim(`, block ${vault.blockNumber}, ${formatTime(at)}`),
      '',
      facts([
        ['Rate', `1 csETH = ${pc.bold(formatRate(vault.rate))} ETH${growth(vault.growthPerYear)}`],
        ['TVL', `${formatEth(vault.assets)} behind ${formatShares(vault.supply)}`],
        vault.unvested > 0n
          ? [
              'Vesting',
              `${formatEth(vault.unvested)} more, over ${formatDuration(vault.vestedAt - at)}`,
            ]
          : undefined,
        ['Last checkpoint', lastCheckpoint(vault, checkpoint)],
        ['Next checkpoint', nextCheckpoint(vault, checkpoint)],
        [
          'Queue',
          queue.shares === 0n
            ? 'empty'
            : `${formatShares(queue.shares)} worth ${formatEth(queue.assets)}, of which ${formatShares(queue.eligible)} may be filled`,
        ],
        [
          'Instant lane',
          lane.open
            ? `${formatEth(lane.available)} of ${formatEth(lane.capacity)} left, from ${formatBps(lane.feeBps)}`
            : pc.yellow('closed'),
        ],
        [
          'Ether',
          `${formatEth(vault.outside)} staked, ${formatEth(vault.idle)} idle, ${formatEth(vault.stakeable)} to stake`,
        ],
        vault.shortfall > 0n
          ? [
              'Shortfall',
              `${formatEth(vault.shortfall)}, with ${formatEth(vault.withdrawing)} being withdrawn`,
            ]
          : undefined,
        ['Validators', words(count)],
      ]),
    ].join('\n')
  })
}

type Vault = Awaited<ReturnType<ReturnType<typeof reader>['readVault']>>
type Checkpoint = Awaited<ReturnType<ReturnType<typeof reader>['readCheckpoint']>>

function growth(perYear: bigint | undefined) {
  return perYear === undefined ? '' : `, growing ${formatPercent(perYear)} a year`
}

function lastCheckpoint(vault: Vault, { type, number }: Checkpoint) {
  const ago = `${formatDuration(vault.age)} ago`
  // While one is open, the registry doesn't say which was the last to finish.
  const age =
    type === 'open' ? ago : number > 0 ? `#${number}, of ${ago}` : `none yet; deployed ${ago}`
  if (vault.stale)
    return pc.red(
      `${age}: stale. Deposits and the instant lane are closed; run \`cairn checkpoint\``,
    )
  return `${age}; good for ${formatDuration(vault.staleAt - vault.at)} more`
}

function nextCheckpoint(vault: Vault, checkpoint: Checkpoint) {
  const slashing = vault.slashingUnbooked ? pc.red(', a proven slashing waits to be booked') : ''
  if (checkpoint.type === 'open')
    return (
      pc.yellow(
        `#${checkpoint.number} is open: ${checkpoint.remaining} of ${checkpoint.validators} validators and ${checkpoint.unsettled} deposits to prove; nothing is paid out meanwhile`,
      ) + slashing
    )
  if (checkpoint.type === 'due') return `due: anyone may run \`cairn checkpoint\`${slashing}`
  return `may be opened ${formatRelative(vault.dueAt, vault.at)}${slashing}`
}

function words(count: Record<string, number>) {
  const { proven, retired, slashed, exiting, inFlight } = count as Record<string, number>
  return [
    `${proven} proven`,
    inFlight ? `${inFlight} with a deposit on its way` : '',
    exiting ? `${exiting} exiting` : '',
    slashed ? pc.red(`${slashed} slashed`) : '',
    retired ? `${retired} retired` : '',
  ]
    .filter(Boolean)
    .join(', ')
}
