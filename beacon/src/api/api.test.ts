import { serve } from '@hono/node-server'
import { Hono } from 'hono'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { largeState, SingleBlockSource } from '../../test/largeState.ts'
import { world } from '../../test/world.ts'
import {
  type BeaconApiServer,
  beaconApi,
  BeaconClient,
  BeaconError,
  BlockNotFoundError,
  NodeResponseError,
  NodeUnreachableError,
  proveBalances,
  proveState,
  serveBeaconApi,
  StateMismatchError,
  StateUnavailableError,
  UnknownForkError,
} from '../index.ts'

const { chain, walkTo, step } = world({ validators: 16, keepStates: 80 })
let server: BeaconApiServer
let client: BeaconClient
beforeAll(async () => {
  walkTo(5 * 32 + 5)
  server = await serveBeaconApi(chain)
  client = new BeaconClient({ url: server.url })
})
afterAll(() => server.close())

describe('the client reads from the server what the chain says itself', () => {
  test('genesis and spec', async () => {
    expect(await client.genesis()).toEqual(await chain.genesis())
    expect(await client.spec()).toEqual(await chain.spec())
    expect((await client.spec()).raw.MAX_EFFECTIVE_BALANCE_ELECTRA).toBe('2048000000000')
  })

  test('headers, by every kind of name', async () => {
    const { root } = chain.headerOf(7)
    for (const id of ['head', 'finalized', 'justified', 'genesis', 7, root] as const) {
      expect(await client.header(id)).toEqual(chain.headerOf(id))
    }
  })

  test("states, whose root is their header's state root", async () => {
    for (const id of ['head', 'finalized', chain.head.slot - 3] as const) {
      const header = await client.header(id)
      const state = await client.state(id)
      expect(state.root).toBe(header.stateRoot)
      expect(state.header).toEqual(header)
      expect(proveState(state)).toEqual(proveState(chain.stateOf(id)))
      expect(proveBalances(state, [1, 9])).toEqual(proveBalances(chain.stateOf(id), [1, 9]))
    }
  })

  test('its progress', async () => {
    expect(await client.syncing()).toEqual({
      headSlot: chain.head.slot,
      distance: 0,
      syncing: false,
    })
    expect(await client.version()).toBe('cairn/beacon')
  })

  test('a state is downloaded once while it is remembered', async () => {
    const [first, second] = await Promise.all([client.state('head'), client.state('head')])
    expect(second).toBe(first)
    step()
    expect(await client.state('head')).not.toBe(first)
    expect(await client.state(first.header.root)).toBe(first)

    const forgetful = new BeaconClient({ url: server.url, cachedStates: 1 })
    const one = await forgetful.state('head')
    await forgetful.state('finalized')
    expect(await forgetful.state('head')).not.toBe(one)
  })
})

describe('the API itself', () => {
  const get = async (path: string, headers: Record<string, string> = {}) => {
    const response = await fetch(server.url + path, { headers })
    return { status: response.status, body: (await response.json()) as Record<string, unknown> }
  }

  test('lists validators by index, pubkey and status', async () => {
    const { pubkey } = chain.headState.validator(3)
    const path = '/eth/v1/beacon/states/head/validators'
    const { body } = await get(`${path}?id=1,${pubkey}&id=9&id=4000`)
    const { balance, ...validator } = chain.headState.validator(3)
    expect((body.data as unknown[])[1]).toEqual({
      index: '3',
      balance: String(balance),
      status: 'active_ongoing',
      validator: {
        pubkey,
        withdrawal_credentials: validator.withdrawalCredentials,
        effective_balance: '2000000000000',
        slashed: false,
        activation_eligibility_epoch: '0',
        activation_epoch: '0',
        exit_epoch: '18446744073709551615',
        withdrawable_epoch: '18446744073709551615',
      },
    })
    expect((body.data as { index: string }[]).map(({ index }) => index)).toEqual(['1', '3', '9'])
    expect((await get(path)).body.data).toHaveLength(16)
    expect((await get(`${path}?status=exited`)).body.data).toEqual([])
  })

  test("headers carry the proposer's signature, and whether they are final", async () => {
    const { body } = await get('/eth/v1/beacon/headers/40')
    expect(body).toMatchObject({ finalized: true })
    expect(body.data).toMatchObject({
      root: chain.headerOf(40).root,
      canonical: true,
      header: { signature: chain.signatureOf(chain.headerOf(40).root) },
    })
    expect((await get('/eth/v1/beacon/headers/head')).body).toMatchObject({ finalized: false })
  })

  test('answers in words and codes what it cannot do', async () => {
    const answers = await Promise.all([
      get('/eth/v1/beacon/headers/9999'),
      get('/eth/v1/beacon/headers/latest'),
      get('/eth/v2/debug/beacon/states/head'),
      get(`/eth/v2/debug/beacon/states/0x${'11'.repeat(32)}`, {
        accept: 'application/octet-stream',
      }),
      get('/eth/v1/beacon/blob_sidecars/head'),
    ])
    expect(answers.map(({ status }) => status)).toEqual([404, 400, 406, 404, 404])
    for (const { status, body } of answers) {
      expect(body).toEqual({ code: status, message: expect.any(String) })
    }
  })
})

