import { mnemonicToAccount } from 'viem/accounts'
import type { Name } from '../accounts.ts'
import { devMnemonic } from '../anvil.ts'

/**
 * Who runs the services here, and what of the stake behind it each has put at their disposal (percent of csETH and, for the bridge,
 * of beacon ether). What is left over can't be slashed by anyone.
 */
export const restakingOperators = [
  { name: 'elm', oracle: 30n, bridge: 30n, bridgeEther: 30n },
  { name: 'fir', oracle: 50n, bridge: 20n, bridgeEther: 20n },
  { name: 'hazel', oracle: 20n, bridge: 20n, bridgeEther: 50n },
  { name: 'juniper', oracle: 40n, bridge: 10n, bridgeEther: 25n },
  { name: 'larch', oracle: 50n, bridge: 30n, bridgeEther: 60n },
] as const satisfies readonly RestakingOperator[]

export type RestakingOperator = {
  name: Name
  oracle: bigint
  bridge: bigint
  bridgeEther: bigint
}

export const services = ['oracle', 'bridge'] as const
export type ServiceName = (typeof services)[number]

/** What an operator signs statements with: not the key that holds its ether. */
export function serviceKey(operator: Name, service: ServiceName) {
  const seat = restakingOperators.findIndex(({ name }) => name === operator)
  const addressIndex = 1_000 + seat * services.length + services.indexOf(service)
  return mnemonicToAccount(devMnemonic, { addressIndex })
}
