import type { Command } from 'commander'
import pc from 'picocolors'
import { begin } from '../../begin.ts'
import { formatRate, formatShares } from '../../format/amount.ts'
import { liquidSender } from '../../world.ts'

/** What is to crETH what a checkpoint is to csETH. */
export async function round(_options: unknown, command: Command) {
  const { terminal, world, confirm } = await begin(command)
  const client = await liquidSender(world)
  await confirm('Open a round, and sync every delegator?')

  const result = await terminal.during('Opening a round', async (say) => {
    const before = await client.readSpread()
    // One that is open only needs its answers.
    const missing =
      before.round.missing.length > 0 ? before.round.missing : await opened(client, before)
    let tips = 0n
    for (const index of missing) {
      say(`Syncing delegator ${index}`)
      tips += (await client.sync({ index })).tip
    }
    const after = await client.readSpread()
    return { round: after.round.number, synced: missing.length, tips, before, after }
  })

  const { before, after, synced, tips } = result
  terminal.result({ ...result, before: before.rate, after: after.rate }, () =>
    [
      `${pc.green('Ended')} round ${result.round}: ${synced} delegators were synced. ${formatShares(after.queue.eligible, 'crETH')} may be filled.`,
      `1 crETH was ${formatRate(before.rate)} ETH, and is ${formatRate(after.rate)}.`,
      ...(tips > 0n ? [`The tips were ${formatShares(tips, 'crETH')}.`] : []),
    ].join('\n'),
  )
}

type Client = Awaited<ReturnType<typeof liquidSender>>

async function opened(
  client: Client,
  { delegators }: Awaited<ReturnType<Client['readSpread']>>,
): Promise<number[]> {
  await client.openRound()
  return delegators.map(({ index }) => index)
}
