import { expect, test } from 'vitest'
import { check } from './invariants.ts'

const list = '# Properties\n\n- **AB-1** One.\n- **AB-2** Two.\n'
const cites = (text: string) => [{ path: 'x.test.ts', text }]

test('says nothing when list and tests agree', () => {
  expect(check(list, cites('AB-1, and AB-2 as EIP-4788 and ERC-4626 have it'))).toEqual({
    unknown: [],
    uncited: [],
    repeated: [],
  })
})

test('finds a citation of what is not listed, and a listing that nothing cites', () => {
  const { unknown, uncited } = check(list, cites("'AB-1 AB-3'"))
  expect(unknown).toEqual([{ id: 'AB-3', path: 'x.test.ts' }])
  expect(uncited).toEqual(['AB-2'])
})

test('finds a citation under a prefix that nobody uses', () => {
  expect(check(list, cites('AB-1 AB-2 ABC-1')).unknown).toEqual([
    { id: 'ABC-1', path: 'x.test.ts' },
  ])
})

test('finds an id that is listed twice', () => {
  expect(check(`${list}- **AB-1** Again.\n`, cites('AB-1 AB-2')).repeated).toEqual(['AB-1'])
})
