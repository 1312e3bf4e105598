import { restakedEtherAbi, spreadAbi } from '@cairn/contracts/abi'
import { type Account, type Address, encodeFunctionData, type Hex } from 'viem'
import { getBlockNumber, multicall } from 'viem/actions'
import type { CairnClient } from '../client.ts'
import type { VaultArg } from '../deployment.ts'
import { min } from './math.ts'
import { deployless } from './multicall.ts'
import { transact } from './transact.ts'

/** Blocks for which a stamp has to hold beyond the newest, if stamps last that long: what is sent next takes a block or two. */
const margin = 3n

/** crETH pays only under a stamp: sends `check` if there is none. csETH has no such thing. */
export async function stamped(
  client: CairnClient,
  {
    deployment: { vault: address, spread },
    account,
  }: VaultArg<'vault' | 'spread'> & { account?: Account | Address | undefined },
): Promise<Hex | undefined> {
  if (spread === undefined) return undefined

  const vault = { address, abi: restakedEtherAbi } as const
  const number = await getBlockNumber(client, { cacheTime: 0 })
  const [stampedAt, stampFor] = await multicall(client, {
    ...deployless,
    allowFailure: false,
    contracts: [
      { ...vault, functionName: 'stampedAt' },
      { ...vault, functionName: 'stampFor' },
    ],
  })
  if (number + min(margin, stampFor) <= stampedAt + stampFor) return undefined

  const data = encodeFunctionData({ abi: spreadAbi, functionName: 'check' })
  const { transactionHash } = await transact(client, { account, to: spread, data })
  return transactionHash
}
