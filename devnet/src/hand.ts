import {
  type Abi,
  type Address,
  BaseError,
  type ContractFunctionArgs,
  type ContractFunctionName,
  ContractFunctionRevertedError,
  encodeFunctionData,
  type Hex,
  type PublicClient,
  type TransactionReceipt,
} from 'viem'
import type { Signing } from './layers.ts'

/** The contract refused; `errorName` is its own error's. */
export class RefusedError extends Error {
  override name = 'RefusedError'
  constructor(
    readonly functionName: string,
    readonly errorName: string,
    readonly args: readonly unknown[] = [],
  ) {
    super(`${functionName} reverts with ${errorName}(${args.join(', ')})`)
  }
}

type Contracts = Record<string, { address: Address; abi: Abi }>
type Mutability = 'nonpayable' | 'payable'

const gas = 16_000_000n

/** Calls of one account to some contracts by their names. What one contract refuses comes up through the others. */
export function createHand<const contracts extends Contracts>({
  publicClient,
  wallet,
  contracts,
  errors: others = [],
}: createHand.Args<contracts>) {
  const errors = [...Object.values(contracts).flatMap(({ abi }) => abi), ...others].filter(
    ({ type }) => type === 'error',
  )

  /** Sends a call and doesn't wait. */
  async function send<
    contract extends keyof contracts,
    fn extends ContractFunctionName<contracts[contract]['abi'], Mutability>,
  >(
    contract: contract,
    functionName: fn,
    args: ContractFunctionArgs<contracts[contract]['abi'], Mutability, fn>,
    value = 0n,
  ): Promise<Hex> {
    const { address, abi } = contracts[contract]!
    const data = encodeFunctionData({ abi, functionName, args } as never)
    return wallet.sendTransaction({ to: address, data, value, gas })
  }

  /** Sends a call and awaits it. Throws `RefusedError` if it reverts. */
  async function call<
    contract extends keyof contracts,
    fn extends ContractFunctionName<contracts[contract]['abi'], Mutability>,
  >(
    contract: contract,
    functionName: fn,
    args: ContractFunctionArgs<contracts[contract]['abi'], Mutability, fn>,
    value = 0n,
  ): Promise<TransactionReceipt> {
    const hash = await send(contract, functionName, args, value)
    const receipt = await publicClient.waitForTransactionReceipt({ hash })
    if (receipt.status === 'success') return receipt

    const { address, abi } = contracts[contract]!
    const request = {
      address,
      abi: [...abi, ...errors],
      functionName,
      args,
      value,
      account: wallet.account.address,
      gas,
    }
    // At the end of the very block that it failed in: the same time, and nothing of it is there.
    const error = await publicClient
      .simulateContract({ ...request, blockNumber: receipt.blockNumber } as never)
      .then(() => undefined)
      .catch((thrown: unknown) => thrown)
    const revert =
      error instanceof BaseError && error.walk((it) => it instanceof ContractFunctionRevertedError)
    if (!(revert instanceof ContractFunctionRevertedError))
      throw new RefusedError(functionName, 'unknown', [receipt.transactionHash])
    const errorName = revert.data?.errorName ?? revert.signature ?? revert.reason ?? 'unknown'
    throw new RefusedError(functionName, errorName, revert.data?.args)
  }

  return { send, call }
}

export declare namespace createHand {
  type Args<contracts extends Contracts> = {
    publicClient: PublicClient
    wallet: Signing
    contracts: contracts
    /** Of contracts behind those. */
    errors?: Abi
  }
}
