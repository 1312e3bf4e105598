import { readFileSync } from 'node:fs'
import { deploymentOn } from '@cairn/sdk/deployments'
import type { Address } from 'viem'
import type { Addresses } from '../chain/index.ts'
import { FatalError } from '../runtime/index.ts'

export type Deployed = {
  addresses: Addresses
  /** missing where there is no restaking layer */
  services: Record<string, Address> | undefined
  fromBlock: bigint
}

/** Where everything is, by `file` or else by what is noted for the chain. */
export function findDeployment(file: string | undefined, chain: number): Deployed {
  if (file === undefined) {
    const noted = deploymentOn(chain)
    if (!noted) throw new FatalError(`No Cairn is known on chain ${chain}: give --deployment.`)
    return { addresses: noted, services: noted.restaking?.avs, fromBlock: noted.fromBlock ?? 0n }
  }

  const { addresses, restaking, block } = JSON.parse(readFileSync(file, 'utf8'))
  if (addresses?.vault && addresses.registry)
    return { addresses, services: restaking?.avs, fromBlock: BigInt(block ?? 0) }
  throw new FatalError(`${file} doesn't say where vault and registry are.`)
}

export function serviceIn({ services }: Deployed, name: 'oracle' | 'bridge'): Address {
  const found = services?.[name]
  if (found) return found
  throw new FatalError(`The deployment doesn't say where the ${name} is: restaking.avs.${name}.`)
}
