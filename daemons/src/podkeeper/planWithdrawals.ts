import { farFutureEpoch } from '@cairn/beacon'
import { weiToGweiDown } from '@cairn/spec'
import type { Pod } from './observe.ts'
import type { Ask, Options, planLook, Step } from './plan.ts'
import type { Tenant } from './survey.ts'

/** gwei that a validator keeps when a part is asked of it */
const kept = 32_000_000_000n
/** gwei: a smaller part is only asked for if it is all that is needed. Whoever gave a part can't leave for a while. */
const leastPart = 1_000_000_000n
// The beacon chain ignores who asks before.
const servedEpochs = 256n
// Requests in one transaction.
const most = 16

/**
 * Asks a pod's validators for what it needs: parts, of who has most above 32 ETH. Where these aren't enough the smallest leave,
 * until what is left to be asked for is.
 */
export function planWithdrawals(
  { index, needed }: Pod,
  { epoch, tenants }: Pick<planLook.Facts, 'epoch' | 'tenants'>,
  { minAsked }: Pick<Options, 'minAsked'>,
): Step[] {
  if (needed < minAsked) return []
  const active = tenants.filter((it) => it.pod === index && canBeAsked(it, epoch))
  const { leaving, staying, left } = whoLeaves(active, weiToGweiDown(needed))
  const exits = leaving.map((it): Ask => ({ validator: it.record.index, amount: 0n }))
  const asks = [...exits, ...parts(staying, left)].slice(0, most)
  return asks.length > 0 ? [{ type: 'requestWithdrawal', index, asks, needed }] : []
}

function whoLeaves(tenants: readonly Tenant[], needed: bigint) {
  const bySize = [...tenants].sort((a, b) => (a.restaked < b.restaked ? -1 : 1))
  let [staying, left] = [bySize, needed]
  const leaving: Tenant[] = []
  for (const tenant of bySize) {
    if (left <= sumOf(parts(staying, left))) break
    // The beacon chain lets nobody go of whom a part is on its way; and who has enough to give a part stays.
    if (tenant.leaving > 0n || left <= excess(tenant)) continue
    leaving.push(tenant)
    staying = staying.filter((it) => it !== tenant)
    left = left > tenant.restaked ? left - tenant.restaked : 0n
  }
  return { leaving, staying, left }
}

function parts(tenants: readonly Tenant[], needed: bigint): Ask[] {
  const asks: Ask[] = []
  let left = needed
  for (const tenant of [...tenants].sort((a, b) => (excess(a) > excess(b) ? -1 : 1))) {
    const amount = smaller(excess(tenant), left)
    if (amount <= 0n || (amount < leastPart && amount < left)) break
    asks.push({ validator: tenant.record.index, amount })
    left -= amount
  }
  return asks
}

const sumOf = (asks: readonly Ask[]) => asks.reduce((sum, { amount }) => sum + amount, 0n)

/** gwei that it could give and stay, by what the pod knows and by what the beacon chain has. */
function excess({ restaked, record, leaving }: Tenant) {
  if (!record.withdrawalCredentials.startsWith('0x02')) return 0n
  const balance = restaked < record.balance ? restaked : record.balance
  return balance - kept - leaving
}

function canBeAsked({ status, record }: Tenant, epoch: bigint) {
  const { exitEpoch, activationEpoch, slashed } = record
  const stays = !slashed && exitEpoch === farFutureEpoch
  return status === 'active' && stays && activationEpoch + servedEpochs <= epoch
}

const smaller = (a: bigint, b: bigint) => (a < b ? a : b)
