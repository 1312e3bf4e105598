import type { Address } from 'viem'
import type { LiquidDeployment } from './liquid/deployment.ts'
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
  /** crETH over both, if there is one: what `liquidActions` takes. */
  liquid?: LiquidDeployment | undefined
}

/** Where one vault is: csETH's, or crETH's, which pays only under a stamp of its spread. */
export type VaultDeployment = Pick<
  Deployment,
  'vault' | 'queue' | 'lens' | 'weth' | 'fromBlock'
> & {
  spread?: Address | undefined
}

/** What every action takes: which Cairn, or as much of it as the action needs. */
export type DeploymentArg<contracts extends keyof Deployment = keyof Deployment> = {
  deployment: Pick<Deployment, contracts | 'fromBlock'>
}

/** What an action takes that is the same for every vault. */
export type VaultArg<contracts extends keyof VaultDeployment> = {
  deployment: Pick<VaultDeployment, contracts | 'fromBlock'>
}
