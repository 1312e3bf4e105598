import { readdirSync } from 'node:fs'
import { deriveKey, makeDeposit } from '@cairn/beacon'
import { iWETHAbi, stakedEtherAbi } from '@cairn/contracts/abi'
import { type Name, serveControl, startWorld, type World } from '@cairn/devnet'
import { concatHex, createClient, erc20Abi, http, parseEther, parseGwei } from 'viem'
import { readContract, writeContract } from 'viem/actions'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import * as sdk from '../src/index.ts'
import {
  AssetsBelowMinimumError,
  cairnActions,
  DeadlinePassedError,
  ExceedsShortfallError,
  InsufficientBalanceError,
  LaneExhaustedError,
  NotCuratorError,
  NotFreshError,
  NothingEligibleError,
  NothingToClaimError,
  NotTicketOwnerError,
  RequestBelowMinimumError,
  SharesBelowMinimumError,
  StaleError,
  UnknownValidatorError,
} from '../src/index.ts'

const day = 86_400
/** ms. A day passes in seconds, unless the machine has other things to do. */
const long = 300_000

let world: World
let control: Awaited<ReturnType<typeof serveControl>>
beforeAll(async () => {
  world = await startWorld({ validators: 64, staked: { bob: parseEther('300') } })
  control = await serveControl(world)
})
afterAll(async () => {
  await control?.close()
  await world?.stop()
})

function as(name: Name) {
  return createClient({
    account: world.accounts[name],
    chain: world.chain,
    transport: http(world.rpcUrl),
    pollingInterval: 20,
  }).extend(cairnActions({ ...world.addresses, fromBlock: world.fromBlock }))
}

const vault = () => ({ address: world.addresses.vault, abi: stakedEtherAbi }) as const

describe('stake', () => {
  test('default: mints csETH for ether', async () => {
    const alice = as('alice')
    const { shares } = await alice.stake({ assets: parseEther('20') })
    expect(shares).toBeGreaterThan(0n)
    expect((await alice.readPosition()).shares).toBe(shares)
  })

  test('behavior: WETH is approved by itself, for as much as is staked', async () => {
    const carol = as('carol')
    const { weth, vault } = world.addresses
    await writeContract(carol, {
      address: weth,
      abi: iWETHAbi,
      functionName: 'deposit',
      value: parseEther('3'),
    }).then((hash) => world.publicClient.waitForTransactionReceipt({ hash }))

    const { shares } = await carol.stake({ assets: parseEther('2'), asset: 'WETH' })
    expect(shares).toBeGreaterThan(0n)
    expect((await carol.readPosition()).weth).toBe(parseEther('1'))
    const left = await readContract(carol, {
      address: weth,
      abi: erc20Abi,
      functionName: 'allowance',
      args: [carol.account.address, vault],
    })
    expect(left).toBe(0n)
  })

  test('behavior: another can receive', async () => {
    const receiver = world.accounts.erin.address
    await as('alice').stake({ assets: parseEther('1'), receiver })
    expect((await as('erin').readPosition()).shares).toBeGreaterThan(0n)
  })

  test('error: SharesBelowMinimumError, and nothing was sent', async () => {
    const alice = as('alice')
    const before = await alice.readPosition()
    const asked = alice.stake({ assets: parseEther('1'), minShares: parseEther('2') })
    await expect(asked).rejects.toThrow(SharesBelowMinimumError)
    expect((await alice.readPosition()).ether).toBe(before.ether)
  })

  test('error: DeadlinePassedError', async () => {
    const asked = as('alice').stake({ assets: 10n ** 18n, deadline: 1n })
    await expect(asked).rejects.toThrow(DeadlinePassedError)
  })
})

describe('after a day of rewards', () => {
  beforeAll(async () => {
    await world.advance(day + day / 2)
  }, long)

  test("behavior: what is read is what the contracts' views say, to the wei", async () => {
    const bob = as('bob')
    const read = await bob.readVault()
    const at = { ...vault(), blockNumber: read.blockNumber } as const
    expect(await world.publicClient.getBlockNumber()).toBe(read.blockNumber)

    const [assets, supply] = await readContract(bob, { ...at, functionName: 'rate' })
    expect({ assets: read.assets, supply: read.supply }).toEqual({ assets, supply })
    expect(read.rate).toBeGreaterThan(parseEther('1'))
    for (const name of ['idle', 'stakeable', 'shortfall'] as const)
      expect(read[name]).toBe(await readContract(bob, { ...at, functionName: name }))
    expect(read.queue.assets).toBe(await readContract(bob, { ...at, functionName: 'queued' }))
  })

  test('behavior: quotes are what the contract would do, to the wei', async () => {
    const bob = as('bob')
    const assets = 123_456_789_123_456_789n
    const { shares } = await bob.quoteStake({ assets })
    const minted = await readContract(bob, {
      ...vault(),
      functionName: 'previewDeposit',
      args: [assets],
    })
    expect(shares).toBe(minted)

    const redeemed = parseEther('0.123456789')
    const quote = await bob.quoteRedeemInstant({ shares: redeemed })
    const paid = await readContract(bob, {
      ...vault(),
      functionName: 'previewRedeemInstant',
      args: [redeemed],
    })
    expect(quote.assets).toBe(paid)
    expect(quote.gross - quote.fee).toBe(quote.assets)
  })

  test('behavior: a day of bookings is too short to speak of growth', async () => {
    expect((await as('bob').readVault()).growthPerYear).toBeUndefined()
  })
})

