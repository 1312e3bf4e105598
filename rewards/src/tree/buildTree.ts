import type { Address, Hex } from 'viem'
import type { Earnings } from '../distribute/compute.ts'
import { hashEarner, hashToken } from './hash.ts'
import { type Merkle, merkle, prove, rootOf } from './merkle.ts'

/** `RewardsMerkleClaim`, without the index of the root that it is against. */
export type Proof = {
  earnerIndex: number
  earnerTreeProof: Hex
  earnerLeaf: { earner: Address; earnerTokenRoot: Hex }
  tokenIndices: number[]
  tokenTreeProofs: Hex[]
  tokenLeaves: { token: Address; cumulativeEarnings: bigint }[]
}

export type RewardTree = {
  root: Hex
  /** what `earner` has earned in all, by token, in the tree's order */
  earned(earner: Address): readonly (readonly [Address, bigint])[]
  /** @throws if `earner` isn't in the tree, or one of `tokens` isn't among the earner's. */
  prove(earner: Address, tokens: readonly Address[]): Proof
}

/** Earners, and each one's tokens, in ascending order. There has to be one. */
export function buildTree(earnings: Earnings): RewardTree {
  const earners = [...earnings.keys()].sort(ascending)
  const places = new Map(earners.map((earner, index) => [earner, index]))
  // Only the roots of the earners' trees are kept: one of them is rebuilt in no time when a proof is asked for.
  const tree = merkle(earners.map((earner) => hashEarner(earner, rootOf(tokenTree(earner)))))

  return {
    root: rootOf(tree),
    earned,
    prove(earner, tokens) {
      const earnerIndex = places.get(earner)
      if (earnerIndex === undefined) throw new UnknownEarnerError(earner)
      const all = earned(earner)
      const tokenIndices = tokens.map((token) => {
        const index = all.findIndex(([known]) => known === token)
        if (index < 0) throw new UnknownEarnerError(earner, token)
        return index
      })
      const own = tokenTree(earner)
      return {
        earnerIndex,
        earnerTreeProof: prove(tree, earnerIndex),
        earnerLeaf: { earner, earnerTokenRoot: rootOf(own) },
        tokenIndices,
        tokenTreeProofs: tokenIndices.map((index) => prove(own, index)),
        tokenLeaves: tokenIndices.map((index) => {
          const [token, cumulativeEarnings] = all[index]!
          return { token, cumulativeEarnings }
        }),
      }
    },
  }

  function earned(earner: Address) {
    return [...(earnings.get(earner) ?? [])].sort(([a], [b]) => ascending(a, b))
  }

  function tokenTree(earner: Address): Merkle {
    return merkle(earned(earner).map(([token, amount]) => hashToken(token, amount)))
  }
}

export class UnknownEarnerError extends Error {
  override name = 'UnknownEarnerError'
  constructor(
    readonly earner: Address,
    readonly token?: Address,
  ) {
    super(
      `${earner} has earned no ${token ?? 'rewards'} up to this root. Ask again after the next one.`,
    )
  }
}

const ascending = (a: Address, b: Address) => (a < b ? -1 : a > b ? 1 : 0)
