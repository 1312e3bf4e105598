import type { Command } from 'commander'
import pc from 'picocolors'
import { addressOf } from '../../account.ts'
import { begin } from '../../begin.ts'
import { fetchClaim, readClaim } from '../../claims.ts'
import { parseAddress } from '../../parse/address.ts'
import { readTokens } from '../../tokens.ts'
import { restaker } from '../../world.ts'
import { rewardsServer } from './server.ts'

type Options = { rewards?: string; claim?: string; earner?: string; recipient?: string }

export async function claim(given: Options, command: Command) {
  const recipient = given.recipient === undefined ? undefined : parseAddress(given.recipient)
  const { options, terminal, world, confirm } = await begin(command)
  const client = await restaker(world)
  const earner =
    given.earner === undefined
      ? client.account.address
      : await addressOf(options, world.chain.id, given.earner)

  const proof = await terminal.during('Asking for the proof', async () =>
    given.claim === undefined
      ? fetchClaim(rewardsServer(given, world), earner)
      : readClaim(given.claim),
  )
  await confirm(`Claim by root ${proof.rootIndex}?`)

  const result = await terminal.during('Claiming', () =>
    client.processClaim({ claim: proof, recipient }),
  )
  const words = await readTokens(
    client,
    result.paid.map(({ token }) => token),
  )
  terminal.result(result, () =>
    [
      `${pc.green('Claimed')} ${result.paid.map(({ token, amount }) => pc.bold(words(amount, token))).join(', ')} for ${result.recipient}.`,
      pc.dim(`Transaction ${result.hash}`),
    ].join('\n'),
  )
}
