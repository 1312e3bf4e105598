import { readDeployment } from '@cairn/contracts'
import type { Deployment } from './deployment.ts'

/**
 * The deployment that this repository notes for a chain, or nothing if there is none. Reads a file, so it is for Node.
 *
 * @example
 * import { deploymentOn } from '@cairn/sdk/deployments'
 *
 * const deployment = deploymentOn(560048)
 */
export function deploymentOn(chainId: number): Deployment | undefined {
  const noted = readDeployment(chainId)
  return noted && { ...noted.addresses, fromBlock: noted.block }
}
