import { SpecError } from '@cairn/spec'
import type { Emitted } from '../codec.ts'
import { emitters } from './abi.ts'
import type { Call, Expectation, Moment, Value } from './trace.ts'
import { verbOf } from './verbs.ts'
import { attempt, type World } from './world.ts'

/** Does a call on the specification, and says what the contracts have to answer. */
export function apply(world: World, call: Call, { block, now }: Moment): Expectation {
  const { from: sender, to, fn, args, value } = call
  const run = verbOf(to, fn)
  try {
    const returned = attempt(world, now, () => run(world, args, { now, block, sender, value }, to))
    const events = world.liquid.events as unknown as readonly Emitted[]
    const seen = to === 'csETH' || to === 'csQueue' ? [] : events
    return {
      ok: true,
      return: returned,
      events: seen.filter(({ emitter }) => emitters.includes(emitter)),
    }
  } catch (error) {
    if (!(error instanceof SpecError)) throw error
    const { name, args: given } = error
    return { ok: false, error: name, args: given as Record<string, Value>, events: [] }
  }
}
