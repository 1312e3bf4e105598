import type { Node } from '@chainsafe/persistent-merkle-tree'
import type { BlockHeader, Fork } from '../source.ts'
import type { Hex } from '../units.ts'

export type StoredState = { fork: Fork; node: Node }

/**
 * Headers of all recent blocks, and the states of fewer: a ring of the newest, and those pinned. States share their trees, so
 * one more costs what changed in its slot.
 */
export class BlockStore {
  readonly #headers = new Map<Hex, BlockHeader>()
  readonly #signatures = new Map<Hex, Hex>()
  readonly #bySlot = new Map<number, Hex>()
  readonly #byStateRoot = new Map<Hex, Hex>()
  readonly #recent = new Map<Hex, StoredState>()
  readonly #pinned = new Map<Hex, { state: StoredState; holders: number }>()

  constructor(
    readonly keepStates: number,
    readonly keepHeaders: number,
  ) {}

  addState(root: Hex, state: StoredState) {
    this.#recent.set(root, state)
    // A Map iterates in order of insertion: the first is the oldest.
    if (this.#recent.size > this.keepStates) this.#recent.delete(first(this.#recent))
  }

  addHeader(header: BlockHeader, signature?: Hex) {
    this.#headers.delete(header.root)
    this.#headers.set(header.root, header)
    if (signature) this.#signatures.set(header.root, signature)
    this.#bySlot.set(header.slot, header.root)
    this.#byStateRoot.set(header.stateRoot, header.root)
    if (this.#headers.size > this.keepHeaders) {
      const oldest = this.#headers.get(first(this.#headers)) as BlockHeader
      this.#headers.delete(oldest.root)
      this.#signatures.delete(oldest.root)
      this.#bySlot.delete(oldest.slot)
      this.#byStateRoot.delete(oldest.stateRoot)
    }
  }

  headers(): BlockHeader[] {
    return [...this.#headers.values()]
  }

  header(root: Hex): BlockHeader | undefined {
    return this.#headers.get(root)
  }

  signature(root: Hex): Hex | undefined {
    return this.#signatures.get(root)
  }

  at(slot: number): BlockHeader | undefined {
    const root = this.#bySlot.get(slot)
    return root && this.#headers.get(root)
  }

  ofState(stateRoot: Hex): BlockHeader | undefined {
    const root = this.#byStateRoot.get(stateRoot)
    return root && this.#headers.get(root)
  }

  state(root: Hex): StoredState | undefined {
    return this.#recent.get(root) ?? this.#pinned.get(root)?.state
  }

  pin(root: Hex): boolean {
    const held = this.#pinned.get(root)
    const state = held?.state ?? this.#recent.get(root)
    if (!state) return false
    this.#pinned.set(root, { state, holders: (held?.holders ?? 0) + 1 })
    return true
  }

  pinned(): [root: Hex, state: StoredState, holders: number][] {
    return [...this.#pinned].map(([root, { state, holders }]) => [root, state, holders])
  }

  restore(root: Hex, state: StoredState, holders: number) {
    this.#pinned.set(root, { state, holders })
  }

  release(root: Hex) {
    const held = this.#pinned.get(root)
    if (!held) return
    if (held.holders > 1) this.#pinned.set(root, { ...held, holders: held.holders - 1 })
    else this.#pinned.delete(root)
  }

  get stateCount(): number {
    return new Set([...this.#recent.keys(), ...this.#pinned.keys()]).size
  }

  copy(): BlockStore {
    const copy = new BlockStore(this.keepStates, this.keepHeaders)
    for (const [root, header] of this.#headers) {
      copy.#headers.set(root, header)
      copy.#bySlot.set(header.slot, root)
      copy.#byStateRoot.set(header.stateRoot, root)
    }
    for (const [root, signature] of this.#signatures) copy.#signatures.set(root, signature)
    for (const [root, state] of this.#recent) copy.#recent.set(root, state)
    for (const [root, held] of this.#pinned) copy.#pinned.set(root, held)
    return copy
  }
}

function first<K>(map: Map<K, unknown>): K {
  return map.keys().next().value as K
}
