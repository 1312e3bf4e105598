import { readFileSync } from 'node:fs'
import type { processClaim } from '@cairn/sdk'
import type { Address } from 'viem'
import { CliError, UnreachableError, UsageError } from './errors.ts'

/** A claim in a file, as a rewards server gave it. */
export function readClaim(path: string): processClaim.Claim {
  try {
    return toClaim(JSON.parse(readFileSync(path, 'utf8')))
  } catch {
    throw new UsageError(
      `${path} holds no claim: it takes the JSON that a rewards server answers \`/claims/<earner>\` with.`,
    )
  }
}

/** Asks a rewards server for all that `earner` can claim now. */
export async function fetchClaim(url: string, earner: Address): Promise<processClaim.Claim> {
  const response = await fetch(new URL(`/claims/${earner}`, url)).catch(() => {
    throw new UnreachableError(
      `No rewards server answers at ${url}. Say where one is with --rewards, or give a claim with --claim.`,
    )
  })
  if (response.status === 404)
    throw new CliError(
      `${earner} has nothing to claim now. Rewards of a day can be claimed when a root that counts it is in force: \`cairn rewards status\`.`,
    )
  if (!response.ok)
    throw new CliError(`The rewards server at ${url} answered ${response.status}. Try again later.`)
  return toClaim((await response.json()) as Json)
}

type Json = Omit<processClaim.Claim, 'tokenLeaves'> & {
  tokenLeaves: { token: Address; cumulativeEarnings: string }[]
}

function toClaim(json: Json): processClaim.Claim {
  return {
    ...json,
    tokenLeaves: json.tokenLeaves.map(({ token, cumulativeEarnings }) => ({
      token,
      cumulativeEarnings: BigInt(cumulativeEarnings),
    })),
  }
}
