import { redeemEscrowAbi, redeemQueueAbi, stakedEtherAbi, vaultLensAbi } from '@cairn/contracts/abi'
import type { stateView } from '@cairn/spec'
import {
  type AbiEvent,
  type AbiFunction,
  type AbiParameter,
  concatHex,
  decodeAbiParameters,
  encodeAbiParameters,
  type Hex,
  keccak256,
  pad,
  toEventSelector,
  toFunctionSelector,
} from 'viem'
import type { Names } from './names.ts'
import type { Call, Expectation, Genesis, Value } from './trace.ts'
import { contractNames } from './verbs.ts'

type Item = { selector: Hex; inputs: readonly AbiParameter[]; outputs: readonly AbiParameter[] }

const abis = { vault: stakedEtherAbi, queue: redeemQueueAbi, escrow: redeemEscrowAbi }
const functions = new Map<string, Item>()
const errors = new Map<string, Item>()
const events = new Map<string, Item>()

for (const [contract, abi] of Object.entries(abis))
  for (const item of abi) {
    if (item.type === 'function') {
      const { name, inputs, outputs } = item as AbiFunction
      functions.set(`${contract}.${name}/${inputs.length}`, {
        selector: toFunctionSelector(item as AbiFunction),
        inputs,
        outputs,
      })
    } else if (item.type === 'error') {
      const { name, inputs } = item
      const selector = toFunctionSelector(`${name}(${inputs.map(({ type }) => type).join(',')})`)
      errors.set(name, { selector, inputs, outputs: [] })
    } else if (item.type === 'event') {
      const { name, inputs } = item as AbiEvent
      const selector = toEventSelector(item as AbiEvent)
      events.set(`${contract}.${name}`, { selector, inputs, outputs: [] })
    }
  }

/** What a call's answer, logs and state have to be, as hashes; `names` says where everyone lives. */
export function encodeCall({ to, fn, args }: Call, names: Names): Hex {
  if (fn === 'receive') return '0x'
  const { selector, inputs } = functionOf(to, fn, args.length)
  return concatHex([selector, encode(inputs, args, names)])
}

export function encodeAnswer(
  { to, fn, args: given }: Call,
  { ok, return: returned = [], error, args = {} }: Expectation,
  names: Names,
): Hex {
  if (ok) {
    if (fn === 'receive') return '0x'
    return encode(functionOf(to, fn, given.length).outputs, returned, names)
  }

  const item = errors.get(error!)
  if (!item) throw new Error(`The contracts have no error ${error}`)
  return concatHex([item.selector, encode(item.inputs, inOrder(item.inputs, args), names)])
}

/** An answer of the contracts, to be read. */
export function decodeAnswer({ to, fn, args }: Call, ok: boolean, answer: Hex): string {
  if (ok) {
    const { outputs } = functionOf(to, fn, args.length)
    return `${decodeAbiParameters(outputs, answer)}`
  }
  const known = [...errors].find(([, { selector }]) => answer.startsWith(selector))
  if (!known) return answer
  const [name, { inputs }] = known
  return `${name}(${inputs.length > 0 ? decodeAbiParameters(inputs, `0x${answer.slice(10)}`) : ''})`
}

/** A chain of hashes over the logs of the vault and the queue, in order. */
export function hashEvents({ events: emitted }: Pick<Expectation, 'events'>, names: Names): Hex {
  return emitted.reduce<Hex>((chain, { emitter, name, args }) => {
    const { topics, data } = encodeLog(emitter, name, args, names)
    return chainLog(chain, names(emitter), topics, data)
  }, zeroHash)
}

export function chainLog(chain: Hex, emitter: Hex, topics: readonly Hex[], data: Hex): Hex {
  return keccak256(
    concatHex([chain, pad(emitter), keccak256(concatHex([...topics])), keccak256(data)]),
  )
}

export const zeroHash: Hex = `0x${'00'.repeat(32)}`

