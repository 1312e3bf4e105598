import { createHash } from 'node:crypto'
import { type Hex, toHex } from 'viem'

const far = 2n ** 64n - 1n

// Depths and field numbers of Electra and Fulu; a list's depth includes the level of its length.
export const layout = {
  fromSlot: 0n,
  forkVersion: '0x06000000' as Hex,
  stateDepth: 6,
  forkField: 3,
  validatorsField: 11,
  balancesField: 12,
  pendingDepositsField: 34,
  validatorsDepth: 41,
  balancesDepth: 39,
  pendingDepositsDepth: 28,
} as const

/**
 * A beacon state as a verifier sees a large one, without the large one: trees of the real depths in which only `count`
 * validators are filled in. Every other node is a hash of its place, so no sibling is cheap for being zeros.
 */
export function syntheticState({
  count,
  spread,
  total = 2_000_000,
  slot = 13_200_000n,
  seed = 1,
  validator = {},
}: syntheticState.Parameters): syntheticState.ReturnType {
  const next = generator(seed)
  const indices = spread === 'contiguous' ? contiguous(count, total) : scattered(count, total, next)

  const containers = indices.map((index) => ({
    pubkeyRoot: toHex(filler('pubkey', index, seed)),
    withdrawalCredentials: `0x02${'00'.repeat(11)}${'c5'.repeat(20)}` as Hex,
    effectiveBalance: 32_000_000_000n,
    slashed: false,
    activationEligibilityEpoch: 400_000n,
    activationEpoch: 400_010n,
    exitEpoch: far,
    withdrawableEpoch: far,
    ...(typeof validator === 'function' ? validator(index) : validator),
  }))

  // Everyone has earned a little, as every validator has.
  const positions = [...new Set(indices.map((index) => Math.floor(index / 4)))]
  const chunks = positions.map(() =>
    pack(Array.from({ length: 4 }, () => 32_000_000_000n + BigInt(next(200_000_000)))),
  )
  const balances = indices.map((index) =>
    unpack(chunks[positions.indexOf(Math.floor(index / 4))] as Uint8Array, index % 4),
  )

  const validatorTree = new SparseTree(
    layout.validatorsDepth,
    new Map(containers.map((container, i) => [indices[i] as number, validatorRoot(container)])),
    `validators ${seed}`,
  )
  const balanceTree = new SparseTree(
    layout.balancesDepth,
    new Map(chunks.map((chunk, i) => [positions[i] as number, chunk])),
    `balances ${seed}`,
  )
  const fork = merkleize([
    bytes('0x05000000'),
    bytes(layout.forkVersion),
    uint64(411_392n),
    new Uint8Array(32),
  ])
  const noDeposits = hash(zeroHash(layout.pendingDepositsDepth - 1), new Uint8Array(32))
  const fields = [
    layout.forkField,
    layout.validatorsField,
    layout.balancesField,
    layout.pendingDepositsField,
  ]
  const stateTree = new SparseTree(
    layout.stateDepth,
    new Map(
      [fork, validatorTree.root, balanceTree.root, noDeposits].map((leaf, i) => [
        fields[i] as number,
        leaf,
      ]),
    ),
    `state ${seed}`,
  )

  const header = {
    slot,
    proposerIndex: 1_234_567n,
    parentRoot: toHex(filler('parent', 0, seed)),
    stateRoot: toHex(stateTree.root),
    bodyRoot: toHex(filler('body', 0, seed)),
  }
  const blockRoot = merkleize([
    uint64(header.slot),
    uint64(header.proposerIndex),
    bytes(header.parentRoot),
    stateTree.root,
    bytes(header.bodyRoot),
    ...Array.from({ length: 3 }, () => new Uint8Array(32)),
  ])

  return {
    blockRoot: toHex(blockRoot),
    state: {
      header,
      previousVersion: '0x05000000',
      currentVersion: layout.forkVersion,
      forkEpoch: 411_392n,
      validatorsRoot: toHex(validatorTree.root),
      balancesRoot: toHex(balanceTree.root),
      pendingDepositsRoot: toHex(noDeposits),
      siblings: stateTree.siblings(fields),
    },
    indices,
    runs: [{ first: 0, count }],
    validators: containers.map((container, i) => ({
      validator: container,
      siblings: validatorTree.siblings([indices[i] as number]),
    })),
    validatorSiblings: validatorTree.siblings(indices),
    balances,
    chunkIndices: positions,
    chunks: chunks.map((chunk) => toHex(chunk)),
    siblings: balanceTree.siblings(positions),
  }
}

export declare namespace syntheticState {
  type Validator = {
    pubkeyRoot: Hex
    withdrawalCredentials: Hex
    effectiveBalance: bigint
    slashed: boolean
    activationEligibilityEpoch: bigint
    activationEpoch: bigint
    exitEpoch: bigint
    withdrawableEpoch: bigint
  }

  type Parameters = {
    count: number
    spread: 'contiguous' | 'scattered'
    /** Validators on the chain, over which `count` are scattered. */
    total?: number
    slot?: bigint
    seed?: number
    /** What differs from an active validator of someone's: credentials, pubkey roots. */
    validator?: Partial<Validator> | ((index: number) => Partial<Validator>)
  }

