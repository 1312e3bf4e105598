import type { AssumeArg } from '../assumptions.ts'
import type { CairnClient } from '../client.ts'
import type { DeploymentArg } from '../deployment.ts'
import { type Exits, exitsOf } from '../internal/exits.ts'
import { readPace } from '../internal/readPace.ts'
import { readState } from '../internal/readState.ts'

/**
 * Every way out for an amount of csETH: what the instant lane pays now, and when the queue is estimated to pay how much.
 *
 * Reads the vault's money, the queue, and the bookings and withdrawal requests of late; computes with the spec.
 *
 * @example
 * const { worth, instant, queue } = await quoteRedeem(client, { deployment, shares: parseEther('1') })
 */
export async function quoteRedeem(
  client: CairnClient,
  { deployment, shares, assume }: quoteRedeem.Args,
): Promise<quoteRedeem.ReturnType> {
  const state = await readState(client, { deployment })
  const pace = await readPace(client, { deployment, state })
  const ahead = state.tail - state.filled
  return { ...exitsOf({ state, pace, assume, shares, ahead }), shares, at: state.now }
}

export declare namespace quoteRedeem {
  type Args = DeploymentArg &
    AssumeArg & {
      /** shares, 18 decimals */
      shares: bigint
    }

  type ReturnType = Exits & {
    /** shares, 18 decimals */
    shares: bigint
    /** seconds: the time that this is priced at */
    at: bigint
  }
}
