import '../ssz.ts'
import {
  BeaconError,
  BlockNotFoundError,
  NodeResponseError,
  NodeUnreachableError,
  StateMismatchError,
  StateUnavailableError,
} from '../errors.ts'
import { headerRoot } from '../proofs/roots.ts'
import {
  type BeaconSource,
  type BlockHeader,
  type BlockId,
  type ChainSpec,
  forks,
  type Genesis,
} from '../source.ts'
import { PubkeyIndex, StateView } from '../state.ts'
import { farFutureEpoch, type Hex, slotsPerEpoch } from '../units.ts'

export type BeaconClientOptions = {
  /** The beacon node's HTTP API, e.g. `http://127.0.0.1:5052`. */
  url: string
  /** Milliseconds that small answers may take. Default 10,000. */
  timeout?: number
  /** Milliseconds that the download of a state may take. Default 120,000. */
  stateTimeout?: number
  /** States to keep in memory. Default 3. */
  cachedStates?: number
}

/**
 * The consensus layer over a beacon node's HTTP API. The node isn't trusted: a header has to hash to its root, and a
 * state to the state root of its header; what these roots are worth, the contracts decide by EIP-4788.
 */
export class BeaconClient implements BeaconSource {
  readonly url: string
  readonly #timeout: number
  readonly #stateTimeout: number
  readonly #cachedStates: number
  readonly #indices = new PubkeyIndex()
  readonly #states = new Map<Hex, Promise<StateView>>()
  #genesis: Promise<Genesis> | undefined
  #spec: Promise<ChainSpec> | undefined

  constructor(options: BeaconClientOptions) {
    this.url = options.url.replace(/\/+$/, '')
    this.#timeout = options.timeout ?? 10_000
    this.#stateTimeout = options.stateTimeout ?? 120_000
    this.#cachedStates = options.cachedStates ?? 3
  }

