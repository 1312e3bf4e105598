import {
  type Abi,
  type Address,
  encodeDeployData,
  encodeFunctionData,
  type Hex,
  hexToBytes,
} from 'viem'

/** One transaction, as it will be sent: a contract's creation or, with `to`, a call. */
export type Step = {
  what: string
  to?: Address
  /** Of what is created. */
  address?: Address
  nonce: number
  data: Hex
  value: bigint
  /** Named, in the constructor's or the function's order. */
  args: Record<string, unknown>
  /** An upper estimate. */
  gas: bigint
}

export type Creation = {
  contract: string
  abi: Abi
  bytecode: Hex
  args: Record<string, unknown>
  value?: bigint
  /** Storage words that the constructor fills, at most. */
  words: bigint
  /** Gas that it spends besides: on contracts that the constructor creates or calls. */
  extra?: bigint
}

export function toCreation(address: Address, creation: Creation): Omit<Step, 'nonce'> {
  const { contract, abi, bytecode, args, words, value = 0n, extra = 0n } = creation
  const data = encodeDeployData({ abi, bytecode, args: Object.values(args) })
  return { what: contract, address, data, value, args, gas: creationGas(data, words) + extra }
}

export function toCall({ what, to, abi, functionName, args, gas, value = 0n }: toCall.Args) {
  const data = encodeFunctionData({ abi, functionName, args: Object.values(args) })
  return { what, to, data, value, args, gas } satisfies Omit<Step, 'nonce'>
}

export declare namespace toCall {
  type Args = {
    what: string
    to: Address
    abi: Abi
    functionName: string
    args: Record<string, unknown>
    gas: bigint
    value?: bigint
  }
}

export function bigints(parameters: Record<string, number | bigint>) {
  return Object.fromEntries(
    Object.entries(parameters).map(([name, value]) => [name, BigInt(value)]),
  )
}

/** Upper estimate: all of the code is deposited (200 a byte), all words are written to empty slots, and execution is a tenth. */
function creationGas(data: Hex, words: bigint): bigint {
  const bytes = hexToBytes(data)
  let calldata = 0n
  for (const byte of bytes) calldata += byte === 0 ? 4n : 16n
  const initcode = 2n * BigInt(Math.ceil(bytes.length / 32))
  const writes = 200n * BigInt(bytes.length) + 22_100n * words
  return 21_000n + 32_000n + calldata + initcode + (writes * 11n) / 10n + 30_000n
}