  type ReturnType = {
    /** To be put where EIP-4788 is asked. */
    blockRoot: Hex
    state: {
      header: {
        slot: bigint
        proposerIndex: bigint
        parentRoot: Hex
        stateRoot: Hex
        bodyRoot: Hex
      }
      previousVersion: Hex
      currentVersion: Hex
      forkEpoch: bigint
      validatorsRoot: Hex
      balancesRoot: Hex
      pendingDepositsRoot: Hex
      siblings: Hex[]
    }
    /** Beacon indices, ascending. */
    indices: number[]
    /** All of them in one run, if their ids are in the order of their indices. */
    runs: { first: number; count: number }[]
    /** Each with its own proof, for registering it. */
    validators: { validator: Validator; siblings: Hex[] }[]
    /** Of all of them together. */
    validatorSiblings: Hex[]
    /** gwei */
    balances: bigint[]
    chunkIndices: number[]
    chunks: Hex[]
    siblings: Hex[]
  }
}

/** A tree in which all but the leaves given, and what is above them, is filler. */
class SparseTree {
  readonly #levels: Map<number, Uint8Array>[]
  readonly #name: string

  constructor(depth: number, leaves: Map<number, Uint8Array>, name: string) {
    this.#name = name
    this.#levels = [leaves]
    for (let height = 0; height < depth; height++) {
      const parents = new Map<number, Uint8Array>()
      for (const index of (this.#levels[height] as Map<number, Uint8Array>).keys()) {
        const parent = Math.floor(index / 2)
        if (!parents.has(parent)) {
          parents.set(
            parent,
            hash(this.#node(height, 2 * parent), this.#node(height, 2 * parent + 1)),
          )
        }
      }
      this.#levels.push(parents)
    }
  }

  get root(): Uint8Array {
    return this.#node(this.#levels.length - 1, 0)
  }

  /** In the contracts' order: level by level from the bottom, within a level from left to right. */
  siblings(indices: readonly number[]): Hex[] {
    const found: Hex[] = []
    let level = [...indices]
    for (let height = 0; height < this.#levels.length - 1; height++) {
      const rebuilt = new Set(level)
      for (const index of level) {
        const partner = index % 2 === 0 ? index + 1 : index - 1
        if (!rebuilt.has(partner)) found.push(toHex(this.#node(height, partner)))
      }
      level = [...new Set(level.map((index) => Math.floor(index / 2)))]
    }
    return found
  }

  #node(height: number, index: number): Uint8Array {
    return this.#levels[height]?.get(index) ?? filler(this.#name, index, height)
  }
}

function contiguous(count: number, total: number): number[] {
  const first = Math.floor((total - count) / 8) * 4
  return Array.from({ length: count }, (_, i) => first + i)
}

function scattered(count: number, total: number, next: (below: number) => number): number[] {
  const picked = new Set<number>()
  while (picked.size < count) picked.add(next(total))
  return [...picked].sort((a, b) => a - b)
}

function generator(seed: number): (below: number) => number {
  let count = 0
  return (below) =>
    Number(new DataView(filler('random', count++, seed).buffer).getBigUint64(0) % BigInt(below))
}

function filler(name: string, index: number, salt: number): Uint8Array {
  return new Uint8Array(createHash('sha256').update(`${name} ${salt} ${index}`).digest())
}

function hash(left: Uint8Array, right: Uint8Array): Uint8Array {
  return new Uint8Array(createHash('sha256').update(left).update(right).digest())
}

function zeroHash(depth: number): Uint8Array {
  if (depth === 0) return new Uint8Array(32)
  const below = zeroHash(depth - 1)
  return hash(below, below)
}

function merkleize(leaves: Uint8Array[]): Uint8Array {
  if (leaves.length === 1) return leaves[0] as Uint8Array
  const parents = leaves.length / 2
  return merkleize(
    Array.from({ length: parents }, (_, i) =>
      hash(leaves[2 * i] as Uint8Array, leaves[2 * i + 1] as Uint8Array),
    ),
  )
}

function validatorRoot(validator: syntheticState.Validator): Uint8Array {
  return merkleize([
    bytes(validator.pubkeyRoot),
    bytes(validator.withdrawalCredentials),
    uint64(validator.effectiveBalance),
    uint64(validator.slashed ? 1n : 0n),
    uint64(validator.activationEligibilityEpoch),
    uint64(validator.activationEpoch),
    uint64(validator.exitEpoch),
    uint64(validator.withdrawableEpoch),
  ])
}

/** A chunk: the bytes given, then zeros. */
function bytes(value: Hex): Uint8Array {
  const padded = new Uint8Array(32)
  padded.set(Buffer.from(value.slice(2), 'hex'))
  return padded
}

function uint64(value: bigint): Uint8Array {
  return pack([value])
}

function pack(values: bigint[]): Uint8Array {
  const chunk = new Uint8Array(32)
  const view = new DataView(chunk.buffer)
  for (const [i, value] of values.entries()) view.setBigUint64(8 * i, value, true)
  return chunk
}

function unpack(chunk: Uint8Array, position: number): bigint {
  return new DataView(chunk.buffer).getBigUint64(8 * position, true)
}
