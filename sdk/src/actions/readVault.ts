import type { CairnClient } from '../client.ts'
import type { DeploymentArg } from '../deployment.ts'
import { type Overview, overviewOf } from '../internal/overview.ts'
import { readGrowth } from '../internal/readPace.ts'
import { readState } from '../internal/readState.ts'

/**
 * The whole vault at a glance: the rate and its age, what stands behind it, the queue, the lane.
 *
 * Reads the vault's money, the queue's ends, when a checkpoint is due, and the bookings of late.
 *
 * @example
 * const { rate, age, queue } = await readVault(client, { deployment })
 */
export async function readVault(
  client: CairnClient,
  { deployment }: readVault.Args,
): Promise<readVault.ReturnType> {
  const state = await readState(client, { deployment })
  return {
    ...overviewOf(state),
    growthPerYear: await readGrowth(client, { deployment, state }),
    withdrawing: state.withdrawing,
    dueAt: state.dueAt,
    checkpointOpen: state.money.open,
    slashingUnbooked: state.money.slashing,
  }
}

export declare namespace readVault {
  type Args = DeploymentArg

  type ReturnType = Overview & {
    /** parts in 10¹⁸ by which a share grew lately, as if for a year, net of fees; undefined within a day of the first booking */
    growthPerYear: bigint | undefined
    /** wei of withdrawals that were requested and haven't arrived */
    withdrawing: bigint
    /** seconds: when the next checkpoint may be opened */
    dueAt: bigint
    checkpointOpen: boolean
    slashingUnbooked: boolean
  }
}
