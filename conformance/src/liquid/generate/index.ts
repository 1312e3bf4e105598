import { liquid, type restaking, secondsPerSlot } from '@cairn/spec'
import { type Dice, seeded, weighted } from '../../dice.ts'
import { apply } from '../apply.ts'
import type { Call, Moment, Step, Trace } from '../trace.ts'
import { beacon } from '../names.ts'
import { digest, view } from '../view.ts'
import { begin, join, type World } from '../world.ts'
import * as entering from './entering.ts'
import * as issuers from './issuers.ts'
import * as keeping from './keeping.ts'
import * as layer from './layer.ts'
import * as leaving from './leaving.ts'
import * as reading from './reading.ts'
import { drawMoment } from './time.ts'
import { drawGenesis, prelude } from './world.ts'

export { begin, type World } from '../world.ts'
export { drawGenesis, prelude } from './world.ts'

/** A history of `length` calls from one seed, after those that found the world. */
export function generate(seed: number, length: number): Trace {
  const dice = seeded(seed)
  const genesis = drawGenesis(dice)
  const world = begin(genesis)
  const steps = prelude(dice).map((call) => make(world, call, soon(world)))
  for (let index = 0; index < length; index++) steps.push(sealed(world, draw(dice, world)))
  return { seed, genesis, steps }
}

/** With the hash of the state that it leaves. A call that reverts leaves the state as it was. */
export function sealed(world: World, step: Step): Step {
  if (!step.expect.ok || step.to === beacon) return step
  return { ...step, expect: { ...step.expect, digest: digest(view(world)) } }
}

/** The next call of a history, made. */
export function draw(dice: Dice, world: World): Step {
  const at = drawMoment(dice, world)
  join(world, at.now)
  return make(world, drawCall(dice, world, at), at)
}

/** The next block. */
export function soon({ block, now }: World): Moment {
  return { block: block + 1n, now: now + secondsPerSlot }
}

export function make(world: World, call: Call, { block, now }: Moment): Step {
  const expect = apply(world, call, { block, now })
  Object.assign(world, { block, now })
  if (expect.ok) remember(world, call, expect.return!)
  return { ...call, block, now, expect }
}

function remember(world: World, { to, fn, args }: Call, returned: readonly unknown[]) {
  if (to === 'csETH' && fn === 'open') world.execution = returned[0] as bigint
  if (to === 'native' && fn === 'stake') world.validators += 1
  if (fn === 'complete') world.completed.push(args[1] as unknown as restaking.Withdrawal)
}

type Draw = (dice: Dice, world: World, at: Moment) => Call

function drawCall(dice: Dice, world: World, at: Moment): Call {
  const { liquid: state, csETH } = world
  const { money } = state.vault
  const queued = state.restaking.withdrawals.size > 0
  const asked = state.vault.queue.tickets.size > 0
  const waits = [...state.assets.values()].some(({ waiting }) => waiting > 0n)
  const flying = [...state.delegators.values()].some(({ flights }) => flights.size > 0)
  const missing = state.round.missing.size > 0
  const due = at.now >= state.round.openedAt + state.parameters.roundInterval
  const short = liquid.missingOf(state, at.now) > 0n
  const wanted = liquid.wanted(state, at) > 0n
  const paid = state.tickets.some(({ assets }) => assets > 0n)
  const filled = state.vault.queue.fills.length > 1 && asked
  const stamped = at.block <= state.stampedAt + state.parameters.stampFor

  return weighted<Draw>(dice, [
    [6, entering.drawDepositETH],
    [7, (d, w) => entering.drawDeposit(d, w, at.now)],
    [1, entering.drawTransfer],
    [2, entering.drawGift],
    [6, leaving.drawRequestRedeem],
    [money.eligible > 0n && stamped ? 60 : 1, (d, w) => leaving.drawFill(d, w, at.now)],
    [filled ? 12 : asked ? 2 : 1, leaving.drawClaim],
    [
      stamped && money.laneCapacity > 0n ? 12 : 1,
      (d, w) => leaving.drawRedeemInstant(d, w, at.now),
    ],
    [
      stamped && waits && money.laneCapacity > 0n ? 14 : 1,
      (d, w) => leaving.drawRedeemInKind(d, w, at.now),
    ],
    [missing ? 1 : due ? 25 : 2, keeping.drawOpenRound],
    [missing ? 90 : 3, keeping.drawSync],
    [2, keeping.drawAppraise],
    [stamped ? 1 : money.eligible > 0n ? 40 : 8, keeping.drawCheck],
    [2, keeping.drawDelegate],
    [2, keeping.drawLeave],
    [waits ? 10 : 1, keeping.drawRoute],
    [wanted ? 20 : 3, keeping.drawLay],
    [3, keeping.drawDerisk],
    [queued ? 12 : 1, keeping.drawComplete],
    [waits && short ? 20 : 1, keeping.drawUnwind],
    [state.tickets.length > 0 ? (paid ? 16 : 1) : 0, keeping.drawClaimTicket],
    [2, keeping.drawDistribute],
    [5, keeping.drawStake],
    [2, keeping.drawOffer],
    [flying ? 3 : 1, keeping.drawWriteOff],
    [2, keeping.drawReward],
    [5, keeping.drawAuction],
    [1, layer.drawRegister],
    [1, layer.drawSetAllocationDelay],
    [7, layer.drawAllocate],
    [6, layer.drawSlash],
    [2, layer.drawUndelegate],
    [3, layer.drawIncome],
    [4, (d, w) => layer.drawCount(d, w, at.now)],
    [3, layer.drawBalanceUpdate],
    [1, layer.drawRebase],
    [
      csETH.money.open || csETH.money.slashing ? 25 : 2,
      (d, w) => issuers.drawCheckpoint(d, w, at.now),
    ],
    [csETH.money.eligible > 0n ? 20 : 4, (d, w) => issuers.drawStakedEther(d, w, at.now)],
    [3, issuers.drawReport],
    [6, reading.drawRead],
    [1, reading.drawIntrusion],
  ])(dice, world, at)
}
