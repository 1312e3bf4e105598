import { NodeUnreachableError, UnknownForkError } from '@cairn/beacon'
import { HttpRequestError } from 'viem'
import { describe, expect, test } from 'vitest'
import { testClock } from '../../test/chain.ts'
import {
  createLog,
  createMetrics,
  FatalError,
  type Metrics,
  RetryableError,
  run,
  serveMetrics,
  toDaemon,
} from './index.ts'

function start(tick: (n: number) => void, { ticks = 3, metrics = createMetrics() } = {}) {
  const abort = new AbortController()
  const starts: number[] = []
  const clock = testClock()
  const daemon = {
    name: 'test',
    async tick() {
      starts.push(clock.now())
      if (starts.length === ticks) abort.abort()
      tick(starts.length)
    },
  }
  const log = createLog({ level: 'silent' })
  const done = run(daemon, { clock, every: 12, log, metrics, signal: abort.signal })
  return { done, starts, metrics }
}

const ticksOf = async (metrics: Metrics, outcome: string) =>
  (await metrics.ticks.get()).values.find(({ labels }) => labels.outcome === outcome)?.value ?? 0

describe('run', () => {
  test('default: ticks by the clock until the signal aborts', async () => {
    const { done, starts } = start(() => {})
    await done
    expect(starts).toEqual([0, 12, 24])
  })

  test('behavior: a retryable failure waits for the next tick, longer with each in a row', async () => {
    const { done, starts, metrics } = start(
      (n) => {
        if (n < 4) throw new RetryableError('not now')
      },
      { ticks: 6 },
    )
    await done
    expect(starts).toEqual([0, 12, 36, 84, 96, 108])
    expect(await ticksOf(metrics, 'retry')).toBe(3)
  })

  test('behavior: any other failure ends the daemon', async () => {
    const { done, starts, metrics } = start(() => {
      throw new FatalError('never')
    })
    await expect(done).rejects.toThrow('never')
    expect(starts).toEqual([0])
    expect(await ticksOf(metrics, 'fatal')).toBe(1)
  })
})

describe('toDaemon', () => {
  const failing = (error: Error) =>
    toDaemon({ name: 'test', tick: () => Promise.reject(error) }).tick(new AbortController().signal)

  test.each([
    [
      'an endpoint that does not answer',
      new HttpRequestError({ url: 'http://there' }),
      RetryableError,
    ],
    [
      'a beacon node that does not answer',
      new NodeUnreachableError('http://there', 'gone'),
      RetryableError,
    ],
    ['a fork that is not known here', new UnknownForkError('gloas'), FatalError],
    ['a bug', new TypeError('undefined is not a function'), TypeError],
  ])('behavior: %s', async (_, error, expected) => {
    await expect(failing(error)).rejects.toThrow(expected)
  })
})

test('metrics are served as Prometheus reads them', async () => {
  const metrics = createMetrics()
  metrics.transactions.inc({ daemon: 'prover', duty: 'open', outcome: 'success' })
  const server = await serveMetrics(metrics, { port: 0 })
  const { port } = server.address() as { port: number }
  try {
    const text = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text()
    expect(text).toContain(
      'cairn_transactions_total{daemon="prover",duty="open",outcome="success"} 1',
    )
    expect((await fetch(`http://127.0.0.1:${port}/elsewhere`)).status).toBe(404)
  } finally {
    server.close()
  }
})

test('amounts are logged to the wei', () => {
  const lines: string[] = []
  const log = createLog({ destination: { write: (line) => void lines.push(line) } })
  log.info({ assets: 2n ** 88n + 1n }, 'paid')
  expect(JSON.parse(lines[0]!)).toMatchObject({
    level: 'info',
    assets: '309485009821345068724781057',
    msg: 'paid',
  })
})
