export { checkWiring, WiringError } from './checkWiring.ts'
export { type Deployment, deploy, readDeployment, writeDeployment } from './deploy.ts'
export { describe } from './describe.ts'
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
