import { rewardAuctionAbi, riskPolicyAbi } from '@cairn/contracts/abi'
import { encodeFunctionData, parseEther } from 'viem'
import { readContract } from 'viem/actions'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  AssetUnknownError,
  AuctionRunningError,
  BreachedError,
  claim,
  crETH,
  DoorClosedError,
  ExceedsRoomError,
  LaneExhaustedError,
  NothingForSaleError,
  NothingInExcessError,
  NothingWantedError,
  RoundNotDueError,
  readService,
  SharesBelowMinimumError,
  UnsyncedError,
  wad,
  WithdrawalNotReadyError,
} from '../../src/index.ts'
import { delays, operators, type services, type SpreadWorld, startSpread } from './startSpread.ts'

const ether = parseEther('1')
const hour = 3_600

let world: SpreadWorld
beforeAll(async () => {
  world = await startSpread()
})
afterAll(async () => {
  await world?.stop()
})

const address = (name: Parameters<SpreadWorld['as']>[0]) => world.accounts[name].address

/** A round from its opening to its end. */
async function round() {
  const keeper = world.as('keeper')
  await world.pass(hour)
  await keeper.openRound()
  for (const index of operators.keys()) await keeper.sync({ index })
}

describe('restake', () => {
  test('default: ether mints as quoted, to the share', async () => {
    const alice = world.as('alice')
    const quote = await alice.quoteRestake({ amount: 100n * ether })
    const { shares } = await alice.restake({ amount: 100n * ether })
    expect(shares).toBe(quote.shares)
    expect(await alice.readLiquidPosition()).toMatchObject({ shares, value: quote.worth })
  })

  test('behavior: csETH is approved by itself, priced by its issuer, less the haircut', async () => {
    const { shares: amount } = await world.stakingAs('bob').stake({ assets: 60n * ether })
    const bob = world.as('bob')
    const quote = await bob.quoteRestake({ amount, asset: 'csETH' })
    expect(quote.haircut).toBe(quote.value - (quote.value * 9_990n) / 10_000n)

    const result = await bob.restake({ amount, asset: 'csETH' })
    expect(result).toMatchObject({ asset: 'csETH', shares: quote.shares })
    const [, csETH] = (await bob.readSpread()).assetsBehind
    expect(csETH).toMatchObject({ symbol: 'csETH', waiting: amount, units: 0n })
  })

  test('error: AssetUnknownError names what it takes', async () => {
    const asked = world.as('bob').restake({ amount: ether, asset: 'stETH' })
    await expect(asked).rejects.toThrow(AssetUnknownError)
    await expect(asked).rejects.toThrow('ETH, WETH, csETH')
  })

  test('error: DoorClosedError says how wide the door is', async () => {
    const asked = world.as('bob').quoteRestake({ amount: 20_000n * ether, asset: 'csETH' })
    await expect(asked).rejects.toThrow(DoorClosedError)
    await expect(asked).rejects.toMatchObject({ asset: 1n })
  })

  test('error: SharesBelowMinimumError, of a token too', async () => {
    const { shares: amount } = await world.stakingAs('bob').stake({ assets: ether })
    const asked = world.as('bob').restake({ amount, asset: 'csETH', minShares: 2n * ether })
    await expect(asked).rejects.toThrow(SharesBelowMinimumError)
  })
})

describe('route', () => {
  test('default: what waits is brought to whoever has room', async () => {
    const keeper = world.as('keeper')
    for (const { index, holdings } of (await keeper.readSpread()).delegators)
      await keeper.route({ index, asset: 'csETH', units: holdings[1]!.room })

    const { assetsBehind, delegators, booked } = await keeper.readSpread()
    expect(assetsBehind[1]!.waiting).toBeLessThan(operators.length)
    const held = delegators.map(({ holdings }) => holdings[1]!)
    expect(new Set(held.map(({ units }) => units)).size).toBe(1)
    const [, csETH] = assetsBehind
    expect(held.reduce((sum, { units }) => sum + units, 0n)).toBe(csETH!.units)
    expect(booked).toBe(csETH!.booked)
  })

  test('error: ExceedsRoomError says how much there is', async () => {
    const { shares: amount } = await world.stakingAs('bob').stake({ assets: 3n * ether })
    await world.as('bob').restake({ amount, asset: 'csETH' })
    const asked = world.as('keeper').route({ index: 0, asset: 'csETH', units: amount })
    await expect(asked).rejects.toThrow(ExceedsRoomError)
  })
})

