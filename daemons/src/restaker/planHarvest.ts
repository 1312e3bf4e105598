import { toAssetsDown, type Wei } from '@cairn/spec'
import type { Address } from 'viem'
import type { Claim } from './claims.ts'
import type { Situation } from './observe.ts'
import type { Step } from './plan.ts'

/** A token that the auction sells. */
export type Lot = {
  token: Address
  /** units that are there */
  balance: bigint
  /** units of the newest auction that aren't sold */
  unsold: bigint
  /** wei for 1e18 units */
  basis: bigint
  /** seconds: until then an auction is running */
  endsAt: bigint
}

/** A proof of rewards that a delegator hasn't claimed. */
export type Due = { index: number; claim: Claim }

/** Rewards come in, are put up for sale, and the vault's fees are shared out. */
export function planHarvest(
  { now, vault }: Pick<Situation, 'now' | 'vault'>,
  { dues, lots }: { dues: readonly Due[]; lots: readonly Lot[] },
  { minLot, minFees }: planHarvest.Options,
): Step[] {
  const claims = dues.map(({ index, claim }): Step => ({ type: 'claimRewards', index, claim }))
  const sales = lots
    .filter(({ balance, basis, endsAt }) => now > endsAt && (balance * basis) / wad >= minLot)
    .map(({ token, balance }): Step => ({ type: 'openAuction', token, units: balance }))
  const fees = toAssetsDown(vault.fees, vault.assets, vault.supply)
  const worth = fees > 0n && fees >= minFees
  return [
    ...claims,
    ...sales,
    ...(worth ? [{ type: 'distribute', fees: vault.fees } as const] : []),
  ]
}

export declare namespace planHarvest {
  type Options = {
    /** lots whose basis is less are left to grow: an auction blocks the next one for its time */
    minLot: Wei
    /** fee shares that are worth less stay where they are */
    minFees: Wei
  }
}

const wad = 10n ** 18n
