import { pathToFileURL } from 'node:url'
import { priceOracleAbi, restakedEtherAbi } from '@cairn/contracts/abi'
import { fetchClaim } from '@cairn/rewards'
import {
  beaconEtherStrategy,
  buyLot,
  claim,
  claimRewards,
  crETH,
  modifyAllocations,
  readRewardsBySource,
  requestRedeem,
  restake,
  stake,
} from '@cairn/sdk'
import { restaking as spec, toAssetsDown, toSharesDown } from '@cairn/spec'
import { type Address, parseEther, parseEventLogs, stringToHex } from 'viem'
import type { Name } from '../accounts.ts'
import { between, DemoError, ether, is } from '../checks.ts'
import { RefusedError } from '../hand.ts'
import { secondsPerSlot, slotsPerEpoch } from '../lockstep.ts'
import { restakingOperators, type ServiceName } from '../restaking/operators.ts'
import { startWorld } from '../world.ts'
import { byHand } from './byHand.ts'
import { createLook, type Rate, type Stake } from './look.ts'
import { replayOf } from './replay.ts'
import type { LiquidWorld } from './scenarios/scenario.ts'
import { createWayBack } from './wayBack.ts'

const epoch = slotsPerEpoch * secondsPerSlot
const hour = 3_600
const day = 24 * hour
const wad = 10n ** 18n
/** wei that a pod may keep of what it owes: it pays whole gwei. */
const few = 20n * 10n ** 9n
const everything = 2n ** 256n - 1n
const [ETH, csETH] = [0n, 1n]

/** What the demo saw, for whoever wants to look again. Wei. */
export type Seen = {
  /** by source */
  rewards: { ether: bigint; csETH: bigint; oracle: bigint; bridge: bigint }
  /** of a whole share */
  rates: { before: bigint; after: bigint; last: bigint }
  loss: bigint
  covered: bigint
  drained: bigint
  sums: { in: bigint; earned: bigint; taken: bigint; dust: bigint; paid: bigint; left: bigint }
}

type Operator = (typeof restakingOperators)[number]['name']
type Ticket = { name: Name; id: bigint; shares: bigint }

/**
 * crETH's whole story, narrated: what comes in, who it is spread over, what each of them brings, what two slashings of the same
 * ether cost and whom; an operator whose plans put too much at risk; and how everyone gets out. Every number is checked against
 * the formulas as `spec` has them and against what can be seen from outside; the first that isn't true ends it.
 */
