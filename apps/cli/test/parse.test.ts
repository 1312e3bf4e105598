import fc from 'fast-check'
import { parseDay } from '../src/parse/day.ts'
import { parseEvidence } from '../src/parse/evidence.ts'
import { parseOperatorSet } from '../src/parse/operatorSet.ts'
import { parsePart } from '../src/parse/part.ts'
import { findWithdrawal } from '../src/parse/root.ts'
import { parseEther } from 'viem'
import { describe, expect, test } from 'vitest'
import { UsageError } from '../src/errors.ts'
import { formatTicket } from '../src/format/ticket.ts'
import { parseAddress } from '../src/parse/address.ts'
import { parseAmount } from '../src/parse/amount.ts'
import { parseDuration } from '../src/parse/duration.ts'
import { parseTicket } from '../src/parse/ticket.ts'
import { findValidator, parseValidator } from '../src/parse/validator.ts'

describe('parseAmount', () => {
  test.each([
    ['1', parseEther('1')],
    ['0.25', parseEther('0.25')],
    ['.5', parseEther('0.5')],
    ['2.', parseEther('2')],
    ['1,000.5', parseEther('1000.5')],
    ['1_000_000', parseEther('1000000')],
    ['0.000000000000000001', 1n],
  ])('default: %s', (text, wei) => {
    expect(parseAmount(text)).toBe(wei)
  })

  test.each([
    '',
    '.',
    'abc',
    '-1',
    '1e3',
    '0x10',
    '1 2',
    '1,00',
    '0',
    '0.0',
    '1.0000000000000000001',
  ])('error: "%s"', (text) => {
    expect(() => parseAmount(text)).toThrow(UsageError)
  })
})

describe('parseDuration', () => {
  test.each([
    ['+30d', 2_592_000],
    ['30d', 2_592_000],
    ['1d12h', 129_600],
    ['90s', 90],
    ['1.5h', 5_400],
    ['2w', 1_209_600],
  ])('default: %s', (text, seconds) => {
    expect(parseDuration(text)).toBe(seconds)
  })

  test.each(['', '+', '30', '30 d', 'd', '-1d', '1y', '0s', '1d x', '++1d'])(
    'error: "%s"',
    (text) => {
      expect(() => parseDuration(text)).toThrow(UsageError)
    },
  )
})

describe('parseTicket', () => {
  test('default: a place in the line, or the id itself', () => {
    expect(parseTicket('1.0')).toBe(10n ** 18n)
    expect(parseTicket('3')).toBe(3n * 10n ** 18n)
    expect(parseTicket('12.5')).toBe(parseEther('12.5'))
    expect(parseTicket('1000000000000000000')).toBe(10n ** 18n)
  })

  test('behavior: what is printed can be typed back, exactly', () => {
    const origin = 10n ** 18n
    const ids = fc.bigInt({ min: origin, max: 2n ** 88n })
    fc.assert(fc.property(ids, (id) => parseTicket(formatTicket(id)) === id))
    fc.assert(fc.property(ids, (id) => parseTicket(String(id)) === id))
  })

  test.each(['', 'x', '-1', '1.', '.5', '1,5', '1.0000000000000000001'])('error: "%s"', (text) => {
    expect(() => parseTicket(text)).toThrow(UsageError)
  })
})

describe('parseAddress', () => {
  const address = '0x70997970C51812dc3A010C7d01b50e0d17dc79C8'

  test('default: with its checksum', () => {
    expect(parseAddress(address.toLowerCase())).toBe(address)
  })

  test('error: a typing error, which the checksum finds', () => {
    expect(() => parseAddress(address.replace('C8', 'c8'))).toThrow(UsageError)
    expect(() => parseAddress('alice')).toThrow(UsageError)
  })
})

describe('findValidator', () => {
  const validators = [
    { id: 0n, beaconIndex: 64 },
    { id: 1n, beaconIndex: 0 },
  ]

  test('default: by its id', () => {
    expect(findValidator(validators, parseValidator('1'))).toBe(validators[1])
  })

  test('behavior: by its beacon index, where no id is meant', () => {
    expect(findValidator(validators, 64n)).toBe(validators[0])
    expect(findValidator(validators, 0n)).toBe(validators[0])
  })

  test('error: one that is nobody', () => {
    expect(() => findValidator(validators, 2n)).toThrow(UsageError)
    expect(() => parseValidator('zero')).toThrow(UsageError)
  })
})

describe('parsePart', () => {
  test('default: percent, or a fraction', () => {
    expect(parsePart('25%')).toBe(25n * 10n ** 16n)
    expect(parsePart('0.25')).toBe(25n * 10n ** 16n)
    expect(parsePart('12.5%')).toBe(125n * 10n ** 15n)
    expect(parsePart('100%')).toBe(10n ** 18n)
    expect(parsePart('0')).toBe(0n)
  })

  test.each(['100.000000000000001%', '1.000000000000000001', '-1%', 'half', '', '%'])(
    'error: %s',
    (text) => {
      expect(() => parsePart(text)).toThrow(UsageError)
    },
  )
})

describe('parseDay', () => {
  test('default: days since 1970', () => {
    expect(parseDay('1970-01-02')).toBe(1n)
    expect(parseDay('2026-11-22')).toBe(20_779n)
  })

  test.each(['2026-13-01', '22.11.2026', 'today'])('error: %s', (text) => {
    expect(() => parseDay(text)).toThrow(UsageError)
  })
})

describe('parseOperatorSet', () => {
  const oracle = '0x70997970C51812dc3A010C7d01b50e0d17dc79C8'

  test('default: by name or address, set 0 unless another is said', () => {
    expect(parseOperatorSet('oracle', { avs: { oracle } })).toEqual({ avs: oracle, id: 0 })
    expect(parseOperatorSet(`${oracle}:7`, {})).toEqual({ avs: oracle, id: 7 })
    expect(parseOperatorSet('oracle:4294967295', { avs: { oracle } }).id).toBe(4_294_967_295)
  })

  test.each(['oracle:4294967296', 'oracle:', 'oracle:1:2', 'weather'])('error: %s', (text) => {
    expect(() => parseOperatorSet(text, { avs: { oracle } })).toThrow(UsageError)
  })
})

describe('parseEvidence', () => {
  const statement = { value: '1', signature: '0x11' }

  test('default: numbers as strings, signatures in hex', () => {
    const text = JSON.stringify({
      type: 'reports',
      round: '9',
      first: statement,
      second: statement,
    })
    expect(parseEvidence(text, 'it')).toMatchObject({ round: 9n, first: { value: 1n } })
  })

  test.each([
    '',
    '{}',
    '{"type":"reports","round":"x"}',
    JSON.stringify({ type: 'reports', round: '9', first: statement }),
    JSON.stringify({ type: 'rumours', first: statement, second: statement }),
  ])('error: %s', (text) => {
    expect(() => parseEvidence(text, 'it')).toThrow(UsageError)
  })
})

describe('findWithdrawal', () => {
  const first = { root: '0xabcd11' } as const
  const second = { root: '0xabcd22' } as const

  test('default: by as much of its root as tells it from the others', () => {
    expect(findWithdrawal([first, second], '0xABCD1')).toBe(first)
  })

  test.each(['0xabcd', '0xffff', '7', '0xabc'])('error: %s', (text) => {
    expect(() => findWithdrawal([first, second], text)).toThrow(UsageError)
  })
})
