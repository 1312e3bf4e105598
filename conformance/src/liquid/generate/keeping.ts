import { liquid, restaking } from '@cairn/spec'
import { type Dice, near, oneIn, pick, upTo, weighted } from '../../dice.ts'
import { credentialsOf, delegators, operators, pubkeyOf, reward } from '../names.ts'
import type { Call, Moment, Value } from '../trace.ts'
import type { World } from '../world.ts'
import { drawAsset, drawDesk, drawIndex, drawKeeper, drawToken, orIntruder } from './people.ts'

const ether = 10n ** 18n
export const unsigned = { signature: '0x', expiry: (1n << 256n) - 1n }
export const salt = `0x${'5a'.repeat(32)}`

export function drawOpenRound(dice: Dice): Call {
  return { from: drawKeeper(dice), to: 'spread', fn: 'openRound', args: [] }
}

/** One that the round misses, mostly. */
export function drawSync(dice: Dice, { liquid: { round } }: World): Call {
  const missing = [...round.missing]
  const index = missing.length > 0 && !oneIn(dice, 4) ? pick(dice, missing) : drawIndex(dice)
  return { from: drawKeeper(dice), to: drawDesk(dice), fn: 'sync', args: [index] }
}

export function drawAppraise(dice: Dice): Call {
  return { from: drawKeeper(dice), to: 'spread', fn: 'appraise', args: [drawAsset(dice)] }
}

export function drawCheck(dice: Dice): Call {
  return { from: drawKeeper(dice), to: 'spread', fn: 'check', args: [] }
}

export function drawDelegate(dice: Dice, { liquid: state }: World): Call {
  const out = delegators.filter((index) => !liquid.isDelegated(state, index))
  const index = out.length > 0 ? pick(dice, out) : drawIndex(dice)
  return { from: drawKeeper(dice), to: 'spread', fn: 'delegate', args: [index, unsigned, salt] }
}

/** From an operator of whom next to nothing is left, if there is one. */
export function drawLeave(dice: Dice, { liquid: state }: World): Call {
  const { restaking: layer } = state
  const gone = delegators.flatMap((index) =>
    [...state.assets]
      .filter(([, { strategy }]) => {
        const of = restaking.operatorOf(layer, state.delegators.get(index)!.operator)
        return restaking.maxMagnitude(of, strategy) < liquid.minMagnitude
      })
      .map(([asset]) => [index, asset] as const),
  )
  const [index, asset] =
    gone.length > 0 && !oneIn(dice, 6) ? pick(dice, gone) : [drawIndex(dice), drawAsset(dice)]
  return { from: drawKeeper(dice), to: 'spread', fn: 'undelegate', args: [index, asset] }
}

/** What waits, what there is room for, or a unit beside it. */
export function drawRoute(dice: Dice, { liquid: state }: World, { now, block }: Moment): Call {
  const next = liquid.nextRoute(state, { now, block, sender: 'keeper' })
  const [index, asset] = next
    ? [next.index, next.asset]
    : [pick(dice, delegators), pick(dice, ['cseth', 'rpt'])]
  const waiting = state.assets.get(asset)!.waiting as bigint
  const room = liquid.roomFor(state, { index, asset }, { now }) as bigint
  const units = weighted(dice, [
    [8, (next?.units ?? waiting) as bigint],
    [2, upTo(dice, waiting)],
    [2, near(dice, room)],
    [1, near(dice, waiting)],
  ])
  if (oneIn(dice, 12))
    return {
      from: 'keeper',
      to: 'spread',
      fn: 'route',
      args: [drawIndex(dice), drawToken(dice), units],
    }
  return { from: drawKeeper(dice), to: drawDesk(dice), fn: 'route', args: [index, asset, units] }
}

export function drawLay(dice: Dice, { liquid: state }: World): Call {
  const full = delegators.flatMap((index) =>
    [...state.delegators.get(index)!.holdings]
      .filter(([, { units, queued }]) => (units as bigint) > queued)
      .map(([asset]) => [index, asset]),
  )
  const [index, asset] =
    full.length > 0 && !oneIn(dice, 6) ? pick(dice, full) : [drawIndex(dice), drawAsset(dice)]
  const fn = pick(dice, ['lay', 'lay', 'derisk'])
  return { from: drawKeeper(dice), to: drawDesk(dice), fn, args: [index!, asset!] }
}

