import { apply, digest } from '../apply.ts'
import { type Dice, seeded, weighted } from '../dice.ts'
import { accounts } from '../names.ts'
import type { Call, Step, Trace } from '../trace.ts'
import { verbs } from '../verbs.ts'
import * as backing from './backing.ts'
import * as entering from './entering.ts'
import * as leaving from './leaving.ts'
import { drawRead } from './reading.ts'
import { drawTime } from './time.ts'
import * as tokens from './tokens.ts'
import { begin, drawGenesis, type World } from './world.ts'

export { begin, drawGenesis, type World } from './world.ts'

/** A history of `length` calls from one seed. */
export function generate(seed: number, length: number): Trace {
  const dice = seeded(seed)
  const genesis = drawGenesis(dice)
  const world = begin(genesis)
  const steps = Array.from({ length }, (_, index) => {
    const step = draw(dice, world)
    return sealed(world, step, isWhole(index, length))
  })

  return { seed, genesis, steps }
}

/** Now and then, and at the end, a digest covers everyone and every ticket. */
export function isWhole(index: number, length: number): boolean {
  return index % 32 === 31 || index === length - 1
}

/** With the hash of the state that it leaves: of what it touched, or of the whole. A call that reverts, or only reads, leaves
 * the state as it was. */
export function sealed({ state, ids }: World, step: Step, whole = false): Step {
  if (!whole && (!step.expect.ok || verbs[step.fn]!.view)) return step

  const watch = whole ? { accounts, tickets: [...ids] } : step.expect.watch
  return { ...step, expect: { ...step.expect, watch, digest: digest(state, step.at, watch) } }
}

/** The next call of a history, made. */
export function draw(dice: Dice, world: World): Step {
  const at = drawTime(dice, world)
  return make(world, drawCall(dice, world, at), at)
}

export function make(world: World, call: Call, at: bigint): Step {
  const expect = apply(world.state, call, at)
  world.now = at
  if (expect.ok && call.fn === 'open') world.execution = expect.return![0] as bigint
  for (const id of expect.watch.tickets) if (id > 0n && !world.ids.includes(id)) world.ids.push(id)
  return { ...call, at, expect }
}

type Draw = (dice: Dice, world: World, at: bigint) => Call

function drawCall(dice: Dice, world: World, at: bigint): Call {
  const { money, queue } = world.state
  const lapsed = at > money.provenAt + world.state.parameters.freshFor
  const tickets = queue.tickets.size > 0

  return weighted<Draw>(dice, [
    [12, entering.drawDeposit],
    [4, entering.drawMint],
    [9, leaving.drawRequestRedeem],
    [money.eligible > 0n ? 10 : 1, leaving.drawFill],
    [money.laneCapacity > 0n ? 8 : 1, leaving.drawRedeemInstant],
    [tickets ? 8 : 1, leaving.drawClaim],
    [tickets ? 4 : 1, leaving.drawSettle],
    [queue.settled.size > 0 ? 4 : 1, leaving.drawTakeOut],
    [money.open ? 1 : lapsed ? 14 : 5, backing.drawOpen],
    [money.open ? 16 : 1, backing.drawClose],
    [3, backing.drawStake],
    [2, backing.drawCredit],
    [2, backing.drawTip],
    [1, backing.drawSuspend],
    [1, backing.drawDonation],
    [1, backing.drawIntrusion],
    [3, tokens.drawTransfer],
    [2, tokens.drawTransferFrom],
    [2, tokens.drawApprove],
    [2, tokens.drawSetOperator],
    [tickets ? 3 : 1, tokens.drawTicketTrade],
    [2, collect],
    [4, drawRead],
  ])(dice, world, at)
}

function collect(): Call {
  return { from: 'keeper', to: 'vault', fn: 'collectFees', args: [] }
}
