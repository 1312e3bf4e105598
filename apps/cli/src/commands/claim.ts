import type { Command } from 'commander'
import pc from 'picocolors'
import { begin } from '../begin.ts'
import { CliError } from '../errors.ts'
import { queueWords } from '../exit.ts'
import { formatEth, formatShares } from '../format/amount.ts'
import { formatTicket } from '../format/ticket.ts'
import { parseTicket } from '../parse/ticket.ts'
import { sender } from '../world.ts'

export async function claim(places: string[], _options: unknown, command: Command) {
  const asked = places.map(parseTicket)
  const { terminal, world, confirm } = await begin(command)
  const client = await sender(world)

  const { tickets, at } = await terminal.during('Looking for tickets', () => client.readPosition())
  const ids =
    asked.length > 0
      ? asked
      : tickets.filter((ticket) => ticket.claimableShares > 0n).map((ticket) => ticket.id)

  if (ids.length === 0) {
    const [first] = tickets
    throw new CliError(
      first?.exit
        ? `Nothing is filled yet. The first ticket, at ${formatTicket(first.id)}: ${queueWords(first.exit, at)}.`
        : `${client.account.address} has no ticket. \`cairn redeem\` puts csETH into the queue.`,
    )
  }

  const due = tickets.filter((ticket) => ids.includes(ticket.id))
  const assets = due.reduce((sum, ticket) => sum + ticket.claimableAssets, 0n)
  await confirm(`Claim ${formatEth(assets)} from ${ids.length} ticket(s)?`)

  const claims = await terminal.during('Claiming', async (say) => {
    const done: Awaited<ReturnType<typeof client.claim>>[] = []
    for (const id of ids) {
      say(`Claiming the ticket at ${formatTicket(id)}`)
      done.push(await client.claim({ id }))
    }
    return done
  })

  terminal.result(claims, () =>
    claims
      .map(({ id, shares, assets: paid, remainder, hash }) =>
        [
          `${pc.green('Claimed')} ${pc.bold(formatEth(paid))} for ${formatShares(shares)} of the ticket at ${formatTicket(id)}.`,
          remainder === undefined ? '' : `The rest is in the line at ${formatTicket(remainder)}.`,
          pc.dim(`Transaction ${hash}`),
        ]
          .filter(Boolean)
          .join('\n'),
      )
      .join('\n'),
  )
}
