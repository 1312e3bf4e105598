import { type Address, erc20Abi, isAddressEqual, type LocalAccount, type PublicClient } from 'viem'
import {
  createSigner,
  type Daemon,
  type DaemonSettings,
  edges,
  type Head,
  prepare,
  type Sending,
  toDaemon,
  work,
} from '../runtime/index.ts'
import type { Book } from './book.ts'
import { isMyTurn, payableDay, type Step } from './plan.ts'
import { readMembers, readVoices, serviceAbi, weigh, weightOf } from './readMembers.ts'
import { type Service, sign, type Weighed } from './service.ts'
import type { Answer, Signed } from './statement.ts'

/** An operator of a service: signs what is due, once; says what it signed when it is asked; posts when it is its turn. */
export type Operator = Daemon & { answer: Answer }

/**
 * What was signed is in the book. Everything else follows from the chain: an operator can be killed at any point and
 * started anywhere, as long as its book is there.
 */
export function createOperator(settings: createOperator.Settings): Operator {
  const { service, publicClient, walletClient, book, key, operator, peers } = settings
  const { stagger = 60, ...sending } = settings.options ?? {}
  const { clock, log, metrics } = edges(settings)
  const { name } = service
  const signer = createSigner({ name, publicClient, walletClient, clock, log, metrics, ...sending })

  let said: Signed | undefined
  async function signOnce(subject: string, signal: AbortSignal): Promise<Signed> {
    const found = await book.find(subject)
    const value = found ?? (await book.settle(subject, await service.observe(subject, signal)))
    if (found === undefined) {
      log.info({ daemon: name, subject, value }, 'signing')
      metrics.statements.inc({ daemon: name })
    }
    // Everyone asks for the newest, again and again.
    if (said?.subject !== subject || said.value !== value)
      said = await sign(key, service, { subject, value })
    return said
  }

  const answer: Answer = async (subject, signal) => {
    const head = await headOf(publicClient)
    if ((await book.find(subject)) === undefined && !(await service.maySign(subject, head))) return
    return signOnce(subject, signal)
  }

  async function gather(subject: string, signal: AbortSignal) {
    const others = await Promise.all(peers.map((ask) => ask(subject, signal)))
    return [await signOnce(subject, signal), ...others.filter((signed) => signed !== undefined)]
  }

  async function tick(signal: AbortSignal) {
    const head = await headOf(publicClient)
    const due = await service.due(head)
    if (due && !due.posted) await signOnce(due.subject, signal)
    // Most ticks have nothing to send, and see it at a glance.
    if ((await planAt(head)).length > 0) await advance(signal)
  }

  async function planAt(head: Head): Promise<Step[]> {
    const { members } = await readMembers(publicClient, service, head)
    const mine = (turn: { since: bigint; turn: bigint }) =>
      isMyTurn(turn, { members, operator, now: head.timestamp, stagger })

    const steps: Step[] = []
    const due = await service.due(head)
    if (due && !due.posted && mine(due)) steps.push({ type: 'post', subject: due.subject })
    if (due?.posted && (await isLeftOut(due.subject, head)))
      steps.push({ type: 'join', subject: due.subject })

    const payable = payableDay(head.timestamp)
    if (mine(payable) && (await isOwed(payable.day, head)))
      steps.push({ type: 'payRewards', day: payable.day })
    return steps
  }

  async function isLeftOut(subject: string, head: Head) {
    if (!(await service.leftOut?.(subject, operator, head))) return false
    const { voices } = await readVoices(publicClient, service, head, subject)
    return voices.some((voice) => isAddressEqual(voice.operator, operator))
  }

  async function isOwed(day: bigint, head: Head) {
    const { address } = service
    const at = { address, abi: serviceAbi, blockNumber: head.number } as const
    const paid = await publicClient.readContract({ ...at, functionName: 'isPaid', args: [day] })
    return !paid && (await service.earned(day, operator, head)) && (await hasBudget(head))
  }

  async function hasBudget({ number: blockNumber }: Head) {
    const { address } = service
    const token = await publicClient.readContract({
      ...{ address, abi: serviceAbi, blockNumber },
      functionName: 'token',
    })
    const left = await publicClient.readContract({
      ...{ address: token, abi: erc20Abi, blockNumber },
      functionName: 'balanceOf',
      args: [address],
    })
    return left > 0n
  }

  async function advance(signal: AbortSignal) {
    const posts = new Map<string, Weighed[]>()

    /** Steps that can be taken now: a post needs two thirds. */
    async function plan(head: Head): Promise<Step[]> {
      const ready: Step[] = []
      for (const step of await planAt(head)) {
        if (step.type === 'post' && !(await hasQuorum(head, step.subject))) continue
        ready.push(step)
      }
      return ready
    }

    async function hasQuorum(head: Head, subject: string) {
      const { voices, total } = await readVoices(publicClient, service, head, subject)
      const gathered = await weigh(service, voices, await gather(subject, signal))
      const selected = service.select(gathered)
      posts.set(subject, selected)
      const heard = weightOf(selected)
      if (heard > 0n && heard * 3n >= total * 2n) return true
      log.info({ daemon: name, subject, heard, total }, 'waiting for more of the stake')
      return false
    }

    await work({
      signer,
      log,
      plan,
      perform: async (head, step) => {
        const by = { duty: step.type, by: signer }
        switch (step.type) {
          case 'post':
            return prepare(publicClient, head, { ...by, ...service.post(posts.get(step.subject)!) })
          case 'join': {
            const signed = await signOnce(step.subject, signal)
            return prepare(publicClient, head, { ...by, ...service.join!([signed]) })
          }
          case 'payRewards': {
            const { address } = service
            const call = { address, abi: serviceAbi, functionName: 'payRewards' } as const
            return prepare(publicClient, head, { ...by, ...call, args: [step.day] })
          }
        }
      },
      halve: () => undefined,
      signal,
    })
  }

  return { ...toDaemon({ name, tick }), answer }
}

export declare namespace createOperator {
  type Settings = Omit<DaemonSettings<never, never>, 'beacon' | 'addresses'> & {
    service: Service
    /** what was signed */
    book: Book
    /** signs statements; the wallet only pays for transactions */
    key: LocalAccount
    operator: Address
    /** the other operators */
    peers: readonly Answer[]
    options?: Options
  }
  type Options = Sending & {
    /** seconds that an operator waits for each one before it to post */
    stagger?: number
  }
}

async function headOf(client: PublicClient): Promise<Head> {
  const { number, timestamp, baseFeePerGas } = await client.getBlock()
  return { number, timestamp, baseFee: baseFeePerGas ?? 0n, nonce: 0 }
}
