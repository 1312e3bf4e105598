import { expect } from 'vitest'
import { close } from '../src/ledger/close.ts'
import { deposit } from '../src/ledger/deposit.ts'
import { open } from '../src/ledger/open.ts'
import { rate } from '../src/ledger/accrue.ts'
import { toAssetsDown } from '../src/ledger/rate.ts'
import { genesis, type Env, type State, balanceOf } from '../src/state.ts'
import type { Parameters } from '../src/parameters.ts'
import { ether, type Seconds, type Wei } from '../src/units.ts'
import { SpecError, type SpecErrors } from '../src/error.ts'

export const start: Seconds = 1_800_000_000n
export const hour: Seconds = 3_600n
export const day: Seconds = 86_400n

export function at(now: Seconds, sender = 'alice'): Env {
  return { now, sender }
}

/** Alice holds 100 ether's worth, bob 50, nobody 1. */
export function world(parameters: Partial<Parameters> = {}): State {
  const state = genesis({ now: start, value: ether(1), parameters })
  deposit(state, { assets: ether(100), receiver: 'alice' }, at(start, 'alice'))
  deposit(state, { assets: ether(50), receiver: 'bob' }, at(start, 'bob'))
  state.events.length = 0
  return state
}

/** A checkpoint that finds `delta` wei more, or less, than is accounted. */
export function checkpoint(state: State, now: Seconds, delta: Wei = 0n) {
  const swept = delta > 0n ? delta : 0n
  const execution = open(state, {}, { now, sender: 'registry', value: swept })
  const lost = delta < 0n ? -delta : 0n
  const outside = state.money.outside - lost
  return close(state, { execution, outside, pinnedAt: now - 12n }, { now, sender: 'registry' })
}

export function worth(state: State, owner: string, now: Seconds): Wei {
  const { assets, supply } = rate(state.money, state.parameters, now)
  return toAssetsDown(balanceOf(state, owner), assets, supply)
}

export function expectError<name extends keyof SpecErrors>(
  call: () => unknown,
  name: name,
  args: SpecErrors[name],
) {
  let thrown: unknown
  try {
    call()
  } catch (error) {
    thrown = error
  }
  expect(thrown).toBeInstanceOf(SpecError)
  expect(thrown).toMatchObject({ name, args })
}
