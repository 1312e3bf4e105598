import { readService } from '@cairn/sdk'
import type { Command } from 'commander'
import pc from 'picocolors'
import type { Address } from 'viem'
import { addressOf } from '../../account.ts'
import { begin, type Scene } from '../../begin.ts'
import { fetchClaim } from '../../claims.ts'
import { CliError, exitCodes } from '../../errors.ts'
import { formatTime } from '../../format/duration.ts'
import { nameOf } from '../../names.ts'
import { parseAddress } from '../../parse/address.ts'
import { facts, table } from '../../terminal.ts'
import { readTokens } from '../../tokens.ts'
import { restakingReader } from '../../world.ts'
import { rewardsServer } from './server.ts'

type Options = { rewards?: string; token?: string[] }

export async function status(who: string | undefined, given: Options, command: Command) {
  const scene = await begin(command)
  const { options, terminal, world } = scene
  const earner = await addressOf(options, world.chain.id, who)
  const client = restakingReader(world)

  const { found, due, words } = await terminal.during('Reading the rewards', async () => {
    const tokens = [...(given.token ?? []).map(parseAddress), ...(await tokensOf(scene))]
    const found = await client.readRewards({ earner, tokens })
    const due = await dueOf(scene, given, found)
    const words = await readTokens(
      client,
      [...found.claimed, ...(due ?? [])].map(({ token }) => token),
    )
    return { found, due, words }
  })

  terminal.result({ ...found, due }, () =>
    [
      pc.bold(`${nameOf(world, earner)} (${earner})`),
      '',
      facts([
        ['Claimer', found.claimer === earner ? 'itself' : found.claimer],
        ...found.claimed.map(
          ({ token, amount }) => ['Claimed', words(amount, token)] as [string, string],
        ),
        [
          'To claim',
          due === undefined
            ? 'unknown: no rewards server answers'
            : due.map(({ token, amount }) => pc.bold(words(amount, token))).join(', ') || 'nothing',
        ],
      ]),
      '',
      found.roots.length === 0
        ? 'No root has been posted yet.'
        : table(
            ['Root', 'Counts until', 'In force'],
            found.roots.map(({ index, until, activatedAt, claimable }) => [
              String(index),
              formatTime(until),
              claimable ? pc.green('yes') : `from ${formatTime(activatedAt)}`,
            ]),
            { right: [0] },
          ),
    ].join('\n'),
  )
}

/** What the services pay in. */
async function tokensOf({ world }: Scene): Promise<Address[]> {
  const services = Object.values(world.restaking.avs ?? {})
  const read = services.map((service) => readService(restakingReader(world), { service }))
  return (await Promise.all(read)).map(({ token }) => token)
}

/** What a rewards server would prove now, less what was claimed; undefined if none answers. */
async function dueOf(
  { world }: Scene,
  given: Options,
  { earner, claimed }: { earner: Address; claimed: { token: Address; amount: bigint }[] },
) {
  try {
    const { tokenLeaves } = await fetchClaim(rewardsServer(given, world), earner)
    return tokenLeaves.map(({ token, cumulativeEarnings }) => {
      const before = claimed.find((it) => it.token.toLowerCase() === token.toLowerCase())
      return { token, amount: cumulativeEarnings - (before?.amount ?? 0n) }
    })
  } catch (error) {
    if (!(error instanceof CliError)) throw error
    return error.exitCode === exitCodes.refused ? [] : undefined
  }
}
