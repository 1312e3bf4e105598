import { mulDivDown, mulDivUp } from '../math.ts'
import {
  type DepositShares,
  type Magnitude,
  type ScaledShares,
  type Shares,
  wad,
} from '../units.ts'

/** Magnitude × beacon slashing factor, of 10³⁶: unrounded, so that a small factor isn't lost in the product. */
export type Factor = bigint

const wholeFactor: Factor = wad * wad

export function mulWadDown(a: bigint, b: bigint): bigint {
  return mulDivDown(a, b, wad)
}

export function mulWadUp(a: bigint, b: bigint): bigint {
  return mulDivUp(a, b, wad)
}

export function divWadDown(a: bigint, b: bigint): bigint {
  return mulDivDown(a, wad, b)
}

export function scaleDown(shares: DepositShares, scaling: bigint): ScaledShares {
  return mulWadDown(shares, scaling)
}

/** What scaled shares are worth after slashing. */
export function payableDown(scaled: ScaledShares, factor: Factor): Shares {
  return mulDivDown(scaled, factor, wholeFactor)
}

export function withdrawableDown(shares: DepositShares, scaling: bigint, factor: Factor): Shares {
  return payableDown(scaleDown(shares, scaling), factor)
}

/** The scaling factor after `added` shares join `held`: what was there keeps its worth, what comes is worth itself. */
export function rescaleDown(
  scaling: bigint,
  factor: Factor,
  { held, added }: { held: DepositShares; added: DepositShares },
): bigint {
  if (held === 0n) return mulDivDown(scaling, wholeFactor, factor)

  const worth: bigint = withdrawableDown(held, scaling, factor)
  const share = divWadDown(worth + added, (held as bigint) + added)
  return mulDivDown(share, wholeFactor, factor)
}

/** What a slash from one maximum magnitude to another takes; what stays is rounded up. */
export function slashedDown(shares: Shares, before: Magnitude, after: Magnitude): Shares {
  return (shares as bigint) - mulDivUp(shares, after, before)
}

/** Deposit shares of which no less than `shares` can be withdrawn, or nearly: a wei or two short, as the contract's view. */
export function depositSharesDown(shares: Shares, scaling: bigint, factor: Factor): DepositShares {
  return mulDivDown(divWadDown(shares, scaling), wholeFactor, factor)
}
