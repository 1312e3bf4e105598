import type { BeaconChain, DepositRequest, Withdrawal } from '@cairn/beacon'
import {
  decodeConsolidationRequests,
  decodeDepositEvent,
  decodeWithdrawalRequests,
  depositEventTopic,
} from '@cairn/beacon'
import { type Address, type Hex, hexToNumber, numberToHex } from 'viem'
import type { Rpc } from './rpc.ts'
import { beaconRoots, depositContract, dequeueRequests, systemCall } from './system.ts'

export const secondsPerSlot = 12
export const slotsPerEpoch = 32
const weiPerGwei = 10n ** 9n

/**
 * Keeps the two layers of one world in step: every block is a slot, and no block comes but from here. Before a block its
 * parent's beacon root is in EIP-4788's contract; after it the beacon chain has taken in the block's deposits and requests,
 * and its withdrawals are credited.
 */
export class Lockstep {
  readonly #rpc: Rpc
  readonly #beacon: BeaconChain
  #queue: Promise<unknown> = Promise.resolve()
  #prepared?: { slot: number; undo(): Promise<void> }
  #listeners: ((block: Block) => unknown)[] = []
  #watching?: { stop: boolean; done: Promise<void> }
  #advancing = 0
  #quiet = false

  constructor(rpc: Rpc, beacon: BeaconChain) {
    this.#rpc = rpc
    this.#beacon = beacon
  }

  /** Makes the next slot ready. */
  async start() {
    await this.#exclusively(() => this.#prepare(this.#beacon.nextSlot()))
  }

  get advancing() {
    return this.#advancing > 0
  }

  /** The next slot waits for the listener. */
  onBlock(listener: (block: Block) => unknown) {
    this.#listeners.push(listener)
  }

  /** Takes the first slot, not before `from`, that has someone to propose in it. */
  take(from?: number): Promise<Block> {
    return this.#exclusively(() => this.#take(from))
  }

  /** Holds the next slot back until `work` is done: what it sends goes into one block. */
  hold<T>(work: () => Promise<T>): Promise<T> {
    return this.#exclusively(work)
  }

  /** Until both layers know every block that has begun: anvil tells of one before the beacon chain has taken it in. */
  async settled() {
    await this.#queue
  }

