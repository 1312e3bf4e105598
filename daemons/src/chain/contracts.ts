import { stakedEtherAbi, validatorRegistryAbi } from '@cairn/sdk/abi'
import type { Address } from 'viem'

export { stakedEtherAbi, validatorRegistryAbi }

/** Where the contracts are. The system contracts are at the same place on every network. */
export type Addresses = { vault: Address; registry: Address }

/** EIP-4788: parent beacon block roots by block timestamp. */
export const beaconRoots: Address = '0x000F3df6D732807Ef1319fB7B8bB8522d0Beac02'

/** EIP-7002: withdrawal requests. */
export const withdrawalRequests: Address = '0x00000961Ef480Eb55e80D19ad83579A64c007002'
