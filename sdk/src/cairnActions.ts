import { claim, claimAll } from './actions/claim.ts'
import { fill } from './actions/fill.ts'
import { quoteRedeem } from './actions/quoteRedeem.ts'
import { quoteRedeemInstant } from './actions/quoteRedeemInstant.ts'
import { quoteStake } from './actions/quoteStake.ts'
import { readCheckpoint } from './actions/readCheckpoint.ts'
import { readGains } from './actions/readGains.ts'
import { readPosition } from './actions/readPosition.ts'
import { readValidators } from './actions/readValidators.ts'
import { readVault } from './actions/readVault.ts'
import { redeemInstant } from './actions/redeemInstant.ts'
import { redeemSettled } from './actions/redeemSettled.ts'
import { registerValidator } from './actions/registerValidator.ts'
import { requestRedeem } from './actions/requestRedeem.ts'
import { requestWithdrawal } from './actions/requestWithdrawal.ts'
import { settle } from './actions/settle.ts'
import { stake } from './actions/stake.ts'
import { topUp } from './actions/topUp.ts'
import { transferTicket } from './actions/transferTicket.ts'
import type { CairnClient } from './client.ts'
import type { Deployment } from './deployment.ts'

/** What an action takes, once it knows its deployment. */
export type Bound<args extends { deployment: unknown }> = args extends unknown
  ? Omit<args, 'deployment'>
  : never

/**
 * Every action as a method of a viem client, for one deployment.
 *
 * @example
 * const client = createClient({ account, chain, transport: http() }).extend(cairnActions(deployment))
 * const { shares } = await client.stake({ assets: parseEther('1') })
 */
export function cairnActions(deployment: Deployment) {
  return (client: CairnClient) => ({
    stake: (args: Bound<stake.Args>) => stake(client, { ...args, deployment }),
    requestRedeem: (args: Bound<requestRedeem.Args>) =>
      requestRedeem(client, { ...args, deployment }),
    redeemInstant: (args: Bound<redeemInstant.Args>) =>
      redeemInstant(client, { ...args, deployment }),
    claim: (args: Bound<claim.Args>) => claim(client, { ...args, deployment }),
    claimAll: (args: Bound<claimAll.Args> = {}) => claimAll(client, { ...args, deployment }),
    settle: (args: Bound<settle.Args>) => settle(client, { ...args, deployment }),
    redeemSettled: (args: Bound<redeemSettled.Args>) =>
      redeemSettled(client, { ...args, deployment }),
    transferTicket: (args: Bound<transferTicket.Args>) =>
      transferTicket(client, { ...args, deployment }),
    fill: (args: Bound<fill.Args> = {}) => fill(client, { ...args, deployment }),

    quoteStake: (args: Bound<quoteStake.Args>) => quoteStake(client, { ...args, deployment }),
    quoteRedeem: (args: Bound<quoteRedeem.Args>) => quoteRedeem(client, { ...args, deployment }),
    quoteRedeemInstant: (args: Bound<quoteRedeemInstant.Args>) =>
      quoteRedeemInstant(client, { ...args, deployment }),

    readGains: (args: Bound<readGains.Args> = {}) => readGains(client, { ...args, deployment }),
    readVault: () => readVault(client, { deployment }),
    readPosition: (args: Bound<readPosition.Args> = {}) =>
      readPosition(client, { ...args, deployment }),
    readValidators: () => readValidators(client, { deployment }),
    readCheckpoint: () => readCheckpoint(client, { deployment }),

    registerValidator: (args: Bound<registerValidator.Args>) =>
      registerValidator(client, { ...args, deployment }),
    topUp: (args: Bound<topUp.Args>) => topUp(client, { ...args, deployment }),
    requestWithdrawal: (args: Bound<requestWithdrawal.Args>) =>
      requestWithdrawal(client, { ...args, deployment }),
  })
}