describe('requestRedeem and claim', () => {
  test('default: a ticket is filled in time, and pays what its position said', {
    timeout: long,
  }, async () => {
    const alice = as('alice')
    const { id } = await alice.requestRedeem({ shares: parseEther('1') })
    const waiting = (await alice.readPosition()).tickets.find((ticket) => ticket.id === id)!
    expect(waiting).toMatchObject({ size: parseEther('1'), claimableShares: 0n })
    await expect(alice.claim({ id })).rejects.toThrow(NothingToClaimError)
    await expect(as('bob').claim({ id })).rejects.toThrow(NotTicketOwnerError)

    const { at } = waiting.exit!
    const { timestamp } = await world.publicClient.getBlock()
    await world.advance(Number(at - timestamp) + 3_600)

    const filled = (await alice.readPosition()).tickets.find((ticket) => ticket.id === id)!
    expect(filled).toMatchObject({ claimableShares: parseEther('1'), exit: undefined })
    const { assets, remainder } = await alice.claim({ id })
    expect(assets).toBe(filled.claimableAssets)
    expect(remainder).toBeUndefined()
    expect((await alice.readPosition()).tickets).toEqual([])
    await expect(alice.claim({ id })).rejects.toThrow(NotTicketOwnerError)
  })

  test('error: RequestBelowMinimumError, InsufficientBalanceError, AssetsBelowMinimumError', async () => {
    const alice = as('alice')
    const shares = 10n ** 18n
    await expect(alice.requestRedeem({ shares: 1_000n })).rejects.toThrow(RequestBelowMinimumError)
    await expect(as('dave').requestRedeem({ shares })).rejects.toThrow(InsufficientBalanceError)
    await expect(alice.requestRedeem({ shares, minAssets: 2n * shares })).rejects.toThrow(
      AssetsBelowMinimumError,
    )
  })
})

describe('tickets that changed hands, or were settled', () => {
  let sold: bigint
  let kept: bigint

  beforeAll(async () => {
    const alice = as('alice')
    const bob = as('bob')
    sold = (await alice.requestRedeem({ shares: parseEther('0.5') })).id
    kept = (await alice.requestRedeem({ shares: parseEther('0.25') })).id

    const asked = bob.transferTicket({ id: sold, to: bob.account.address })
    await expect(asked).rejects.toThrow(NotTicketOwnerError)
    await alice.transferTicket({ id: sold, to: bob.account.address })
    const idsOf = async (name: Name) => (await as(name).readPosition()).tickets.map(({ id }) => id)
    expect(await idsOf('alice')).toEqual([kept])
    expect(await idsOf('bob')).toEqual([sold])

    await world.advance(day + day / 4)
  }, long)

  test('behavior: a ticket that was sold pays its buyer', async () => {
    const bob = as('bob')
    const [claimed, ...others] = await bob.claimAll()
    expect(claimed).toMatchObject({ id: sold, shares: parseEther('0.5') })
    expect(others).toEqual([])
    expect(await bob.claimAll()).toEqual([])
  })

  test('behavior: settled tickets are taken out in WETH', async () => {
    const alice = as('alice')
    const { shares, assets } = await alice.settle({ ids: [kept] })
    const { settled, weth } = await alice.readPosition()
    expect(settled).toEqual({ shares, assets })
    expect(await alice.redeemSettled({ shares })).toMatchObject({ assets })
    expect((await alice.readPosition()).weth).toBe(weth + assets)
  })
})

test('readVault: after some days, growth is positive, and the proof is young', async () => {
  const { growthPerYear, age, stale } = await as('bob').readVault()
  expect(growthPerYear).toBeGreaterThan(0n)
  expect(age).toBeLessThan(BigInt(day) + 7_200n)
  expect(stale).toBe(false)
})

test('readGains: what checkpoints found in the days that it looks back, and no more', async () => {
  const bob = as('bob')
  const all = await bob.readGains({ days: 30 })
  expect(all.booked.gain).toBeGreaterThan(0n)
  expect(all.booked.loss).toBe(0n)
  expect(all.booked.perYear).toBe(
    (all.booked.gain * 365n * 86_400n * 10n ** 18n) / ((all.to - all.from) * all.assets),
  )
  const lately = await bob.readGains({ days: 1 })
  expect(lately.booked.gain).toBeLessThan(all.booked.gain)
  expect(lately.to - lately.from).toBe(86_400n)
})

