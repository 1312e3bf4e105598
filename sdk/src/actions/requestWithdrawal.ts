import { validatorRegistryAbi } from '@cairn/contracts/abi'
import { type Address, encodeFunctionData, type Hex, hexToBigInt } from 'viem'
import { call } from 'viem/actions'
import type { AccountArg, CairnClient } from '../client.ts'
import type { DeploymentArg } from '../deployment.ts'
import { pubkeyOf } from '../internal/pubkeyOf.ts'
import { transact } from '../internal/transact.ts'

/** EIP-7002's system contract. Called with nothing, it says what a request costs. */
const withdrawalRequests: Address = '0x00000961Ef480Eb55e80D19ad83579A64c007002'

/**
 * Requests a withdrawal from a validator: an amount, or a full exit. Anyone may, up to what the vault falls short of; the curator may
 * request a full exit at any time.
 *
 * Sends `requestWithdrawal` to the registry; reads the fee from EIP-7002's contract, and the pubkey from the registry's
 * events if it isn't given.
 *
 * @example
 * await requestWithdrawal(client, { deployment, id: 0n, amount: 5_000_000_000n })
 */
export async function requestWithdrawal(
  client: CairnClient,
  args: requestWithdrawal.Args,
): Promise<requestWithdrawal.ReturnType> {
  const { deployment, account, id, amount } = args
  const pubkey = args.pubkey ?? (await pubkeyOf(client, { deployment, id }))
  const { data: fee } = await call(client, { to: withdrawalRequests })

  const receipt = await transact(client, {
    account,
    to: deployment.registry,
    // Twice the fee of now, which other requests may raise by then; the rest comes back.
    value: 2n * hexToBigInt(fee ?? '0x0'),
    data: encodeFunctionData({
      abi: validatorRegistryAbi,
      functionName: 'requestWithdrawal',
      args: [id, pubkey, amount],
    }),
  })
  return { hash: receipt.transactionHash, id, amount }
}

export declare namespace requestWithdrawal {
  type Args = DeploymentArg<'registry'> &
    AccountArg & {
      id: bigint
      /** gwei; 0 for a full exit */
      amount: bigint
      /** 48 bytes; looked up if left out. */
      pubkey?: Hex | undefined
    }

  type ReturnType = {
    hash: Hex
    id: bigint
    /** gwei; 0 for a full exit */
    amount: bigint
  }
}
