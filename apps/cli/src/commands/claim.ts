import type { claim as claimTicket } from '@cairn/sdk'
import type { Command } from 'commander'
import pc from 'picocolors'
import { begin } from '../begin.ts'
import { CliError } from '../errors.ts'
import { queueWords } from '../exit.ts'
import { formatEth, formatShares } from '../format/amount.ts'
import { formatRelative } from '../format/duration.ts'
import { formatTicket } from '../format/ticket.ts'
import { parseTicket } from '../parse/ticket.ts'
import { parseVault, type VaultName } from '../parse/vault.ts'
import { liquidSender, sender, type World } from '../world.ts'

export async function claim(places: string[], options: { token?: string }, command: Command) {
  const asked = places.map(parseTicket)
  const { terminal, world, confirm } = await begin(command)
  const tokens = tokensOf(world, options, asked)

  const due = await terminal.during('Looking for tickets', async () => {
    const found: Due[] = []
    for (const token of tokens) found.push(await dueOf(world, token, asked))
    return found
  })
  const count = due.reduce((sum, { ids }) => sum + ids.length, 0)
  if (count === 0) throw new CliError(due.map(({ nothing }) => nothing).join(' '))

  const assets = due.reduce((sum, it) => sum + it.assets, 0n)
  await confirm(`Claim ${formatEth(assets)} from ${count} ticket(s)?`)

  const claims = await terminal.during('Claiming', async (say) => {
    const done: (claimTicket.ReturnType & { token: VaultName })[] = []
    for (const { token, ids, client } of due)
      for (const id of ids) {
        say(`Claiming the ticket at ${formatTicket(id)}`)
        done.push({ ...(await client.claim({ id })), token })
      }
    return done
  })

  terminal.result(claims, () =>
    claims
      .map(({ id, token, shares, assets: paid, remainder, hash }) =>
        [
          `${pc.green('Claimed')} ${pc.bold(formatEth(paid))} for ${formatShares(shares, token)} of the ticket at ${formatTicket(id)}.`,
          remainder === undefined ? '' : `The rest is in the line at ${formatTicket(remainder)}.`,
          pc.dim(`Transaction ${hash}`),
        ]
          .filter(Boolean)
          .join('\n'),
      )
      .join('\n'),
  )
}

/** Places are in one token's line; with none given, both lines are looked at. */
function tokensOf(world: World, { token }: { token?: string }, asked: readonly bigint[]) {
  if (token !== undefined) return [parseVault(token)]
  return asked.length > 0 || !world.hasLiquid ? ['csETH' as const] : (['csETH', 'crETH'] as const)
}

type Due = Awaited<ReturnType<typeof dueOf>>

/** What is to be claimed of one token's tickets, or why nothing is. */
async function dueOf(world: World, token: VaultName, asked: readonly bigint[]) {
  const { client, tickets, first } = await ticketsIn(world, token)
  const ids =
    asked.length > 0
      ? asked
      : tickets.filter((ticket) => ticket.claimableShares > 0n).map((ticket) => ticket.id)
  const assets = tickets
    .filter(({ id }) => ids.includes(id))
    .reduce((sum, ticket) => sum + ticket.claimableAssets, 0n)
  const [head] = tickets
  const nothing = head
    ? `Nothing is filled yet. The first ticket in ${token}'s line, at ${formatTicket(head.id)}: ${first}.`
    : `${client.account.address} has no ticket in ${token}'s line. \`cairn redeem --token ${token}\` gets one.`
  return { token, client, ids, assets, nothing }
}

async function ticketsIn(world: World, token: VaultName) {
  if (token === 'csETH') {
    const client = await sender(world)
    const { tickets, at } = await client.readPosition()
    const exit = tickets[0]?.exit
    return { client, tickets, first: exit && queueWords(exit, at) }
  }
  const client = await liquidSender(world)
  const { tickets, at } = await client.readLiquidPosition()
  const expected = tickets[0]?.expectedAt
  return { client, tickets, first: expected && `the rest about ${formatRelative(expected, at)}` }
}
