import { pathToFileURL } from 'node:url'
import {
  allocationManagerAbi,
  priceOracleAbi,
  restakedEtherAbi,
  spreadAbi,
} from '@cairn/contracts/abi'
import { fetchClaim } from '@cairn/rewards'
import {
  beaconEtherStrategy,
  buyLot,
  claim,
  crETH,
  modifyAllocations,
  readRewardsBySource,
  requestRedeem,
  restake,
  stake,
} from '@cairn/sdk'
import { accrue, gain, loss, restaking as spec, toAssetsDown, toSharesDown } from '@cairn/spec'
import { type Hex, isAddressEqual, parseEther, parseEventLogs } from 'viem'
import type { Name } from '../accounts.ts'
import { between, DemoError, ether, is } from '../checks.ts'
import { RefusedError } from '../hand.ts'
import { secondsPerSlot, slotsPerEpoch } from '../lockstep.ts'
import { restakingOperators, type ServiceName } from '../restaking/operators.ts'
import { startWorld } from '../world.ts'
import { byHand } from './byHand.ts'
import { createLook, type Rate } from './look.ts'
import type { LiquidWorld } from './scenarios/scenario.ts'
import { validatorKey } from './validators.ts'
import { createWayBack } from './wayBack.ts'

const epoch = slotsPerEpoch * secondsPerSlot
const hour = 3_600
const day = 24 * hour
const one = 10n ** 18n
const gwei = 10n ** 9n
const wholeFactor = one * one
const everything = 2n ** 256n - 1n
const [ETH, csETH] = [0n, 1n]

export type Seen = Record<string, unknown>

export async function runLiquidDemo({
  tell = console.log,
}: runLiquidDemo.Options = {}): Promise<Seen> {
  tell('0. A world with crETH: five operators, two services, an empty vault.')
  const world = await startWorld({
    liquid: { empty: true, rungBps: 2_000 },
    onProgress: (line) => tell(`   ${line}`),
  })
  try {
    const failed = new Promise<never>((_, reject) => world.onFailure(reject))
    return await Promise.race([play(world as LiquidWorld, tell), failed])
  } finally {
    await world.stop()
  }
}

export declare namespace runLiquidDemo {
  type Options = { tell?(line: string): void }
}

