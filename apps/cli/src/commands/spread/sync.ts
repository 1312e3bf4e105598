import type { Command } from 'commander'
import pc from 'picocolors'
import { begin } from '../../begin.ts'
import { formatEth } from '../../format/amount.ts'
import { parseDelegator } from '../../parse/delegator.ts'
import { liquidSender } from '../../world.ts'

export async function sync(text: string, _options: unknown, command: Command) {
  const { terminal, world, confirm } = await begin(command)
  const index = parseDelegator(text, world.liquid.liquid)
  const client = await liquidSender(world)
  await confirm(`Count delegator ${index} anew?`)
  const result = await terminal.during(`Syncing delegator ${index}`, () => client.sync({ index }))
  terminal.result(result, () =>
    [
      `${pc.green('Synced')} delegator ${index}: ${result.delta === 0n ? 'nothing had changed' : `${formatEth(result.delta)} were booked`}.`,
      pc.dim(`Transaction ${result.hash}`),
    ].join('\n'),
  )
}