describe('with the daemons asleep', () => {
  beforeAll(() => world.shift.pause(true))
  afterAll(() => world.shift.pause(false))

  const interval = 6 * 3_600 + 600
  const checkpoint = () =>
    world.shift.aside(() => world.prover.checkpointNow({ signal: AbortSignal.timeout(60_000) }))

  test('behavior: a part that is filled is paid, and the rest has the place where it begins', {
    timeout: long,
  }, async () => {
    const bob = as('bob')
    await world.advance(interval)
    await checkpoint()
    const { id } = await bob.requestRedeem({ shares: parseEther('3') })
    await expect(bob.fill()).rejects.toThrow(NothingEligibleError)

    await world.advance(interval)
    await checkpoint()
    const { shares: filled, assets } = await as('carol').fill({ maxAssets: parseEther('1') })
    expect(assets).toBeLessThanOrEqual(parseEther('1'))

    const claimed = await bob.claim({ id })
    expect(claimed).toMatchObject({ shares: filled, assets, remainder: id + filled })
    const [rest, ...others] = (await bob.readPosition()).tickets
    expect(rest).toMatchObject({ id: id + filled, size: parseEther('3') - filled, ahead: 0n })
    expect(others).toEqual([])
  })

  test('behavior: the instant lane pays its quote, and says what it has left', async () => {
    const bob = as('bob')
    const { lane } = await bob.readVault()
    const shares = lane.available / 4n
    const quote = await bob.quoteRedeemInstant({ shares })
    const { assets, fee } = await bob.redeemInstant({ shares })
    // A block later the shares are worth no less.
    expect(assets).toBeGreaterThanOrEqual(quote.assets)
    expect(fee).toBeGreaterThan(0n)

    const error = await bob.redeemInstant({ shares: lane.capacity }).catch((cause) => cause)
    expect(error).toBeInstanceOf(LaneExhaustedError)
    expect((await bob.readVault()).lane.available).toBeGreaterThanOrEqual(error.available)
  })

  test('error: StaleError, of quotes and of sending alike; leaving by the queue stays open', {
    timeout: long,
  }, async () => {
    await world.advance(2 * day + 3_600)
    const bob = as('bob')
    const assets = parseEther('1')
    expect((await bob.readVault()).stale).toBe(true)
    await expect(bob.quoteStake({ assets })).rejects.toThrow(StaleError)
    await expect(bob.stake({ assets, minShares: 1n })).rejects.toThrow(StaleError)
    await expect(bob.quoteRedeemInstant({ shares: assets })).rejects.toThrow(StaleError)
    await expect(bob.fill()).rejects.toThrow(NotFreshError)
    await expect(bob.requestRedeem({ shares: assets })).resolves.toMatchObject({ shares: assets })
  })
})

describe('validators', () => {
  test('default: as the registry has them', async () => {
    const validators = await as('alice').readValidators()
    const ours = world.validators()
    expect(validators.map(({ beaconIndex }) => beaconIndex)).toEqual(ours.map(({ index }) => index))
    for (const { status, balance } of validators) {
      expect(status).toBe('proven')
      expect(balance).toBeGreaterThan(parseGwei('1'))
    }
  })

  test('behavior: the curator may exit one, others may not beyond the shortfall', async () => {
    const id = 0n
    const wanted = as('alice').requestWithdrawal({ id, amount: parseGwei('30') })
    await expect(wanted).rejects.toThrow(ExceedsShortfallError)

    await as('curator').requestWithdrawal({ id, amount: 0n })
    expect((await as('alice').readValidators())[0]).toMatchObject({ exiting: true })
  })

  test('error: UnknownValidatorError', async () => {
    const asked = as('curator').requestWithdrawal({ id: 99n, amount: 0n })
    await expect(asked).rejects.toThrow(UnknownValidatorError)
  })

  test('error: NotCuratorError', async () => {
    const { pubkey, signature, points } = makeDeposit(deriveKey('a stranger', 0), {
      withdrawalCredentials: concatHex(['0x020000000000000000000000', world.addresses.registry]),
      amount: parseGwei('1'),
      genesisForkVersion: world.beacon.genesisForkVersion,
    })
    const asked = as('alice').registerValidator({ pubkey, signature, points, operator: 1 })
    await expect(asked).rejects.toThrow(NotCuratorError)
  })
})

describe('examples', () => {
  const directory = new URL('../examples/', import.meta.url)
  const files = readdirSync(directory).filter(
    (file) => file.endsWith('.ts') && file !== 'connect.ts',
  )

  test('default: every action has one', () => {
    const actions = Object.keys(as('alice')).filter((name) => name in sdk && name !== 'claimAll')
    expect(files.map((file) => file.replace('.ts', '')).sort()).toEqual(actions.sort())
  })

  test.each(files)('%s runs', async (file) => {
    const said = vi.spyOn(console, 'log').mockImplementation(() => {})
    vi.stubEnv('CAIRN_CONTROL', control.url)
    try {
      await import(new URL(file, directory).href)
      expect(said).toHaveBeenCalled()
      expect(said.mock.calls.join(' ')).not.toMatch(/undefined|NaN/)
    } finally {
      said.mockRestore()
      vi.unstubAllEnvs()
    }
  })
})
