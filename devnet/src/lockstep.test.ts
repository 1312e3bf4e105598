import { expect, test } from 'vitest'
import { nextOfEpoch } from './lockstep.ts'

test('in fast time every epoch has one block', () => {
  let slot = 0
  for (let epoch = 0; epoch < 10_000; epoch++) {
    slot = nextOfEpoch(slot)
    expect(Math.floor(slot / 32)).toBe(epoch)
  }
})

test('in fast time EIP-4788’s ring of 8191 slots holds no more than 288 roots, however long it runs', () => {
  const places = new Set<number>()
  let slot = 0
  for (let epoch = 0; epoch < 30_000; epoch++) {
    slot = nextOfEpoch(slot)
    places.add(slot % 8191)
  }
  expect(places.size).toBeLessThanOrEqual(288)
})
