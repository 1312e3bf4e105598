import { type Address, isAddressEqual } from 'viem'
import type { Deployment, VaultDeployment } from '../deployment.ts'
import { AssetUnknownError } from '../errors/liquid.ts'
import type { RestakingDeployment } from '../restaking/deployment.ts'

/** What crETH is made of. Ether is the first, and has neither adapter nor token. */
export type LiquidAsset = { symbol: string; strategy: Address; adapter: Address; token: Address }

/** Where the contracts of one crETH are. */
export type LiquidDeployment = {
  /** crETH: `RestakedEther` */
  vault: Address
  queue: Address
  escrow: Address
  feed: Address
  /** What stands behind the shares. */
  spread: Address
  native: Address
  tally: Address
  witness: Address
  policy: Address
  auction: Address
  firstLoss: Address
  /** Where keepers are paid. */
  tips: Address
  /** `SpreadLens` */
  lens: Address
  /** By their numbers in the spread. */
  assets: readonly LiquidAsset[]
  /** By their indices in the spread. */
  delegators: readonly { delegator: Address; operator: Address }[]
}

/** A Cairn that has crETH, and so a restaking layer under it. */
export type LiquidCairn = Deployment & {
  liquid: LiquidDeployment
  restaking: RestakingDeployment
}

/** What every action takes. */
export type LiquidArg = { deployment: LiquidCairn }

/** crETH as a vault, for the actions that are the same for every vault: `requestRedeem`, `claim`, `redeemInstant`, … */
export function crETH({ liquid, lens, weth, fromBlock }: LiquidCairn): VaultDeployment {
  const { vault, queue, spread } = liquid
  return { vault, queue, spread, lens, weth, fromBlock }
}

/** A token by its symbol, its number in the spread, or its address. */
export type AssetName = string | number

/** The number of an asset in the spread. */
export function assetNumber(deployment: LiquidCairn, name: AssetName): number {
  return name === 'ETH' || name === 0 ? 0 : tokenNumber(deployment, name)
}

/** The number of a token in the spread. Beacon ether, number 0, isn't one. */
export function tokenNumber({ liquid: { assets } }: LiquidCairn, name: AssetName): number {
  const number = assets.findIndex(({ symbol, token }, i) =>
    typeof name === 'number' ? i === name : symbol === name || isSame(token, name),
  )
  if (number < 1) {
    const symbols = assets.slice(1).map(({ symbol }) => symbol)
    throw new AssetUnknownError(String(name), ['ETH', 'WETH', ...symbols])
  }
  return number
}

function isSame(token: Address, name: string): boolean {
  return name.startsWith('0x') && name.length === 42 && isAddressEqual(token, name as Address)
}
