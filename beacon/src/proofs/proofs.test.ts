import { createProof, ProofType, Tree, toGindex } from '@chainsafe/persistent-merkle-tree'
import { describe, expect, test } from 'vitest'
import { largeState } from '../../test/largeState.ts'
import { random } from '../../test/random.ts'
import { ours, world } from '../../test/world.ts'
import {
  balanceIn,
  balancesDepth,
  compounding,
  forkRoot,
  type Hex,
  headerRoot,
  LeavesOutOfOrderError,
  makeTopUp,
  multiproof,
  pendingDepositRoot,
  pendingDepositsDepth,
  proveBalances,
  proveHeadDeposit,
  provePendingDeposits,
  proveState,
  proveValidators,
  rootOfMultiproof,
  toHex,
  validatorRoot,
  validatorsDepth,
  verifyMultiproof,
} from '../index.ts'
import { ssz } from '../ssz.ts'
import { fields, type StateView, stateDepth } from '../state.ts'

const state = largeState(1_000)
const { pick, below } = random()
const samples = [
  [0],
  [999],
  [0, 1, 2, 3],
  [0, 999],
  Array.from({ length: 1_000 }, (_, index) => index),
  ...Array.from({ length: 12 }, () => pick(1 + below(60), 1_000)),
]

/** Rebuilt from what Solidity gets, and nothing else. */
function stateRootOf(proof: ReturnType<typeof proveState>): Hex | undefined {
  return rootOfMultiproof(
    stateDepth,
    [3, 11, 12, 34],
    [forkRoot(proof), proof.validatorsRoot, proof.balancesRoot, proof.pendingDepositsRoot],
    proof.siblings,
  )
}

describe('multiproof', () => {
  const list = state.field(fields.validators)

  test('asks for the same nodes as the SSZ library, in the order of IBeacon.sol (PROOF-1)', () => {
    for (const indices of samples) {
      const gindices = indices.map((index) => toGindex(validatorsDepth, BigInt(index)))
      const proof = createProof(list, { type: ProofType.multi, gindices })
      if (proof.type !== ProofType.multi) throw new Error('not a multiproof')
      const siblings = multiproof(list, validatorsDepth, indices)
      expect([...siblings].sort()).toEqual(proof.witnesses.map(toHex).sort())
      expect(siblings).toEqual(siblingsByDefinition(list, validatorsDepth, indices))
    }
  })

  test('of one leaf is the single proof', () => {
    const index = below(1_000)
    const single = new Tree(list).getSingleProof(toGindex(validatorsDepth, BigInt(index)))
    expect(multiproof(list, validatorsDepth, [index])).toEqual(single.map(toHex))
  })

  test('verifies, and nothing else does: a changed, missing, added or swapped word, a moved leaf (PROOF-2)', () => {
    const indices = pick(20, 1_000)
    const { validators, siblings } = proveValidators(state, indices)
    const leaves = validators.map(validatorRoot)
    const root = toHex(list.root)
    const verify = (at = indices, of = leaves, by = siblings) =>
      verifyMultiproof(root, validatorsDepth, at, of, by)
    expect(verify()).toBe(true)

    const word: Hex = `0x${'ab'.repeat(32)}`
    siblings.forEach((_, i) => {
      expect(verify(indices, leaves, siblings.with(i, word))).toBe(false)
      expect(verify(indices, leaves, siblings.toSpliced(i, 1))).toBe(false)
      expect(verify(indices, leaves, siblings.toSpliced(i, 0, word))).toBe(false)
    })
    expect(verify(indices, leaves, [...siblings, word])).toBe(false)
    expect(verify(indices, leaves.toReversed())).toBe(false)
    const last = indices.at(-1) as number
    // Beyond where any of them is drawn.
    expect(verify([...indices.slice(0, -1), last + 1_000])).toBe(false)
    expect(verify([...indices.slice(0, -1), last + 2 ** 40])).toBe(false)
    expect(verify(indices.slice(1), leaves)).toBe(false)
    expect(verify([], [], [])).toBe(false)
  })

  test('error: leaves out of order, doubled, or outside the tree', () => {
    for (const indices of [[2, 1], [1, 1], [-1], [2 ** 41], [0.5]]) {
      expect(() => multiproof(list, validatorsDepth, indices)).toThrow(LeavesOutOfOrderError)
    }
  })
})

