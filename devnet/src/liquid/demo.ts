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
    liquid: 'empty',
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
  const say = (line: string) => tell(`   ${line}`)
  const indices = [...addresses.delegators.keys()]
  const operators = restakingOperators.map(({ name }) => name)
  const keys = operators.map((name) => validatorKey(name, 0).pubkey)
  const t0 = Date.now()
  const lap = (what: string) => tell(`   [${((Date.now() - t0) / 1000).toFixed(1)} s] ${what}`)

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
  const claims = await proven()
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
  tell('\n4. Slashed twice.')
  const hazel = operators.indexOf('hazel')
  const early = await request('alice', (await sharesOf('alice')) / 4n)
  const healthy = await stateOf(hazel)
  const honest = restaking.equivocate('hazel', 'bridge')
  await untilSlashed((await publicClient.getBlockNumber()) + 1n)
  honest()
  lap('slashed by service')
  shift.pause()
  await erin.checkpoint(hazel)
  const held = (await look.proven(hazel, keys[hazel]!)).validator
  await world.slash(beacon.headState.indexOf(keys[hazel]!)!)
  await world.advance(2 * epoch)
  await erin.checkpoint(hazel)
  const hit = await stateOf(hazel)
  console.log(healthy, hit, held)
  await refuses('fill', erin.call('vault', 'fill', [everything]), 'NotStamped')
  await refuses('check', erin.call('spread', 'check', []), 'Unsynced')
  const { transactionHash: hash } = await erin.call('spread', 'sync', [BigInt(hazel)])
  const fall = await around(hash)
  console.log(fall)
  lap('booked')
  await round()
  const filled = await erin.call('vault', 'fill', [everything])
  return { early, filled }

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

  /** The books before a transaction's block, and its bookings one after another. */
  async function around(hash: Hex) {
    const { logs } = await publicClient.getTransactionReceipt({ hash })
    const then = await look.around(hash)
    const bookings = parseEventLogs({ abi: restakedEtherAbi, eventName: 'Booked', logs })
    const appraisals = parseEventLogs({ abi: spreadAbi, eventName: 'Appraised', logs })
    return { ...then, bookings: bookings.map((it) => it.args), appraisals: appraisals.map((it) => it.args) }
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
  async function proven() {
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
      const found = parseEventLogs({ abi: allocationManagerAbi, eventName: 'OperatorSlashed', logs })
      if (found.length > 0) return
    }
    throw new Error('Nobody was slashed for four hours.')
  }
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  await runLiquidDemo()
  console.log('\nEvery number above was checked.')
}
