import { farFutureEpoch } from '@cairn/beacon'
import { weiToGweiDown } from '@cairn/spec'
import type { Pod } from './observe.ts'
import type { Ask, Options, planLook, Step } from './plan.ts'
import type { Tenant } from './survey.ts'

/** gwei that a validator keeps when a part is asked of it */
const kept = 32_000_000_000n
// The beacon chain ignores who asks before.
const servedEpochs = 256n
// Requests in one transaction.
const most = 16

/**
 * Asks a pod's validators for what it needs: parts first, of who has most above 32 ETH; and only if these aren't enough one that
 * has nothing above it leaves, the smallest.
 */
export function planWithdrawals(
  { index, needed }: Pod,
  { epoch, tenants }: Pick<planLook.Facts, 'epoch' | 'tenants'>,
  { minAsked }: Pick<Options, 'minAsked'>,
): Step[] {
  if (needed < minAsked) return []
  const active = tenants.filter((it) => it.pod === index && canBeAsked(it, epoch))
  const asks = askForParts(active, weiToGweiDown(needed))
  const some = asks.length > 0 ? asks : askOneToLeave(active)
  return some.length > 0 ? [{ type: 'requestWithdrawal', index, asks: some, needed }] : []
}

function askForParts(tenants: readonly Tenant[], needed: bigint): Ask[] {
  const asks: Ask[] = []
  let left = needed
  const byExcess = [...tenants].sort((a, b) => (excess(a) > excess(b) ? -1 : 1))
  for (const tenant of byExcess.slice(0, most)) {
    const amount = smaller(excess(tenant), left)
    if (amount <= 0n || !tenant.record.withdrawalCredentials.startsWith('0x02')) continue
    asks.push({ validator: tenant.record.index, amount })
    left -= amount
  }
  return asks
}

/** The beacon chain lets nobody go of whom a part is on its way. */
function askOneToLeave(tenants: readonly Tenant[]): Ask[] {
  const [smallest] = tenants
    .filter((it) => it.leaving === 0n && excess(it) <= 0n)
    .sort((a, b) => (a.restaked < b.restaked ? -1 : 1))
  return smallest ? [{ validator: smallest.record.index, amount: 0n }] : []
}

/** gwei above what it keeps, as the pod knows it and as the beacon chain has it. */
function excess({ restaked, record, leaving }: Tenant) {
  const balance = restaked < record.balance ? restaked : record.balance
  return balance - kept - leaving
}

function canBeAsked({ status, record }: Tenant, epoch: bigint) {
  const { exitEpoch, activationEpoch, slashed } = record
  const stays = !slashed && exitEpoch === farFutureEpoch
  return status === 'active' && stays && activationEpoch + servedEpochs <= epoch
}

const smaller = (a: bigint, b: bigint) => (a < b ? a : b)