describe('proveState', () => {
  const worlds = () => {
    const { chain, step, runTo } = world({ validators: 16, fork: 'electra', fuluEpoch: 3 })
    const states: StateView[] = [chain.headState]
    const topUp = makeTopUp(chain.headState.validator(3).pubkey, {
      withdrawalCredentials: compounding(ours),
      amount: 5_000_000_000n,
    })
    step({ deposits: [{ ...topUp, index: 0 }] })
    states.push(chain.headState)
    runTo(4)
    states.push(chain.headState)
    return states
  }

  test('hashes to the block root, in Electra as in Fulu (PROOF-3)', () => {
    for (const view of [state, ...worlds()]) {
      const proof = proveState(view)
      expect(stateRootOf(proof)).toBe(proof.header.stateRoot)
      expect(headerRoot(proof.header)).toBe(view.header.root)
      expect(proof.currentVersion).toBe(view.fork === 'fulu' ? '0x06000000' : '0x05000000')
    }
  })

  test('has one sibling for each subtree that none of the four fields is in', () => {
    // Fields 3, 11, 12, 34 of 64; from the bottom: 2 10 13 35, 0 4 7 16, 1 9, 5, 1 3.
    expect(proveState(state).siblings).toHaveLength(4 + 4 + 2 + 1 + 2)
  })

  test('error: a state that is not the state after a block anchors nowhere', () => {
    const view = ssz.fulu.BeaconState.getViewDU(state.node)
    const { stateRoot: _, ...header } = view.latestBlockHeader.toValue()
    view.latestBlockHeader = ssz.phase0.BeaconBlockHeader.toViewDU({
      ...header,
      stateRoot: new Uint8Array(32).fill(1),
    })
    view.commit()
    const moved = new (state.constructor as new (fork: string, node: unknown) => StateView)(
      'fulu',
      view.node,
    )
    expect(() => proveState(moved)).toThrow(/not the state after a block/)
  })
})

describe('lists', () => {
  const { validatorsRoot, balancesRoot, pendingDepositsRoot } = proveState(state)

  test('validators hash to validatorsRoot', () => {
    for (const indices of samples) {
      const { validators, siblings } = proveValidators(state, indices)
      const leaves = validators.map(validatorRoot)
      expect(verifyMultiproof(validatorsRoot, validatorsDepth, indices, leaves, siblings)).toBe(
        true,
      )
    }
  })

  test('balances hash to balancesRoot, each leaf of four once (PROOF-4)', () => {
    for (const indices of samples) {
      const { chunks, siblings } = proveBalances(state, indices)
      const positions = [...new Set(indices.map((index) => Math.floor(index / 4)))]
      expect(chunks).toHaveLength(positions.length)
      expect(verifyMultiproof(balancesRoot, balancesDepth, positions, chunks, siblings)).toBe(true)
      for (const index of indices) {
        const chunk = chunks[positions.indexOf(Math.floor(index / 4))] as Hex
        expect(balanceIn(chunk, index)).toBe(state.balance(index))
      }
    }
  })

  test('pending deposits hash to pendingDepositsRoot, the head among them', () => {
    for (const indices of [[0], [99], [0, 1, 50, 98], pick(30, 100)]) {
      const { deposits, siblings } = provePendingDeposits(state, indices)
      const leaves = deposits.map(pendingDepositRoot)
      const root = pendingDepositsRoot
      expect(verifyMultiproof(root, pendingDepositsDepth, indices, leaves, siblings)).toBe(true)
    }
    const { head, headSiblings } = proveHeadDeposit(state)
    const leaf = pendingDepositRoot(head)
    expect(head.slot).toBe(BigInt(state.pendingDeposit(0).slot))
    expect(
      verifyMultiproof(pendingDepositsRoot, pendingDepositsDepth, [0], [leaf], headSiblings),
    ).toBe(true)
  })

  test('an empty list of pending deposits has one root, and no head (PROOF-6)', () => {
    const empty = largeState(8, { pendingDeposits: 0 })
    expect(proveHeadDeposit(empty).headSiblings).toEqual([])
    // sha256(zeroHash(27) ‖ 0), which the contract knows as a constant.
    expect(proveState(empty).pendingDepositsRoot).toBe(
      toHex(ssz.electra.PendingDeposits.hashTreeRoot([])),
    )
  })

  test('containers hash as the SSZ library hashes them', () => {
    const view = ssz.fulu.BeaconState.getViewDU(state.node)
    const { validators } = proveValidators(state, [0, 13, 997])
    expect(validators.map(validatorRoot)).toEqual(
      [0, 13, 997].map((index) =>
        toHex(ssz.phase0.Validator.hashTreeRoot(view.validators.getReadonly(index))),
      ),
    )
    const { deposits } = provePendingDeposits(state, [0, 7])
    expect(deposits.map(pendingDepositRoot)).toEqual(
      [0, 7].map((index) =>
        toHex(ssz.electra.PendingDeposit.hashTreeRoot(view.pendingDeposits.getReadonly(index))),
      ),
    )
    expect(forkRoot(proveState(state))).toBe(
      toHex(ssz.phase0.Fork.hashTreeRoot(view.fork.toValue())),
    )
  })

  test('error: a validator that does not exist', () => {
    expect(() => proveBalances(state, [1_000])).toThrow(/No validator 1000/)
    expect(() => proveValidators(state, [1_000])).toThrow(/No validator 1000/)
    expect(() => provePendingDeposits(state, [100])).toThrow(/No pending deposit 100/)
  })
})

/** Siblings as the sentence in IBeacon.sol defines them, over sets, without regard to speed. */
function siblingsByDefinition(
  node: Parameters<typeof multiproof>[0],
  depth: number,
  indices: readonly number[],
): Hex[] {
  const tree = new Tree(node)
  const siblings: Hex[] = []
  let level = new Set(indices.map(BigInt))
  for (let height = depth; height > 0; height--) {
    for (const index of [...level].sort((a, b) => (a < b ? -1 : 1))) {
      const partner = index ^ 1n
      if (!level.has(partner)) siblings.push(toHex(tree.getRoot(toGindex(height, partner))))
    }
    level = new Set([...level].map((index) => index / 2n))
  }
  return siblings
}
