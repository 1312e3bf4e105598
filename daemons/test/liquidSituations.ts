import { farFutureEpoch, type ValidatorRecord } from '@cairn/beacon'
import { ether } from '@cairn/spec'
import { type Address, pad, toHex, zeroAddress } from 'viem'
import type { Ground, Pod } from '../src/podkeeper/observe.ts'
import type { Tenant } from '../src/podkeeper/survey.ts'
import type { Asset, Delegator, Queued, Situation } from '../src/restaker/observe.ts'
import { eth, recordOf, vaultOf } from './situations.ts'

export const hour = 3_600n
export const now = 1_000_000n

/** Three delegators of equal weight over ether, csETH and a token that has no line, a quiet day. */
export function situationOf(situation: Partial<Situation> = {}): Situation {
  return {
    now,
    block: 5_000n,
    vault: liquidVaultOf(),
    pending: 0n,
    round: { number: 7n, openedAt: now - hour, missing: [], dueAt: now + 1n },
    objection: undefined,
    wanted: 0n,
    coming: 0n,
    assets: [assetOf(), assetOf({ queues: true }), assetOf()],
    delegators: [0, 1, 2].map((index) => delegatorOf(index)),
    tickets: [],
    pot: 0n,
    ...situation,
  }
}

export const liquidVaultOf = (vault: Partial<Situation['vault']> = {}): Situation['vault'] => ({
  ...vaultOf({ provenAt: now - hour }),
  stampedAt: 0n,
  stampFor: 8n,
  ...vault,
})

export const assetOf = (asset: Partial<Asset> = {}): Asset => ({
  waiting: 0n,
  routable: 0n,
  units: ether(300),
  queued: 0n,
  booked: ether(300),
  worth: undefined,
  queues: false,
  ...asset,
})

export const delegatorOf = (index: number, delegator: Partial<Delegator> = {}): Delegator => ({
  index,
  delegated: true,
  approver: undefined,
  free: [ether(100), ether(100), ether(100)],
  magnitudes: [10n ** 18n, 10n ** 18n, 10n ** 18n],
  room: [0n, 0n, 0n],
  breaches: 0,
  active: 0,
  excess: 0n,
  provenAt: now,
  withdrawals: [],
  withdrawable: 0n,
  ...delegator,
})

export const queuedOf = (queued: Partial<Queued> = {}): Queued => ({
  withdrawal: {
    staker: zeroAddress,
    delegatedTo: zeroAddress,
    withdrawer: zeroAddress,
    nonce: 0n,
    startBlock: 0,
    strategies: [zeroAddress],
    scaledShares: [1n],
  },
  asset: 1,
  shares: ether(5),
  ready: true,
  ...queued,
})

export const groundOf = (ground: Partial<Ground> = {}): Ground => ({
  now,
  block: 5_000n,
  stakeable: 0n,
  round: { openedAt: now - 2n * hour, missing: [] },
  pods: [podOf(0)],
  ...ground,
})

export const podOf = (index: number, pod: Partial<Pod> = {}): Pod => ({
  index,
  address: pad(toHex(index + 1), { size: 20 }) as Address,
  validators: 1,
  multiproofs: true,
  unproven: 0n,
  provenAt: now - hour,
  checkpointedAt: now - hour,
  checkpoint: undefined,
  queued: 0n,
  needed: 0n,
  room: 0n,
  ...pod,
})

/** A validator of pod 0 that the pod knows, with 64 ETH. */
export function tenantOf(id: number, tenant: TenantLike = {}): Tenant {
  const held = { balance: 64n * eth, effectiveBalance: 64n * eth }
  return {
    pod: 0,
    pubkeyRoot: pad(toHex(id + 1), { size: 32 }),
    status: 'active',
    restaked: 64n * eth,
    checkpointedAt: now - hour,
    leaving: 0n,
    ...tenant,
    record: { ...recordOf(id, held), ...tenant.record },
  }
}

export type TenantLike = Omit<Partial<Tenant>, 'record'> & { record?: Partial<ValidatorRecord> }

/** Its operator's first ether, and nothing else. */
export const vacant = {
  status: 'unknown',
  restaked: 0n,
  record: { effectiveBalance: eth, balance: eth, activationEpoch: farFutureEpoch },
} as const satisfies TenantLike