export async function runLiquidDemo({
  tell = console.log,
}: runLiquidDemo.Options = {}): Promise<Seen> {
  tell(
    '0. A world with crETH: five operators, two services, and a vault that is empty. To be short,',
  )
  tell(
    '   a withdrawal takes 4 days here, not 14, and a day’s rung a fifth of all, not a twentieth.',
  )
  const world = await startWorld({
    validators: 64,
    // Instead of 14, and of a twentieth a day: all of it is back within a week or so, not two months.
    restaking: { withdrawalDays: 4 },
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
  const { avs } = restaking.addresses
  const vault = crETH(deployment)
  const operators = restakingOperators.map(({ name }) => name)
  const indices = [...operators.keys()]
  const look = createLook(world)
  const erin = byHand(world, 'erin')
  const back = createWayBack(world, { hand: erin, look })
  const say = (line: string) => tell(`   ${line}`)

  // All that crETH's keepers do is done by a passer-by.
  shift.dismiss('restaker', 'podkeeper', 'bidder', 'first deposits')
  const genesis = (await look.money()).backing

  // -- 1 -----------------------------------------------------------------------------------------------------------
  tell('\n1. Alice restakes 100 ETH and Carol 80, Bob his csETH.')
  await enter('alice', 'ETH', parseEther('100'))
  await enter('carol', 'ETH', parseEther('80'))
  const staked = await stake(world.wallet('bob'), {
    deployment: cairn,
    assets: parseEther('60'),
  })
  const lent = await enter('bob', 'csETH', staked.shares)
  say('A thousandth of Bob’s stays with those who are in: that is the haircut.')

  // -- 2 -----------------------------------------------------------------------------------------------------------
  tell('\n2. Erin, who passes by, brings it to five operators. crETH’s keepers have the month off.')
  for (const index of indices) {
    const [room, waiting] = await Promise.all([look.roomFor(index, csETH), look.routable(csETH)])
    await erin.call('spread', 'route', [BigInt(index), csETH, smaller(room, waiting)])
  }
  await until(() => indices.every((index) => look.validatorOf(index) !== undefined))
  await erin.stakeAll()
  const deposited = await Promise.all(indices.map(look.inFlight))
  await until(async () => {
    for (const index of indices) await erin.verify(index)
    return (await Promise.all(indices.map(look.inFlight))).every((it) => it === 0n)
  })
  await showSpread()
  const topped = sum(deposited) - BigInt(operators.length) * wad
  is('what is idle', await look.idle(), genesis + parseEther('180') - topped)
  say('Each operator put up the first ether of its validator, and has shares for it. What is left')
  say('is the buffer for those who are in a hurry.')

  // -- 3 -----------------------------------------------------------------------------------------------------------
  tell('\n3. Two days pass. What each source brings is booked by itself.')
  await world.advance(day + 12 * hour)
  const tokens = { oracle: await tokenOf('oracle'), bridge: await tokenOf('bridge') }
  for (const [index, found] of (await provenRewards()).entries())
    await claimRewards(world.wallet('erin'), { deployment, index, claims: [found] })
  for (const token of Object.values(tokens)) await erin.call('auction', 'open', [token])
  await world.advance(3 * hour)
  const sold = { oracle: await sell('oracle'), bridge: await sell('bridge') }
  await round()
  const sources = await readRewardsBySource(publicClient, { deployment, days: 30 })
  const shown = await Promise.all(indices.map(look.provenBalance))
  for (const index of indices)
    is(`${operators[index]}’s validator`, shown[index], await look.balanceWhenProven(index))
  const rewards = {
    ether: sources.staking[Number(ETH)]!.gain,
    csETH: sources.staking[Number(csETH)]!.gain,
    ...sold,
  }
  is('what the validators earned', rewards.ether, sum(shown) - sum(deposited))
  const { units, waiting, booked } = await look.assetAt(csETH)
  is('csETH', booked, await look.worthOfCsETH(units + waiting, await look.appraisedAt(csETH)))
  is('the haircut', sources.entering.gain, lent.worth - lent.credited)
  is('what csETH earned', rewards.csETH, booked - lent.worth)
  for (const name of ['oracle', 'bridge'] as const)
    is(
      `the ${name}’s part`,
      sources.services.find((it) => it.service === avs[name])?.gain,
      sold[name],
    )
  is('what nobody can explain', sources.unasked.gain, 0n)
  say(`staking of ether   ${ether(rewards.ether)} ETH, as the beacon chain’s states have it`)
  say(`csETH’s own yield  ${ether(rewards.csETH)} ETH`)
  say(`the oracle         ${ether(sold.oracle)} ETH, for which its tokens were sold`)
  say(`the bridge         ${ether(sold.bridge)} ETH`)
  await erin.call('firstLoss', 'distribute', [])
  say(
    `Of the fees, ${ether(await look.reserve())} crETH stay, to bear losses before anyone else does.`,
  )

  // -- 4 -----------------------------------------------------------------------------------------------------------
  tell('\n4. Hazel is slashed by the bridge, and its validator by the beacon chain.')
  const early = await request('alice', (await sharesOf('alice')) / 4n)
  say('Alice has a feeling, and asks for a quarter of hers before anything happens.')
  const hazel = operators.indexOf('hazel')
  const was = { ether: await look.stakeOf(hazel, ETH), csETH: await look.stakeOf(hazel, csETH) }
  const held = await look.provenBalance(hazel)
  const last = await publicClient.getBlockNumber()
  await contradict('hazel', 'bridge')
  say('Hazel attests two roots of one block; who heard both shows both signatures to the bridge.')
  shift.pause()
  await world.slash(look.validatorOf(hazel)!.index)
  await world.advance(2 * epoch)
  await rest(await look.checkpointedAt(hazel))
  await erin.checkpoint(hazel)
  const kept = await look.provenBalance(hazel)
  say('And its validator signs two blocks for one slot. Erin proves to the pod what is left of it.')

  await refuses('fill', erin.call('vault', 'fill', [everything]), 'NotStamped')
  const bob = byHand(world, 'bob')
  const mine = accounts.bob.address
  await refuses(
    'redeemInstant',
    bob.call('vault', 'redeemInstant', [wad, mine, mine]),
    'NotStamped',
  )
  await refuses('check', erin.call('spread', 'check', []), 'Unsynced')
  say('Nobody can be paid: a block that has an unbooked slashing before it can’t be stamped.')

  const now = { ether: await look.stakeOf(hazel, ETH), csETH: await look.stakeOf(hazel, csETH) }
  is('what the bridge took of its ether', now.ether.magnitude, wad - wad / 8n)
  is('what the bridge took of its csETH', now.csETH.magnitude, wad - wad / 20n)
  is('what the beacon chain took', now.ether.factor, (was.ether.factor * kept) / held)
  const share = {
    ether: { was: worth(was.ether), now: worth(now.ether) },
    csETH: { was: worth(was.csETH), now: worth(now.csETH) },
  }
  const others = {
    ether: (await look.assetAt(ETH)).units - share.ether.was,
    csETH: (await look.assetAt(csETH)).units - share.csETH.was,
  }
  const fall = await sync(hazel)
  is('bookings before', (await look.bookings(last + 1n, fall.blockNumber - 1n)).length, 0)
  const after = { ether: await look.assetAt(ETH), csETH: await look.assetAt(csETH) }
  is('ether, by the formula', after.ether.booked, others.ether + share.ether.now)
  is(
    'csETH, by the formula',
    after.csETH.booked,
    await look.worthOfCsETH(others.csETH + share.csETH.now, fall.blockNumber),
  )
  const burned = await look.worthOfCsETH(share.csETH.was - share.csETH.now, fall.blockNumber)
  const lost = -sum(fall.deltas.filter((it) => it < 0n))
  between('the fall', perShare(fall.after), 0n, perShare(fall.before) - 1n)
  const { covered, cushion } = fall
  say(`Its ether: ${ether(share.ether.was)} × 0.875 × ${ether(now.ether.factor)},`)
  say(
    `which is ${ether(share.ether.now)} ETH: the two multiply. Its csETH: ${ether(share.csETH.was)} × 0.95.`,
  )
  say(
    `One transaction books all of it, ${ether(lost)} ETH. ${ether(covered)} are borne by the fees`,
  )
  say(`that stayed, ${ether(cushion)} by gains that hadn’t vested. One crETH was`)
  say(
    `${ether(perShare(fall.before))} ETH before it and is ${ether(perShare(fall.after))} after it.`,
  )

  await round()
  const first = await fill()
  if (!first) throw new DemoError('Alice’s ticket', 'not filled', 'filled')
  const stayers = await look.rate(first.blockNumber)
  between('what a share of hers got', (first.assets * wad) / first.shares, 1n, perShare(stayers))
  const hoped: bigint = toAssetsDown(first.shares, fall.before.assets, fall.before.supply)
  say(
    `There is idle ether for ${ether(first.shares)} of Alice’s. She gets ${ether(first.assets)} ETH`,
  )
  say(`for them, not ${ether(hoped)}: no more a share than those have who stay.`)

  // -- 5 -----------------------------------------------------------------------------------------------------------
  tell('\n5. Larch has plans: 95 % of its ether for the bridge. The ceiling is 80 %.')
  const larch = operators.indexOf('larch')
  const { updates } = await modifyAllocations(world.wallet('larch'), {
    deployment: restaking.addresses,
    allocations: [
      {
        operatorSet: { avs: avs.bridge, id: 0 },
        strategy: beaconEtherStrategy,
        magnitude: (wad * 95n) / 100n,
      },
    ],
  })
  const effectBlock = updates.at(-1)!.effectBlock
  const drained = await look.excessOf(larch)
  is(
    'the excess',
    drained,
    sum([await look.assetsIn(larch, ETH), await look.assetsIn(larch, csETH)]),
  )
  is('whether more may go there', await look.admits(larch, csETH), false)
  for (const asset of [ETH, csETH]) await erin.call('spread', 'derisk', [BigInt(larch), asset])
  is('the excess', await look.excessOf(larch), 0n)
  for (const { readyAt } of await look.queueOf(larch))
    between('the block from which it is out of reach', readyAt, 0n, effectBlock - 1n)
  say('It is there for all to see, and takes effect in 5 days. Nothing more goes to Larch; and')
  say(`Erin, whom nobody asked, queues all it has of crETH, ${ether(drained)} ETH: that takes 4.`)

  // -- 6 -----------------------------------------------------------------------------------------------------------
  tell('\n6. And everybody wants out.')
  const tickets = [early]
  for (const name of ['bob', 'carol', 'alice', ...operators] as const)
    tickets.push(await request(name, await sharesOf(name)))
  say('All of it is in the line. Day by day Erin asks back what a day’s rung allows, from where')
  say('most is, and has the validators leave whose pods will need it.')
  while ((await publicClient.getBlockNumber()) < effectBlock) {
    await back.askBack()
    await back.exit()
    await world.advance(day)
  }
  shift.pause(false)
  const ivanHad = await look.nativeOf('ivan')
  await contradict('larch', 'bridge')
  // The services' work is done, crETH's isn't.
  shift.dismiss(...restaking.daemons.map(({ daemon }) => daemon.name))
  const ivanHas = await look.nativeOf('ivan')
  const nothing = await sync(larch)
  is('Larch’s magnitude', (await look.stakeOf(larch, ETH)).magnitude, wad - (wad * 95n) / 400n)
  between('what Ivan, who stayed with Larch, has', ivanHas, 1n, ivanHad - 1n)
  is('the losses that are booked', sum(nothing.deltas.filter((it) => it < 0n)), 0n)
  is('the assets', nothing.after.assets, nothing.before.assets)
  is('the shares', nothing.after.supply, nothing.before.supply)
  say('5 days later Larch’s plan is in effect, and Larch contradicts itself. Ivan, who stayed with')
  say(
    `it, had ${ether(ivanHad)} ETH and has ${ether(ivanHas)}. crETH’s holders lose nothing: not a wei`,
  )
  say('of theirs could be reached any more.')

  // -- 7 -----------------------------------------------------------------------------------------------------------
  tell('\n7. All are paid.')
  // Who comes pays who goes.
  await stake(world.wallet('dave'), { deployment: cairn, assets: parseEther('60') })
  await settleUp(() => look.isBack(csETH))
  say('Ether comes from the pods; csETH goes through its own line, and comes as ether, too.')
  shift.pause()
  const home = Number(look.validatorOf(hazel)!.withdrawableEpoch) * slotsPerEpoch
  while (beacon.head.slot <= home) await skip(day)
  await settleUp(async () => (await look.pending()) === 0n)
  say('Hazel’s validator the beacon chain keeps for 36 days. Then it is home, too.')
  const paid = await claimAll()

  // -- 8 -----------------------------------------------------------------------------------------------------------
  tell('\n8. The sums, by what can be seen from outside.')
  const ends = await Promise.all(
    indices.map(async (index) => ({
      had: await look.everHad(index),
      // What a pod has and nobody can withdraw.
      stuck: (await look.podBalance(index)) - (await look.holdingOf(index, ETH)).units,
    })),
  )
  const { had, stuck } = ends[hazel]!
  const taken = { byBeacon: held - had, byBridge: stuck, csETH: burned }
  between('an eighth of the rest', taken.byBridge, had / 8n, had / 8n + few)
  const left = {
    idle: await publicClient.getBalance({ address: addresses.vault }),
    ether: (await look.assetAt(ETH)).units,
    csETH: await look.worthOfCsETH((await look.assetAt(csETH)).units),
  }
  const { backing } = await look.money()
  is('what the books have', backing, sum(Object.values(left)))
  const earned = {
    ether: sum(ends.map(({ had }, index) => (index === hazel ? held : had))) - sum(deposited),
    csETH: (await look.unwound()) + left.csETH + taken.csETH - lent.worth,
    ...sold,
  }
  between('what csETH earned', earned.csETH, rewards.csETH, parseEther('1'))
  const sums = {
    in: genesis + parseEther('180') + lent.worth + BigInt(operators.length) * wad,
    earned: sum(Object.values(earned)),
    taken: sum(Object.values(taken)),
    dust: sum(ends.map(({ stuck }) => stuck)) - taken.byBridge,
    paid,
    left: backing,
  }
  between('what rounding left in the pods', sums.dust, 0n, few)
  is('paid and left', sums.paid + sums.left, sums.in + sums.earned - sums.taken - sums.dust)
  say(`  ${ether(sums.in)} ETH were put in: by three people, five operators, and the deployer`)
  say(`+ ${ether(earned.ether)} ETH the validators earned`)
  say(`+ ${ether(earned.csETH)} ETH csETH earned`)
  say(`+ ${ether(earned.oracle)} ETH the oracle paid, and ${ether(earned.bridge)} the bridge`)
  say(
    `− ${ether(taken.byBridge)} ETH the bridge took of Hazel’s, and ${ether(taken.csETH)} in csETH`,
  )
  say(`− ${ether(taken.byBeacon)} ETH the beacon chain took`)
  say(`− ${sums.dust} wei that pods didn’t pay, because they pay whole gwei`)
  say(
    `= ${ether(sums.paid)} ETH that were paid, and ${ether(sums.left)} that are left, of shares that`,
  )
  say('  are nobody’s, or came from fees. To the wei.')

  return {
    rewards,
    rates: {
      before: perShare(fall.before),
      after: perShare(fall.after),
      last: perShare(await look.rate()),
    },
    loss: lost,
    covered: fall.covered,
    drained,
    sums,
  }

  // -- How -----------------------------------------------------------------------------------------------------------

  async function enter(name: Name, asset: 'ETH' | 'csETH', amount: bigint) {
    const { hash, shares } = await restake(world.wallet(name), { deployment, amount, asset })
    const { rate, blockNumber } = await look.around(hash)
    const worth = asset === 'ETH' ? amount : await look.worthOfCsETH(amount, blockNumber)
    const credited = asset === 'ETH' ? worth : (worth * 9_990n) / 10_000n
    is(`${name}’s shares`, shares, toSharesDown(credited, rate.assets, rate.supply))
    say(`${ether(amount)} ${asset}: ${ether(shares)} crETH for ${name}.`)
    return { worth, credited }
  }

  async function showSpread() {
    for (const [index, name] of operators.entries()) {
      const [native, token] = await Promise.all([
        look.holdingOf(index, ETH),
        look.holdingOf(index, csETH),
      ])
      say(`${name.padEnd(8)} ${ether(native.units)} ETH, ${ether(token.units)} csETH`)
    }
  }

  /** Passes time until it is so, an epoch after another. */
  async function until(done: () => boolean | Promise<boolean>) {
    for (let passed = 0; passed < day; passed += epoch) {
      if (await done()) return
      await world.advance(epoch)
    }
    throw new Error('That didn’t come to pass within a day.')
  }

  /** Claims of all delegators, as soon as each can be paid by both services. */
  async function provenRewards() {
    for (let passed = 0; passed < 2 * day; passed += 3 * hour) {
      const found = await Promise.all(
        addresses.delegators.map(({ delegator }) => fetchClaim(restaking.claimsUrl, delegator)),
      )
      const both = found.flatMap((it) => (it?.tokenLeaves.length === 2 ? [it] : []))
      if (both.length === indices.length) return both
      await world.advance(3 * hour)
    }
    throw new Error('Rewards of both services weren’t proven within two days.')
  }

  /** To a bidder that pays ether. */
  async function sell(service: ServiceName) {
    const token = tokens[service]
    const { units, cost } = await buyLot(world.wallet('bidder'), { deployment, token })
    is('what the bidder got', await look.balanceOf(token, accounts.bidder.address), units)
    return cost
  }

  function tokenOf(service: ServiceName): Promise<Address> {
    const address = avs[service]
    return publicClient.readContract({ address, abi: priceOracleAbi, functionName: 'token' })
  }

  /** Proves and counts everything anew; then who is in the line now can be paid. */
  async function round() {
    await rest(await look.openedAt())
    for (const index of indices) await rest(await look.checkpointedAt(index))
    await erin.call('spread', 'openRound', [])
    for (const index of indices) {
      await erin.checkpoint(index)
      await erin.call('spread', 'sync', [BigInt(index)])
    }
    await erin.call('spread', 'check', [])
  }

  /** Until an hour has passed since then. */
  async function rest(since: number) {
    const left = since + hour - world.now()
    if (left > 0) await world.advance(left)
  }

  async function sync(index: number) {
    const { transactionHash } = await erin.call('spread', 'sync', [BigInt(index)])
    return replayOf(look, transactionHash)
  }

  /** Pays who is next in the line with what is there, at the rate of now. */
  async function fill() {
    const { eligible } = await look.money()
    const { assets, supply } = await look.rate()
    const owed: bigint = toAssetsDown(eligible, assets, supply)
    const idle = await look.idle()
    if (eligible === 0n || (idle < owed && idle < parseEther('0.01'))) return undefined
    await erin.call('spread', 'check', [])
    const { logs, transactionHash } = await erin.call('vault', 'fill', [everything])
    const [filled] = parseEventLogs({ abi: restakedEtherAbi, eventName: 'Filled', logs })
    const { rate, blockNumber } = await look.around(transactionHash)
    const { shares, assets: paid } = filled!.args
    is('a fill', paid, toAssetsDown(shares, rate.assets, rate.supply))
    return { shares, assets: paid, blockNumber }
  }

  function sharesOf(name: Name) {
    return look.balanceOf(addresses.vault, accounts[name].address)
  }

  async function request(name: Name, shares: bigint): Promise<Ticket> {
    const { id } = await requestRedeem(world.wallet(name), { deployment: vault, shares })
    return { name, id, shares }
  }

  /** An operator says two things to a service, until that costs it. */
  async function contradict(name: Operator, service: ServiceName) {
    const index = operators.indexOf(name)
    const magnitude = async () => (await look.stakeOf(index, ETH)).magnitude
    const before = await magnitude()
    const truthful = restaking.equivocate(name, service)
    for (let passed = 0; (await magnitude()) === before; passed += epoch) {
      if (passed > 8 * hour) throw new Error(`Nobody slashed ${name} for eight hours.`)
      await world.advance(epoch)
    }
    truthful()
  }

  async function refuses(what: string, call: Promise<unknown>, errorName: string) {
    const refused = await call.then(
      () => undefined,
      (error: unknown) => error,
    )
    if (!(refused instanceof RefusedError)) throw new DemoError(what, refused ?? 'done', errorName)
    is(what, refused.errorName, errorName)
  }

  /** What has matured comes back, and who waits is paid. */
  async function settleUp(done: () => Promise<boolean>) {
    for (let passed = 0; passed < 10 * day; passed += 6 * hour) {
      await round()
      await back.bringBack()
      await fill()
      if (await done()) return
      await world.advance(6 * hour)
    }
    throw new Error('That took longer than ten days.')
  }

  /** Lets time pass without a block. */
  async function skip(seconds: number) {
    await world.lockstep.take(beacon.head.slot + seconds / secondsPerSlot)
  }

  /** Everyone takes out all that there is for each, into a purse of their own. */
  async function claimAll() {
    const got = new Map<Name, bigint>()
    for (const { name, id, shares } of tickets) {
      const receiver = purseOf(name)
      const claimed = await claim(world.wallet(name), { deployment: vault, id, receiver })
      is(`${name}’s ticket`, claimed.shares, shares)
      got.set(name, (got.get(name) ?? 0n) + claimed.assets)
    }
    for (const [name, assets] of got)
      is(`${name}’s purse`, await publicClient.getBalance({ address: purseOf(name) }), assets)
    return sum([...got.values()])
  }
}

const purseOf = (name: Name) => stringToHex(`purse of ${name}`, { size: 20 })

const worth = ({ deposited, scaling, magnitude, factor }: Stake): bigint =>
  spec.withdrawableDown(deposited, scaling, magnitude * factor)

const perShare = ({ assets, supply }: Rate): bigint => toAssetsDown(wad, assets, supply)

const smaller = (a: bigint, b: bigint) => (a < b ? a : b)

const sum = (list: readonly bigint[]) => list.reduce((all, it) => all + it, 0n)

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  await runLiquidDemo()
  console.log('\nEvery number above was checked.')
}
