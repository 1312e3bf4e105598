import { pathToFileURL } from 'node:url'
import { parseArgs } from 'node:util'
import { redeemQueueAbi, stakedEtherAbi, validatorRegistryAbi } from '@cairn/contracts/abi'
import { claim, requestRedeem, stake } from '@cairn/sdk'
import {
  accrue,
  gain,
  loss,
  type Money,
  type Parameters,
  rate as rateAt,
  toAssetsDown,
  toSharesDown,
} from '@cairn/spec'
import { type Hex, parseEther, parseEventLogs } from 'viem'
import type { Name } from './accounts.ts'
import { byHand } from './byHand.ts'
import { RefusedError } from './hand.ts'
import { between, DemoError, ether, is } from './checks.ts'
import { secondsPerSlot, slotsPerEpoch } from './lockstep.ts'
import { startWorld, type World } from './world.ts'

const epoch = slotsPerEpoch * secondsPerSlot
const hour = 3_600
const day = 24 * hour
const one = 10n ** 18n

/** What the demo saw, for whoever wants to look again. Wei. */
export type Seen = {
  checkpoints: number
  earned: bigint
  /** of a whole share */
  rates: { start: bigint; grown: bigint; beforeLoss: bigint; afterLoss: bigint }
  loss: bigint
  claims: { alice: bigint; carol: bigint; dave: bigint }
}

type Rate = { assets: bigint; supply: bigint }
type Ticket = { name: Name; id: bigint; shares: bigint }

/**
 * The whole path, narrated: ether in, proven, and out again; then a slashing. Every number in it is checked, to the wei, against
 * the beacon chain's own states and the rules as `spec` has them; the first that isn't true ends it.
 */
export async function runDemo({
  days = 30,
  tell = console.log,
}: runDemo.Options = {}): Promise<Seen> {
  tell('0. A world: an execution layer, a beacon chain, three operators, stakers, daemons.')
  const world = await startWorld({ audit: true, onProgress: (line) => tell(`   ${line}`) })
  try {
    const failed = new Promise<never>((_, reject) => world.onFailure(reject))
    return await Promise.race([play(world, days, tell), failed])
  } finally {
    await world.stop()
  }
}

export declare namespace runDemo {
  type Options = {
    /** How many days pass in the second scene. */
    days?: number
    tell?(line: string): void
  }
}

