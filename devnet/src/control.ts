import { BeaconError } from '@cairn/beacon'
import { RetryableError } from '@cairn/daemons'
import { serve } from '@hono/node-server'
import { type Context, Hono } from 'hono'
import { stream } from 'hono/streaming'
import { names } from './accounts.ts'
import { secondsPerSlot, slotsPerEpoch } from './lockstep.ts'
import { scenarioNames, scenarios } from './liquid/scenarios/index.ts'
import { services } from './restaking/operators.ts'
import type { World } from './world.ts'

const year = 366 * 86_400
/**
 * The time machine and the rest of what only a devnet can do, over HTTP on loopback. Long work streams a JSON line for every
 * step, and at last one with `finished` or `error`.
 */
export function controlApi(world: World, { onStop = () => {} }: controlApi.Options = {}): Hono {
  const app = new Hono()
  let busy: string | undefined

  app.get('/status', (c) => c.json(status(world, busy)))

  app.post('/time', async (c) => {
    const seconds = integer(await body(c), 'seconds', 1, year)
    return work(c, 'time', async (write, signal) => {
      const from = world.beacon.head.slot
      await world.advance(seconds, {
        signal,
        onProgress: ({ slot, start, end }) =>
          void write({
            slot,
            time: world.now(),
            done: Math.min(slot, end) - start,
            total: end - start,
          }),
      })
      const { slot } = world.beacon.head
      return { slot, time: world.now(), seconds: (slot - from) * secondsPerSlot }
    })
  })

  app.post('/checkpoint', (c) =>
    work(c, 'checkpoint', (write, signal) =>
      world.shift.aside(() =>
        world.prover.checkpointNow({ signal, onProgress: (it) => void write(it) }),
      ),
    ),
  )

  app.post('/slash', async (c) => {
    const validator = integer(await body(c), 'validator')
    const { slot } = await world.slash(validator)
    return json(c, { validator, slot, ...world.beacon.headState.validator(validator) })
  })

  app.post('/equivocate', async (c) => {
    const given = await body(c)
    const { restaking } = world
    if (!restaking) throw new RangeError('There is no restaking layer in this world.')
    const operator = oneOf(given, 'operator', restaking.operators)
    const service = oneOf(given, 'service', services)
    restaking.equivocate(operator, service)
    return json(c, { operator, service })
  })

  app.post('/scenario', async (c) => {
    const name = oneOf(await body(c), 'name', scenarioNames)
    const { liquid } = world
    if (!liquid) throw new RangeError('There is no crETH in this world.')
    return work(c, name, async (write) => {
      const lines: string[] = []
      const told = await scenarios[name]({ ...world, liquid }, (line) => {
        lines.push(line)
        void write({ line })
      })
      return { result: { name, lines, ...told } }
    })
  })

  app.post('/offline', async (c) => {
    const given = await body(c)
    const validator = integer(given, 'validator')
    const offline = given.offline !== false
    world.beacon.setOffline([validator], offline)
    return json(c, { validator, offline })
  })

  app.post('/daemons', async (c) => {
    const paused = (await body(c)).paused !== false
    world.shift.pause(paused)
    return json(c, { paused })
  })

  app.post('/register', async (c) => {
    const operator = integer(await body(c), 'operator', 0, 65_535)
    await world.register(operator)
    return json(c, { operator })
  })

  app.post('/stop', (c) => {
    setImmediate(onStop)
    return c.json({ stopping: true })
  })

  app.notFound((c) => c.json({ error: `No such endpoint: ${c.req.method} ${c.req.path}` }, 404))
  app.onError((error, c) => {
    if (error instanceof RangeError) return c.json({ error: error.message }, 400)
    const known = error instanceof BeaconError || error instanceof RetryableError
    return c.json({ error: error.message }, known ? 409 : 500)
  })
  return app

  /** One long work at a time: two time machines would pull at the same clock. */
  function work(c: Context, name: string, run: Work) {
    if (busy !== undefined)
      return c.json({ error: `Busy with ${busy}. Ask again when that has finished.` }, 409)
    busy = name
    c.header('content-type', 'application/x-ndjson')
    return stream(c, async (out) => {
      const abort = new AbortController()
      out.onAbort(() => abort.abort())
      const write = (line: object) => out.write(`${stringify(line)}\n`)
      try {
        const result = await run(write, abort.signal)
        await write({ finished: true, ...result })
      } catch (error) {
        await write({ error: (error as Error).message, name: (error as Error).name })
      } finally {
        busy = undefined
      }
    })
  }
}

