import type { Command } from 'commander'
import pc from 'picocolors'
import { begin } from '../../begin.ts'
import { formatEth } from '../../format/amount.ts'
import { liquidSender } from '../../world.ts'

export async function appraise(asset: string, _options: unknown, command: Command) {
  const { terminal, world, confirm } = await begin(command)
  const client = await liquidSender(world)
  await confirm(`Book ${asset} at its rate of now?`)
  const result = await terminal.during(`Asking what ${asset} is worth`, () =>
    client.appraise({ asset: /^\d+$/.test(asset) ? Number(asset) : asset }),
  )
  terminal.result(result, () =>
    [
      `${pc.green('Appraised')} ${result.asset}: ${result.delta === 0n ? 'nothing had changed' : `${formatEth(result.delta)} were booked`}.`,
      pc.dim(`Transaction ${result.hash}`),
    ].join('\n'),
  )
}