describe('errors', () => {
  /** A server that lies, in front of the honest one. */
  async function behind<T>(change: (app: Hono) => void, use: (url: string) => Promise<T>) {
    const app = new Hono()
    change(app)
    app.route('/', beaconApi(chain))
    const lying = await new Promise<{ url: string; close(): void }>((resolve) => {
      const it = serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' }, ({ port }) =>
        resolve({ url: `http://127.0.0.1:${port}`, close: () => it.close() }),
      )
    })
    try {
      return await use(lying.url)
    } finally {
      lying.close()
    }
  }

  test('NodeUnreachableError: nobody listens, or answers too late', async () => {
    const down = new BeaconClient({ url: 'http://127.0.0.1:9' })
    await expect(down.header('head')).rejects.toThrow(NodeUnreachableError)
    await expect(down.state('head')).rejects.toThrow(/does not answer/)

    await behind(
      (app) => app.get('/eth/v1/beacon/headers/:id', () => new Promise(() => {})),
      async (url) => {
        const impatient = new BeaconClient({ url, timeout: 50 })
        await expect(impatient.header('head')).rejects.toThrow(/took too long/)
      },
    )
  })

  test('BlockNotFoundError: an empty slot', async () => {
    await expect(client.header(chain.head.slot + 10)).rejects.toThrow(BlockNotFoundError)
  })

  test('StateUnavailableError: a state that is pruned', async () => {
    await expect(client.state(3)).rejects.toThrow(StateUnavailableError)
    await expect(client.state(3)).rejects.toThrow(/answered 404/)
  })

  test('UnknownForkError: a fork whose layout is not known', async () => {
    await behind(
      (app) =>
        app.get('/eth/v2/debug/beacon/states/:id', (c) => {
          c.header('eth-consensus-version', 'gloas')
          return c.body(new ArrayBuffer(100))
        }),
      async (url) => {
        const state = new BeaconClient({ url }).state('head')
        await expect(state).rejects.toThrow(UnknownForkError)
      },
    )
  })

  test('StateMismatchError: a state that is not the one of the header', async () => {
    await behind(
      (app) =>
        app.get('/eth/v2/debug/beacon/states/:id', (c) => {
          c.header('eth-consensus-version', 'fulu')
          const bytes = chain.headState.serialize()
          bytes[0] = (bytes[0] ?? 0) ^ 1
          return c.body(Uint8Array.from(bytes).buffer)
        }),
      async (url) => {
        const state = new BeaconClient({ url }).state('head')
        await expect(state).rejects.toThrow(StateMismatchError)
      },
    )
  })

  test('a header that does not hash to the root asked for is refused', async () => {
    const root = chain.headerOf(7).root
    await behind(
      (app) =>
        app.get('/eth/v1/beacon/headers/:id', async (c) => {
          const other = await fetch(`${server.url}/eth/v1/beacon/headers/8`)
          return c.json((await other.json()) as object)
        }),
      async (url) => {
        await expect(new BeaconClient({ url }).header(root)).rejects.toThrow(BeaconError)
      },
    )
  })

  test('NodeResponseError: anything else, with what the node said', async () => {
    await behind(
      (app) => app.get('/eth/v1/beacon/genesis', (c) => c.json({ message: 'syncing' }, 503)),
      async (url) => {
        const genesis = new BeaconClient({ url }).genesis()
        await expect(genesis).rejects.toThrow(NodeResponseError)
        await expect(genesis).rejects.toThrow(/503 .*syncing/)
      },
    )
  })

  test('states of a preset that is not mainnet are refused', async () => {
    await behind(
      (app) => app.get('/eth/v1/config/spec', (c) => c.json({ data: { PRESET_BASE: 'minimal' } })),
      async (url) => {
        await expect(new BeaconClient({ url }).spec()).rejects.toThrow(/"minimal" preset/)
      },
    )
  })
})

test('a state of 100,000 validators goes over the wire and hashes to its root', async () => {
  const state = largeState(100_000)
  const large = await serveBeaconApi(new SingleBlockSource(state))
  try {
    const read = await new BeaconClient({ url: large.url }).state('head')
    expect(read.root).toBe(state.root)
    expect(read.indexOf(state.validator(99_999).pubkey)).toBe(99_999)
    const indices = [0, 50_000, 99_999]
    expect(proveBalances(read, indices)).toEqual(proveBalances(state, indices))
  } finally {
    await large.close()
  }
}, 120_000)