  genesis(): Promise<Genesis> {
    this.#genesis ??= this.#readGenesis().catch((error) => {
      this.#genesis = undefined
      throw error
    })
    return this.#genesis
  }

  spec(): Promise<ChainSpec> {
    this.#spec ??= this.#readSpec().catch((error) => {
      this.#spec = undefined
      throw error
    })
    return this.#spec
  }

  async header(id: BlockId): Promise<BlockHeader> {
    const asked = id === 'justified' ? await this.#justified() : id
    const response = await this.#get(`/eth/v1/beacon/headers/${asked}`)
    if (response.status === 404) throw new BlockNotFoundError(id)
    const { data } = await this.#json<{ data: HeaderJson }>(response)

    const message = data.header.message
    const header: BlockHeader = {
      root: data.root,
      slot: Number(message.slot),
      proposerIndex: Number(message.proposer_index),
      parentRoot: message.parent_root,
      stateRoot: message.state_root,
      bodyRoot: message.body_root,
    }
    const root = headerRoot({
      ...header,
      slot: BigInt(header.slot),
      proposerIndex: BigInt(header.proposerIndex),
    })
    const expected = String(asked).startsWith('0x') ? asked : header.root
    if (root !== expected) {
      throw new BeaconError(
        `The header that ${this.url} gives for block ${id} hashes to ${root}, not to ${expected}. Ask another node.`,
      )
    }
    return header
  }

  async state(id: BlockId): Promise<StateView> {
    const header = await this.header(id)
    const cached = this.#states.get(header.root)
    // Reinserted, so that the first key is always the one least recently used.
    this.#states.delete(header.root)
    const state = cached ?? this.#download(header)
    this.#states.set(header.root, state)
    if (this.#states.size > this.#cachedStates) {
      this.#states.delete(this.#states.keys().next().value as Hex)
    }
    try {
      return await state
    } catch (error) {
      if (this.#states.get(header.root) === state) this.#states.delete(header.root)
      throw error
    }
  }

  /** Whether the node follows the chain, and its head. */
  async syncing(): Promise<{ headSlot: number; distance: number; syncing: boolean }> {
    const response = await this.#get('/eth/v1/node/syncing')
    const { data } = await this.#json<{
      data: { head_slot: string; sync_distance: string; is_syncing: boolean }
    }>(response)
    return {
      headSlot: Number(data.head_slot),
      distance: Number(data.sync_distance),
      syncing: data.is_syncing,
    }
  }

  async version(): Promise<string> {
    const response = await this.#get('/eth/v1/node/version')
    return (await this.#json<{ data: { version: string } }>(response)).data.version
  }

  async #download(header: BlockHeader): Promise<StateView> {
    // By its root the state is unambiguous, but not every node finds states that way; by slot, all do.
    let response = await this.#getState(header.stateRoot)
    if (!response.ok) response = await this.#getState(String(header.slot))
    if (!response.ok) {
      const said = `${this.url} answered ${response.status}, ${await messageOf(response)}`
      throw new StateUnavailableError(header.root, said)
    }

    const bytes = new Uint8Array(await this.#reading(response.arrayBuffer()))
    const fork = response.headers.get('eth-consensus-version') ?? (await this.#forkAt(header.slot))
    const state = StateView.deserialize(fork, bytes, this.#indices)
    if (state.root !== header.stateRoot) throw new StateMismatchError(header.stateRoot, state.root)
    return state
  }

  #getState(id: string): Promise<Response> {
    return this.#get(`/eth/v2/debug/beacon/states/${id}`, {
      accept: 'application/octet-stream',
      timeout: this.#stateTimeout,
    })
  }

  async #forkAt(slot: number): Promise<string> {
    const epoch = BigInt(Math.floor(slot / slotsPerEpoch))
    const spec = await this.spec()
    const begun = forks.filter((fork) => (spec.forks[fork]?.epoch ?? farFutureEpoch) <= epoch)
    return begun.at(-1) ?? 'unknown'
  }

  async #justified(): Promise<Hex | 'genesis'> {
    const response = await this.#get('/eth/v1/beacon/states/head/finality_checkpoints')
    const { data } = await this.#json<{ data: { current_justified: { root: Hex } } }>(response)
    const { root } = data.current_justified
    return /^0x0+$/.test(root) ? 'genesis' : root
  }

  async #readGenesis(): Promise<Genesis> {
    const response = await this.#get('/eth/v1/beacon/genesis')
    const { data } = await this.#json<{
      data: {
        genesis_time: string
        genesis_validators_root: Hex
        genesis_fork_version: Hex
      }
    }>(response)
    return {
      genesisTime: Number(data.genesis_time),
      genesisValidatorsRoot: data.genesis_validators_root,
      genesisForkVersion: data.genesis_fork_version,
    }
  }

  async #readSpec(): Promise<ChainSpec> {
    const response = await this.#get('/eth/v1/config/spec')
    const { data: raw } = await this.#json<{ data: Record<string, string> }>(response)
    if (raw.PRESET_BASE !== undefined && raw.PRESET_BASE !== 'mainnet') {
      throw new BeaconError(
        `The beacon node at ${this.url} runs the "${raw.PRESET_BASE}" preset; states are read with mainnet's only.`,
      )
    }
    const scheduled: ChainSpec['forks'] = {}
    for (const fork of forks) {
      const epoch = raw[`${fork.toUpperCase()}_FORK_EPOCH`]
      const version = raw[`${fork.toUpperCase()}_FORK_VERSION`] as Hex | undefined
      if (epoch === undefined || version === undefined || BigInt(epoch) === farFutureEpoch) continue
      scheduled[fork] = { version, epoch: BigInt(epoch) }
    }
    return {
      secondsPerSlot: Number(raw.SECONDS_PER_SLOT ?? Number(raw.SLOT_DURATION_MS) / 1000),
      slotsPerEpoch: Number(raw.SLOTS_PER_EPOCH ?? slotsPerEpoch),
      forks: scheduled,
      raw,
    }
  }

  #get(
    path: string,
    { accept = 'application/json', timeout = this.#timeout } = {},
  ): Promise<Response> {
    const headers = { accept }
    return this.#reading(fetch(this.url + path, { headers, signal: AbortSignal.timeout(timeout) }))
  }

  async #json<T>(response: Response): Promise<T> {
    if (!response.ok) {
      throw new NodeResponseError(response.url, response.status, await messageOf(response))
    }
    const text = await this.#reading(response.text())
    try {
      return JSON.parse(text) as T
    } catch {
      throw new NodeResponseError(response.url, response.status, `no JSON: ${text}`)
    }
  }

  async #reading<T>(reading: Promise<T>): Promise<T> {
    try {
      return await reading
    } catch (error) {
      throw new NodeUnreachableError(this.url, reasonOf(error))
    }
  }
}

type HeaderJson = {
  root: Hex
  header: {
    message: {
      slot: string
      proposer_index: string
      parent_root: Hex
      state_root: Hex
      body_root: Hex
    }
  }
}

async function messageOf(response: Response): Promise<string> {
  const text = await response.text().catch(() => '')
  try {
    return (JSON.parse(text) as { message?: string }).message ?? text
  } catch {
    return text
  }
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  if (error.name === 'TimeoutError') return 'it took too long'
  // Node's fetch fails with "fetch failed"; why, its cause knows.
  const cause = error.cause
  if (cause && typeof cause === 'object' && 'code' in cause) return String(cause.code)
  return error.message
}
