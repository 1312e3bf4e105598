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

/** The members that have a voice on the subject, and what all members weigh together. */
export async function readVoices(
  client: PublicClient,
  service: Service,
  head: Head,
  subject: string,
) {
  const { members, total } = await readMembers(client, service, head)
  const { address } = service
  const at = { address, abi: serviceAbi, blockNumber: head.number } as const
  const slashed = await Promise.all(
    members.map(({ operator }) =>
      client.readContract({
        ...at,
        functionName: 'slashedOver',
        args: [service.word(subject), operator],
      }),
    ),
  )
  return { voices: members.filter(({ weight }, i) => weight > 0n && !slashed[i]), total }
}

// Recovering a key takes milliseconds, and the same few statements are heard again and again.
const recovered = new WeakMap<object, Map<string, Promise<Address>>>()
const remembered = 1_024

export function recoverKey(service: Pick<Service, 'typedData'>, signed: Signed): Promise<Address> {
  const known = recovered.get(service) ?? new Map<string, Promise<Address>>()
  recovered.set(service, known)
  const { subject, value, signature } = signed
  const name = `${subject} ${value} ${signature}`
  const found = known.get(name)
  if (found) return found

  if (known.size >= remembered) known.clear()
  const key = recoverTypedDataAddress({ ...service.typedData(signed), signature }).catch(
    (): Address => zeroAddress,
  )
  known.set(name, key)
  return key
}

/** The statements of those who have a voice, with their weight, one each. */
export async function weigh(
  service: Service,
  voices: readonly Member[],
  statements: readonly Signed[],
): Promise<Weighed[]> {
  const weighed = new Map<Address, Weighed>()
  for (const signed of statements) {
    const key = await recoverKey(service, signed)
    const member = voices.find((member) => isAddressEqual(member.key, key))
    if (member) weighed.set(member.operator, { ...signed, ...member })
  }
  return [...weighed.values()]
}

export const weightOf = (statements: readonly Weighed[]) =>
  statements.reduce((sum, { weight }) => sum + weight, 0n)