export declare namespace controlApi {
  type Options = {
    /** What `POST /stop` does. */
    onStop?(): void
  }
}

type Work = (write: (line: object) => Promise<unknown>, signal: AbortSignal) => Promise<object>

/** Serves the control API on loopback. */
export async function serveControl(
  world: World,
  { port = 0, ...options }: serveControl.Options = {},
): Promise<{ url: string; close(): Promise<void> }> {
  const app = controlApi(world, options)
  return new Promise((resolve, reject) => {
    const server = serve({ fetch: app.fetch, port, hostname: '127.0.0.1' }, (address) =>
      resolve({
        url: `http://127.0.0.1:${address.port}`,
        close: () =>
          new Promise((done) => {
            server.close(() => done())
            if ('closeAllConnections' in server) server.closeAllConnections()
          }),
      }),
    )
    server.on('error', reject)
  })
}

export declare namespace serveControl {
  type Options = controlApi.Options & { port?: number }
}

function status(world: World, busy: string | undefined) {
  const { head, headState, genesisTime } = world.beacon
  return {
    chainId: world.chainId,
    rpcUrl: world.rpcUrl,
    beaconUrl: world.beaconUrl,
    slot: head.slot,
    epoch: Math.floor(head.slot / slotsPerEpoch),
    finalizedEpoch: headState.finalized.epoch,
    genesisTime,
    /** seconds: the world's, which may be ahead of the wall's */
    time: world.now(),
    busy: busy ?? null,
    daemons: world.shift.paused ? 'paused' : 'working',
    addresses: world.addresses,
    fromBlock: Number(world.fromBlock),
    restaking: world.restaking?.addresses ?? null,
    restakingFromBlock: world.restaking ? Number(world.restaking.fromBlock) : null,
    liquid: world.liquid?.addresses ?? null,
    liquidFromBlock: world.liquid ? Number(world.liquid.fromBlock) : null,
    /** Where proofs of rewards are served. */
    claimsUrl: world.restaking?.claimsUrl ?? null,
    /** The other chain, whose block roots the bridge attests. */
    sourceRpcUrl: world.restaking?.source.rpcUrl ?? null,
    accounts: Object.fromEntries(names.map((name) => [name, world.accounts[name].address])),
    validators: world.validators().map(({ index, pubkey, operator, status, balance }) => ({
      index,
      pubkey,
      operator: operator?.name,
      status,
      balance: String(balance),
    })),
  }
}

async function body(c: Context): Promise<Record<string, unknown>> {
  const given: unknown = await c.req.json().catch(() => undefined)
  if (typeof given !== 'object' || given === null) throw new RangeError('The body must be JSON.')
  return given as Record<string, unknown>
}

function integer(
  given: Record<string, unknown>,
  name: string,
  minimum = 0,
  maximum = Number.MAX_SAFE_INTEGER,
): number {
  const value = given[name]
  if (Number.isInteger(value) && Number(value) >= minimum && Number(value) <= maximum)
    return Number(value)
  throw new RangeError(
    `${name} must be a whole number from ${minimum} to ${maximum}, not ${value}.`,
  )
}

function oneOf<const T extends string>(
  given: Record<string, unknown>,
  name: string,
  choices: readonly T[],
): T {
  const value = choices.find((it) => it === given[name])
  if (value !== undefined) return value
  throw new RangeError(`${name} must be one of ${choices.join(', ')}, not ${given[name]}.`)
}

function json(c: Context, value: object) {
  c.header('content-type', 'application/json')
  return c.body(stringify(value))
}

/** Amounts are bigints, and are written as strings so that no reader rounds them. */
function stringify(value: unknown): string {
  return JSON.stringify(value, (_, it) => (typeof it === 'bigint' ? it.toString() : it))
}
