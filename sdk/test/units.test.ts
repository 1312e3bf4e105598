import { defaultParameters, type Money } from '@cairn/spec'
import { createClient, custom, parseEther } from 'viem'
import { describe, expect, expectTypeOf, test } from 'vitest'
import {
  AccountMissingError,
  cairnActions,
  type Deployment,
  LaneExhaustedError,
  type stake,
  usualAssumptions,
} from '../src/index.ts'
import { exitsOf, ticketExitOf } from '../src/internal/exits.ts'
import { ranges } from '../src/internal/logs.ts'
import type { ChainState } from '../src/internal/readState.ts'
import { lessSlippage } from '../src/internal/slippage.ts'

describe('ranges', () => {
  test('default: covers every block once, in order', () => {
    const list = ranges(5n, 34n, 10n)
    expect(list).toEqual([
      { from: 5n, to: 14n },
      { from: 15n, to: 24n },
      { from: 25n, to: 34n },
    ])
  })

  test('behavior: one block is one range, and none is none', () => {
    expect(ranges(7n, 7n)).toEqual([{ from: 7n, to: 7n }])
    expect(ranges(8n, 7n)).toEqual([])
  })
})

describe('lessSlippage', () => {
  test('default: 10 basis points, rounded in favour of being mined', () => {
    expect(lessSlippage(10_000n)).toBe(9_990n)
    expect(lessSlippage(1n)).toBe(0n)
  })

  test('behavior: none is none', () => {
    expect(lessSlippage(12_345n, 0n)).toBe(12_345n)
  })
})

const now = 1_000_000n
const pace = { growthPerYear: undefined, withdrawalRequestedAt: undefined }

function stateWith(money: Partial<Money>, rest: Partial<ChainState> = {}): ChainState {
  return {
    blockNumber: 1n,
    now,
    parameters: defaultParameters,
    tail: 0n,
    filled: 0n,
    dueAt: now + 21_600n,
    withdrawing: 0n,
    ...rest,
    money: {
      shares: parseEther('100'),
      backing: parseEther('100'),
      fees: 0n,
      unvested: 0n,
      deficit: 0n,
      since: now,
      until: now,
      provenAt: now,
      outside: parseEther('90'),
      eligible: 0n,
      open: false,
      slashing: false,
      laneUsed: 0n,
      laneCapacity: parseEther('1'),
      backingAtOpen: 0n,
      outsideAtOpen: 0n,
      eligibleAtOpen: 0n,
      ...money,
    },
  }
}

describe('exitsOf', () => {
  const shares = parseEther('2')

  test('default: idle ether pays at the next checkpoint, when the prover keeps time', () => {
    const { worth, queue } = exitsOf({ state: stateWith({}), pace, shares, ahead: 0n })
    expect(worth).toBe(shares)
    expect(queue.source).toBe('idle')
    expect(queue.at).toBe(now + usualAssumptions.checkpointEvery + usualAssumptions.proofDelay)
  })

  test('behavior: assumptions can be replaced', () => {
    const assume = { checkpointEvery: 30_000n, proofDelay: 100n }
    const { queue } = exitsOf({ state: stateWith({}), pace, assume, shares, ahead: 0n })
    expect(queue.at).toBe(now + 30_100n)
  })

  test('behavior: no checkpoint is expected before it is due', () => {
    const assume = { checkpointEvery: 1n, proofDelay: 0n }
    const { queue } = exitsOf({ state: stateWith({}), pace, assume, shares, ahead: 0n })
    expect(queue.at).toBe(now + 21_600n)
  })

  test('behavior: what idle ether lacks takes an exit', () => {
    const { queue } = exitsOf({ state: stateWith({}), pace, shares, ahead: parseEther('9') })
    expect(queue).toMatchObject({ source: 'exits', missing: parseEther('1') })
    expect(queue.at).toBeGreaterThan(now + usualAssumptions.exitDelay)
  })

  test('behavior: a withdrawal under way is waited for from when it was requested', () => {
    const state = stateWith({}, { withdrawing: parseEther('1') })
    const requested = { ...pace, withdrawalRequestedAt: now - 90_000n }
    const { queue } = exitsOf({ state, pace: requested, shares, ahead: parseEther('9') })
    const later = exitsOf({ state, pace, shares, ahead: parseEther('9') }).queue
    expect(queue.source).toBe('withdrawals')
    expect(queue.at).toBeLessThan(later.at)
  })

  test('behavior: a lane that is closed says why, as the class that sending would throw', () => {
    const { instant } = exitsOf({ state: stateWith({}), pace, shares, ahead: 0n })
    expect(instant.type).toBe('closed')
    expect(instant.type === 'closed' && instant.reason).toBeInstanceOf(LaneExhaustedError)
  })
})

describe('ticketExitOf', () => {
  const shares = parseEther('2')
  const exitAt = (money: Partial<Money>, ahead = 0n) =>
    ticketExitOf({ state: stateWith(money), pace, shares, ahead }).at

  test('default: an eligible ticket that idle ether covers is paid by the next fill', () => {
    expect(exitAt({ eligible: shares })).toBe(now)
  })

  test.each([
    ['a share short of eligible', { eligible: shares - 1n }],
    ['a checkpoint is open', { eligible: shares, open: true }],
    ['a slashing waits to be booked', { eligible: shares, slashing: true }],
    ['the proof is a second too old', { eligible: shares, provenAt: now - 21_601n }],
    ['a wei short of idle', { eligible: shares, outside: parseEther('98') + 1n }],
  ])('behavior: later if %s', (_, money) => {
    expect(exitAt(money)).toBeGreaterThan(now)
  })

  test('behavior: still now at the very end of freshness', () => {
    expect(exitAt({ eligible: shares, provenAt: now - 21_600n })).toBe(now)
  })
})

describe('cairnActions', () => {
  const deployment = {} as Deployment
  const client = createClient({
    transport: custom({ request: async () => '0x0' }),
  }).extend(cairnActions(deployment))

  test('default: methods take what the actions take, but for the deployment', () => {
    expectTypeOf(client.stake).parameter(0).toEqualTypeOf<Omit<stake.Args, 'deployment'>>()
    expectTypeOf(client.stake).returns.resolves.toEqualTypeOf<stake.ReturnType>()
    expectTypeOf(client.readVault).parameters.toEqualTypeOf<[]>()
    expectTypeOf(client.claimAll).toBeCallableWith()
  })

  test('error: AccountMissingError, before anything is asked of the node', async () => {
    await expect(client.claim({ id: 1n })).rejects.toThrow(AccountMissingError)
  })
})
