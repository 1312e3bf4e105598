import { createServer, type Server } from 'node:http'
import { Counter, Gauge, Histogram, Registry } from 'prom-client'

export type Metrics = ReturnType<typeof createMetrics>

/** What an operator of daemons watches. One registry a process, passed to every daemon in it. */
export function createMetrics() {
  const registers = [new Registry()]
  const counter = (name: string, help: string, labelNames: string[]) =>
    new Counter({ name, help, labelNames, registers })
  const gauge = (name: string, help: string, labelNames: string[] = []) =>
    new Gauge({ name, help, labelNames, registers })

  return {
    registry: registers[0]!,
    ticks: counter('cairn_ticks_total', 'Ticks by outcome', ['daemon', 'outcome']),
    tickSeconds: new Histogram({
      name: 'cairn_tick_seconds',
      help: 'Length of a tick',
      labelNames: ['daemon'],
      buckets: [0.01, 0.1, 1, 10, 60, 600],
      registers,
    }),
    transactions: counter('cairn_transactions_total', 'Transactions by outcome', [
      'daemon',
      'duty',
      'outcome',
    ]),
    gas: counter('cairn_gas_used_total', 'Gas used', ['daemon', 'duty']),
    spent: counter('cairn_fees_gwei_total', 'Transaction fees paid, in gwei', ['daemon', 'duty']),
    balance: gauge('cairn_key_balance_gwei', 'Ether left to the key, in gwei', ['daemon']),
    checkpointAge: gauge('cairn_checkpoint_age_seconds', 'Age of the newest finished checkpoint'),
    checkpointRemaining: gauge('cairn_checkpoint_remaining', 'Validators still to be proven'),
    statements: counter('cairn_statements_signed_total', 'Subjects signed for services', [
      'daemon',
    ]),
    offences: counter('cairn_offences_total', 'Offences found', ['service']),
    roundAge: gauge('cairn_round_age_seconds', 'Time since the newest round of crETH was opened'),
    stampAge: gauge('cairn_stamp_age_blocks', "Blocks since crETH's newest stamp"),
    wanted: gauge(
      'cairn_restaked_wanted_gwei',
      'What crETH is short of and nothing is on its way of',
    ),
    coming: gauge('cairn_restaked_coming_gwei', 'What is on its way back to crETH'),
    breaches: gauge('cairn_breaches', "Rules of crETH's policy that a delegator breaks", [
      'delegator',
      'kind',
    ]),
    roots: gauge('cairn_queued_withdrawals', 'Withdrawals that a delegator has queued', [
      'delegator',
    ]),
    shortfall: gauge('cairn_shortfall_gwei', 'What idle ether falls short of, in gwei'),
  }
}

/** Serves `/metrics` (Prometheus text) and `/healthz`. Returns the server; close it to stop. */
export async function serveMetrics(
  metrics: Metrics,
  { port, host = '127.0.0.1' }: serveMetrics.Options,
) {
  const server = createServer(async (request, response) => {
    if (request.url === '/healthz') return response.end('ok\n')
    if (request.url !== '/metrics') {
      response.statusCode = 404
      return response.end('There are /metrics and /healthz.\n')
    }
    response.setHeader('content-type', metrics.registry.contentType)
    response.end(await metrics.registry.metrics())
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, resolve)
  })
  return server as Server
}

export declare namespace serveMetrics {
  type Options = { port: number; host?: string }
}
