import { priceOracleAbi } from '@cairn/contracts/abi'
import { type Address, encodeAbiParameters, type Hex, type LocalAccount } from 'viem'
import { readContract } from 'viem/actions'
import type { CairnClient } from '../client.ts'

/**
 * What an operator registers with at one of Cairn's services: the key that will sign for it, and that key's signature for this
 * operator.
 *
 * Reads the digest from the service; sends nothing.
 *
 * @example
 * const data = await signServiceKey(client, { service, operator, key })
 * await registerForOperatorSets(client, { deployment, avs: service, operatorSetIds: [0], data })
 */
export async function signServiceKey(
  client: CairnClient,
  { service, operator, key }: signServiceKey.Args,
): Promise<Hex> {
  const digest = await readContract(client, {
    address: service,
    abi: priceOracleAbi,
    functionName: 'keyDigest',
    args: [operator, key.address],
  })
  return encodeAbiParameters(
    [{ type: 'address' }, { type: 'bytes' }],
    [key.address, await key.sign({ hash: digest })],
  )
}

export declare namespace signServiceKey {
  type Args = {
    service: Address
    operator: Address
    /** One that nobody has registered before: it is the operator's for ever. */
    key: Pick<Required<LocalAccount>, 'address' | 'sign'>
  }
}
