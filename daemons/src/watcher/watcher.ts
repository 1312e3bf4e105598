import { type Address, isAddressEqual, type PublicClient, zeroAddress } from 'viem'
import { recoverKey, serviceAbi } from '../avs/readMembers.ts'
import type { Service } from '../avs/service.ts'
import type { Answer, Signed } from '../avs/statement.ts'
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
import { createWitness, type Offence } from './witness.ts'

// Blocks that a node is asked for the logs of at once.
const page = 10_000n

/**
 * Listens to what operators say, to whoever asks and on chain, and shows the service when one contradicts itself. Anyone may
 * run one; nobody is paid for it. It starts with what the chain tells since `fromBlock`.
 */
export function createWatcher(settings: createWatcher.Settings): Daemon {
  const { publicClient, walletClient, services } = settings
  const { fromBlock = 0n, memory = 21 * 86_400, ...sending } = settings.options ?? {}
  const { clock, log, metrics } = edges(settings)

  const name = 'watcher'
  const signer = createSigner({ name, publicClient, walletClient, clock, log, metrics, ...sending })
  const watched = services.map((entry) => ({ ...entry, witness: createWitness() }))
  const operators = new Map<string, Address>()
  let next = fromBlock

  async function tick(signal: AbortSignal) {
    const { number, timestamp, baseFeePerGas } = await publicClient.getBlock()
    const head = { number, timestamp, baseFee: baseFeePerGas ?? 0n, nonce: 0 }
    for (const { service, peers, witness } of watched) {
      const heard = [
        ...(await onChain(service, number)),
        ...(await ask(service, peers, head, signal)),
      ]
      for (const signed of heard) {
        const operator = await operatorOf(service, signed)
        if (operator === undefined) continue
        const offence = witness.hear(operator, signed, timestamp)
        if (!offence) continue
        metrics.offences.inc({ service: service.name })
        const { subject, evidence } = offence
        log.warn({ daemon: name, service: service.name, operator, subject, evidence }, 'offence')
      }
      witness.forget(timestamp - BigInt(memory))
    }
    next = number + 1n
    if (watched.some(({ witness }) => witness.offences().length > 0)) await advance(signal)
  }

  async function onChain(service: Service, until: bigint) {
    const heard: Signed[] = []
    for (let from = next; from <= until; from += page) {
      const to = from + page - 1n
      heard.push(...(await service.heard(from, to < until ? to : until)))
    }
    return heard
  }

  // Twice: what is said to one is compared with what is said to the next.
  async function ask(service: Service, peers: readonly Answer[], head: Head, signal: AbortSignal) {
    const due = await service.due(head)
    if (!due) return []
    const asked = [...peers, ...peers].map((peer) => peer(due.subject, signal))
    return (await Promise.all(asked)).filter((signed) => signed !== undefined)
  }

  async function operatorOf(service: Service, signed: Signed): Promise<Address | undefined> {
    const key = await recoverKey(service, signed)
    const name = `${service.address} ${key}`
    const known = operators.get(name)
    if (known) return known

    const operator = await publicClient.readContract({
      address: service.address,
      abi: serviceAbi,
      functionName: 'operatorOf',
      args: [key],
    })
    if (isAddressEqual(operator, zeroAddress)) return undefined
    // A key is its operator's for ever.
    operators.set(name, operator)
    return operator
  }

  async function advance(signal: AbortSignal) {
    const find = ({ service, operator, subject }: Step) => {
      const { service: at, witness } = watched.find((it) => it.service.address === service)!
      const same = (it: Offence) => it.operator === operator && it.subject === subject
      return { service: at, offence: witness.offences().find(same)! }
    }

    await work<Step>({
      signer,
      log,
      plan: (head) => planSlashes(publicClient, head, watched),
      perform: (head, step) => {
        const { service, offence } = find(step)
        const call = service.slash(offence.evidence)
        return prepare(publicClient, head, { duty: step.type, by: signer, ...call })
      },
      halve: () => undefined,
      signal,
    })
  }

  return toDaemon({ name, tick })
}

export declare namespace createWatcher {
  type Settings = Omit<DaemonSettings<never, never>, 'beacon' | 'addresses'> & {
    services: readonly Watched[]
    options?: Options
  }
  type Watched = { service: Service; peers: readonly Answer[] }
  type Options = Sending & {
    /** of the services' deployment */
    fromBlock?: bigint
    /** seconds for which it remembers what was said: longer than a slashable time */
    memory?: number
  }
}

type Step = { type: 'slash'; service: Address; operator: Address; subject: string }

/** The offences that nobody has shown yet. */
async function planSlashes(
  client: PublicClient,
  head: Head,
  watched: readonly { service: Service; witness: ReturnType<typeof createWitness> }[],
): Promise<Step[]> {
  const steps: Step[] = []
  for (const { service, witness } of watched)
    for (const { operator, subject } of witness.offences()) {
      const done = await client.readContract({
        address: service.address,
        abi: serviceAbi,
        functionName: 'slashedOver',
        args: [service.word(subject), operator],
        blockNumber: head.number,
      })
      if (!done) steps.push({ type: 'slash', service: service.address, operator, subject })
    }
  return steps
}
