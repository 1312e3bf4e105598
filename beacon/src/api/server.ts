import { serve } from '@hono/node-server'
import { type Context, Hono } from 'hono'
import {
  BeaconError,
  BlockNotFoundError,
  NodeUnreachableError,
  StateUnavailableError,
} from '../errors.ts'
import type { BeaconSource, BlockHeader, BlockId, ValidatorRecord } from '../source.ts'
import type { StateView } from '../state.ts'
import type { Hex } from '../units.ts'

/** What the server can tell beyond a `BeaconSource`, if the source can. `BeaconChain` can. */
export type ServedSource = BeaconSource & {
  blockOfState?(stateRoot: Hex): BlockHeader | undefined
  signatureOf?(root: Hex): Hex | undefined
}

export type BeaconApiServer = { url: string; port: number; close(): Promise<void> }

/** The part of the Beacon API that this project reads, from any source, on loopback unless told otherwise. */
export async function serveBeaconApi(
  source: ServedSource,
  { port = 0, host = '127.0.0.1' }: { port?: number; host?: string } = {},
): Promise<BeaconApiServer> {
  const app = beaconApi(source)
  return new Promise((resolve, reject) => {
    const server = serve({ fetch: app.fetch, port, hostname: host }, (address) =>
      resolve({
        url: `http://${host}:${address.port}`,
        port: address.port,
        close: () =>
          new Promise((done, failed) => {
            server.close((error) => (error ? failed(error) : done()))
            if ('closeAllConnections' in server) server.closeAllConnections()
          }),
      }),
    )
    server.on('error', reject)
  })
}

/** The routes alone. */
export function beaconApi(source: ServedSource): Hono {
  const app = new Hono()

  app.get('/eth/v1/node/health', (c) => c.body(null, 200))

  app.get('/eth/v1/node/version', (c) => c.json({ data: { version: 'cairn/beacon' } }))

  app.get('/eth/v1/node/syncing', async (c) => {
    const head = await source.header('head')
    return c.json({
      data: {
        head_slot: String(head.slot),
        sync_distance: '0',
        is_syncing: false,
        is_optimistic: false,
        el_offline: false,
      },
    })
  })

  app.get('/eth/v1/config/spec', async (c) => c.json({ data: (await source.spec()).raw }))

  app.get('/eth/v1/beacon/genesis', async (c) => {
    const { genesisTime, genesisValidatorsRoot, genesisForkVersion } = await source.genesis()
    return c.json({
      data: {
        genesis_time: String(genesisTime),
        genesis_validators_root: genesisValidatorsRoot,
        genesis_fork_version: genesisForkVersion,
      },
    })
  })

  app.get('/eth/v1/beacon/headers/:id', async (c) => {
    const header = await source.header(blockId(c.req.param('id')))
    const finalized = await source.header('finalized')
    return c.json({
      execution_optimistic: false,
      finalized: header.slot <= finalized.slot,
      data: {
        root: header.root,
        canonical: true,
        header: {
          message: {
            slot: String(header.slot),
            proposer_index: String(header.proposerIndex),
            parent_root: header.parentRoot,
            state_root: header.stateRoot,
            body_root: header.bodyRoot,
          },
          // The genesis block has none.
          signature: source.signatureOf?.(header.root) ?? `0x${'00'.repeat(96)}`,
        },
      },
    })
  })

  const state = async (c: Context): Promise<StateView> => {
    const id = blockId(c.req.param('id') ?? '')
    if (typeof id !== 'string' || !id.startsWith('0x')) return source.state(id)
    const block = source.blockOfState?.(id as Hex)
    if (!block) throw new StateUnavailableError(id, 'no block here has this state root')
    return source.state(block.root)
  }

  app.get('/eth/v2/debug/beacon/states/:id', async (c) => {
    if (!c.req.header('accept')?.includes('application/octet-stream')) {
      return problem(c, 406, 'States are served as application/octet-stream only.')
    }
    const view = await state(c)
    const body = view.serialize()
    return c.body(
      body.buffer.slice(body.byteOffset, body.byteOffset + body.length) as ArrayBuffer,
      200,
      {
        'content-type': 'application/octet-stream',
        'eth-consensus-version': view.fork,
      },
    )
  })

  app.get('/eth/v1/beacon/states/:id/finality_checkpoints', async (c) => {
    const view = await state(c)
    const checkpoint = ({ epoch, root }: { epoch: number; root: Hex }) => ({
      epoch: String(epoch),
      root,
    })
    return c.json({
      execution_optimistic: false,
      finalized: false,
      data: {
        previous_justified: checkpoint(view.previousJustified),
        current_justified: checkpoint(view.justified),
        finalized: checkpoint(view.finalized),
      },
    })
  })

  app.get('/eth/v1/beacon/states/:id/validators', async (c) => {
    const view = await state(c)
    const ids = c.req.queries('id')?.flatMap((it) => it.split(','))
    const statuses = c.req.queries('status')?.flatMap((it) => it.split(','))
    const indices = ids
      ? ids.map((id) => validatorIndex(view, id)).filter((index) => index !== undefined)
      : Array.from({ length: view.validatorCount }, (_, index) => index)
    const validators = indices
      .map((index) => view.validator(index))
      .filter(({ status }) => !statuses || statuses.some((it) => status.startsWith(it)))
    return c.json({
      execution_optimistic: false,
      finalized: false,
      data: validators.map(validatorJson),
    })
  })

  app.notFound((c) => problem(c, 404, `No such endpoint: ${c.req.path}`))
  app.onError((error, c) => {
    if (error instanceof BlockNotFoundError || error instanceof StateUnavailableError) {
      return problem(c, 404, error.message)
    }
    if (error instanceof MalformedIdError) return problem(c, 400, error.message)
    if (error instanceof NodeUnreachableError) return problem(c, 503, error.message)
    return problem(c, 500, error.message)
  })
  return app
}

class MalformedIdError extends BeaconError {
  override name = 'MalformedIdError'
}

function blockId(id: string): BlockId {
  if (id === 'head' || id === 'finalized' || id === 'justified' || id === 'genesis') return id
  if (/^\d+$/.test(id)) return Number(id)
  if (/^0x[0-9a-f]{64}$/i.test(id)) return id.toLowerCase() as Hex
  throw new MalformedIdError(`Not a name, slot or root: ${id}`)
}

function validatorIndex(state: StateView, id: string): number | undefined {
  if (/^0x[0-9a-f]{96}$/i.test(id)) return state.indexOf(id.toLowerCase() as Hex)
  if (!/^\d+$/.test(id)) throw new MalformedIdError(`Not a validator's index or pubkey: ${id}`)
  return Number(id) < state.validatorCount ? Number(id) : undefined
}

function validatorJson(validator: ValidatorRecord) {
  return {
    index: String(validator.index),
    balance: String(validator.balance),
    status: validator.status,
    validator: {
      pubkey: validator.pubkey,
      withdrawal_credentials: validator.withdrawalCredentials,
      effective_balance: String(validator.effectiveBalance),
      slashed: validator.slashed,
      activation_eligibility_epoch: String(validator.activationEligibilityEpoch),
      activation_epoch: String(validator.activationEpoch),
      exit_epoch: String(validator.exitEpoch),
      withdrawable_epoch: String(validator.withdrawableEpoch),
    },
  }
}

function problem(c: Context, code: 400 | 404 | 406 | 500 | 503, message: string) {
  return c.json({ code, message }, code)
}
