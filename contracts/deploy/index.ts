export { checkWiring, WiringError } from './checkWiring.ts'
export { type Deployment, deploy, readDeployment, writeDeployment } from './deploy.ts'
export { describe } from './describe.ts'
export { checkLiquidWiring, deployLiquid } from './liquid/deploy.ts'
export { describeLiquid } from './liquid/describe.ts'
export { devnetLiquid, LiquidParameters, usualDoor } from './liquid/parameters.ts'
export { type LiquidAddresses, type LiquidPlan, planLiquid } from './liquid/plan.ts'
export { type Fork, type Layout, layoutOf } from './layouts.ts'
export { devnet as devnetParameters, hoodi, networks, Parameters } from './parameters.ts'
export { type Addresses, type Plan, plan } from './plan.ts'
export { checkRestakingWiring, deployRestaking } from './restaking/deploy.ts'
export { devnetRestaking, RestakingParameters } from './restaking/parameters.ts'
export {
  beaconEther,
  planRestaking,
  type RestakingAddresses,
  type RestakingPlan,
} from './restaking/plan.ts'
export { DeploymentFailedError, send } from './send.ts'
export type { Step } from './step.ts'
export { wethCode } from './weth.ts'
