import { expect, test } from 'vitest'
import { complaints, type Snapshot } from './gas.ts'

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