function encodeLog(emitter: string, name: string, args: Record<string, Value>, names: Names) {
  const item = events.get(`${emitter}.${name}`)
  if (!item) throw new Error(`The ${emitter} has no event ${name}`)

  const isTopic = (input: AbiParameter) => 'indexed' in input && input.indexed === true
  const indexed = item.inputs.filter(isTopic)
  const rest = item.inputs.filter((input) => !isTopic(input))
  const topics = indexed.map((input) => encode([input], inOrder([input], args), names))

  return { topics: [item.selector, ...topics], data: encode(rest, inOrder(rest, args), names) }
}

/** `VaultLens.digest`. */
export function hashLens(view: View, names: Names): Hex {
  return keccak256(encodeView(view, names))
}

/** The hash of `VaultLens.digest` and of what everyone holds in ether and WETH. */
export function hashView(view: View, names: Names): Hex {
  return keccak256(
    encodeAbiParameters(holdingsParameters, [hashLens(view, names), view.ether, view.weth]),
  )
}

export type View = stateView.ReturnType & {
  ether: bigint[]
  weth: bigint[]
}

const holdingsParameters = [
  { type: 'bytes32' },
  { type: 'uint256[]' },
  { type: 'uint256[]' },
] as const

const uint = (name: string) => ({ name, type: 'uint256' })

const viewParameters: AbiParameter[] = [
  structOf('read', 'snapshot'),
  uint('totalSupply'),
  { name: 'balances', type: 'uint256[]' },
  structOf('read', 'queue'),
  {
    name: 'tickets',
    type: 'tuple[]',
    components: [uint('size'), { name: 'owner', type: 'address' }],
  },
]

function structOf(fn: string, member: string): AbiParameter {
  const { outputs } = vaultLensAbi.find((item) => 'name' in item && item.name === fn) as AbiFunction
  const [struct] = outputs as unknown as [{ components: AbiParameter[] }]
  return struct.components.find(({ name }) => name === member)!
}

function encodeView({ snapshot, totalSupply, balances, queue, tickets }: View, names: Names): Hex {
  const { components } = viewParameters[0] as unknown as { components: { name: string }[] }
  const named = Object.fromEntries(components.map(({ name }, i) => [name, snapshot[i]]))
  return encodeAbiParameters(viewParameters, [
    named,
    totalSupply,
    balances,
    queue,
    tickets.map(({ size, owner }) => ({ size, owner: names(owner) })),
  ])
}

/** What a replay shows of a state that isn't the expected one. */
export const shownParameters: readonly AbiParameter[] = [
  ...viewParameters,
  { name: 'ether', type: 'uint256[]' },
  { name: 'weth', type: 'uint256[]' },
]

export function encodeGenesis({ now, value, parameters }: Genesis): Hex {
  return encodeAbiParameters(genesisParameters, [
    now,
    value,
    Object.keys(parameters).map((name) => parameters[name as keyof typeof parameters]),
  ])
}

const genesisParameters = [
  { name: 'now', type: 'uint256' },
  { name: 'value', type: 'uint256' },
  { name: 'parameters', type: 'uint256[]' },
] as const

function functionOf(to: string, fn: string, count: number): Item {
  const item = functions.get(`${to}.${contractNames[fn] ?? fn}/${count}`)
  if (!item) throw new Error(`The ${to} has no function ${fn} of ${count} arguments`)
  return item
}

function inOrder(inputs: readonly AbiParameter[], args: Record<string, Value>): Value[] {
  return inputs.map(({ name }) => {
    const value = args[name!]
    if (value === undefined) throw new Error(`${name} is missing of ${Object.keys(args)}`)
    return value
  })
}

function encode(inputs: readonly AbiParameter[], values: readonly Value[], names: Names): Hex {
  return encodeAbiParameters(
    inputs,
    inputs.map(({ type }, i) => nativeOf(type, values[i]!, names)),
  )
}

function nativeOf(type: string, value: Value, names: Names): unknown {
  if (type === 'address') return names(value as string)
  if (type === 'uint8') return Number(value)
  return value
}
