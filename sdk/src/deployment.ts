import type { Address } from 'viem'
import type { RestakingDeployment } from './restaking/deployment.ts'

/** Where the contracts of one Cairn are. */
export type Deployment = {
  /** csETH: `StakedEther` */
  vault: Address
  queue: Address
  registry: Address
  rateFeed: Address
  lens: Address
  weth: Address
  /** The block to look for events from: that of the deployment. 0 if left out. */
  fromBlock?: bigint | undefined
  /** The restaking layer beside it, if there is one: what `restakingActions` takes. */
  restaking?: RestakingDeployment | undefined
}

/** What every action takes: which Cairn, or as much of it as the action needs. */
export type DeploymentArg<contracts extends keyof Deployment = keyof Deployment> = {
  deployment: Pick<Deployment, contracts | 'fromBlock'>
}