  /** As `hold`, with nothing prepared for the next slot: the state of the chain is that of its head, and no more. */
  rest<T>(work: () => Promise<T>): Promise<T> {
    return this.#exclusively(async () => {
      await this.#prepared?.undo()
      this.#prepared = undefined
      try {
        return await work()
      } finally {
        await this.#prepare(this.#beacon.nextSlot())
      }
    })
  }

  /**
   * Lets `seconds` pass, a block an epoch, and awaits `tick` after each: so whoever works at an epoch has worked before the
   * next one begins. Transactions that come up meanwhile take slots of their own.
   */
  async advance(seconds: number, { tick, onProgress, signal }: Lockstep.Advance = {}) {
    await this.settled()
    const start = this.#beacon.head.slot
    const end = start + Math.ceil(seconds / secondsPerSlot)
    this.#advancing++
    try {
      while (this.#beacon.head.slot < end && !signal?.aborted) {
        const block = await this.take(Math.min(nextOfEpoch(this.#beacon.head.slot), end))
        await tick?.(block)
        onProgress?.({ slot: this.#beacon.head.slot, start, end })
      }
    } finally {
      this.#advancing--
      if (!this.advancing) await this.start()
    }
  }

  /**
   * Takes a slot whenever a transaction is pending and, if `idleMs` is given, when that much wall time has passed without one.
   */
  watch({ idleMs, onError }: Lockstep.Watch) {
    const watching = { stop: false, done: Promise.resolve() }
    watching.done = (async () => {
      let last = Date.now()
      while (!watching.stop) {
        try {
          const pending = await this.#pending()
          const idle = idleMs !== undefined && !this.advancing && Date.now() - last >= idleMs
          if (pending > 0 || idle) {
            const block = await this.take()
            last = Date.now()
            // Something is pending that no block takes in: don't burn slots on it.
            if (pending > 0 && block.transactions === 0) await sleep(500)
          } else if (this.advancing) {
            last = Date.now()
            await sleep(2)
          } else {
            await sleep(idleMs === undefined ? 10 : 50)
          }
        } catch (error) {
          if (!watching.stop) onError(error)
          return
        }
      }
    })()
    this.#watching = watching
  }

  async stop() {
    if (this.#watching) {
      this.#watching.stop = true
      await this.#watching.done
    }
    await this.#queue
  }

  async #take(from?: number): Promise<Block> {
    const slot = this.#beacon.nextSlot(from)
    await this.#prepare(slot)

    const [mined] = await this.#rpc<[RpcBlock]>('evm_mine_detailed')
    this.#prepared = undefined
    const empty = mined.transactions.length === 0
    const deposits = empty ? [] : await this.#deposits(mined.hash)
    const requests = empty && this.#quiet ? noRequests : await dequeueRequests(this.#rpc)
    this.#quiet = requests.quiet

    const produced = this.#beacon.produce(slot, {
      number: hexToNumber(mined.number),
      hash: mined.hash,
      parentHash: mined.parentHash,
      timestamp: hexToNumber(mined.timestamp),
      deposits,
      withdrawalRequests: decodeWithdrawalRequests(requests.withdrawals),
      consolidationRequests: decodeConsolidationRequests(requests.consolidations),
    })
    await this.#credit(produced.withdrawals)
    // What is estimated now should see the block that will be. In fast time that is far off.
    if (!this.advancing) await this.#prepare(this.#beacon.nextSlot())

    const block: Block = {
      slot,
      number: hexToNumber(mined.number),
      timestamp: hexToNumber(mined.timestamp),
      transactions: mined.transactions.length,
      root: produced.header.root,
      deposits,
      withdrawals: produced.withdrawals,
    }
    for (const listener of this.#listeners) await listener(block)
    return block
  }

  async #prepare(slot: number) {
    if (this.#prepared?.slot === slot) {
      // Anvil's clock runs on with the wall's until it is told again.
      await this.#rpc('evm_setNextBlockTimestamp', [this.#beacon.timestampOf(slot)])
      return
    }
    await this.#prepared?.undo()

    const timestamp = this.#beacon.timestampOf(slot)
    const { undo } = await systemCall(this.#rpc, {
      to: beaconRoots,
      data: this.#beacon.head.root,
      timestamp,
    })
    await this.#rpc('evm_setNextBlockTimestamp', [timestamp])
    this.#prepared = { slot, undo }
  }

  async #deposits(blockHash: Hex) {
    const logs = await this.#rpc<{ data: Hex }[]>('eth_getLogs', [
      { address: depositContract, topics: [depositEventTopic], blockHash },
    ])
    return logs.map((log) => decodeDepositEvent(log.data))
  }

  async #credit(withdrawals: Withdrawal[]) {
    const owed = new Map<Address, bigint>()
    for (const { address, amount } of withdrawals)
      owed.set(address, (owed.get(address) ?? 0n) + amount * weiPerGwei)
    for (const [address, amount] of owed) {
      const balance = BigInt(await this.#rpc<Hex>('eth_getBalance', [address, 'latest']))
      await this.#rpc('anvil_setBalance', [address, numberToHex(balance + amount)])
    }
  }

  async #pending() {
    return hexToNumber((await this.#rpc<{ pending: Hex }>('txpool_status')).pending)
  }

  #exclusively<T>(work: () => Promise<T>): Promise<T> {
    const result = this.#queue.then(work)
    this.#queue = result.catch(() => {})
    return result
  }
}

export declare namespace Lockstep {
  type Progress = { slot: number; start: number; end: number }
  type Advance = {
    tick?(block: Block): Promise<void>
    onProgress?(progress: Progress): void
    signal?: AbortSignal
  }
  type Watch = {
    /** ms of wall time */
    idleMs?: number
    onError(error: unknown): void
  }
}

/** A block of the execution layer and the slot that it is. */
export type Block = {
  slot: number
  number: number
  timestamp: number // seconds
  transactions: number
  root: Hex
  deposits: DepositRequest[]
  withdrawals: Withdrawal[]
}

/**
 * The slot after `slot` that has its epoch's block in fast time. EIP-4788's ring is 8191 slots long, 256 epochs less one slot: with
 * blocks one slot earlier every 256 epochs, each takes the place of the one a round before, as if no slot had been skipped, and
 * the ring doesn't fill. (Anvil hashes all storage again in every block.)
 */
export function nextOfEpoch(slot: number): number {
  const epoch = Math.floor(slot / slotsPerEpoch)
  const own = slotOf(epoch)
  return own > slot ? own : slotOf(epoch + 1)
}

function slotOf(epoch: number): number {
  const rounds = Math.floor(epoch / 256)
  return epoch * slotsPerEpoch + (slotsPerEpoch - 1 - (rounds % slotsPerEpoch))
}

const noRequests = { withdrawals: '0x', consolidations: '0x', quiet: true } as const

type RpcBlock = { number: Hex; hash: Hex; parentHash: Hex; timestamp: Hex; transactions: Hex[] }

const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))
