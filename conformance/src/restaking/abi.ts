import {
  allocationManagerAbi,
  delegationManagerAbi,
  eigenPodAbi,
  eigenPodManagerAbi,
  iWETHAbi,
  restakingLensAbi,
  strategyBaseAbi,
  strategyManagerAbi,
} from '@cairn/contracts/abi'
import {
  type AbiFunction,
  type AbiParameter,
  encodeAbiParameters,
  erc20Abi,
  type Hex,
  keccak256,
} from 'viem'
import { codecOf } from '../codec.ts'
import { addressOf, sets, strategies } from './names.ts'
import type { Genesis } from './trace.ts'
import { kindOf } from './verbs.ts'
import type { View } from './view.ts'

const abis = {
  delegation: delegationManagerAbi,
  strategyManager: strategyManagerAbi,
  allocation: allocationManagerAbi,
  podManager: eigenPodManagerAbi,
  pod: eigenPodAbi,
  strategy: strategyBaseAbi,
  token: [...iWETHAbi, ...erc20Abi],
}

export const { encodeCall, encodeAnswer, decodeAnswer, hashEvents, nativeOf } = codecOf({
  abis,
  kindOf,
  addressOf,
})

const [stateParameter] = functionParameters('read').outputs as [AbiParameter]

function functionParameters(name: string): AbiFunction {
  return restakingLensAbi.find((item) => 'name' in item && item.name === name) as AbiFunction
}

/** `RestakingLens.digest`. */
export function hashLens({ state }: View): Hex {
  return keccak256(encodeAbiParameters([stateParameter], [nativeOf(stateParameter, state)]))
}

/** The hash of `RestakingLens.digest` and of what everyone holds in ether and tokens. */
export function hashView(view: View): Hex {
  const { ether, owned } = view
  return keccak256(encodeAbiParameters(holdings, [hashLens(view), ether, owned]))
}

const holdings = [{ type: 'bytes32' }, { type: 'uint256[]' }, { type: 'uint256[]' }] as const

/** What a replay shows of a state that isn't the expected one. */
export const shownParameters: readonly AbiParameter[] = [
  { ...stateParameter, name: 'state' },
  { name: 'ether', type: 'uint256[]' },
  { name: 'owned', type: 'uint256[]' },
]

/** What the lens looks at. */
export function scope() {
  return {
    delegation: addressOf('delegation'),
    strategies: strategies.map(({ name }) => addressOf(name)),
    sets: sets.map(({ avs, id }) => ({ avs: addressOf(avs), id: Number(id) })),
  }
}

export function encodeGenesis({ now, parameters }: Genesis): readonly bigint[] {
  const { withdrawalDelay, deallocationDelay, configurationDelay } = parameters
  return [now, withdrawalDelay, deallocationDelay, configurationDelay]
}
