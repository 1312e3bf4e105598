import { describe, expect, test } from 'vitest'
import { largeState } from '../../test/largeState.ts'
import { random } from '../../test/random.ts'
import { world } from '../../test/world.ts'
import { ssz } from '../ssz.ts'
import type { StateView } from '../state.ts'
import { type Hex, toBytes, toHex } from '../units.ts'
import { sha256 } from './multiproof.ts'
import { proveBalancesForPod, proveCredentialsForPod, proveStaleForPod } from './proveForPod.ts'
import { balanceIn, pubkeyRoot } from './roots.ts'

const { below } = random()
const large = largeState(1_000)
const states: [string, StateView, number[]][] = [
  ['a thousand validators', large, [0, 999, below(1_000), below(1_000), below(1_000)]],
  ['Electra', electra(), [0, 1, 15]],
  ['Fulu', fulu(), [0, 1, 15]],
]

describe.each(states)('of a state of %s', (_, state, indices) => {
  const blockRoot = toHex(
    ssz.phase0.BeaconBlockHeader.hashTreeRoot({
      slot: state.header.slot,
      proposerIndex: state.header.proposerIndex,
      parentRoot: toBytes(state.header.parentRoot),
      stateRoot: toBytes(state.header.stateRoot),
      bodyRoot: toBytes(state.header.bodyRoot),
    }),
  )

  test('credentials climb to the block root by the published indices and lengths (POD-1)', () => {
    const it = proveCredentialsForPod(state, indices)

    expect(size(it.stateRootProof.proof)).toBe(96)
    expect(climb(it.stateRootProof.beaconStateRoot, 3n, it.stateRootProof.proof)).toBe(blockRoot)
    for (const [i, index] of it.validatorIndices.entries()) {
      const fields = it.validatorFields[i] as Hex[]
      const proof = it.validatorFieldsProofs[i] as Hex
      expect(size(proof)).toBe(47 * 32)
      const position = (11n << 41n) | BigInt(index)
      expect(climb(merkleize(fields), position, proof)).toBe(it.stateRootProof.beaconStateRoot)
      expect(fields[0]).toBe(pubkeyRoot(state.validator(index).pubkey))
      expect(fields[1]).toBe(state.validator(index).withdrawalCredentials)
    }
  })

  test('balances climb to the block root by the published indices and lengths (POD-6)', () => {
    const { balanceContainerProof, proofs } = proveBalancesForPod(state, indices)
    const { balanceContainerRoot, proof } = balanceContainerProof

    expect(size(proof)).toBe(9 * 32)
    expect(climb(balanceContainerRoot, (3n << 6n) | 12n, proof)).toBe(blockRoot)
    for (const [i, index] of indices.entries()) {
      const it = proofs[i] as (typeof proofs)[number]
      expect(size(it.proof)).toBe(39 * 32)
      expect(climb(it.balanceRoot, BigInt(index) / 4n, it.proof)).toBe(balanceContainerRoot)
      expect(balanceIn(it.balanceRoot, index)).toBe(state.balance(index))
    }
  })

  test('a stale balance is proven as credentials are (POD-9)', () => {
    const index = indices[0] as number
    const stale = proveStaleForPod(state, index)
    const credentials = proveCredentialsForPod(state, [index])

    expect(stale.stateRootProof).toEqual(credentials.stateRootProof)
    expect([stale.proof.proof]).toEqual(credentials.validatorFieldsProofs)
    expect([stale.proof.validatorFields]).toEqual(credentials.validatorFields)
  })
})

function electra() {
  const { chain, step } = world({ validators: 16, fork: 'electra', fuluEpoch: 9 })
  step()
  return chain.headState
}

function fulu() {
  const { chain, step } = world({ validators: 16 })
  step()
  return chain.headState
}

/** As EigenLayer's verifier reads a proof: bit 0 of the index is the bottom level's, and at the end nothing of it is left. */
function climb(leaf: Hex, index: bigint, proof: Hex): Hex {
  const bytes = toBytes(proof)
  let node = toBytes(leaf)
  for (let at = 0; at < bytes.length; at += 32) {
    const sibling = bytes.subarray(at, at + 32)
    node = index % 2n === 0n ? sha256(node, sibling) : sha256(sibling, node)
    index /= 2n
  }
  expect(index).toBe(0n)
  return toHex(node)
}

function merkleize(leaves: Hex[]): Hex {
  if (leaves.length === 1) return leaves[0] as Hex
  const parents: Hex[] = []
  for (let i = 0; i < leaves.length; i += 2) {
    parents.push(toHex(sha256(toBytes(leaves[i] as Hex), toBytes(leaves[i + 1] as Hex))))
  }
  return merkleize(parents)
}

function size(bytes: Hex): number {
  return toBytes(bytes).length
}
