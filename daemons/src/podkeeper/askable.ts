import type { StateView } from '@cairn/beacon'
import type { Address, PublicClient } from 'viem'
import { nativeStakeAbi, probe, withdrawalRequests } from '../chain/index.ts'
import { readRequestFee } from '../keeper/readRequestFee.ts'
import type { Head } from '../runtime/index.ts'
import type { Ask } from './plan.ts'

/** Of what is to be asked of a pod's validators, what may be: some of it may have been asked lately. */
export async function askable(
  client: PublicClient,
  { native, head, account, state, index, asks }: askable.Args,
): Promise<Ask[]> {
  const value = (await readRequestFee(client, withdrawalRequests, head)) * 2n
  const found = await Promise.all(
    asks.map(async (ask): Promise<Ask> => {
      const { pubkey } = state.validator(ask.validator)
      const objection = await probe(client, {
        address: native,
        abi: nativeStakeAbi,
        functionName: 'requestWithdrawal',
        args: [BigInt(index), [{ pubkey, amountGwei: ask.amount }]],
        blockNumber: head.number,
        account,
        value,
      })
      if (!objection) return ask
      const left = objection.error === 'ExceedsBalance' ? (objection.args[2] as bigint) : 0n
      return { ...ask, amount: left === 0n ? refused : left }
    }),
  )
  return found.filter(({ amount }) => amount !== refused)
}

const refused = -1n

export declare namespace askable {
  type Args = {
    native: Address
    head: Head
    /** who asks */
    account: Address
    state: StateView
    index: number
    asks: readonly Ask[]
  }
}
