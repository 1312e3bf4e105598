import fc from 'fast-check'
import { type Address, concat, type Hex, hexToBytes, keccak256, numberToHex, toHex } from 'viem'
import { describe, expect, test } from 'vitest'
import type { Earnings } from '../src/distribute/compute.ts'
import { buildTree, UnknownEarnerError } from '../src/tree/buildTree.ts'
import { hashEarner, hashToken } from '../src/tree/hash.ts'

const repeat = (byte: string) => `0x${byte.repeat(20)}` as Address
const [a, b, c] = [repeat('aa'), repeat('bb'), repeat('cc')]

/** What a coordinator rebuilds from a leaf. */
function climb(leaf: Hex, index: number, proof: Hex) {
  let node = leaf
  for (const [height, sibling] of words(proof).entries())
    node = keccak256(concat((index >> height) & 1 ? [sibling, node] : [node, sibling]))
  return node
}

const words = (proof: Hex) =>
  Array.from({ length: (proof.length - 2) / 64 }, (_, i) =>
    toHex(hexToBytes(proof).slice(32 * i, 32 * i + 32)),
  )

describe('the published example', () => {
  const earnings: Earnings = new Map([
    [repeat('33'), new Map([[b, 99999999999999999999999999999999999999n]])],
    [
      repeat('22'),
      new Map([
        [c, 0n],
        [a, 10n ** 18n],
        [b, 42n],
      ]),
    ],
    [repeat('11'), new Map([[a, 7n]])],
  ])
  const tree = buildTree(earnings)

  test('CLAIM-4: its root, leaves and proofs come out, in whatever order it is told', () => {
    expect(tree.root).toBe('0xc950e13e4d72cabef07b8bdc2adcbdf72409a212b1c781ee356432fae5506118')
    expect(hashToken(a, 7n)).toBe(
      '0x2ab2fe4238936f723a9dad1f7daff180ce641b945516c5a69893be273a47ee35',
    )
    expect(tree.prove(repeat('22'), [b])).toEqual({
      earnerIndex: 1,
      earnerTreeProof: concat([
        '0xf0b91dc231648e9c52ecd0c9e06f63d7484207cba25bdbcf395a49662fc5ed82',
        '0x391173fb8719eedfd4ecf20832654012015a39b5b6eca7af755a966f6bc019eb',
      ]),
      earnerLeaf: {
        earner: repeat('22'),
        earnerTokenRoot: '0xfecc5648a57ebcedb873b1209be903e608efd65f0aa8491332894f6ec0074ff4',
      },
      tokenIndices: [1],
      tokenTreeProofs: [
        concat([
          '0x2040ac0ef467239663e758b8eef37d36b2fd6b77398cab4ddaf02f1358cbe21b',
          '0xb75b8cca3ed0cf975ef1fb4403f25b6e1fd4bc1e5506230fc142ce7e6cc337df',
        ]),
      ],
      tokenLeaves: [{ token: b, cumulativeEarnings: 42n }],
    })
  })

  test('CLAIM-4: a lone leaf is its own root, without siblings', () => {
    const { tokenTreeProofs, earnerLeaf } = tree.prove(repeat('11'), [a])
    expect(tokenTreeProofs).toEqual(['0x'])
    expect(earnerLeaf.earnerTokenRoot).toBe(hashToken(a, 7n))
  })

  test('error: UnknownEarnerError', () => {
    expect(() => tree.prove(repeat('44'), [])).toThrow(UnknownEarnerError)
    expect(() => tree.prove(repeat('11'), [b])).toThrow(UnknownEarnerError)
  })
})

describe('buildTree', () => {
  const address = fc.bigInt(1n, 2n ** 160n - 1n).map((n) => numberToHex(n, { size: 20 }))
  const earnings = fc.uniqueArray(
    fc.tuple(address, fc.uniqueArray(fc.tuple(address, fc.bigInt(0n, 2n ** 128n)), byFirst(1, 9))),
    byFirst(1, 20),
  )

  test('CLAIM-4: every leaf is proven, and at one place only', () => {
    fc.assert(
      fc.property(earnings, (list) => {
        const tree = buildTree(new Map(list.map(([earner, tokens]) => [earner, new Map(tokens)])))
        for (const [earner, tokens] of list) {
          const proof = tree.prove(
            earner,
            tokens.map(([token]) => token),
          )
          const { earnerTokenRoot } = proof.earnerLeaf
          const leaf = hashEarner(earner, earnerTokenRoot)
          expect(climb(leaf, proof.earnerIndex, proof.earnerTreeProof)).toBe(tree.root)
          expect(words(proof.earnerTreeProof)).toHaveLength(Math.ceil(Math.log2(list.length)))
          for (const [i, [token, amount]] of tokens.entries()) {
            const [index, siblings] = [proof.tokenIndices[i]!, proof.tokenTreeProofs[i]!]
            expect(climb(hashToken(token, amount), index, siblings)).toBe(earnerTokenRoot)
            expect(words(siblings)).toHaveLength(Math.ceil(Math.log2(tokens.length)))
          }
        }
      }),
      { numRuns: 50 },
    )
  })

  function byFirst(minLength: number, maxLength: number) {
    return { minLength, maxLength, selector: ([first]: readonly [Hex, unknown]) => first }
  }
})
