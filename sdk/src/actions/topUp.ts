import { validatorRegistryAbi } from '@cairn/contracts/abi'
import { type ContractFunctionArgs, encodeFunctionData, type Hex, parseEventLogs } from 'viem'
import type { AccountArg, CairnClient } from '../client.ts'
import type { DeploymentArg } from '../deployment.ts'
import { pubkeyOf } from '../internal/pubkeyOf.ts'
import { transact } from '../internal/transact.ts'

/**
 * Stakes idle ether on a proven validator, with a proof that it is neither slashed nor exiting. Anyone may.
 *
 * Sends `topUp` to the registry; finds the pubkey in its events if it isn't given.
 *
 * @example
 * await topUp(client, { deployment, id: 0n, amount: 32_000_000_000n, ...proof })
 */
export async function topUp(client: CairnClient, args: topUp.Args): Promise<topUp.ReturnType> {
  const { deployment, account, id, amount, timestamp, state, validator, siblings } = args
  const pubkey = args.pubkey ?? (await pubkeyOf(client, { deployment, id }))

  const receipt = await transact(client, {
    account,
    to: deployment.registry,
    data: encodeFunctionData({
      abi: validatorRegistryAbi,
      functionName: 'topUp',
      args: [id, pubkey, amount, timestamp, state, validator, siblings],
    }),
  })

  const [toppedUp] = parseEventLogs({
    abi: validatorRegistryAbi,
    eventName: 'ToppedUp',
    logs: receipt.logs,
  })
  return { hash: receipt.transactionHash, id, amount, slot: toppedUp!.args.slot }
}

export declare namespace topUp {
  type Parameters = ContractFunctionArgs<typeof validatorRegistryAbi, 'nonpayable', 'topUp'>

  type Args = DeploymentArg<'registry'> &
    AccountArg & {
      id: bigint
      /** gwei */
      amount: bigint
      /** 48 bytes; looked up if left out. */
      pubkey?: Hex | undefined
      /** seconds, of the block whose EIP-4788 root anchors the proof */
      timestamp: bigint
      state: Parameters[4]
      validator: Parameters[5]
      siblings: Parameters[6]
    }

  type ReturnType = {
    hash: Hex
    id: bigint
    /** gwei */
    amount: bigint
    /** of the block that made the deposit */
    slot: bigint
  }
}