describe('readExposure', () => {
  const set = (name: (typeof services)[number]) => ({ avs: address(name), id: 0 })

  async function allocate(
    operator: (typeof operators)[number],
    to: (typeof services)[number],
    percent: bigint,
  ) {
    const magnitude = (wad * percent) / 100n
    const strategy = world.deployment.restaking.strategies.csETH
    await world
      .restakingAs(operator)
      .modifyAllocations({ allocations: [{ operatorSet: set(to), strategy, magnitude }] })
  }

  test('default: what is announced counts already, and is said apart from what is in effect', async () => {
    await allocate('elm', 'carol', 20n)
    await allocate('elm', 'dave', 10n)
    await allocate('fir', 'carol', 30n)

    const before = await world.as('alice').readExposure()
    const [elm, fir, hazel] = before.operators
    expect(elm!.sets).toEqual([
      { set: set('carol'), now: 0n, later: partUp(elm!.held, 20n) },
      { set: set('dave'), now: 0n, later: partUp(elm!.held, 10n) },
    ])
    expect(fir!.sets).toEqual([{ set: set('carol'), now: 0n, later: partUp(fir!.held, 30n) }])
    expect(hazel!.sets).toEqual([])

    await world.mine(delays.allocation)
    const after = await world.as('alice').readExposure()
    expect(after.operators[0]!.sets.map(({ now }) => now)).toEqual(
      elm!.sets.map(({ later }) => later),
    )
    expect(after.services.map(({ later }) => later)).toEqual(
      before.services.map(({ later }) => later),
    )
  })

  test('default: the largest losses are the sums of the matrix', async () => {
    const { operators, services, pairs, largest, total } = await world.as('alice').readExposure()
    const [toCarol, toDave] = services
    const [elm, fir] = operators.map(({ sets }) => sets.map(({ later }) => later))
    expect(toCarol!.later).toBe(elm![0]! + fir![0]!)
    expect(toDave!.later).toBe(elm![1]!)
    expect(largest.service).toEqual({ who: address('carol'), loss: toCarol!.later })
    expect(pairs).toEqual([
      {
        services: [address('carol'), address('dave')],
        loss: toCarol!.later + toDave!.later,
        overlap: elm![0]! + elm![1]!,
      },
    ])
    for (const { held } of operators) expect(held).toBeLessThanOrEqual(largest.operator!.loss)
    expect(operators.map(({ held }) => held)).toContain(largest.operator!.loss)
    expect(largest.operator!.loss).toBeLessThan(total)
  })

  test('behavior: a delay that is to change is said before it is in force', async () => {
    await world.restakingAs('hazel').setAllocationDelay({ delay: 1 })
    const { operators } = await world.as('alice').readExposure()
    expect(operators[2]).toMatchObject({
      allocationDelay: delays.allocation,
      pendingDelay: { delay: 1 },
    })
    expect(operators[0]!.pendingDelay).toBeUndefined()
    // Back again, before anything depends on it.
    await world.restakingAs('hazel').setAllocationDelay({ delay: delays.allocation })
  })

  test('behavior: an active breach is listed with what may be taken out, and a stranger takes it out', async () => {
    const { liquid } = world.deployment
    const gus = world.as('gus')
    await expect(gus.derisk({ index: 1, asset: 'csETH' })).rejects.toThrow(NothingInExcessError)
    await allocate('fir', 'dave', 70n)
    // What the haircuts left is booked before it is compared.
    await gus.appraise({ asset: 'csETH' })

    const { breaches, operators } = await gus.readExposure()
    const listed = await readContract(gus, {
      address: liquid.policy,
      abi: riskPolicyAbi,
      functionName: 'breaches',
      args: [1n],
    })
    expect(breaches.map(({ value, ceiling, excess }) => ({ value, ceiling, excess }))).toEqual(
      listed.map(({ value, ceiling, excess }) => ({ value, ceiling, excess })),
    )
    expect(breaches).toMatchObject([
      { index: 1, operator: address('fir'), rule: 'AllocationSum', active: true, value: 10_000n },
    ])
    expect(operators[1]!.excess).toBe(operators[1]!.held)

    const { root, assets } = await gus.derisk({ index: 1, asset: 'csETH' })
    expect(assets).toBe(operators[1]!.held)
    const early = gus.completeWithdrawal({ index: 1, root })
    await expect(early).rejects.toThrow(WithdrawalNotReadyError)

    const { assetsBehind } = await gus.readSpread()
    expect(assetsBehind[1]!.queued).toBeGreaterThan(0n)
    await world.mine(delays.withdrawal + 1)
    const { units } = await gus.completeWithdrawal({ index: 1, root })
    expect(units).toBe(assetsBehind[1]!.queued)
    const back = gus.route({ index: 1, asset: 'csETH', units: ether })
    await expect(back).rejects.toThrow(BreachedError)
  })
})

