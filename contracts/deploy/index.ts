export { checkWiring, WiringError } from './checkWiring.ts'
export {
  type Deployment,
  DeploymentFailedError,
  deploy,
  readDeployment,
  writeDeployment,
} from './deploy.ts'
export { describe } from './describe.ts'
export { type Fork, type Layout, layoutOf } from './layouts.ts'
export { devnet as devnetParameters, hoodi, networks, Parameters } from './parameters.ts'
export { type Addresses, type Plan, plan, type Step } from './plan.ts'
export { wethCode } from './weth.ts'
