import fc from 'fast-check'
import { parseEther } from 'viem'
import { describe, expect, test } from 'vitest'
import {
  formatAmount,
  formatBps,
  formatEth,
  formatGweiAsEth,
  formatPercent,
  formatRate,
} from '../src/format/amount.ts'
import { formatDuration, formatRelative, formatTime } from '../src/format/duration.ts'
import { toJson } from '../src/format/json.ts'
import { UsageError } from '../src/errors.ts'
import { bar, facts, Terminal, table } from '../src/terminal.ts'

describe('formatAmount', () => {
  test.each([
    [0n, '0'],
    [parseEther('1'), '1'],
    [parseEther('1.5'), '1.5'],
    [parseEther('1.123456789'), '1.123456'],
    [parseEther('99.9999999'), '99.999999'],
    [parseEther('100.123456789'), '100.1234'],
    [parseEther('12345.6789'), '12,345.67'],
    [parseEther('1234567'), '1,234,567'],
    [parseEther('-1.5'), '-1.5'],
    [parseEther('0.00000012'), '0.00000012'],
  ])('default: %s', (wei, text) => {
    expect(formatAmount(wei)).toBe(text)
  })

  test('behavior: never shows more than there is, nor nothing for something', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 1n, max: 2n ** 96n }), (wei) => {
        const shown = parseEther(formatAmount(wei).replaceAll(',', ''))
        return shown > 0n && shown <= wei
      }),
    )
  })
})

test('amounts carry their unit', () => {
  expect(formatEth(1n)).toBe('1 wei')
  expect(formatEth(parseEther('2.5'))).toBe('2.5 ETH')
  expect(formatEth(-parseEther('0.25'))).toBe('-0.25 ETH')
  expect(formatGweiAsEth(32_000_000_001n)).toBe('32 ETH')
  expect(formatRate(1_000_000_001_767_664_107n)).toBe('1.000000001')
  expect(formatBps(5n)).toBe('0.05 %')
  expect(formatBps(177n)).toBe('1.77 %')
  expect(formatPercent(31_400_000_000_000_000n)).toBe('3.14 %')
  expect(formatPercent(-500_000_000_000_000n)).toBe('-0.05 %')
})

describe('formatDuration', () => {
  test.each([
    [0n, '0 s'],
    [59n, '59 s'],
    [60n, '1 min'],
    [61n, '1 min 1 s'],
    [3_600n, '1 h'],
    [3_661n, '1 h 1 min'],
    [86_399n, '23 h 59 min'],
    [86_400n, '1 d'],
    [86_460n, '1 d'],
    [2_595_600n, '30 d 1 h'],
  ])('default: %s', (seconds, text) => {
    expect(formatDuration(seconds)).toBe(text)
  })

  test('behavior: against a clock', () => {
    expect(formatRelative(100n, 160n)).toBe('1 min ago')
    expect(formatRelative(160n, 100n)).toBe('in 1 min')
    expect(formatRelative(100n, 100n)).toBe('now')
    expect(formatTime(1_795_270_932n)).toBe('2026-11-21 14:22:12 UTC')
  })
})

test('JSON has amounts as strings and errors by name', () => {
  const value = { wei: 10n ** 30n, reason: new RangeError('too much'), none: undefined, at: 3 }
  expect(JSON.parse(toJson(value))).toEqual({
    wei: '1000000000000000000000000000000',
    reason: { name: 'RangeError', message: 'too much' },
    at: 3,
  })
})

test('tables have no boxes and end where the words end', () => {
  const shown = table(
    ['Id', 'ETH'],
    [
      ['0', '1.5'],
      ['10', '12'],
    ],
    { right: [1] },
  )
  expect(plain(shown)).toBe(['Id  ETH', '0   1.5', '10   12'].join('\n'))
  expect(plain(facts([['Rate', '1'], undefined, ['Queue', 'empty']]))).toBe(
    ['Rate   1', 'Queue  empty'].join('\n'),
  )
})

test('without a person to ask, nothing is sent unless --yes says so', async () => {
  const terminal = new Terminal({ json: true })
  await expect(terminal.confirm('Stake?', { yes: false })).rejects.toThrow(UsageError)
  await expect(terminal.confirm('Stake?', { yes: true })).resolves.toBeUndefined()
})

test('a bar is empty at 0, full at the end, and never past it', () => {
  expect(bar(0, 10, 4)).toBe('░░░░   0 %')
  expect(bar(5, 10, 4)).toBe('██░░  50 %')
  expect(bar(12, 10, 4)).toBe('████ 100 %')
})

function plain(text: string) {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: it is what colours are made of
  return text.replaceAll(/\u001b\[\d+m/g, '')
}
