import { iAllocationManagerAbi } from '@cairn/contracts/abi'
import { restaking as spec } from '@cairn/spec'
import { type Address, encodeFunctionData, erc20Abi, parseEther } from 'viem'
import { readContract } from 'viem/actions'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  ActivelyDelegatedError,
  InsufficientTokensError,
  NothingDepositedError,
  NothingReadyError,
  SharesAmountTooHighError,
  WithdrawalNotQueuedError,
  WithdrawalNotReadyError,
  wad,
  withdrawalRoot,
} from '../../src/index.ts'
import { transact } from '../../src/internal/transact.ts'
import { delays, type Layer, startLayer } from './layer.ts'

// Odd amounts, so that every rounding shows.
const first = 100_000_000_000_000_000_007n
const second = 33_333_333_333_333_333_331n
const part = 333_333_333_333_333_333n
const magnitude = 777_777_777_777_777_777n

let layer: Layer
let state: spec.State
beforeAll(async () => {
  layer = await startLayer()
  state = spec.genesis({
    strategies: [{ name: layer.strategy, token: layer.token }],
    parameters: {
      withdrawalDelay: BigInt(delays.withdrawal),
      deallocationDelay: BigInt(delays.deallocation),
      configurationDelay: BigInt(delays.configuration),
    },
  })
  await layer.give(address('alice'), parseEther('1000'))
})
afterAll(async () => {
  await layer?.stop()
})

type Name = keyof Layer['accounts']

const address = (name: Name) => layer.accounts[name].address

/** As what the spec takes what was just done on chain. */
const env = async (name: Name) => ({
  block: await layer.publicClient.getBlockNumber({ cacheTime: 0 }),
  sender: address(name),
})

const balanceOf = (owner: Address) =>
  readContract(layer.publicClient, {
    address: layer.token,
    abi: erc20Abi,
    functionName: 'balanceOf',
    args: [owner],
  })

/** What the SDK reads of alice is what the spec says of her, to the unit. */
async function expectAlike() {
  const { strategy } = layer
  const alice = address('alice')
  const { holdings, withdrawals, blockNumber, operator } = await layer.as('alice').readRestaked()
  const [holding] = holdings
  expect(holding?.depositShares ?? 0n).toBe(spec.depositSharesOf(state, alice, strategy))
  expect(holding?.withdrawableShares ?? 0n).toBe(spec.withdrawableShares(state, alice, strategy))
  if (holding) expect(holding.scalingFactor).toBe(spec.scalingOf(state, alice, strategy))

  const queued = spec.queuedWithdrawals(state, alice)
  expect(withdrawals.map(({ shares }) => shares)).toEqual(
    queued.map((it) => spec.queuedShares(state, it, blockNumber)),
  )
  expect(withdrawals.map(({ withdrawal }) => withdrawal.scaledShares)).toEqual(
    queued.map(({ scaledShares }) => scaledShares),
  )
  if (operator) {
    const { strategies } = await layer.as('bob').readOperator({ strategies: [strategy] })
    expect(strategies[0]!.shares).toBe(spec.operatorShares(state, operator, strategy))
  }
}

