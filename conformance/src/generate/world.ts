import {
  type Bps,
  defaultParameters,
  ether,
  genesis,
  type Parameters,
  parameterBounds,
  type State,
} from '@cairn/spec'
import { type Dice, oneIn, pick, upTo } from '../dice.ts'
import type { Genesis } from '../trace.ts'

/** A history in the making: the state, and what the next call may have to know of the earlier ones. */
export type World = {
  state: State
  now: bigint
  /** What `open` returned. */
  execution: bigint
  /** Every ticket there ever was. */
  ids: bigint[]
  /** The least that time goes on between two calls: 1 where each has a block to itself. */
  tick: bigint
  /** A world of millions of ether, where words of the ledger run out of room. */
  vast: boolean
}

const birth = 1_800_000_000n
const most = (1n << 80n) - 1n

/** Mostly the parameters that will be deployed; now and then one is at a bound. */
export function drawGenesis(dice: Dice): Genesis {
  const parameters: Parameters = { ...defaultParameters }
  for (const name of Object.keys(parameterBounds) as (keyof Parameters)[])
    if (oneIn(dice, 12))
      parameters[name] = pick<Bps>(dice, parameterBounds[name](parameters)) as bigint
  const [least, greatest] = parameterBounds.laneMaxFeeBps(parameters)
  if (parameters.laneMaxFeeBps < least || parameters.laneMaxFeeBps > greatest)
    parameters.laneMaxFeeBps = least

  const value = pick(dice, [
    ether(1),
    ether(1) / 1_000n,
    ether(1) / 1_000n + upTo(dice, ether(1_000)),
    most,
  ])
  return { now: birth, value, parameters }
}

export function begin({ now, value, parameters }: Genesis, tick = 0n): World {
  return {
    state: genesis({ now, value, parameters }),
    now,
    execution: 0n,
    ids: [],
    tick,
    vast: value === most,
  }
}
