import { stakedEtherAbi, validatorRegistryAbi } from '@cairn/contracts/abi'
import { growthPerYear, type Observation, rate } from '@cairn/spec'
import { getBlock, getContractEvents } from 'viem/actions'
import type { CairnClient } from '../client.ts'
import type { DeploymentArg, VaultArg } from '../deployment.ts'
import { ranges } from './logs.ts'
import { max } from './math.ts'
import type { ChainState, VaultState } from './readState.ts'

/** How fast things have been going lately, by the events. */
export type Pace = {
  /** parts in 10¹⁸ by which a share grew, as if for a year; undefined within a day of the first booking */
  growthPerYear: bigint | undefined
  /** seconds: when the newest withdrawal was requested; undefined if none was lately */
  withdrawalRequestedAt: bigint | undefined
}

const secondsPerBlock = 12n
// A gain vests in a day: less of it says little.
const shortestGrowth = 86_400n
const growthWindow = 30n * 86_400n
const withdrawalWindow = 5n * 86_400n

export async function readPace(
  client: CairnClient,
  { deployment, state }: DeploymentArg & { state: ChainState },
): Promise<Pace> {
  const [growth, withdrawalRequestedAt] = await Promise.all([
    readGrowth(client, { deployment, state }),
    readWithdrawalRequestedAt(client, { deployment, state }),
  ])
  return { growthPerYear: growth, withdrawalRequestedAt }
}

/** Parts in 10¹⁸ by which a share grew, as if for a year, from the oldest booking in the window until now. */
export async function readGrowth(
  client: CairnClient,
  { deployment, state }: VaultArg<'vault'> & { state: VaultState },
): Promise<bigint | undefined> {
  const { now, money, parameters } = state
  for (const { from, to } of recent({ deployment, state, window: growthWindow })) {
    const logs = await getContractEvents(client, {
      address: deployment.vault,
      abi: stakedEtherAbi,
      eventName: 'Booked',
      fromBlock: from,
      toBlock: to,
      strict: true,
    })
    for (const { args, blockNumber } of logs) {
      const { timestamp } = await getBlock(client, { blockNumber })
      if (timestamp + growthWindow < now) continue
      if (now - timestamp < shortestGrowth) return undefined

      const { backing, unvested, supply } = args
      const then: Observation = { at: timestamp, assets: backing - unvested, supply }
      return growthPerYear(then, { at: now, ...rate(money, parameters, now) })
    }
  }
  return undefined
}

async function readWithdrawalRequestedAt(
  client: CairnClient,
  { deployment, state }: DeploymentArg & { state: ChainState },
): Promise<bigint | undefined> {
  if (state.withdrawing === 0n) return undefined

  for (const { from, to } of recent({ deployment, state, window: withdrawalWindow }).reverse()) {
    const logs = await getContractEvents(client, {
      address: deployment.registry,
      abi: validatorRegistryAbi,
      eventName: 'WithdrawalRequested',
      fromBlock: from,
      toBlock: to,
      strict: true,
    })
    const newest = logs.at(-1)
    if (newest) return (await getBlock(client, { blockNumber: newest.blockNumber })).timestamp
  }
  return undefined
}

/** At most one block a slot: this many hold the whole window, and more where slots were empty. */
function recent({
  deployment,
  state: { blockNumber },
  window,
}: VaultArg<never> & { state: VaultState; window: bigint }) {
  const { fromBlock = 0n } = deployment
  const first = blockNumber - window / secondsPerBlock
  return ranges(max(first, fromBlock), blockNumber)
}
