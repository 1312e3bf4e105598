import type { Account, Address, Hex, TransactionReceipt } from 'viem'
import { call, estimateGas, sendTransaction, waitForTransactionReceipt } from 'viem/actions'
import { accountOf, type CairnClient } from '../client.ts'
import { TransactionRevertedError } from '../errors/client.ts'
import { toCairnError } from '../errors/decode.ts'
import { min } from './math.ts'

/** EIP-7825: no transaction may ask for more. */
const gasCap = 1n << 24n

/** Estimates, sends and awaits one transaction. A refusal, before or after sending, is thrown as its own class. */
export async function transact(
  client: CairnClient,
  { account: from, to, data, value }: transact.Args,
): Promise<TransactionReceipt> {
  const account = accountOf(client, from)
  const transaction = { account, to, data, value }
  try {
    const estimate = await estimateGas(client, transaction)
    // A quarter more: the block that mines it accrues more than the block it was estimated on.
    const gas = min((estimate * 5n) / 4n, gasCap)
    const hash = await sendTransaction(client, { ...transaction, gas, chain: client.chain ?? null })
    const receipt = await waitForTransactionReceipt(client, { hash })
    if (receipt.status === 'success') return receipt

    await call(client, { ...transaction, blockNumber: receipt.blockNumber })
    throw new TransactionRevertedError(hash)
  } catch (error) {
    throw toCairnError(error)
  }
}

export declare namespace transact {
  type Args = {
    account?: Account | Address | undefined
    to: Address
    data: Hex
    value?: bigint
  }
}
