import type { Node } from '@chainsafe/persistent-merkle-tree'
import { createHash } from 'node:crypto'
import { BeaconError } from '../errors.ts'
import { type Hex, toBytes, toHex } from '../units.ts'

/** Leaves were not given in strictly ascending order, or lie outside the tree. */
export class LeavesOutOfOrderError extends BeaconError {
  override name = 'LeavesOutOfOrderError'
  constructor(position: number, before: number) {
    super(`Leaf ${position} after ${before}: leaves are given once each, in ascending order.`)
  }
}

/**
 * The siblings that rebuild `node`'s root from the leaves at `indices` of its level `depth`: level by level from the bottom,
 * within a level from left to right, as `contracts/src/interfaces/IBeacon.sol` defines.
 */
export function multiproof(node: Node, depth: number, indices: readonly number[]): Hex[] {
  assertAscending(indices, depth)
  const levels: Uint8Array[][] = Array.from({ length: depth + 1 }, () => [])

  // The walk goes left to right, so that each level's list comes out in order.
  const walk = (at: Node, level: number, base: number, from: number, to: number) => {
    if (level === 0) return
    const middle = base + 2 ** (level - 1)
    let split = from
    while (split < to && (indices[split] as number) < middle) split++

    if (split === from) levels[level - 1]?.push(at.left.root)
    else walk(at.left, level - 1, base, from, split)
    if (split === to) levels[level - 1]?.push(at.right.root)
    else walk(at.right, level - 1, middle, split, to)
  }
  if (indices.length > 0) walk(node, depth, 0, 0, indices.length)

  return levels.flat().map(toHex)
}

/**
 * The root that `leaves` at `indices` and `siblings` hash to, or undefined if siblings are missing or left over. The mirror of
 * the contract's `Multiproof`.
 */
export function rootOfMultiproof(
  depth: number,
  indices: readonly (number | bigint)[],
  leaves: readonly Hex[],
  siblings: readonly Hex[],
): Hex | undefined {
  if (indices.length !== leaves.length || indices.length === 0) return undefined
  let positions = indices.map(Number)
  assertAscending(positions, depth)
  let hashes = leaves.map(toBytes)
  let next = 0

  for (let level = 0; level < depth; level++) {
    const parents: number[] = []
    const parentHashes: Uint8Array[] = []
    for (let i = 0; i < positions.length; i++) {
      const position = positions[i] as number
      const hash = hashes[i] as Uint8Array
      const paired = position % 2 === 0 && positions[i + 1] === position + 1
      let partner: Uint8Array
      if (paired) {
        i++
        partner = hashes[i] as Uint8Array
      } else {
        const sibling = siblings[next++]
        if (sibling === undefined) return undefined
        partner = toBytes(sibling)
      }
      parents.push(Math.floor(position / 2))
      parentHashes.push(position % 2 === 0 ? sha256(hash, partner) : sha256(partner, hash))
    }
    positions = parents
    hashes = parentHashes
  }
  return next === siblings.length ? toHex(hashes[0] as Uint8Array) : undefined
}

/** Whether `leaves` at `indices` of level `depth` are under `root`. */
export function verifyMultiproof(
  root: Hex,
  depth: number,
  indices: readonly (number | bigint)[],
  leaves: readonly Hex[],
  siblings: readonly Hex[],
): boolean {
  return rootOfMultiproof(depth, indices, leaves, siblings) === root
}

export function sha256(left: Uint8Array, right: Uint8Array): Uint8Array {
  return createHash('sha256').update(left).update(right).digest()
}

function assertAscending(indices: readonly number[], depth: number) {
  let before = -1
  for (const index of indices) {
    if (index <= before || index >= 2 ** depth || !Number.isInteger(index)) {
      throw new LeavesOutOfOrderError(index, before)
    }
    before = index
  }
}
