import { expect, test } from 'vitest'
import { complaints, type Snapshot, withTable } from './gas.ts'

const snapshot: Snapshot = {
  transfer: { gas: 34_000, ceiling: 36_000, conditions: 'warm' },
  claim: { gas: 60_000, ceiling: 66_000, conditions: 'warm' },
}

test('says nothing when all is as recorded', () => {
  expect(complaints(snapshot, { transfer: 34_000, claim: 60_000 })).toEqual([])
})

test('finds what is above its ceiling, changed, unknown or unmeasured', () => {
  expect(complaints(snapshot, { transfer: 36_001, deposit: 1 })).toEqual([
    '"transfer" takes 36001, above its ceiling of 36000',
    '"transfer" takes 36001, recorded are 34000 (--write records it)',
    '"deposit" (1) has no entry: give it a ceiling and its conditions',
    '"claim" is recorded but was not measured',
  ])
})

test('writes the table between its marks, and only there', () => {
  const page = 'before\n<!-- gas: this -->\nold\n<!-- /gas -->\nafter\n'
  const peers = { transfer: { ...snapshot.transfer!, peer: 'stETH', peerGas: 67_202 } }
  const written = withTable(page, peers)
  expect(written).toBe(
    'before\n<!-- gas: this -->\n\n| | gas | elsewhere |\n|---|--:|---|\n| transfer | 34,000 | stETH 67,202 |\n\n<!-- /gas -->\nafter\n',
  )
  expect(withTable(written, peers)).toBe(written)
})
