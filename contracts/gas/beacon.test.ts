import { createHash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { layout, syntheticState } from './beacon.ts'

describe('syntheticState', () => {
  for (const spread of ['contiguous', 'scattered'] as const) {
    test(`${spread} validators prove their balances`, () => {
      const { state, chunkIndices, chunks, siblings } = syntheticState({ count: 50, spread })

      const root = rebuild(layout.balancesDepth, chunkIndices, chunks, siblings)

      expect(root).toBe(state.balancesRoot)
    })

    test(`${spread} validators prove their containers one by one`, () => {
      const { state, indices, validators } = syntheticState({ count: 3, spread })

      for (const [i, { validator, siblings }] of validators.entries()) {
        const leaves = Object.values(validator).map(chunk)
        const container = rebuild(3, [0, 1, 2, 3, 4, 5, 6, 7], leaves, [])
        const root = rebuild(layout.validatorsDepth, [indices[i] as number], [container], siblings)
        expect(root).toBe(state.validatorsRoot)
      }
    })
  }

  test('no sibling is cheap', () => {
    const { siblings } = syntheticState({ count: 100, spread: 'scattered' })
    for (const sibling of siblings) {
      expect(
        sibling
          .slice(2)
          .match(/../g)
          ?.filter((byte) => byte === '00').length,
      ).toBeLessThan(6)
    }
  })
})

function rebuild(depth: number, indices: number[], leaves: string[], siblings: string[]): string {
  let level = new Map(indices.map((index, i) => [index, leaves[i] as string]))
  const left = [...siblings]
  for (let height = 0; height < depth; height++) {
    const above = new Map<number, string>()
    for (const [index, node] of level) {
      if (above.has(Math.floor(index / 2))) continue
      const partner = level.get(index ^ 1) ?? (left.shift() as string)
      const pair = index % 2 === 0 ? [node, partner] : [partner, node]
      const bytes = Buffer.from(pair.map((hex) => hex.slice(2)).join(''), 'hex')
      above.set(Math.floor(index / 2), `0x${createHash('sha256').update(bytes).digest('hex')}`)
    }
    level = above
  }
  expect(left).toEqual([])
  return level.get(0) as string
}

function chunk(value: string | bigint | boolean): string {
  if (typeof value === 'string') return value
  const bytes = Buffer.alloc(32)
  bytes.writeBigUInt64LE(BigInt(value))
  return `0x${bytes.toString('hex')}`
}
