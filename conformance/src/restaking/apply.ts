import { restaking, SpecError } from '@cairn/spec'
import { hashView } from './abi.ts'
import { operators, watched } from './names.ts'
import type { Call, Expectation, Value, Watch } from './trace.ts'
import { verbs } from './verbs.ts'
import { view } from './view.ts'

/** Does a call on the specification, and says what the contracts have to answer. */
export function apply(state: restaking.State, call: Call, at: bigint): Expectation {
  const { run } = verbs[call.fn]!
  const watch = touched(state, call)
  const env = { block: at, sender: call.from, value: call.value }
  state.events = []

  try {
    const returned = run(state, call.args, env, call.to)
    const events = state.events.map(({ emitter, name, args }) => ({
      emitter,
      name,
      args: args as Record<string, Value>,
    }))
    return { ok: true, return: returned, events, watch }
  } catch (error) {
    if (!(error instanceof SpecError)) throw error
    return { ok: false, error: error.name, events: [], watch }
  }
}

/** Who the call is about, and their operators. */
function touched(state: restaking.State, { from, to, args }: Call): Watch {
  const named = new Set([from, to, ...namesIn(args)])
  const stakers = watched.filter((name) => named.has(name) || named.has(restaking.podName(name)))
  const theirs = stakers.map((name) => state.stakers.get(name)?.operator)
  return {
    stakers,
    operators: operators.filter((name) => named.has(name) || theirs.includes(name)),
  }
}

function namesIn(value: Value): string[] {
  if (typeof value === 'string') return [value]
  if (typeof value !== 'object') return []
  return Object.values(value).flatMap((inner) => namesIn(inner as Value))
}

export function digest(state: restaking.State, block: bigint, watch: Watch) {
  return hashView(view(state, block, watch))
}