async function play(world: World, days: number, tell: (line: string) => void): Promise<Seen> {
  const { publicClient, addresses, shift } = world
  const deployment = addresses
  const reckoning = world.reckoning!
  const erin = byHand(world, 'erin')
  const say = (line: string) => tell(`   ${line}`)

  // -- 1 -----------------------------------------------------------------------------------------------------------
  tell('\n1. Alice stakes 100 ETH.')
  const staked = await stake(world.wallet('alice'), { deployment, assets: parseEther('100') })
  const entry = await around(staked.hash)
  is(
    'her shares',
    staked.shares,
    toSharesDown(parseEther('100'), entry.rate.assets, entry.rate.supply),
  )
  say(`She has ${ether(staked.shares)} csETH, at ${ether(perShare(entry.rate))} ETH each.`)

  // -- 2 -----------------------------------------------------------------------------------------------------------
  tell(`\n2. ${days} days pass. The validators earn, and once a day what they hold is proven.`)
  await reckoning.read()
  const first = reckoning.findings.length
  const before = await money()
  for (let passed = 1; passed <= days; passed++) {
    await pass(day)
    if (passed % 5 === 0) say(`${passed} days: one csETH is ${ether(perShare(await rate()))} ETH.`)
  }
  const checkpointed = await checkpointNow()
  const findings = reckoning.findings.slice(first)
  const earned = findings.reduce((sum, finding) => sum + finding.earned, 0n)
  say(
    `${findings.length} checkpoints. Each found, to the wei, what the beacon chain's state says is there.`,
  )
  say(`The validators earned ${ether(earned)} ETH: that, and nothing else, went into the books.`)

  const closing = await around(checkpointed.hash)
  const closed = accrue(closing.money, closing.parameters, closing.at)
  if (checkpointed.delta >= 0n) gain(closed, closing.parameters, closing.at, checkpointed.delta)
  else loss(closed, -checkpointed.delta)
  const now = await money()
  for (const word of ['backing', 'unvested', 'shares', 'until'] as const)
    is(`${word} after the last checkpoint`, now[word], closed[word])
  const grown = await rate()
  is('what was there and was earned', grown.assets, before.backing + earned - (await unvested()))
  const vested = earned + before.unvested - (await unvested())
  const fee = toAssetsDown(grown.supply - before.shares, grown.assets, grown.supply)
  // Shares of the fee earn too, from when they are minted.
  between(
    'the fee',
    fee,
    vested / 10n - 10_000n,
    vested / 10n + (vested * vested) / (10n * before.backing),
  )
  say(
    `${ether(vested)} ETH of it has vested. A tenth of that is the fee; the rest is the holders':`,
  )
  say(
    `one csETH is ${ether(perShare(grown))} ETH, ${ether(perShare(grown) - perShare(entry.rate))} more.`,
  )

  // -- 3 -----------------------------------------------------------------------------------------------------------
  tell('\n3. Alice leaves with 5 ETH, by the queue.')
  const asked = await request('alice', parseEther('5'))
  say(`Her ticket is ${asked.id}. It is priced when it is filled, after the next checkpoint.`)
  const aliceFill = await untilFilled(asked)
  const purse: Hex = `0x${'a11ce'.repeat(8)}`
  const paid = await claim(world.wallet('alice'), { deployment, id: asked.id, receiver: purse })
  is('the claim', paid.assets, aliceFill)
  is('what arrived', await publicClient.getBalance({ address: purse }), aliceFill)
  say(`Filled and claimed: ${ether(paid.assets)} ETH.`)

  // -- 4 -----------------------------------------------------------------------------------------------------------
  tell('\n4. An outage, and a slashing.')
  const carol = await request('carol', parseEther('3'))
  const carolFill = await untilFilled(carol)
  say(
    `Carol asked for 3 ETH's worth and is filled: ${ether(carolFill)} ETH wait for her. She leaves them there.`,
  )

  const ours = world.validators().map(({ index }) => index)
  world.beacon.setOffline(ours)
  await pass(day + 2 * hour)
  world.beacon.setOffline(ours, false)
  say(
    'All operators were offline for a day. Nothing was earned, and what was still to vest has vested.',
  )

  while ((await erin.flights()).length > 0) await pass(epoch)
  shift.pause()
  const dave = await request('dave', parseEther('60'))
  say('Dave asks for 60 ETH: he is in the line before anyone knows what comes.')
  const culprit = ours[0]!
  await world.slash(culprit)
  say(
    `Alder started its spare machine while the old one still ran: validator ${culprit} signed twice. Slashed.`,
  )

  await erin.proveSlashing(await idOf(culprit))
  await refuses('fill', 'SlashingUnbooked')
  await refuses('redeemInstant', 'SlashingUnbooked')
  say('Erin, who passes by, proves it. From here on nothing is paid.')
  await erin.open()
  await refuses('fill', 'CheckpointOpen')
  await refuses('redeemInstant', 'CheckpointOpen')
  say('She opens a checkpoint. Nothing is paid while it is open, either.')

  const booked = await checkpointNow()
  const fall = await around(booked.hash)
  const after = accrue(fall.money, fall.parameters, fall.at)
  loss(after, -booked.delta)
  const fallen = await rate()
  between('what the checkpoint found', booked.delta, -(2n ** 128n), -1n)
  is('assets after', fallen.assets, after.backing - after.unvested)
  is('supply after', fallen.supply, after.shares)
  const cushion = fall.money.unvested - after.unvested
  is('the fall', fall.rate.assets - fallen.assets, -booked.delta - cushion)
  between('the rate', perShare(fallen), 0n, perShare(fall.rate) - 1n)
  say(
    `The transaction that finishes it books ${ether(-booked.delta)} ETH of loss: one csETH was ${ether(perShare(fall.rate))}`,
  )
  say(`ETH before it and is ${ether(perShare(fallen))} ETH after it, not a block later.`)

  // -- 5 -----------------------------------------------------------------------------------------------------------
  tell('\n5. What everyone got.')
  const { logs } = await erin.call('vault', 'fill', [2n ** 256n - 1n])
  const [fill] = parseEventLogs({ abi: stakedEtherAbi, eventName: 'Filled', logs })
  const { shares, assets } = fill!.args
  const then = await around(fill!.transactionHash)
  is('the fill', assets, toAssetsDown(shares, then.rate.assets, then.rate.supply))
  const spared = toAssetsDown(shares, fall.rate.assets, fall.rate.supply) - assets
  between('what the loss took of it', spared, 1n, shares)
  say(
    `Idle ether fills the first ${ether(shares)} csETH of Dave's, at the fallen rate: ${ether(spared)} ETH less.`,
  )
  shift.pause(false)
  const daveFill = await untilFilled(dave)
  const davePaid = await claim(world.wallet('dave'), { deployment, id: dave.id })
  is('what Dave got', davePaid.assets, daveFill)
  say(
    `Validators gave back the rest, filled as it came in: Dave got ${ether(davePaid.assets)} ETH.`,
  )
  const carolPaid = await claim(world.wallet('carol'), { deployment, id: carol.id })
  is('what Carol got', carolPaid.assets, carolFill)
  say(`Carol was filled before, and got what she was owed then: ${ether(carolPaid.assets)} ETH.`)
  await reckoning.read()
  say(`${reckoning.findings.length} checkpoints in all, each to the wei.`)

  return {
    checkpoints: reckoning.findings.length,
    earned,
    rates: {
      start: perShare(entry.rate),
      grown: perShare(grown),
      beforeLoss: perShare(fall.rate),
      afterLoss: perShare(fallen),
    },
    loss: -booked.delta,
    claims: { alice: paid.assets, carol: carolPaid.assets, dave: davePaid.assets },
  }

  // -- How -----------------------------------------------------------------------------------------------------------

  /** Daemons work meanwhile; the auditor looks at what they did while the states are there. */
  async function pass(seconds: number) {
    await world.advance(seconds)
    await reckoning.read()
  }

  async function checkpointNow() {
    const due = await publicClient.readContract({
      address: addresses.registry,
      abi: validatorRegistryAbi,
      functionName: 'dueAt',
    })
    const { open } = await erin.checkpoint()
    if (!open && Number(due) > world.now()) await pass(Number(due) - world.now())
    const signal = AbortSignal.timeout(120_000)
    const finished = await shift.aside(() => world.prover.checkpointNow({ signal }))
    await reckoning.read()
    return finished
  }

  async function request(name: Name, assets: bigint): Promise<Ticket> {
    const { assets: all, supply } = await rate()
    const shares = toSharesDown(assets, all, supply)
    const { id } = await requestRedeem(world.wallet(name), { deployment, shares })
    return { name, id, shares }
  }

  /** Passes time until all of a ticket is filled, each fill at the rate of its moment. Returns what it is owed. */
  async function untilFilled({ id, shares }: Ticket): Promise<bigint> {
    let from = (await publicClient.getBlockNumber()) + 1n
    for (let passed = 0; passed < 10 * day; passed += 2 * hour) {
      await pass(2 * hour)
      const head = await publicClient.getBlockNumber()
      for (const fill of await fillsIn(from, head)) {
        const { rate: then } = await around(fill.transactionHash)
        is('a fill', fill.args.assets, toAssetsDown(fill.args.shares, then.assets, then.supply))
      }
      from = head + 1n
      const position = await publicClient.readContract({
        address: addresses.queue,
        abi: redeemQueueAbi,
        functionName: 'position',
        args: [id],
      })
      if (position.claimableShares === shares) return position.assets
    }
    throw new DemoError('the ticket', 'still waiting after ten days', 'filled')
  }

  async function fillsIn(fromBlock: bigint, toBlock: bigint) {
    if (toBlock < fromBlock) return []
    const logs = await publicClient.getLogs({ address: addresses.vault, fromBlock, toBlock })
    return parseEventLogs({ abi: stakedEtherAbi, eventName: 'Filled', logs })
  }

  async function refuses(what: 'fill' | 'redeemInstant', errorName: string) {
    const { address } = world.accounts.erin
    const call =
      what === 'fill'
        ? byHand(world, 'erin').call('vault', 'fill', [2n ** 256n - 1n])
        : byHand(world, 'bob').call('vault', 'redeemInstant', [
            one,
            address,
            world.accounts.bob.address,
          ])
    const refused = await call.then(
      () => undefined,
      (error: unknown) => error,
    )
    if (!(refused instanceof RefusedError)) throw new DemoError(what, refused ?? 'paid', errorName)
    is(what, refused.errorName, errorName)
  }

  async function idOf(beaconIndex: number): Promise<number> {
    for (let id = 0; id < Number(await erin.count()); id++)
      if ((await erin.recordOf(id)).beaconIndex === beaconIndex) return id
    throw new DemoError('validator', beaconIndex, 'one of ours')
  }

  /** The vault as it was before a transaction's block, and the rate that the block's time makes of it. */
  async function around(hash: Hex) {
    const { blockNumber } = await publicClient.getTransactionReceipt({ hash })
    const { timestamp: at } = await publicClient.getBlock({ blockNumber })
    const parameters = (await publicClient.readContract({
      address: addresses.vault,
      abi: stakedEtherAbi,
      functionName: 'parameters',
    })) satisfies Parameters
    const then = await money(blockNumber - 1n)
    return { money: then, parameters, at, rate: rateAt(then, parameters, at) }
  }

  async function money(blockNumber?: bigint): Promise<Money> {
    const snapshot = await publicClient.readContract({
      address: addresses.vault,
      abi: stakedEtherAbi,
      functionName: 'snapshot',
      blockNumber,
    })
    return { ...snapshot, backingAtOpen: 0n, outsideAtOpen: 0n, eligibleAtOpen: 0n }
  }

  async function rate(): Promise<Rate> {
    const [assets, supply] = await publicClient.readContract({
      address: addresses.vault,
      abi: stakedEtherAbi,
      functionName: 'rate',
    })
    return { assets, supply }
  }

  /** What of the gains isn't in the rate now. */
  async function unvested(): Promise<bigint> {
    return (await money()).backing - (await rate()).assets
  }
}

const perShare = ({ assets, supply }: Rate) => toAssetsDown(one, assets, supply)

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const { values } = parseArgs({ options: { days: { type: 'string', default: '30' } } })
  await runDemo({ days: Number(values.days) })
  console.log('\nEvery number above was checked.')
}
