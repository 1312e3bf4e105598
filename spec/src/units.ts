declare const unit: unique symbol

/** A bigint that remembers its unit: literals and arithmetic assign to it, another unit doesn't. */
type Unit<name extends string> = bigint & { readonly [unit]?: name }

export type Wei = Unit<'wei'>
export type Gwei = Unit<'gwei'>
export type Shares = Unit<'shares'>
export type Seconds = Unit<'seconds'>
export type Slot = Unit<'slot'>
export type Epoch = Unit<'epoch'>
export type Bps = Unit<'bps'>
export type Blocks = Unit<'blocks'>
/** What somebody put in: no slash changes it. */
export type DepositShares = Unit<'deposit shares'>
/** Deposit shares × scaling factor: what slashing is applied to. */
export type ScaledShares = Unit<'scaled shares'>
/** How an asset behind crETH is counted: wei of beacon ether, or a token's smallest units. */
export type Units = Unit<'units'>
/** Of 10¹⁸. */
export type Magnitude = Unit<'magnitude'>

/** A name in a trace or an address on chain. The rules only ever compare it. */
export type Address = string

export const weiPerGwei = 1_000_000_000n
export const weiPerEther = 1_000_000_000_000_000_000n
export const secondsPerSlot = 12n
export const slotsPerEpoch = 32n
export const secondsPerDay = 86_400n
export const bpsWhole = 10_000n
export const wad = 1_000_000_000_000_000_000n

export function gweiToWei(gwei: Gwei): Wei {
  return (gwei as bigint) * weiPerGwei
}

/** What the beacon chain can express of `wei`; the rest stays behind. */
export function weiToGweiDown(wei: Wei): Gwei {
  return (wei as bigint) / weiPerGwei
}

export function weiToGweiUp(wei: Wei): Gwei {
  return ((wei as bigint) + weiPerGwei - 1n) / weiPerGwei
}

export function ether(whole: bigint | number): Wei {
  return BigInt(whole) * weiPerEther
}

export function slotAt(timestamp: Seconds, genesisTime: Seconds): Slot {
  return ((timestamp as bigint) - (genesisTime as bigint)) / secondsPerSlot
}

export function slotTime(slot: Slot, genesisTime: Seconds): Seconds {
  return (genesisTime as bigint) + (slot as bigint) * secondsPerSlot
}

export function epochStart(epoch: Epoch): Slot {
  return (epoch as bigint) * slotsPerEpoch
}
