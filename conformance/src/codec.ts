import {
  type AbiEvent,
  type AbiFunction,
  type AbiParameter,
  concatHex,
  decodeAbiParameters,
  encodeAbiParameters,
  type Hex,
  keccak256,
  toEventSelector,
  toFunctionSelector,
} from 'viem'
import { chainLog, zeroHash } from './abi.ts'
import type { Names } from './names.ts'

/** A name, an amount, a flag, a list or a struct of those: what calls, errors and events are made of before any encoding. */
export type Value =
  | string
  | bigint
  | boolean
  | readonly Value[]
  | { readonly [name: string]: Value }

export type Called = { to: string; fn: string; args: readonly Value[] }

export type Answered = {
  ok: boolean
  return?: readonly Value[]
  error?: string
  args?: Record<string, Value>
}

export type Emitted = { emitter: string; name: string; args: Record<string, Value> }

type Item = { selector: Hex; inputs: readonly AbiParameter[]; outputs: readonly AbiParameter[] }

/** Between what a history says and what the contracts of some ABIs take and answer. */
export function codecOf({
  abis,
  kindOf,
  addressOf,
  numberOf,
  hashOf,
  selectorOf,
}: codecOf.Options) {
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
        errors.set(`${name}/${inputs.length}`, { selector, inputs, outputs: [] })
      } else if (item.type === 'event') {
        const { name, inputs } = item as AbiEvent
        const selector = toEventSelector(item as AbiEvent)
        events.set(`${kind}.${name}`, { selector, inputs, outputs: [] })
      }
    }

  function functionOf({ to, fn, args }: Called): Item {
    const item = functions.get(`${kindOf(to)}.${fn}/${args.length}`)
    if (!item) throw new Error(`The ${to} has no function ${fn} of ${args.length} arguments`)
    return item
  }

  function encode(inputs: readonly AbiParameter[], values: readonly Value[]): Hex {
    return encodeAbiParameters(
      inputs,
      inputs.map((input, i) => nativeOf(input, values[i]!)),
    )
  }

  /** A value as the codec wants it: names become addresses, numbers or hashes, and a withdrawal, where its root is asked for, that. */
  function nativeOf(parameter: AbiParameter, value: Value): unknown {
    const { type } = parameter
    if (type.endsWith('[]')) {
      const of = { ...parameter, type: type.slice(0, -2) } as AbiParameter
      return (value as readonly Value[]).map((inner) => nativeOf(of, inner))
    }
    if (type === 'address') return addressOf(value as string)
    if (type === 'bytes32' && typeof value === 'object') return rootOf(value)
    if (type === 'bytes32' && !`${value}`.startsWith('0x')) return hashOf!(value as string)
    if (type === 'bytes4' && !`${value}`.startsWith('0x')) return selectorOf!(value as string)
    if (type.startsWith('uint') && typeof value === 'string') return numberOf!(value)
    if (type !== 'tuple') return value

    const { components } = parameter as { components: readonly AbiParameter[] }
    const struct = value as Record<string, Value>
    return Object.fromEntries(components.map((of) => [of.name, nativeOf(of, struct[of.name!]!)]))
  }

  function rootOf(withdrawal: Value): Hex {
    const [struct] = functions.get('delegation.calculateWithdrawalRoot/1')!.inputs
    return keccak256(encode([struct!], [withdrawal]))
  }

  function encodeLog({ emitter, name, args }: Emitted) {
    const item = events.get(`${kindOf(emitter)}.${name}`)
    if (!item) throw new Error(`The ${emitter} has no event ${name}`)

    const indexed = item.inputs.filter(isTopic)
    const rest = item.inputs.filter((input) => !isTopic(input))
    const topics = indexed.map((input) => encode([input], inOrder([input], args)))
    return { topics: [item.selector, ...topics], data: encode(rest, inOrder(rest, args)) }
  }

  function errorOf(name: string, args: object): Item {
    const item = errors.get(`${name}/${Object.keys(args).length}`)
    if (!item) throw new Error(`The contracts have no error ${name} of ${Object.keys(args)}`)
    return item
  }

  return {
    nativeOf,
    rootOf,

    encodeCall(call: Called): Hex {
      if (call.fn === 'receive') return '0x'
      const { selector, inputs } = functionOf(call)
      return concatHex([selector, encode(inputs, call.args)])
    },

    encodeAnswer(call: Called, { ok, return: returned = [], error, args = {} }: Answered): Hex {
      if (ok) return call.fn === 'receive' ? '0x' : encode(functionOf(call).outputs, returned)
      const { selector, inputs } = errorOf(error!, args)
      return concatHex([selector, encode(inputs, inOrder(inputs, args))])
    },

    /** An answer of the contracts, to be read. */
    decodeAnswer(call: Called, ok: boolean, answer: Hex): string {
      if (ok) {
        const { outputs } = functionOf(call)
        return text(decodeAbiParameters(outputs, answer))
      }
      const known = [...errors].find(([, { selector }]) => answer.startsWith(selector))
      if (!known) return answer
      const [name, { inputs }] = known
      const args = inputs.length > 0 ? decodeAbiParameters(inputs, `0x${answer.slice(10)}`) : []
      return `${name.split('/')[0]}${args.length > 0 ? text(args) : ''}`
    },

    /** A chain of hashes over logs, in order. */
    hashEvents({ events: emitted }: { events: readonly Emitted[] }): Hex {
      return emitted.reduce<Hex>((chain, log) => {
        const { topics, data } = encodeLog(log)
        return chainLog(chain, addressOf(log.emitter), topics, data)
      }, zeroHash)
    },

    encodeLog,

    /** A log of the contracts, to be read. */
    decodeLog(topics: readonly Hex[], data: Hex): string {
      const known = [...events].find(([, { selector }]) => selector === topics[0])
      if (!known) return `${topics[0]}`
      const [name, { inputs }] = known
      const rest = inputs.filter((input) => !isTopic(input))
      return `${name}(${[...topics.slice(1), text(decodeAbiParameters(rest, data))].join(', ')})`
    },
  }
}

export declare namespace codecOf {
  type Options = {
    /** By kind of contract. */
    abis: Record<string, readonly unknown[]>
    /** Whose functions and events an account has. */
    kindOf(name: string): string
    addressOf: Names
    /** What a name is where a number is asked for, */
    numberOf?(name: string): bigint
    /** a hash, */
    hashOf?(name: string): Hex
    /** or a selector. */
    selectorOf?(name: string): Hex
  }
}

function isTopic(input: AbiParameter): boolean {
  return 'indexed' in input && input.indexed === true
}

function inOrder(inputs: readonly AbiParameter[], args: Record<string, Value>): Value[] {
  return inputs.map(({ name }) => {
    const value = name === 'withdrawalRoot' ? args.withdrawal : args[name!]
    if (value === undefined) throw new Error(`${name} is missing of ${Object.keys(args)}`)
    return value
  })
}

function text(value: unknown): string {
  return JSON.stringify(value, (_, inner) => (typeof inner === 'bigint' ? `${inner}` : inner))
}
