import {
  attesterService,
  createOperator,
  createWatcher,
  type Daemon,
  equivocate,
  type Log,
  type Metrics,
  type Operator,
  oracleService,
  wanderingPrices,
} from '@cairn/daemons'
import type { RestakingAddresses } from '@cairn/contracts'
import { accounts, type Name } from '../accounts.ts'
import type { Layers } from '../layers.ts'
import type { createBooks } from './books.ts'
import { restakingOperators, type ServiceName, serviceKey } from './operators.ts'
import type { SourceChain } from './sourceChain.ts'

/** Those who run both services, and one who watches them. */
export type Crew = {
  daemons: Daemon[]
  /** From now on the operator contradicts itself, until what is returned is called. */
  equivocate(operator: Name, service: ServiceName): () => void
}

const sending = { poll: 0.005 }

export async function createCrew({
  publicClient,
  wallet,
  addresses,
  source,
  books,
  fromBlock,
  log,
  metrics,
}: createCrew.Args): Promise<Crew> {
  const services = {
    oracle: await oracleService({
      publicClient,
      address: addresses.avs.oracle,
      prices: wanderingPrices(),
    }),
    bridge: await attesterService({
      publicClient,
      source: source.publicClient,
      address: addresses.avs.bridge,
      every: 32,
      confirmations: 2,
    }),
  }
  const crews = { oracle: hire('oracle'), bridge: hire('bridge') }
  const watcher = createWatcher({
    publicClient,
    walletClient: wallet('watcher'),
    log,
    metrics,
    services: (['oracle', 'bridge'] as const).map((name) => ({
      service: services[name],
      peers: answersOf([...crews[name].values()]),
    })),
    options: { ...sending, fromBlock },
  })

  return {
    daemons: [...crews.oracle.values(), ...crews.bridge.values(), watcher],
    equivocate(operator, service) {
      const one = crews[service].get(operator)
      if (!one) throw new RangeError(`${operator} doesn't run the ${service}.`)
      return equivocate(one, { service: services[service], key: serviceKey(operator, service) })
    },
  }

  function hire(name: ServiceName): Map<Name, Operator> {
    const crew = new Map<Name, Operator>()
    for (const { name: operator } of restakingOperators)
      crew.set(
        operator,
        createOperator({
          service: services[name],
          publicClient,
          walletClient: wallet(operator),
          book: books.open(`${operator}/${name}`),
          key: serviceKey(operator, name),
          operator: accounts[operator].address,
          // Asked when it matters: who is hired later answers too.
          peers: restakingOperators
            .filter((it) => it.name !== operator)
            .map((it) => (subject, signal) => crew.get(it.name)!.answer(subject, signal)),
          log,
          metrics,
          options: sending,
        }),
      )
    return crew
  }
}

export declare namespace createCrew {
  type Args = Pick<Layers, 'publicClient' | 'wallet'> & {
    addresses: RestakingAddresses
    source: SourceChain
    books: ReturnType<typeof createBooks>
    /** of the restaking layer's deployment */
    fromBlock: bigint
    log: Log
    metrics: Metrics
  }
}

/** As they are when they are asked: an operator may change its tune. */
function answersOf(operators: readonly Operator[]) {
  return operators.map(
    (operator): Operator['answer'] =>
      (subject, signal) =>
        operator.answer(subject, signal),
  )
}
