export { appraise } from './appraise.ts'
export { buyLot } from './buyLot.ts'
export { check } from './check.ts'
export { claimRewards } from './claimRewards.ts'
export { claimTicket } from './claimTicket.ts'
export { completeWithdrawal } from './completeWithdrawal.ts'
export { derisk } from './derisk.ts'
export { lay } from './lay.ts'
export { openAuction } from './openAuction.ts'
export { openRound } from './openRound.ts'
export { quoteRedeemInKind } from './quoteRedeemInKind.ts'
export { quoteRestake } from './quoteRestake.ts'
export { readAuction } from './readAuction.ts'
export { readExit } from './readExit.ts'
export { readExposure } from './readExposure.ts'
export { readLiquidPosition } from './readLiquidPosition.ts'
export { readRewardsBySource } from './readRewardsBySource.ts'
export { readSpread } from './readSpread.ts'
export { redeemInKind } from './redeemInKind.ts'
export { restake } from './restake.ts'
export { route } from './route.ts'
export { sync } from './sync.ts'
export { unwind } from './unwind.ts'
export {
  type AssetName,
  crETH,
  type LiquidArg,
  type LiquidAsset,
  type LiquidCairn,
  type LiquidDeployment,
} from './deployment.ts'
export { liquidActions } from './liquidActions.ts'