async function play(world: LiquidWorld, tell: (line: string) => void): Promise<Seen> {
  const { publicClient, accounts, addresses: cairn, liquid, beacon, shift } = world
  const restaking = world.restaking!
  const { addresses, deployment } = liquid
  const vault = crETH(deployment)
  const erin = byHand(world, 'erin')
  const look = createLook(world)
  const back = createWayBack(world, { hand: erin, look })
  const say = (line: string) => tell(`   ${line}`)
  const indices = [...addresses.delegators.keys()]
  const operators = restakingOperators.map(({ name }) => name)
  const keys = operators.map((name) => validatorKey(name, 0).pubkey)
  const t0 = Date.now()
  const lap = (what: string) => tell(`   [${((Date.now() - t0) / 1000).toFixed(1)} s] ${what}`)

  shift.dismiss('restaker', 'podkeeper', 'bidder', 'first deposits')

  // -- 1 -----------------------------------------------------------------------------------------------------------
  tell('\n1. Alice restakes 100 ETH, Carol 80; Bob csETH.')
  await enter('alice', parseEther('100'))
  await enter('carol', parseEther('80'))
  const { shares: lent } = await stake(world.wallet('bob'), {
    deployment: cairn,
    assets: parseEther('60'),
  })
  await enter('bob', lent, 'csETH')
  lap('deposited')

  // -- 2 -----------------------------------------------------------------------------------------------------------
  tell('\n2. Erin, who passes by, brings it to five operators.')
  for (const index of indices) {
    const [room, waiting] = await Promise.all([look.roomFor(index, csETH), look.routable(csETH)])
    await erin.call('spread', 'route', [BigInt(index), csETH, room < waiting ? room : waiting])
  }
  await until(() => keys.every((key) => anchored().indexOf(key) !== undefined))
  lap('known')
  await erin.stakeAll()
  lap('staked')
  await until(async () => {
    for (const index of indices) await erin.verify(index)
    return (await Promise.all(indices.map(look.inFlight))).every((it) => it === 0n)
  })
  lap('landed')
  for (const [index, name] of operators.entries()) {
    const [native, token] = await Promise.all([
      look.holdingOf(index, ETH),
      look.holdingOf(index, csETH),
    ])
    say(`${name}: ${ether(native.units)} ETH, ${ether(token.units)} csETH`)
  }

  // -- 3 -----------------------------------------------------------------------------------------------------------
  tell('\n3. Two days pass.')
  await world.advance(day + 12 * hour)
  lap('a day and a half')
  const tokens = [await tokenOf('oracle'), await tokenOf('bridge')]
  const claims = await provenClaims()
  lap('rewards are proven')
  for (const [index, found] of claims.entries())
    await erin.call('spread', 'claimRewards', [BigInt(index), [found]])
  for (const token of tokens) await erin.call('auction', 'open', [token])
  await world.advance(3 * hour)
  lap('3 hours')
  for (const token of tokens) {
    const { units, cost } = await buyLot(world.wallet('bidder'), { deployment, token })
    say(`${ether(units)} units for ${ether(cost)} ETH`)
  }
  await round()
  lap('round')
  const sources = await readRewardsBySource(publicClient, { deployment, days: 30 })
  console.log(sources)
  await erin.call('firstLoss', 'distribute', [])
  lap('shared')

  // -- 4 -----------------------------------------------------------------------------------------------------------
  tell('\n4. Hazel loses twice.')
  await round()
  const early = await request('alice', (await sharesOf('alice')) / 4n)
  const hazel = operators.indexOf('hazel')
  const healthy = await stateOf(hazel)
  const proven = await look.proven(hazel, keys[hazel]!)
  const truthful = restaking.equivocate('hazel', 'bridge')
  await untilSlashed((await publicClient.getBlockNumber()) + 1n)
  truthful()
  lap('slashed by service')
  shift.pause()
  await world.slash(beacon.headState.indexOf(keys[hazel]!)!)
  await world.advance(2 * epoch)
  await erin.checkpoint(hazel)
  const left = await look.proven(hazel, keys[hazel]!)
  const hit = await stateOf(hazel)
  is('the pod’s factor', hit.native.factor, (healthy.native.factor * left) / proven)
  is('Hazel’s magnitude for ether', hit.native.magnitude, one - one / 8n)
  is('Hazel’s magnitude for csETH', hit.token.magnitude, one - one / 20n)
  await refuses('fill', erin.call('vault', 'fill', [everything]), 'NotStamped')
  await refuses('check', erin.call('spread', 'check', []), 'Unsynced')
  const { transactionHash } = await erin.call('spread', 'sync', [BigInt(hazel)])
  const fall = await replay(transactionHash)
  lap('booked')
  await round()
  const filled = await fill()
  lap('filled')

  // -- 5 -----------------------------------------------------------------------------------------------------------
  tell('\n5. Larch plans.')
  const larch = operators.indexOf('larch')
  const { updates } = await modifyAllocations(world.wallet('larch'), {
    deployment: restaking.addresses,
    allocations: [
      {
        operatorSet: { avs: restaking.addresses.avs.bridge, id: 0 },
        strategy: beaconEtherStrategy,
        magnitude: (one * 95n) / 100n,
      },
    ],
  })
  const effectBlock = updates.at(-1)!.effectBlock
  const breaches = await publicClient.readContract({
    ...look.policy,
    functionName: 'breaches',
    args: [BigInt(larch)],
  })
  console.log(breaches, await excessOf(larch))
  for (const asset of [ETH, csETH]) await erin.call('spread', 'derisk', [BigInt(larch), asset])
  is('the excess', await excessOf(larch), 0n)
  for (const { readyAt } of await look.queueOf(larch))
    between('the block in which it is out', readyAt, 0n, effectBlock - 1n)

  // -- 6 -----------------------------------------------------------------------------------------------------------
  tell('\n6. Everyone leaves.')
  const tickets = [early]
  for (const name of ['alice', 'bob', 'carol', ...operators, 'treasury'] as const) {
    const shares = await sharesOf(name)
    say(`${name} ${ether(shares)}`)
    if (shares >= parseEther('0.01')) tickets.push(await request(name, shares))
  }
  for (let passed = 0; (await publicClient.getBlockNumber()) < effectBlock; passed++) {
    await back.askBack()
    await back.exit()
    const wanted = await publicClient.readContract({ ...look.spread, functionName: 'wanted' })
    lap(
      `day ${passed}: wanted ${ether(wanted)}, block ${await publicClient.getBlockNumber()} of ${effectBlock}`,
    )
    await world.advance(day)
  }
  lap('in effect')
  shift.pause(false)
  const lied = restaking.equivocate('larch', 'bridge')
  await untilSlashed((await publicClient.getBlockNumber()) + 1n)
  lied()
  lap('slashed')
  const nothing = await erin.call('spread', 'sync', [BigInt(larch)])
  console.log(await stateOf(larch), (await replay(nothing.transactionHash)).bookings)

  // -- 7 -----------------------------------------------------------------------------------------------------------
  tell('\n7. All are paid.')
  for (let passed = 0; passed < 20; passed++) {
    await back.bringBack()
    await round()
    await fill()
    const pending = await queued()
    lap(`pending ${ether(pending)}; ${ether(await look.idleOf(hazel))}`)
    const { units, waiting } = await look.assetAt(csETH)
    const inLine = await publicClient.readContract({ ...look.spread, functionName: 'tickets' })
    say(`csETH ${ether(units)} ${ether(waiting)} ${inLine}`)
    if (units + waiting < 1_000_000_000n && inLine.length === 0) break
    await world.advance(6 * hour)
  }
  shift.pause()
  return { early, filled, fall }

  // -- How -----------------------------------------------------------------------------------------------------------

  async function enter(name: Name, amount: bigint, asset = 'ETH') {
    const { hash, shares } = await restake(world.wallet(name), { deployment, amount, asset })
    const { rate, blockNumber } = await look.around(hash)
    const worth = asset === 'ETH' ? amount : await look.worthOfCsETH(amount, blockNumber)
    const credited = asset === 'ETH' ? worth : (worth * 9_990n) / 10_000n
    is(`${name}’s shares`, shares, toSharesDown(credited, rate.assets, rate.supply))
    say(`${name}: ${ether(shares)} crETH for ${ether(amount)} ${asset}.`)
    return { shares, worth }
  }

  function sharesOf(name: Name) {
    return look.balanceOf(addresses.vault, accounts[name].address)
  }

  async function request(name: Name, shares: bigint) {
    const { id } = await requestRedeem(world.wallet(name), { deployment: vault, shares })
    return { name, id, shares }
  }

  /** The newest state that a root on chain anchors. */
  function anchored() {
    return beacon.stateOf(beacon.head.parentRoot)
  }

  async function until(done: () => boolean | Promise<boolean>) {
    for (let passed = 0; passed < 2 * day; passed += epoch) {
      if (await done()) return
      await world.advance(epoch)
    }
    throw new Error('Waited for two days.')
  }

  /** A round that proves everything anew, and then the stamp. */
  async function round() {
    const { openedAt } = await publicClient.readContract({ ...look.spread, functionName: 'round' })
    const due = Number(openedAt) + hour
    if (world.now() < due) await world.advance(due - world.now())
    await erin.call('spread', 'openRound', [])
    for (const index of indices) {
      await erin.checkpoint(index)
      await erin.call('spread', 'sync', [BigInt(index)])
    }
    await erin.call('spread', 'check', [])
  }

  async function stateOf(index: number) {
    const { operator } = addresses.delegators[index]!
    const token = addresses.assets[Number(csETH)]!.strategy
    return {
      native: {
        ...(await look.stakeOf(index, beaconEtherStrategy)),
        magnitude: await look.magnitudeOf(operator, beaconEtherStrategy),
        factor: await look.slashingFactorOf(index),
      },
      token: {
        ...(await look.stakeOf(index, token)),
        magnitude: await look.magnitudeOf(operator, token),
        factor: one,
      },
    }
  }

  /** Books a transaction's gains and losses by the rules, one after another, and sees that the vault did. */
  async function replay(hash: Hex) {
    const { logs } = await publicClient.getTransactionReceipt({ hash })
    const { money, parameters, at, rate: before, blockNumber } = await look.around(hash)
    const deltas = parseEventLogs({ abi: restakedEtherAbi, eventName: 'Booked', logs }).map(
      ({ args }) => args.delta,
    )
    const books = accrue(money, parameters, at)
    let reserve = await look.balanceOf(addresses.vault, addresses.firstLoss, blockNumber - 1n)
    let covered = 0n
    for (const delta of deltas) {
      if (delta >= 0n) {
        gain(books, parameters, at, delta)
        continue
      }
      const assets = books.backing - books.unvested
      const worth = toAssetsDown(reserve, assets, books.shares)
      const borne = worth < -delta ? worth : -delta
      const burned = borne === worth ? reserve : (borne * books.shares + assets - 1n) / assets
      reserve -= burned
      covered += borne
      books.shares -= burned
      books.backing -= borne
      loss(books, -delta - borne)
    }
    const after = await look.money(blockNumber)
    for (const word of ['backing', 'unvested', 'shares'] as const)
      is(word, after[word], books[word])
    const rate = await look.rate(blockNumber)
    return { before, after: rate, deltas, covered, cushion: money.unvested - books.unvested }
  }

  async function fill() {
    await erin.call('spread', 'check', [])
    const filled = await erin.call('vault', 'fill', [everything]).catch((error: unknown) => {
      if (error instanceof RefusedError) return error.message
      throw error
    })
    if (typeof filled === 'string') return say(filled)
    const [{ args }] = parseEventLogs({
      abi: restakedEtherAbi,
      eventName: 'Filled',
      logs: filled.logs,
    }) as [any]
    const { rate } = await look.around(filled.transactionHash)
    is('a fill', args.assets, toAssetsDown(args.shares, rate.assets, rate.supply))
    return args
  }

  async function queued() {
    return publicClient.readContract({ ...look.vault, functionName: 'queued' })
  }

  function excessOf(index: number) {
    return publicClient.readContract({
      ...look.policy,
      functionName: 'excess',
      args: [BigInt(index)],
    })
  }

  async function refuses(what: string, call: Promise<unknown>, errorName: string) {
    const refused = await call.then(
      () => undefined,
      (error: unknown) => error,
    )
    if (!(refused instanceof RefusedError)) throw new DemoError(what, refused ?? 'done', errorName)
    is(what, refused.errorName, errorName)
  }

  /** Claims of all delegators, as soon as each can be paid by both services. */
  async function provenClaims() {
    for (let passed = 0; passed < 2 * day; passed += 3 * hour) {
      const found = await Promise.all(
        addresses.delegators.map(({ delegator }) => fetchClaim(restaking.claimsUrl, delegator)),
      )
      const claims = found.filter((it) => it?.tokenLeaves.length === tokens.length)
      if (claims.length === indices.length) return claims.map((it) => it!)
      await world.advance(3 * hour)
    }
    throw new Error('Two days later, rewards of both services aren’t proven.')
  }

  function tokenOf(service: ServiceName) {
    const address = restaking.addresses.avs[service]
    return publicClient.readContract({ address, abi: priceOracleAbi, functionName: 'token' })
  }

  async function untilSlashed(fromBlock: bigint) {
    for (let passed = 0; passed < 4 * hour; passed += epoch) {
      await world.advance(epoch)
      const logs = await publicClient.getLogs({
        address: restaking.addresses.allocationManager,
        fromBlock,
        toBlock: 'latest',
      })
      const found = parseEventLogs({
        abi: allocationManagerAbi,
        eventName: 'OperatorSlashed',
        logs,
      })
      if (found.length > 0) return
    }
    throw new Error('Nobody was slashed for four hours.')
  }
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  await runLiquidDemo()
  console.log('\nEvery number above was checked.')
}
