import type { Address } from 'viem'
import type { Claim } from '../chain/claim.ts'

/** Asks a rewards server for a proof of all that `earner` can claim now; nothing if that is nothing. */
export async function fetchClaim(url: string, earner: Address): Promise<Claim | undefined> {
  const response = await fetch(new URL(`/claims/${earner}`, url))
  if (response.status === 404) return undefined
  if (!response.ok) throw new Error(`${url} answered ${response.status}. Try again later.`)

  const claim = (await response.json()) as Omit<Claim, 'tokenLeaves'> & {
    tokenLeaves: { token: Address; cumulativeEarnings: string }[]
  }
  return {
    ...claim,
    tokenLeaves: claim.tokenLeaves.map(({ token, cumulativeEarnings }) => ({
      token,
      cumulativeEarnings: BigInt(cumulativeEarnings),
    })),
  }
}
