import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { ether, ours, worldOf } from '../../test/world.ts'
import {
  BeaconChain,
  type ChainSnapshot,
  compounding,
  decodeWithdrawalRequests,
  farFutureEpoch,
  type Hex,
  interopKey,
  interopValidators,
  sweeping,
  toHex,
} from '../index.ts'

const partialDelay = 256

describe('withdrawals', () => {
  // 0: 0x01 with 40 ETH; 1: 0x02 with 2,050; 2: 0x02 with 100; 3: 0x01 with 32; the rest can't be withdrawn.
  const special: [bigint, (address: Hex) => Hex][] = [
    [40n, sweeping],
    [2_050n, compounding],
    [100n, compounding],
    [32n, sweeping],
  ]
  const chain = BeaconChain.create({
    validators: [
      ...special.map(([balance, credentials], index) => ({
        key: interopKey(index),
        balance: balance * ether,
        withdrawalCredentials: credentials(ours),
      })),
      ...interopValidators(20, {
        balance: 2_000n * ether,
        withdrawalAddress: `0x${'bb'.repeat(20)}`,
      }).slice(4),
    ],
  })
  const { step, runTo, leapTo } = worldOf(chain)
  const genesis = chain.snapshot()
  let aged: ChainSnapshot
  beforeAll(() => {
    leapTo(257)
    runTo(258)
    aged = chain.snapshot()
  })
  beforeEach(() => chain.revert(aged))
  const pubkeyOf = (index: number) => chain.headState.validator(index).pubkey
  const mine = (withdrawals: readonly { validatorIndex: number; amount: bigint }[]) =>
    withdrawals.filter(({ validatorIndex }) => validatorIndex < 4)

  test('the sweep takes what is over 32 ETH from 0x01, and over 2,048 ETH from 0x02', () => {
    chain.revert(genesis)
    const { withdrawals } = step()
    expect(mine(withdrawals)).toMatchObject([
      { validatorIndex: 0, address: ours, amount: 8n * ether },
      { validatorIndex: 1, address: ours, amount: 2n * ether },
    ])
    // Swept first, rewarded later in the same block.
    expect(chain.headState.balance(1)).toBeGreaterThanOrEqual(2_048n * ether)
    expect(chain.headState.balance(1)).toBeLessThan(2_049n * ether)
  })

  test('what prepare announces is what the block pays', () => {
    chain.revert(genesis)
    const slot = chain.nextSlot()
    const { withdrawals } = chain.prepare(slot)
    expect(step().withdrawals).toEqual(withdrawals)
    expect(withdrawals.map(({ index }) => index)).toEqual([0n, 1n])
  })

  test('an EIP-7002 partial request waits 256 epochs, then pays down to 32 ETH at most', () => {
    const request = (amount: bigint) => ({
      sourceAddress: ours,
      validatorPubkey: pubkeyOf(2),
      amount,
    })
    step({ withdrawalRequests: [request(50n * ether), request(50n * ether)] })
    const pending = chain.headState.pendingPartialWithdrawals()
    // 100 ETH and rewards: the second fits only as far as something is left above 32.
    expect(pending).toHaveLength(2)
    expect(pending[0]).toMatchObject({ validatorIndex: 2, amount: 50n * ether })
    const due = Number(pending[0]?.withdrawableEpoch)
    expect(due).toBeGreaterThanOrEqual(258 + partialDelay)

    leapTo(due - 1)
    expect(chain.headState.pendingPartialWithdrawals()).toHaveLength(2)
    const before = chain.headState.balance(2)
    const { withdrawals } = leapTo(due)
    const paid = mine(withdrawals).filter(({ validatorIndex }) => validatorIndex === 2)
    expect(paid[0]?.amount).toBe(50n * ether)
    expect(paid).toHaveLength(2)
    // At most the two rewards apart (the end of an epoch, and the block's): never below 32 ETH.
    expect(chain.headState.balance(2)).toBeGreaterThanOrEqual(32n * ether)
    expect(chain.headState.balance(2)).toBeLessThan(33n * ether)
    expect(before).toBeGreaterThan(100n * ether)
    expect(chain.headState.pendingPartialWithdrawals()).toHaveLength(0)
  })

  test('a request from another address, or a partial of 0x01, does nothing', () => {
    step({
      withdrawalRequests: [
        {
          sourceAddress: `0x${'dd'.repeat(20)}`,
          validatorPubkey: pubkeyOf(2),
          amount: 1n * ether,
        },
        { sourceAddress: `0x${'dd'.repeat(20)}`, validatorPubkey: pubkeyOf(2), amount: 0n },
        { sourceAddress: ours, validatorPubkey: pubkeyOf(0), amount: 1n * ether },
      ],
    })
    expect(chain.headState.pendingPartialWithdrawals()).toEqual([])
    expect(chain.headState.validator(2).exitEpoch).toBe(farFutureEpoch)
  })

  test('an EIP-7002 full request exits, and everything is swept once withdrawable', () => {
    step({
      withdrawalRequests: [{ sourceAddress: ours, validatorPubkey: pubkeyOf(2), amount: 0n }],
    })
    const { exitEpoch, withdrawableEpoch, status } = chain.headState.validator(2)
    expect(status).toBe('active_exiting')
    expect(withdrawableEpoch).toBe(exitEpoch + 256n)

    leapTo(Number(withdrawableEpoch) - 1)
    expect(chain.headState.validator(2).status).toBe('exited_unslashed')
    const left = chain.headState.balance(2)
    const { withdrawals } = leapTo(Number(withdrawableEpoch))
    expect(mine(withdrawals)).toContainEqual(
      expect.objectContaining({ validatorIndex: 2, amount: left }),
    )
    // It may still sit in the sync committee, and earn there.
    expect(chain.headState.balance(2)).toBeLessThan(ether / 1000n)
  })

  test('a full request while a partial is pending does nothing', () => {
    const full = { sourceAddress: ours, validatorPubkey: pubkeyOf(2), amount: 0n }
    step({ withdrawalRequests: [{ ...full, amount: 1n * ether }, full] })
    expect(chain.headState.pendingPartialWithdrawals()).toHaveLength(1)
    expect(chain.headState.validator(2).exitEpoch).toBe(farFutureEpoch)
  })

  test('a voluntary exit is signed by the validator, and refused while it is young', () => {
    chain.exit(5)
    expect(step().exited).toEqual([5])
    expect(chain.headState.validator(5).status).toBe('active_exiting')
    expect(() => chain.exit(5)).toThrow(/already exited/)

    chain.revert(genesis)
    expect(() => chain.exit(5)).toThrow(/short time active/)
  })
})

test("the system contract's queue is decoded as EIP-7002 packs it: amounts little-endian (REQ-1)", () => {
  const pubkey = interopKey(0).pubkey
  const amount = new Uint8Array(8)
  new DataView(amount.buffer).setBigUint64(0, 1_500_000_000n, true)
  const packed: Hex = `${ours}${pubkey.slice(2)}${toHex(amount).slice(2)}`
  expect(decodeWithdrawalRequests(`${packed}${packed.slice(2)}`)).toEqual(
    Array(2).fill({ sourceAddress: ours, validatorPubkey: pubkey, amount: 1_500_000_000n }),
  )
  expect(decodeWithdrawalRequests('0x')).toEqual([])
  expect(() => decodeWithdrawalRequests('0x00')).toThrow(/multiple of 76/)
})
