import {
  type Abi,
  type Address,
  BaseError,
  type ContractFunctionArgs,
  type ContractFunctionName,
  ContractFunctionRevertedError,
  type EncodeFunctionDataParameters,
  encodeFunctionData,
  type PublicClient,
} from 'viem'
import { reasonOf, RefusedError } from './errors.ts'
import type { Head, Request, Signer } from './signer.ts'

/** A transaction can't be included at all: too much gas, or too many bytes for a node to relay. Split it. */
export class TooLargeError extends Error {
  override name = 'TooLargeError'
  constructor(
    readonly duty: string,
    readonly gas: bigint | undefined,
    readonly bytes: number,
  ) {
    super(`${duty} doesn't fit a transaction: ${gas ?? 'too much'} gas, ${bytes} bytes. Split it.`)
  }
}

// Nodes relay transactions of up to 128 KiB; a little is left for the envelope.
const maxBytes = 130_000

/**
 * Encodes a call and measures its gas against the head's state. What the contract refuses comes out as `RefusedError`
 * with its own error's name and values; what doesn't fit a transaction as `TooLargeError`.
 */
export async function prepare<
  const abi extends Abi,
  name extends ContractFunctionName<abi, 'nonpayable' | 'payable'>,
>(
  client: PublicClient,
  head: Head,
  { by, duty, value, ...call }: prepare.Call<abi, name>,
): Promise<Request> {
  const { address, abi, functionName, args } = call as prepare.Loose
  const data = encodeFunctionData({ abi, functionName, args })
  const bytes = data.length / 2 - 1
  if (bytes > maxBytes) throw new TooLargeError(duty, undefined, bytes)

  const gas = await client
    .estimateContractGas({
      address,
      abi,
      functionName,
      args,
      account: by.address,
      value,
      blockNumber: head.number,
    })
    .catch((error: unknown) => {
      throw outOfGas(error) ? new TooLargeError(duty, undefined, bytes) : refused(duty, error)
    })
  // More than measured: the block that includes it finds the vault some seconds later, with gains vested and a fee to accrue.
  const padded = gas + gas / 16n + 50_000n
  if (padded > by.maxGas) throw new TooLargeError(duty, padded, bytes)
  return { duty, to: address, data, value, gas: padded }
}

export declare namespace prepare {
  type Call<abi extends Abi, name extends ContractFunctionName<abi, 'nonpayable' | 'payable'>> = {
    duty: string
    by: Pick<Signer, 'address' | 'maxGas'>
    address: Address
    abi: abi
    functionName: name
    args: ContractFunctionArgs<abi, 'nonpayable' | 'payable', name>
    value?: bigint
  }
  type Loose = {
    address: Address
    abi: Abi
    functionName: string
    args: readonly unknown[]
  } & EncodeFunctionDataParameters
}

function refused(duty: string, error: unknown) {
  if (!(error instanceof BaseError)) return error
  const revert = error.walk((e) => e instanceof ContractFunctionRevertedError)
  if (!(revert instanceof ContractFunctionRevertedError)) return error
  const name = revert.data?.errorName ?? revert.signature ?? revert.reason ?? 'unknown'
  const args = revert.data?.args?.map(String).join(', ') ?? ''
  return new RefusedError(duty, `${name}(${args})`, name, { cause: error })
}

function outOfGas(error: unknown) {
  return /out ?of ?gas|gas required exceeds|exceeds block gas limit|gas limit.*(high|cap)/i.test(
    reasonOf(error),
  )
}
