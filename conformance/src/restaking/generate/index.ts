import { type restaking, weiPerGwei } from '@cairn/spec'
import { type Dice, seeded, weighted } from '../../dice.ts'
import { apply, digest } from '../apply.ts'
import type { Call, Step, Trace } from '../trace.ts'
import { verbs } from '../verbs.ts'
import { whole } from '../view.ts'
import * as ether from './ether.ts'
import * as services from './services.ts'
import * as staking from './staking.ts'
import { drawBlock } from './time.ts'
import { begin, drawGenesis, prelude, type World } from './world.ts'

export { begin, drawGenesis, prelude, type World } from './world.ts'

/** A history of `length` calls from one seed, after those that found the world. */
export function generate(seed: number, length: number): Trace {
  const dice = seeded(seed)
  const genesis = drawGenesis(dice)
  const world = begin(genesis)
  const steps = prelude(dice).map((call) => make(world, call, world.block))
  for (let index = 0; index < length; index++) {
    const step = draw(dice, world)
    steps.push(sealed(world, step, isWhole(index, length)))
  }

  return { seed, genesis, steps }
}

/** Now and then, and at the end, a digest covers everyone. */
export function isWhole(index: number, length: number): boolean {
  return index % 32 === 31 || index === length - 1
}

/** With the hash of the state that it leaves: of whom it touched, or of the whole. A call that reverts, or only reads, leaves
 * the state as it was. */
export function sealed({ state }: World, step: Step, all = false): Step {
  if (!all && (!step.expect.ok || verbs[step.fn]!.view)) return step

  const watch = all ? whole : step.expect.watch
  return { ...step, expect: { ...step.expect, watch, digest: digest(state, step.at, watch) } }
}

/** The next call of a history, made. */
export function draw(dice: Dice, world: World): Step {
  const at = drawBlock(dice, world)
  return make(world, drawCall(dice, world, at), at)
}

export function make(world: World, call: Call, at: bigint): Step {
  const expect = apply(world.state, call, at)
  world.block = at
  if (expect.ok) remember(world, call)
  return { ...call, at, expect }
}

function remember({ completed, found }: World, { fn, args }: Call) {
  if (fn === 'completeQueuedWithdrawal') completed.push(args[0] as unknown as restaking.Withdrawal)
  if (fn !== 'recordBeaconChainETHBalanceUpdate') return
  const [owner, , change] = args as [string, bigint, bigint]
  const before = found.get(owner) ?? 0n
  found.set(owner, before + change > 0n ? before + change - ((before + change) % weiPerGwei) : 0n)
}

type Draw = (dice: Dice, world: World, at: bigint) => Call

function drawCall(dice: Dice, world: World, at: bigint): Call {
  const { state } = world
  const ripe = [...state.withdrawals.values()].some(
    ({ startBlock }) => at > (startBlock as bigint) + state.parameters.withdrawalDelay,
  )
  const pods = state.pods.size > 0

  return weighted<Draw>(dice, [
    [12, staking.drawDeposit],
    [7, staking.drawDelegateTo],
    [2, staking.drawRegisterAsOperator],
    [3, staking.drawUndelegate],
    [2, staking.drawRedelegate],
    [10, staking.drawQueueWithdrawals],
    [ripe ? 14 : 2, staking.drawComplete],
    [5, services.drawRegister],
    [2, services.drawDeregister],
    [1, services.drawSetAllocationDelay],
    [12, services.drawModifyAllocations],
    [3, services.drawClearDeallocations],
    [9, services.drawSlash],
    [4, services.drawClear],
    [2, services.drawSetChange],
    [1, ether.drawCreatePod],
    [pods ? 3 : 0, ether.drawIncome],
    [pods ? 5 : 0, ether.drawStartCheckpoint],
    [pods ? 6 : 0, ether.drawBalanceUpdate],
    [3, ether.drawRebase],
    [4, ether.drawRead],
    [1, ether.drawIntrusion],
  ])(dice, world, at)
}
