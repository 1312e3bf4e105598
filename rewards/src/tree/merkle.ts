import { concatHex, type Hex, zeroHash } from 'viem'
import { hashNode } from './hash.ts'

/** Layers from the leaves up to the root. To the right of the leaves there are zeros, up to the next power of two. */
export type Merkle = readonly (readonly Hex[])[]

export function merkle(leaves: readonly Hex[]): Merkle {
  const layers: (readonly Hex[])[] = [leaves]
  let empty: Hex = zeroHash
  for (let below = leaves; below.length > 1; below = layers.at(-1)!) {
    layers.push(
      Array.from({ length: Math.ceil(below.length / 2) }, (_, i) =>
        hashNode(below[2 * i]!, below[2 * i + 1] ?? empty),
      ),
    )
    empty = hashNode(empty, empty)
  }
  return layers
}

export const rootOf = (tree: Merkle) => tree.at(-1)![0]!

/** The siblings of leaf `index`, from the lowest on. */
export function prove(tree: Merkle, index: number): Hex {
  let empty: Hex = zeroHash
  const siblings = tree.slice(0, -1).map((layer, height) => {
    const sibling = layer[(index >> height) ^ 1] ?? empty
    empty = hashNode(empty, empty)
    return sibling
  })
  return concatHex(siblings)
}
