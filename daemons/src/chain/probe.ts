import {
  type Abi,
  type Address,
  BaseError,
  type ContractFunctionArgs,
  type ContractFunctionName,
  ContractFunctionRevertedError,
  type PublicClient,
} from 'viem'

/** An error of a contract's, by its own name. */
export type Objection = { error: string; args: readonly unknown[] }

/** What the contract has against a call as of a block; nothing if it would do it. Nothing is sent. */
export async function probe<
  const abi extends Abi,
  name extends ContractFunctionName<abi, 'nonpayable' | 'payable'>,
>(client: PublicClient, call: probe.Call<abi, name>): Promise<Objection | undefined> {
  try {
    await client.simulateContract(call as never)
    return undefined
  } catch (error) {
    const revert =
      error instanceof BaseError && error.walk((it) => it instanceof ContractFunctionRevertedError)
    if (!(revert instanceof ContractFunctionRevertedError)) throw error
    const { data, signature, reason } = revert
    return { error: data?.errorName ?? signature ?? reason ?? 'unknown', args: data?.args ?? [] }
  }
}

export declare namespace probe {
  type Call<abi extends Abi, name extends ContractFunctionName<abi, 'nonpayable' | 'payable'>> = {
    address: Address
    abi: abi
    functionName: name
    args: ContractFunctionArgs<abi, 'nonpayable' | 'payable', name>
    blockNumber: bigint
    account?: Address
    value?: bigint
  }
}
