import type { processClaim } from '@cairn/sdk'
import type { Address } from 'viem'
import { RetryableError } from '../runtime/index.ts'

/** A proof of all that an earner can claim now, as the RewardsCoordinator takes it. */
export type Claim = processClaim.Claim

/** Where proofs of rewards come from; nothing if there is nothing to claim. */
export type Claims = (earner: Address, signal: AbortSignal) => Promise<Claim | undefined>

/** A server at `url`: `GET <url>/claims/<earner>` answers a claim with amounts as strings, or 404. */
export function httpClaims(url: string): Claims {
  return async (earner, signal) => {
    const response = await ask(new URL(`/claims/${earner}`, url), signal)
    if (response.status === 404) return undefined
    if (!response.ok) throw new RetryableError(`${url} answered ${response.status}.`)

    try {
      return read((await response.json()) as Served)
    } catch (error) {
      throw new RetryableError(`${url} answered with something else than a claim.`, {
        cause: error,
      })
    }
  }
}

function read(claim: Served): Claim {
  const tokenLeaves = claim.tokenLeaves.map(({ token, cumulativeEarnings }) => ({
    token,
    cumulativeEarnings: BigInt(cumulativeEarnings),
  }))
  return { ...claim, tokenLeaves }
}

type Served = Omit<Claim, 'tokenLeaves'> & {
  tokenLeaves: { token: Address; cumulativeEarnings: string }[]
}

async function ask(url: URL, signal: AbortSignal) {
  try {
    return await fetch(url, { signal })
  } catch (error) {
    if (signal.aborted) throw error
    throw new RetryableError(`${url} doesn't answer.`, { cause: error })
  }
}