describe('a stake, slashed in two places', () => {
  const set = () => ({ avs: address('curator'), id: 7 })

  test('deposit: as quoted, in two parts', async () => {
    const { strategy, token } = layer
    const alice = layer.as('alice')
    for (const amount of [first, second]) {
      const quote = await alice.quoteDepositIntoStrategy({ strategy, amount })
      const { depositShares } = await alice.depositIntoStrategy({ strategy, amount })
      spec.deposit(state, { strategy, token, amount }, await env('alice'))
      expect(depositShares).toBe(quote.depositShares)
      expect((await alice.readRestaked()).holdings[0]!.withdrawableShares).toBe(
        quote.withdrawableAfter,
      )
    }
    await expectAlike()
  })

  test('error: InsufficientTokensError, and nothing was sent', async () => {
    const amount = parseEther('100000')
    const asked = layer.as('alice').depositIntoStrategy({ strategy: layer.strategy, amount })
    await expect(asked).rejects.toThrow(InsufficientTokensError)
  })

  test('delegate: all of it, to one operator', async () => {
    const operator = address('bob')
    await layer.as('bob').registerAsOperator({ allocationDelay: 5, metadataURI: 'ipfs://bob' })
    spec.registerAsOperator(
      state,
      { approver: 'zero', allocationDelay: 5n, metadataURI: '' },
      await env('bob'),
    )
    expect(await layer.as('bob').readOperator()).toMatchObject({
      isOperator: true,
      allocationDelay: 5,
      delegationApprover: undefined,
      strategies: [],
    })

    await layer.as('alice').delegateTo({ operator })
    spec.delegateTo(state, { operator }, await env('alice'))
    await expectAlike()
    await expect(layer.as('alice').delegateTo({ operator })).rejects.toThrow(ActivelyDelegatedError)
  })

  test('allocate: in effect after the delay, and then slashable', async () => {
    const { strategy, deployment } = layer
    const curator = layer.as('curator')
    const operator = address('bob')
    for (const data of [
      encodeFunctionData({
        abi: iAllocationManagerAbi,
        functionName: 'updateAVSMetadataURI',
        args: [address('curator'), 'ipfs://service'],
      }),
      encodeFunctionData({
        abi: iAllocationManagerAbi,
        functionName: 'setAVSRegistrar',
        args: [address('curator'), layer.registrar],
      }),
      encodeFunctionData({
        abi: iAllocationManagerAbi,
        functionName: 'createOperatorSets',
        args: [
          address('curator'),
          [{ operatorSetId: 7, strategies: [strategy], slasher: address('curator') }],
        ],
      }),
    ])
      await transact(curator, { to: deployment.allocationManager, data })
    spec.updateAVSMetadataURI(
      state,
      { avs: address('curator'), metadataURI: 'ipfs://service' },
      await env('curator'),
    )
    spec.createOperatorSets(
      state,
      {
        avs: address('curator'),
        params: [{ id: 7n, strategies: [strategy], slasher: address('curator') }],
      },
      await env('curator'),
    )

    const bob = layer.as('bob')
    await register(bob)
    const { updates } = await bob.modifyAllocations({
      allocations: [{ operatorSet: set(), strategy, magnitude }],
    })
    const { block } = await env('bob')
    expect(updates).toEqual([{ operatorSet: set(), strategy, magnitude, effectBlock: block + 5n }])
    spec.modifyAllocations(
      state,
      {
        operator,
        params: [
          {
            set: { avs: address('curator'), id: 7n },
            strategies: [strategy],
            newMagnitudes: [magnitude],
          },
        ],
      },
      await env('bob'),
    )
    await layer.mine(5)
    const { strategies, registeredSets } = await bob.readOperator()
    expect(registeredSets).toEqual([set()])
    expect(strategies[0]).toMatchObject({
      encumberedMagnitude: magnitude,
      freeMagnitude: wad - magnitude,
      allocations: [{ operatorSet: set(), currentMagnitude: magnitude, effectBlock: 0 }],
    })
    expect((await bob.readOperatorSet({ operatorSet: set() })).members).toEqual([
      { operator, slashable: [{ strategy, shares: slashable() }] },
    ])
  })

  async function register(bob: ReturnType<Layer['as']>) {
    await bob.registerForOperatorSets({ avs: address('curator'), operatorSetIds: [7] })
    spec.registerForOperatorSets(
      state,
      { operator: address('bob'), avs: address('curator'), ids: [7n] },
      await env('bob'),
    )
  }

  const slashable = () =>
    (spec.operatorShares(state, address('bob'), layer.strategy) * magnitude) / wad

  test('slash: what can be withdrawn falls as the spec says', async () => {
    await slash()
    await expectAlike()
    expect((await layer.as('alice').readRestaked()).holdings[0]!.slashingFactor).toBeLessThan(wad)
  })

  async function slash() {
    const { strategy } = layer
    const operator = address('bob')
    const { slashes } = await layer.as('curator').slashOperator({
      operatorSet: set(),
      operator,
      slashes: [{ strategy, wad: part }],
      description: 'equivocated',
    })
    const { shares } = spec.slashOperator(
      state,
      {
        avs: address('curator'),
        id: 7n,
        operator,
        strategies: [strategy],
        wadsToSlash: [part],
        description: 'equivocated',
      },
      await env('curator'),
    )
    expect(slashes.map((it) => it.shares)).toEqual(shares)
    return slashes[0]!.shares
  }

  test('queue: pays what was quoted, if nothing more is slashed', async () => {
    const { strategy } = layer
    const alice = layer.as('alice')
    const depositShares = 50_000_000_000_000_000_001n
    const quote = await alice.quoteQueueWithdrawal({ strategy, depositShares })
    expect(quote.least).toBeLessThan(quote.worth)

    const { withdrawals } = await alice.queueWithdrawals({ parts: [{ strategy, depositShares }] })
    const [queued] = spec.queueWithdrawals(
      state,
      { params: [{ strategies: [strategy], depositShares: [depositShares] }] },
      await env('alice'),
    )
    expect(withdrawals[0]!.withdrawal.scaledShares).toEqual(queued!.scaledShares)
    expect(withdrawals[0]!.shares).toEqual([quote.shares])
    expect(withdrawals[0]!.root).toBe(withdrawalRoot(withdrawals[0]!.withdrawal))
    await expectAlike()
    const [waiting] = (await alice.readRestaked()).withdrawals
    expect(waiting).toMatchObject({ root: withdrawals[0]!.root, ready: false })
    expect(waiting!.readyBlock).toBe(quote.readyBlock)
  })

  test('slash: what is queued is hit too', async () => {
    const before = (await layer.as('alice').readRestaked()).withdrawals[0]!.shares[0]!
    await slash()
    await expectAlike()
    const after = (await layer.as('alice').readRestaked()).withdrawals[0]!.shares[0]!
    expect(after).toBeLessThan(before)
  })

  test('complete: not a block too early, and pays to the unit', async () => {
    const alice = layer.as('alice')
    const { withdrawals, blockNumber } = await alice.readRestaked()
    const { root, readyBlock } = withdrawals[0]!
    await layer.mine(Number(readyBlock - blockNumber) - 1)
    await expect(alice.completeQueuedWithdrawals({ roots: [root] })).rejects.toThrow(
      WithdrawalNotReadyError,
    )
    await expect(alice.completeQueuedWithdrawals()).rejects.toThrow(NothingReadyError)
    await layer.mine(1)

    const before = await balanceOf(address('alice'))
    const { received } = await alice.completeQueuedWithdrawals()
    const [queued] = spec.queuedWithdrawals(state, address('alice'))
    const due = spec.tokensOf(state, layer.token, address('alice'))
    spec.completeQueuedWithdrawal(
      state,
      { withdrawal: queued!, tokens: [layer.token], receiveAsTokens: true },
      await env('alice'),
    )
    const paid = spec.tokensOf(state, layer.token, address('alice')) - due
    expect(received).toEqual([{ token: layer.token, amount: paid }])
    expect((await balanceOf(address('alice'))) - before).toBe(paid)
    await expectAlike()
    await expect(alice.completeQueuedWithdrawals({ roots: [root] })).rejects.toThrow(
      WithdrawalNotQueuedError,
    )
  })

  test('undelegate: all of the rest goes into the queue, and back as shares', async () => {
    const alice = layer.as('alice')
    const { withdrawals } = await alice.undelegate()
    spec.undelegate(state, { staker: address('alice') }, await env('alice'))
    expect(withdrawals).toHaveLength(1)
    await expectAlike()
    await layer.mine(delays.withdrawal + 1)

    await alice.completeQueuedWithdrawals({ receiveAsTokens: false })
    const [queued] = spec.queuedWithdrawals(state, address('alice'))
    spec.completeQueuedWithdrawal(
      state,
      { withdrawal: queued!, tokens: [layer.token], receiveAsTokens: false },
      await env('alice'),
    )
    await expectAlike()
    expect((await alice.readRestaked()).operator).toBeUndefined()
  })

  test('clear: what was slashed is burned, and no more is owed', async () => {
    const carol = layer.as('carol')
    const { unpaidSlashes, recipient, redistributes } = await carol.readOperatorSet({
      operatorSet: set(),
    })
    expect({ unpaidSlashes, redistributes }).toEqual({
      unpaidSlashes: [1n, 2n],
      redistributes: false,
    })
    for (const slashId of unpaidSlashes) {
      const { paid } = await carol.clearSlashedShares({ operatorSet: set(), slashId })
      expect(paid).toMatchObject([{ to: recipient }])
      expect(paid[0]!.amount).toBeGreaterThan(0n)
    }
    const left = await carol.readOperatorSet({ operatorSet: set() })
    expect(left).toMatchObject({ unpaidSlashes: [], slashCount: 2n })
  })

  test('leave: everything that is left can be withdrawn', async () => {
    const { strategy } = layer
    const alice = layer.as('alice')
    const asked = alice.quoteQueueWithdrawal({ strategy, depositShares: parseEther('1000') })
    await expect(asked).rejects.toThrow(SharesAmountTooHighError)

    await alice.queueWithdrawals({ parts: [{ strategy, depositShares: 'all' }] })
    await layer.mine(delays.withdrawal + 1)
    await alice.completeQueuedWithdrawals()
    expect(await alice.readRestaked()).toMatchObject({ holdings: [], withdrawals: [] })
    const again = alice.queueWithdrawals({ parts: [{ strategy, depositShares: 'all' }] })
    await expect(again).rejects.toThrow(NothingDepositedError)
  })
})
