import type { Address, Hex } from 'viem'
import { describe, expect, test } from 'vitest'
import { createWitness } from './witness.ts'

const ann: Address = `0x${'a'.repeat(40)}`
const bob: Address = `0x${'b'.repeat(40)}`
const signed = (subject: string, value: string, signature: Hex = '0x01') => ({
  subject,
  value,
  signature,
})

describe('createWitness', () => {
  test('two values of one subject are an offence, found once', () => {
    const witness = createWitness()
    expect(witness.hear(ann, signed('7', '100'), 1n)).toBeUndefined()
    expect(witness.hear(ann, signed('7', '101'), 2n)).toEqual({
      operator: ann,
      subject: '7',
      evidence: [signed('7', '100'), signed('7', '101')],
    })
    expect(witness.hear(ann, signed('7', '102'), 3n)).toBeUndefined()
    expect(witness.offences()).toHaveLength(1)
  })

  test.each([
    ['the same value with another signature', ann, signed('7', '100', '0x02')],
    ['another subject', ann, signed('8', '101')],
    ['another operator', bob, signed('7', '101')],
  ])('%s is none', (_, operator, later) => {
    const witness = createWitness()
    witness.hear(ann, signed('7', '100'), 1n)
    expect(witness.hear(operator, later, 2n)).toBeUndefined()
    expect(witness.offences()).toEqual([])
  })

  test('what was heard long ago is forgotten, and its offences', () => {
    const witness = createWitness()
    witness.hear(ann, signed('7', '100'), 1n)
    witness.hear(ann, signed('7', '101'), 2n)
    witness.forget(1n)
    expect(witness.offences()).toHaveLength(1)
    witness.forget(2n)
    expect(witness.offences()).toEqual([])
  })
})