export function drawDerisk(dice: Dice, world: World, { now, block }: Moment): Call {
  const { liquid: state } = world
  const risky = delegators.filter((index) => liquid.excess(state, index, { now, block }) > 0n)
  const index = risky.length > 0 ? pick(dice, risky) : drawIndex(dice)
  return {
    from: drawKeeper(dice),
    to: drawDesk(dice),
    fn: 'derisk',
    args: [index, drawAsset(dice)],
  }
}

/** One that is ripe, mostly; now and then one that isn't, or was completed, or is a bit different. */
export function drawComplete(dice: Dice, world: World, { block }: Moment): Call {
  const { liquid: state, completed } = world
  const { restaking: layer } = state
  const pending = [...layer.withdrawals.values()]
  const ripe = pending.filter((of) => block > restaking.lastSlashableBlock(layer, of))
  const from = weighted(dice, [
    [ripe.length > 0 ? 12 : 0, ripe],
    [pending.length > 0 ? 2 : 0, pending],
    [completed.length > 0 ? 1 : 0, completed],
  ])
  if (!from || from.length === 0) return drawSync(dice, world)

  const withdrawal = pick(dice, from)
  const changed = oneIn(dice, 16)
    ? { ...withdrawal, nonce: withdrawal.nonce + BigInt(pick(dice, [1, 7])) }
    : withdrawal
  const index = oneIn(dice, 16) ? drawIndex(dice) : withdrawal.staker
  return {
    from: drawKeeper(dice),
    to: drawDesk(dice),
    fn: 'complete',
    args: [index, changed as unknown as Value, !oneIn(dice, 3)],
  }
}

export function drawUnwind(dice: Dice): Call {
  const asset = oneIn(dice, 8) ? drawToken(dice) : 'cseth'
  return { from: drawKeeper(dice), to: drawDesk(dice), fn: 'unwind', args: [asset] }
}

/** There is a ticket: nobody asks for a place that isn't. */
export function drawClaimTicket(dice: Dice, { liquid: { tickets } }: World): Call {
  const paid = tickets.flatMap(({ assets }, place) => ((assets as bigint) > 0n ? [place] : []))
  const place = paid.length > 0 && !oneIn(dice, 6) ? pick(dice, paid) : dice.throw(tickets.length)
  return { from: drawKeeper(dice), to: drawDesk(dice), fn: 'claim', args: [BigInt(place)] }
}

export function drawDistribute(dice: Dice): Call {
  return { from: drawKeeper(dice), to: 'firstLoss', fn: 'distribute', args: [] }
}

// -- Validators ----------------------------------------------------------------------------------

export function drawStake(dice: Dice, world: World, { now }: Moment): Call {
  const { liquid: state } = world
  const index = pick(dice, delegators)
  const stakeable = liquid.stakeable(state, now) as bigint
  const room = liquid.roomFor(state, { index, asset: liquid.ETHER }, { now }) as bigint
  const whole = (amount: bigint) => (amount / ether) * ether
  const assets = weighted(dice, [
    [6, 31n * ether],
    [2, whole(room)],
    [1, near(dice, 31n * ether)],
    [1, near(dice, 2_047n * ether)],
    [1, whole(stakeable)],
    [1, whole(room) + ether],
  ])
  const { operator } = state.delegators.get(index)!
  const offered = [...(state.offered.get(operator) ?? [])].filter((key) => !state.staked.has(key))
  const next = offered.length > 0 ? pick(dice, offered) : `key ${world.validators + 1}`
  const known = [...state.staked]
  const key = known.length > 0 && oneIn(dice, 8) ? pick(dice, known) : next
  const validator = evidenceOf(key, index)
  return {
    from: drawKeeper(dice),
    to: 'native',
    fn: 'stake',
    args: [index, pubkeyOf(key), assets, validator],
  }
}

