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
  type AbiEvent,
  type AbiFunction,
  type AbiParameter,
  concatHex,
  decodeAbiParameters,
  encodeAbiParameters,
  erc20Abi,
  type Hex,
  keccak256,
  toEventSelector,
  toFunctionSelector,
} from 'viem'
import { chainLog, zeroHash } from '../abi.ts'
import { addressOf, sets, strategies } from './names.ts'
import type { Call, Expectation, Genesis, Value } from './trace.ts'
import { kindOf } from './verbs.ts'
import type { View } from './view.ts'

type Item = { selector: Hex; inputs: readonly AbiParameter[]; outputs: readonly AbiParameter[] }

const abis = {
  delegation: delegationManagerAbi,
  strategyManager: strategyManagerAbi,
  allocation: allocationManagerAbi,
  podManager: eigenPodManagerAbi,
  pod: eigenPodAbi,
  strategy: strategyBaseAbi,
  token: [...iWETHAbi, ...erc20Abi],
}
const functions = new Map<string, Item>()
const errors = new Map<string, Item>()
const events = new Map<string, Item>()

for (const [kind, abi] of Object.entries(abis))
  for (const item of abi as readonly { type: string }[]) {
    if (item.type === 'function') {
      const { name, inputs, outputs } = item as AbiFunction
      // Sets are made by their second version, with a slasher.
      if (inputs.some(({ internalType }) => internalType === 'struct CreateSetParams[]')) continue
      const selector = toFunctionSelector(item as AbiFunction)
      functions.set(`${kind}.${name}/${inputs.length}`, { selector, inputs, outputs })
    } else if (item.type === 'error') {
      const { name, inputs } = item as { type: string; name: string; inputs: AbiParameter[] }
      const selector = toFunctionSelector(`${name}(${inputs.map(({ type }) => type).join(',')})`)
      errors.set(name, { selector, inputs, outputs: [] })
    } else if (item.type === 'event') {
      const { name, inputs } = item as AbiEvent
      const selector = toEventSelector(item as AbiEvent)
      events.set(`${kind}.${name}`, { selector, inputs, outputs: [] })
    }
  }

/** What a call's answer, logs and state have to be, as hashes. */
export function encodeCall({ to, fn, args }: Call): Hex {
  if (fn === 'receive') return '0x'
  const { selector, inputs } = functionOf(to, fn, args.length)
  return concatHex([selector, encode(inputs, args)])
}

export function encodeAnswer(
  { to, fn, args }: Call,
  { ok, return: returned = [], error }: Expectation,
): Hex {
  if (ok) return fn === 'receive' ? '0x' : encode(functionOf(to, fn, args.length).outputs, returned)

  const item = errors.get(error!)
  if (!item) throw new Error(`The contracts have no error ${error}`)
  return item.selector
}

/** An answer of the contracts, to be read. */
export function decodeAnswer({ to, fn, args }: Call, ok: boolean, answer: Hex): string {
  if (ok) {
    const { outputs } = functionOf(to, fn, args.length)
    return text(decodeAbiParameters(outputs, answer))
  }
  const known = [...errors].find(([, { selector }]) => answer.startsWith(selector))
  return known ? known[0] : answer
}

/** A chain of hashes over the logs of the layer's contracts and the strategies, in order. */
export function hashEvents({ events: emitted }: Pick<Expectation, 'events'>): Hex {
  return emitted.reduce<Hex>((chain, { emitter, name, args }) => {
    const { topics, data } = encodeLog(emitter, name, args)
    return chainLog(chain, addressOf(emitter), topics, data)
  }, zeroHash)
}

/** A log of the contracts, to be read. */
export function decodeLog(topics: readonly Hex[], data: Hex): string {
  const known = [...events].find(([, { selector }]) => selector === topics[0])
  if (!known) return `${topics[0]}`
  const [name, { inputs }] = known
  const rest = inputs.filter((input) => !isTopic(input))
  return `${name}(${[...topics.slice(1), text(decodeAbiParameters(rest, data))].join(', ')})`
}

function encodeLog(emitter: string, name: string, args: Record<string, Value>) {
  const item = events.get(`${kindOf(emitter)}.${name}`)
  if (!item) throw new Error(`The ${emitter} has no event ${name}`)

  const indexed = item.inputs.filter(isTopic)
  const rest = item.inputs.filter((input) => !isTopic(input))
  const topics = indexed.map((input) => encode([input], inOrder([input], args)))
  return { topics: [item.selector, ...topics], data: encode(rest, inOrder(rest, args)) }
}

function isTopic(input: AbiParameter): boolean {
  return 'indexed' in input && input.indexed === true
}

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

function functionOf(to: string, fn: string, count: number): Item {
  const item = functions.get(`${kindOf(to)}.${fn}/${count}`)
  if (!item) throw new Error(`The ${to} has no function ${fn} of ${count} arguments`)
  return item
}

function inOrder(inputs: readonly AbiParameter[], args: Record<string, Value>): Value[] {
  return inputs.map(({ name }) => {
    const value = name === 'withdrawalRoot' ? args.withdrawal : args[name!]
    if (value === undefined) throw new Error(`${name} is missing of ${Object.keys(args)}`)
    return value
  })
}

function encode(inputs: readonly AbiParameter[], values: readonly Value[]): Hex {
  return encodeAbiParameters(
    inputs,
    inputs.map((input, i) => nativeOf(input, values[i]!)),
  )
}

/** A value as the codec wants it: names become addresses, and a withdrawal, where its root is asked for, that. */
function nativeOf(parameter: AbiParameter, value: Value): unknown {
  const { type } = parameter
  if (type.endsWith('[]')) {
    const of = { ...parameter, type: type.slice(0, -2) } as AbiParameter
    return (value as readonly Value[]).map((inner) => nativeOf(of, inner))
  }
  if (type === 'address') return addressOf(value as string)
  if (type === 'bytes32' && typeof value === 'object') return rootOf(value)
  if (type !== 'tuple') return value

  const { components } = parameter as { components: readonly AbiParameter[] }
  const struct = value as Record<string, Value>
  return Object.fromEntries(components.map((of) => [of.name, nativeOf(of, struct[of.name!]!)]))
}

const withdrawalParameter = functions.get('delegation.calculateWithdrawalRoot/1')!.inputs[0]!

export function rootOf(withdrawal: Value): Hex {
  return keccak256(encode([withdrawalParameter], [withdrawal]))
}

function text(value: unknown): string {
  return JSON.stringify(value, (_, inner) => (typeof inner === 'bigint' ? `${inner}` : inner))
}
