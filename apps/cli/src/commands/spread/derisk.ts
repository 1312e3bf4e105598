import { NothingInExcessError } from '@cairn/sdk'
import type { Command } from 'commander'
import pc from 'picocolors'
import { begin } from '../../begin.ts'
import { formatEth } from '../../format/amount.ts'
import { nameOf } from '../../names.ts'
import { parseDelegator } from '../../parse/delegator.ts'
import { shortRoot } from '../../queue.ts'
import { liquidSender } from '../../world.ts'

/** All that is in excess, of every asset that the delegator has. */
export async function derisk(text: string, _options: unknown, command: Command) {
  const { terminal, world, confirm } = await begin(command)
  const index = parseDelegator(text, world.liquid.liquid)
  const { operator } = world.liquid.liquid.delegators[index]!
  const client = await liquidSender(world)
  await confirm(`Take out what ${nameOf(world, operator)} puts at risk?`)

  const rungs = await terminal.during('Looking at what is at risk', async (say) => {
    const { delegators } = await client.readSpread()
    const done: Awaited<ReturnType<typeof client.derisk>>[] = []
    for (const [asset, { units, queued }] of delegators[index]!.holdings.entries()) {
      if (units === queued) continue
      say(`Queueing asset ${asset}`)
      try {
        done.push(await client.derisk({ index, asset }))
      } catch (error) {
        // One asset's rung can cover all of it.
        if (!(error instanceof NothingInExcessError) || done.length === 0) throw error
      }
    }
    if (done.length === 0) throw new NothingInExcessError(BigInt(index))
    return done
  })

  terminal.result(rungs, () =>
    rungs
      .map(
        ({ asset, assets, root }) =>
          `${pc.green('Queued')} ${formatEth(assets)} of ${asset} to leave ${nameOf(world, operator)}: ${shortRoot(root)}.`,
      )
      .join('\n'),
  )
}
