import { stakedEtherAbi } from '@cairn/contracts/abi'
import { rate, toAssetsDown } from '@cairn/spec'
import { parseEventLogs } from 'viem'
import type { CairnClient } from '../client.ts'
import type { VaultArg } from '../deployment.ts'
import { type Gain, gainIn, logsSince, sum } from '../internal/gains.ts'
import { max, min } from '../internal/math.ts'
import { readVaultState } from '../internal/readState.ts'

/**
 * What a vault gained and lost in the last days, what those who left at once paid to those who stay, and its fee.
 *
 * Reads the vault's events. Of crETH `readRewardsBySource` says more.
 *
 * @example
 * const { booked, leaving } = await readGains(client, { deployment, days: 30 })
 */
export async function readGains(
  client: CairnClient,
  { deployment, days = 7 }: readGains.Args,
): Promise<readGains.ReturnType> {
  const { money, parameters, now, blockNumber } = await readVaultState(client, { deployment })
  const { logs, since } = await logsSince(client, {
    address: [deployment.vault],
    since: now - BigInt(days) * 86_400n,
    from: deployment.fromBlock ?? 0n,
    to: blockNumber,
  })
  const of = { abi: stakedEtherAbi, logs } as const
  const deltas = parseEventLogs({ ...of, eventName: 'Booked' }).map(({ args }) => args.delta)
  const left = parseEventLogs({ ...of, eventName: 'RedeemedInstant' })
  const fees = parseEventLogs({ ...of, eventName: 'FeesCollected' })

  const { assets, supply } = rate(money, parameters, now)
  const gain = gainIn({ seconds: now - since, assets })
  const collected = sum(fees.map(({ args }) => args.shares))
  return {
    from: since,
    to: now,
    assets,
    booked: {
      ...gain(sum(deltas.map((it) => max(it, 0n)))),
      loss: -sum(deltas.map((it) => min(it, 0n))),
    },
    leaving: gain(sum(left.map(({ args }) => args.fee))),
    fees: { collected, worth: toAssetsDown(collected, assets, supply) },
    at: now,
  }
}

export declare namespace readGains {
  type Args = VaultArg<'vault' | 'lens'> & {
    /** How far to look back. 7 if left out; not further than the deployment. */
    days?: number | undefined
  }

  type ReturnType = {
    /** seconds: since when events are counted */
    from: bigint
    /** seconds */
    to: bigint
    /** wei that all shares are worth now */
    assets: bigint
    /** What its checkpoints found: gains, and losses (wei) apart. */
    booked: Gain & { loss: bigint }
    /** Fees of those who left at once. */
    leaving: Gain
    /** shares of 18 decimals that were collected, and the wei that they are worth now */
    fees: { collected: bigint; worth: bigint }
    /** seconds: the time of the block that this was read at */
    at: bigint
  }
}