describe('leaving', () => {
  test('requestRedeem, a round, fill, claim: the ether of shares, and the time it takes is told before', async () => {
    const alice = world.as('alice')
    const exit = await alice.readExit({ shares: 2n * ether })
    expect(exit.queue).toMatchObject({ ahead: exit.worth, seconds: BigInt(hour) })

    const { id } = await alice.requestRedeem({ shares: 2n * ether })
    const { tickets } = await alice.readLiquidPosition()
    expect(tickets).toMatchObject([{ id, size: 2n * ether, pendingShares: 2n * ether }])
    await round()
    const { check, shares, assets } = await world.as('keeper').fill()
    expect(check).toBeDefined()
    expect(shares).toBe(2n * ether)

    const claimed = await claim(alice, { deployment: crETH(world.deployment), id })
    expect(claimed).toMatchObject({ assets, remainder: undefined })
  })

  test('error: RoundNotDueError says when the next is', async () => {
    await expect(world.as('keeper').openRound()).rejects.toThrow(RoundNotDueError)
  })

  test('redeemInstant: a stamp is made where there is none, and not where there is one', async () => {
    const alice = world.as('alice')
    await world.mine(10)
    const quote = await alice.quoteRedeemInstant({ shares: ether / 2n })
    const first = await alice.redeemInstant({ shares: ether / 2n })
    expect(first.check).toBeDefined()
    const second = await alice.redeemInstant({ shares: ether / 100n })
    expect(second.check).toBeUndefined()
    // Fees of a moment vest within it; the rate rises by no more.
    expect(first.assets - quote.assets).toBeLessThan(10n ** 12n)
    expect(first.assets).toBeGreaterThanOrEqual(quote.assets)
    const much = alice.redeemInstant({ shares: 90n * ether })
    await expect(much).rejects.toThrow(LaneExhaustedError)
  })

  test('redeemInKind: tokens that wait, as quoted, out of the same bucket', async () => {
    const bob = world.as('bob')
    const before = await bob.readExit({ shares: ether / 10n })
    const [door] = before.inKind
    if (door!.type !== 'open') throw door!.reason
    const quote = await bob.quoteRedeemInKind({ asset: 'csETH', shares: ether / 10n })
    expect(quote.units).toBe(door!.units)

    const { units, fee } = await bob.redeemInKind({ asset: 'csETH', shares: ether / 10n })
    expect(units).toBeGreaterThanOrEqual((quote.units * 9_999n) / 10_000n)
    expect(fee).toBeGreaterThan(0n)
    const after = await bob.readExit({ shares: ether / 10n })
    expect(after.bucket.used).toBeGreaterThan(before.bucket.used)
    expect(after.inKind[0]!.waiting).toBe(door!.waiting - units)
  })

  test('estimate: more than is idle waits for the delay, and a day for each rung', async () => {
    const alice = world.as('alice')
    const { shares } = await alice.readLiquidPosition()
    const { supply } = await alice.readSpread()
    const small = await alice.readExit({ shares })
    const all = await alice.readExit({ shares: supply })
    expect(small.queue.seconds).toBe(BigInt(hour))
    const { ahead, idle, coming, rung, delay, seconds } = all.queue
    const rungs = (ahead - idle - coming + rung - 1n) / rung
    expect(seconds).toBe(BigInt(hour) + delay + rungs * 86_400n)
  })

  test('a rung is laid for what the line lacks, and csETH that waits is unwound', async () => {
    const keeper = world.as('keeper')
    await expect(keeper.lay({ index: 0, asset: 'csETH' })).rejects.toThrow(NothingWantedError)
    const alice = world.as('alice')
    const { shares } = await alice.readLiquidPosition()
    await alice.requestRedeem({ shares })
    const bob = world.as('bob')
    await bob.requestRedeem({ shares: (await bob.readLiquidPosition()).shares })

    const { units, ticket } = await keeper.unwind({ asset: 'csETH' })
    expect(units).toBeGreaterThan(0n)
    const { wanted, tickets } = await keeper.readSpread()
    expect(tickets).toEqual([ticket])
    const rung = await keeper.lay({ index: 0, asset: 'csETH' })
    const after = await keeper.readSpread()
    expect(rung.assets).toBeGreaterThan(0n)
    expect(after.wanted).toBe(wanted - rung.assets)
  })
})

