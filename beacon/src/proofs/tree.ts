import type { Node } from '@chainsafe/persistent-merkle-tree'

/** The `position`-th node from the left at `depth` below `node`. */
export function getNodeAtDepth(node: Node, depth: number, position: number): Node {
  for (let bit = depth - 1; bit >= 0; bit--) {
    node = Math.floor(position / 2 ** bit) % 2 === 1 ? node.right : node.left
  }
  return node
}