/** The next validator, or one that was offered before. */
export function drawOffer(dice: Dice, world: World): Call {
  const keys = Array.from(
    { length: 1 + dice.throw(3) },
    (_, i) => `key ${world.validators + 1 + i}`,
  )
  return { from: pick(dice, operators), to: 'native', fn: 'offer', args: [keys] }
}

export function drawWriteOff(dice: Dice, { liquid: state }: World): Call {
  const flying = delegators.flatMap((index) =>
    [...state.delegators.get(index)!.flights.keys()].map((key) => [index, key] as const),
  )
  const [index, key] =
    flying.length > 0 && !oneIn(dice, 6) ? pick(dice, flying) : [pick(dice, delegators), 'key 0']
  const slashed = oneIn(dice, 2)
  return {
    from: drawKeeper(dice),
    to: 'native',
    fn: 'writeOff',
    args: [index, evidenceOf(key, index, { slashed, exitEpoch: slashed ? farFuture : 7n })],
  }
}

const farFuture = (1n << 64n) - 1n
const zero = `0x${'00'.repeat(32)}`

/** A validator as the beacon chain has it after its first deposit. */
export function evidenceOf(
  key: string,
  index: string,
  { slashed = false, exitEpoch = farFuture }: { slashed?: boolean; exitEpoch?: bigint } = {},
): Value {
  return {
    timestamp: 1n,
    state: proof,
    index: 0n,
    validator: {
      pubkeyRoot: key,
      withdrawalCredentials: credentialsOf(index),
      effectiveBalance: 10n ** 9n,
      slashed,
      activationEligibilityEpoch: farFuture,
      activationEpoch: farFuture,
      exitEpoch,
      withdrawableEpoch: farFuture,
    },
    siblings: [],
  }
}

/** Of a state that nobody asks about: an account stands for the witness. */
const proof: Value = {
  header: {
    slot: 0n,
    proposerIndex: 0n,
    parentRoot: zero,
    stateRoot: zero,
    bodyRoot: zero,
  },
  previousVersion: '0x00000000',
  currentVersion: '0x00000000',
  forkEpoch: 0n,
  validatorsRoot: zero,
  balancesRoot: zero,
  pendingDepositsRoot: zero,
  siblings: [],
}

// -- Rewards -------------------------------------------------------------------------------------

export function drawReward(dice: Dice): Call {
  const units = upTo(dice, 1_000n * ether)
  return { from: 'keeper', to: reward, fn: 'transfer', args: ['auction', units] }
}

export function drawAuction(dice: Dice, { liquid: state }: World, { now }: Moment): Call {
  const { auctions, auction } = state
  const of = auctions.get(reward)
  if (!of || oneIn(dice, 16))
    return {
      from: orIntruder(dice, 'starter'),
      to: 'auction',
      fn: 'list',
      args: [
        reward,
        near(dice, pick(dice, [ether / 50n, ether / 50n, liquid.minPrice, liquid.maxPrice])),
      ],
    }
  const open = oneIn(dice, 2)
    ? { from: drawKeeper(dice), to: 'tips', fn: 'openAuction', args: [reward] }
    : { from: drawKeeper(dice), to: 'auction', fn: 'open', args: [reward] }
  if (of.lot === 0n || now > liquid.endOf(of, auction) || oneIn(dice, 8)) return open

  const lot = of.lot as bigint
  const units = weighted(dice, [
    [4, upTo(dice, lot)],
    [2, lot],
    [1, near(dice, lot)],
    [1, near(dice, 1n)],
  ])
  const price = liquid.priceUp(of, auction, now)
  const sold = lot - units < 0n ? lot : units
  const exact = (sold * price + ether - 1n) / ether
  return {
    from: 'bidder',
    to: 'auction',
    fn: 'buy',
    args: [reward, units, oneIn(dice, 4) ? near(dice, lot) : 0n, 'bidder'],
    value: oneIn(dice, 3) ? near(dice, exact) : exact * 2n,
  }
}