describe('a slash', () => {
  test('nothing is paid until it is synced, and the error says what to sync', async () => {
    const elm = address('elm')
    const { strategies } = world.deployment.restaking
    await world
      .restakingAs('elm')
      .registerForOperatorSets({ avs: address('carol'), operatorSetIds: [0] })
    await world.restakingAs('carol').slashOperator({
      operatorSet: { avs: address('carol'), id: 0 },
      operator: elm,
      slashes: [{ strategy: strategies.csETH, wad: wad / 2n }],
      description: 'told to',
    })
    const keeper = world.as('keeper')
    const checked = keeper.check()
    await expect(checked).rejects.toThrow(UnsyncedError)
    await expect(checked).rejects.toMatchObject({ index: 0n })

    const before = await keeper.readSpread()
    const { delta } = await keeper.sync({ index: 0 })
    expect(delta).toBeLessThan(0n)
    const after = await keeper.readSpread()
    expect(after.rate).toBeLessThan(before.rate)
    const { blockNumber } = await keeper.check()
    expect((await keeper.readSpread()).stamp.stampedAt).toBe(blockNumber)

    const { staking } = await keeper.readRewardsBySource({ days: 1 })
    expect(staking.find(({ asset }) => asset === 'csETH')!.loss).toBe(-delta)
  })
})

describe('auction', () => {
  test('error: NothingForSaleError, where nothing was claimed', async () => {
    const token = world.deployment.weth
    await expect(world.as('bob').buyLot({ token })).rejects.toThrow(NothingForSaleError)
    expect(await world.as('bob').readAuction({ token })).toMatchObject({ basis: 0n, units: 0n })
  })

  test("a service's tokens become ether, which is its part of what was earned", async () => {
    const { restaking, liquid } = world.deployment
    const bob = world.as('bob')
    const service = restaking.avs!.oracle!
    const { token } = await readService(bob, { service })
    const price = ether / 1_000n
    const list = { abi: rewardAuctionAbi, functionName: 'list', args: [token, price] } as const
    await world.send('curator', liquid.auction, encodeFunctionData(list))
    await world.take({ token, from: service, to: liquid.auction, amount: 100n * ether })
    expect((await bob.readAuction({ token })).waiting).toBe(100n * ether)

    const opened = await world.as('keeper').openAuction({ token })
    expect(opened).toMatchObject({ units: 100n * ether, basis: price })
    const lot = await bob.readAuction({ token })
    expect(lot.waiting).toBe(0n)
    expect(lot.price).toBeLessThanOrEqual(2n * price)

    const part = await bob.buyLot({ token, units: 40n * ether })
    expect(part.units).toBe(40n * ether)
    expect(part.cost).toBeLessThanOrEqual(40n * lot.price!)
    const rest = await bob.buyLot({ token })
    expect(rest.units).toBe(60n * ether)
    expect((await bob.readAuction({ token })).price).toBeUndefined()
    const again = world.as('keeper').openAuction({ token })
    await expect(again).rejects.toThrow(AuctionRunningError)

    const { services, unasked } = await bob.readRewardsBySource({ days: 1 })
    expect(services).toMatchObject([
      { service, token, units: 100n * ether, gain: part.cost + rest.cost },
    ])
    expect(unasked.gain).toBe(0n)
  })
})

/** As the policy rounds. */
function partUp(held: bigint, percent: bigint): bigint {
  const part = (wad * percent) / 100n
  return (held * part + wad - 1n) / wad
}
