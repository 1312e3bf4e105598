import { beaconEtherStrategy, type RestakingDeployment } from '@cairn/sdk'
import { type Address, isAddressEqual } from 'viem'
import { devAccount, devNames } from './devnet.ts'
import type { World } from './world.ts'

/** What people call an address here: a strategy, a service, a devnet's account. Else the address, shortened. */
export function nameOf(world: World, address: Address): string {
  const { strategies, avs }: RestakingDeployment = world.restaking
  const known = { ...strategies, ...avs, ether: beaconEtherStrategy, ...accountsOf(world) }
  const found = Object.entries(known).find(([, it]) => isAddressEqual(it, address))
  return found ? found[0] : `${address.slice(0, 8)}…${address.slice(-4)}`
}

export function setName(world: World, { avs, id }: { avs: Address; id: number }): string {
  return `${nameOf(world, avs)}:${id}`
}

function accountsOf({ isDevnet }: World): Record<string, Address> {
  if (!isDevnet) return {}
  return Object.fromEntries(devNames.map((name, index) => [name, devAccount(index).address]))
}
