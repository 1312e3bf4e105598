import { claim, claimAll } from '../actions/claim.ts'
import { fill } from '../actions/fill.ts'
import { quoteRedeemInstant } from '../actions/quoteRedeemInstant.ts'
import { redeemInstant } from '../actions/redeemInstant.ts'
import { redeemSettled } from '../actions/redeemSettled.ts'
import { requestRedeem } from '../actions/requestRedeem.ts'
import { settle } from '../actions/settle.ts'
import { transferTicket } from '../actions/transferTicket.ts'
import type { Bound } from '../cairnActions.ts'
import type { CairnClient } from '../client.ts'
import { appraise } from './appraise.ts'
import { buyLot } from './buyLot.ts'
import { check } from './check.ts'
import { claimRewards } from './claimRewards.ts'
import { claimTicket } from './claimTicket.ts'
import { completeWithdrawal } from './completeWithdrawal.ts'
import { derisk } from './derisk.ts'
import { lay } from './lay.ts'
import { openAuction } from './openAuction.ts'
import { openRound } from './openRound.ts'
import { quoteRedeemInKind } from './quoteRedeemInKind.ts'
import { quoteRestake } from './quoteRestake.ts'
import { readAuction } from './readAuction.ts'
import { readExit } from './readExit.ts'
import { readExposure } from './readExposure.ts'
import { readLiquidPosition } from './readLiquidPosition.ts'
import { readRewardsBySource } from './readRewardsBySource.ts'
import { readSpread } from './readSpread.ts'
import { redeemInKind } from './redeemInKind.ts'
import { restake } from './restake.ts'
import { route } from './route.ts'
import { sync } from './sync.ts'
import { unwind } from './unwind.ts'
import { crETH, type LiquidCairn } from './deployment.ts'

/**
 * Every action of crETH as a method of a viem client, for one deployment. What is the same for every vault has the names that it has of
 * csETH, so a client has the actions of one of them.
 *
 * @example
 * const client = createClient({ account, chain, transport: http() }).extend(liquidActions(deployment))
 * const { shares } = await client.restake({ amount: parseEther('1'), asset: 'csETH' })
 */
export function liquidActions(deployment: LiquidCairn) {
  const vault = crETH(deployment)
  return (client: CairnClient) => ({
    restake: (args: Bound<restake.Args>) => restake(client, { ...args, deployment }),
    requestRedeem: (args: Bound<requestRedeem.Args>) =>
      requestRedeem(client, { ...args, deployment: vault }),
    redeemInstant: (args: Bound<redeemInstant.Args>) =>
      redeemInstant(client, { ...args, deployment: vault }),
    redeemInKind: (args: Bound<redeemInKind.Args>) => redeemInKind(client, { ...args, deployment }),
    claim: (args: Bound<claim.Args>) => claim(client, { ...args, deployment: vault }),
    claimAll: (args: Bound<claimAll.Args> = {}) => claimAll(client, { ...args, deployment: vault }),
    settle: (args: Bound<settle.Args>) => settle(client, { ...args, deployment: vault }),
    redeemSettled: (args: Bound<redeemSettled.Args>) =>
      redeemSettled(client, { ...args, deployment: vault }),
    transferTicket: (args: Bound<transferTicket.Args>) =>
      transferTicket(client, { ...args, deployment: vault }),
    fill: (args: Bound<fill.Args> = {}) => fill(client, { ...args, deployment: vault }),

    quoteRestake: (args: Bound<quoteRestake.Args>) => quoteRestake(client, { ...args, deployment }),
    quoteRedeemInstant: (args: Bound<quoteRedeemInstant.Args>) =>
      quoteRedeemInstant(client, { ...args, deployment: vault }),
    quoteRedeemInKind: (args: Bound<quoteRedeemInKind.Args>) =>
      quoteRedeemInKind(client, { ...args, deployment }),

    readSpread: () => readSpread(client, { deployment }),
    readLiquidPosition: (args: Bound<readLiquidPosition.Args> = {}) =>
      readLiquidPosition(client, { ...args, deployment }),
    readExposure: () => readExposure(client, { deployment }),
    readExit: (args: Bound<readExit.Args>) => readExit(client, { ...args, deployment }),
    readRewardsBySource: (args: Bound<readRewardsBySource.Args> = {}) =>
      readRewardsBySource(client, { ...args, deployment }),
    readAuction: (args: Bound<readAuction.Args>) => readAuction(client, { ...args, deployment }),

    openRound: (args: Bound<openRound.Args> = {}) => openRound(client, { ...args, deployment }),
    sync: (args: Bound<sync.Args>) => sync(client, { ...args, deployment }),
    appraise: (args: Bound<appraise.Args>) => appraise(client, { ...args, deployment }),
    check: (args: Bound<check.Args> = {}) => check(client, { ...args, deployment }),
    route: (args: Bound<route.Args>) => route(client, { ...args, deployment }),
    lay: (args: Bound<lay.Args>) => lay(client, { ...args, deployment }),
    derisk: (args: Bound<derisk.Args>) => derisk(client, { ...args, deployment }),
    completeWithdrawal: (args: Bound<completeWithdrawal.Args>) =>
      completeWithdrawal(client, { ...args, deployment }),
    unwind: (args: Bound<unwind.Args>) => unwind(client, { ...args, deployment }),
    claimTicket: (args: Bound<claimTicket.Args>) => claimTicket(client, { ...args, deployment }),
    claimRewards: (args: Bound<claimRewards.Args>) => claimRewards(client, { ...args, deployment }),
    openAuction: (args: Bound<openAuction.Args>) => openAuction(client, { ...args, deployment }),
    buyLot: (args: Bound<buyLot.Args>) => buyLot(client, { ...args, deployment }),
  })
}
