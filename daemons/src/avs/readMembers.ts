import { priceOracleAbi } from '@cairn/sdk/abi'
import {
  type Address,
  isAddressEqual,
  type PublicClient,
  recoverTypedDataAddress,
  zeroAddress,
} from 'viem'
import type { Head } from '../runtime/index.ts'
import type { Service, Weighed } from './service.ts'
import type { Signed } from './statement.ts'

/** Both services have these functions. */
export const serviceAbi = priceOracleAbi

export type Member = { operator: Address; key: Address; weight: bigint }

/** Who is a member as of the head, and what all of them weigh together. */
export async function readMembers(client: PublicClient, { address }: Service, head: Head) {
  const [members, total] = await client.readContract({
    address,
    abi: serviceAbi,
    functionName: 'members',
    blockNumber: head.number,
  })
  return { members: members as readonly Member[], total }
}

export async function recoverKey(service: Pick<Service, 'typedData'>, signed: Signed) {
  const { signature } = signed
  return recoverTypedDataAddress({ ...service.typedData(signed), signature }).catch(
    () => zeroAddress,
  )
}

/** The statements that members made, with their weight, one a member. */
export async function weigh(
  service: Service,
  members: readonly Member[],
  statements: readonly Signed[],
): Promise<Weighed[]> {
  const weighed = new Map<Address, Weighed>()
  for (const signed of statements) {
    const key = await recoverKey(service, signed)
    const member = members.find((member) => isAddressEqual(member.key, key))
    if (member && member.weight > 0n) weighed.set(member.operator, { ...signed, ...member })
  }
  return [...weighed.values()]
}

export const weightOf = (statements: readonly Weighed[]) =>
  statements.reduce((sum, { weight }) => sum + weight, 0n)
