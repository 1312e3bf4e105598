import { readFileSync } from 'node:fs'
import { deploymentOn } from '@cairn/sdk/deployments'
import type { Address } from 'viem'
import type { Addresses, LiquidAddresses } from '../chain/index.ts'
import { FatalError } from '../runtime/index.ts'

export type Deployed = {
  addresses: Addresses
  /** missing where there is no restaking layer */
  services: Record<string, Address> | undefined
  /** crETH's, with those of the restaking layer below it; missing where there is no crETH */
  liquid: LiquidAddresses | undefined
  fromBlock: bigint
}

/** Where everything is, by `file` or else by what is noted for the chain. */
export function findDeployment(file: string | undefined, chain: number): Deployed {
  if (file === undefined) {
    const noted = deploymentOn(chain)
    if (!noted) throw new FatalError(`No Cairn is known on chain ${chain}: give --deployment.`)
    const { restaking, liquid, fromBlock = 0n } = noted
    const both = restaking && liquid && { ...restaking, ...liquid }
    return { addresses: noted, services: restaking?.avs, liquid: both, fromBlock }
  }

  const { addresses, restaking, liquid, block } = JSON.parse(readFileSync(file, 'utf8'))
  if (addresses?.vault && addresses.registry)
    return {
      addresses,
      services: restaking?.avs,
      liquid: restaking && liquid && { ...restaking, ...liquid },
      fromBlock: BigInt(block ?? 0),
    }
  throw new FatalError(`${file} doesn't say where vault and registry are.`)
}

export function serviceIn({ services }: Deployed, name: 'oracle' | 'bridge'): Address {
  const found = services?.[name]
  if (found) return found
  throw new FatalError(`The deployment doesn't say where the ${name} is: restaking.avs.${name}.`)
}

export function liquidIn({ liquid }: Deployed): LiquidAddresses {
  if (liquid) return liquid
  throw new FatalError("The deployment doesn't say where crETH is: restaking and liquid.")
}
