import type { Abi, Address, Hex, LocalAccount, TypedDataDefinition } from 'viem'
import type { Head } from '../runtime/index.ts'
import type { Signed, Statement } from './statement.ts'

/** A service, as those see it who run it or watch it: what there is to be said, and what to do with what was said. */
export type Service = {
  name: 'oracle' | 'attester'
  address: Address
  /** The subject of now, or nothing. */
  due(head: Head): Promise<Due | undefined>
  /** Whether something may be said of a subject that somebody asks about. */
  maySign(subject: string, head: Head): Promise<boolean>
  /** What is true of the subject. */
  observe(subject: string, signal: AbortSignal): Promise<string>
  /** What a key signs. */
  typedData(statement: Statement): TypedDataDefinition
  /** The contract's word for the subject. */
  word(subject: string): Hex
  /** Those of the statements on one subject that go into one post, in the contract's order. */
  select(statements: readonly Weighed[]): Weighed[]
  post(statements: readonly Signed[]): Call
  slash(evidence: Evidence): Call
  /** For a service that pays by what counted: whether `operator` was left out of a post, and how it is counted still. */
  leftOut?(subject: string, operator: Address, head: Head): Promise<boolean>
  join?(statements: readonly Signed[]): Call
  /** Whether anything was earned on the day: by the operator, where each is paid for its own. */
  earned(day: bigint, operator: Address, head: Head): Promise<boolean>
  /** The statements that counted in these blocks. */
  heard(fromBlock: bigint, toBlock: bigint): Promise<Signed[]>
}

export type Due = {
  subject: string
  /** seconds; since when it is due */
  since: bigint
  /** counts up from subject to subject: whose turn it is */
  turn: bigint
  posted: boolean
}

export type Weighed = Signed & { operator: Address; weight: bigint }

/** Two statements on one subject, signed by one operator. */
export type Evidence = readonly [Signed, Signed]

export type Call = { address: Address; abi: Abi; functionName: string; args: readonly unknown[] }

/** Signs a statement, whatever was signed before: what an operator may sign, its book says. */
export async function sign(
  account: LocalAccount,
  service: Pick<Service, 'typedData'>,
  { subject, value }: Statement,
): Promise<Signed> {
  const signature = await account.signTypedData(service.typedData({ subject, value }))
  return { subject, value, signature }
}
