import { accrue, rate } from '../ledger/accrue.ts'
import { idle } from '../ledger/idle.ts'
import { toAssetsDown } from '../ledger/rate.ts'
import { divUp, saturatingSub } from '../math.ts'
import { queuedShares } from '../state.ts'
import { type Seconds, secondsPerDay, secondsPerSlot, type Shares, type Wei } from '../units.ts'
import { coming, rungOf } from './lay.ts'
import type { Env, State } from './state.ts'

/** What a request for `shares` would wait for, by what is known now, if nothing else came or went and every keeper did its work. */
export function estimateExit(
  state: State,
  { shares }: { shares: Shares },
  env: Pick<Env, 'now'>,
): Exit {
  const { vault, parameters, restaking } = state
  const { assets, supply } = rate(vault.money, vault.parameters, env.now)
  const exit = {
    ahead:
      toAssetsDown(queuedShares(vault.queue), assets, supply) +
      toAssetsDown(shares, assets, supply),
    idle: idle(accrue(vault.money, vault.parameters, env.now)),
    coming: coming(state),
    rung: rungOf(state, env.now),
    delay: restaking.parameters.withdrawalDelay * secondsPerSlot,
  }
  if (exit.ahead <= exit.idle) return { ...exit, seconds: parameters.roundInterval }

  const missing = saturatingSub(exit.ahead, exit.idle + exit.coming)
  const rungs = missing === 0n ? 0n : divUp(missing, exit.rung) * secondsPerDay
  return { ...exit, seconds: parameters.roundInterval + exit.delay + rungs }
}

export type Exit = {
  /** In line before it, and itself. */
  ahead: Wei
  /** Can be filled now. */
  idle: Wei
  /** Asked back already. */
  coming: Wei
  /** What rungs bring in a day. */
  rung: Wei
  /** From a rung to its ether. */
  delay: Seconds
  seconds: Seconds
}
