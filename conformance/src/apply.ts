import { defaultAddresses, SpecError, type State, stateView } from '@cairn/spec'
import { hashView, type View } from './abi.ts'
import { accounts, addressOf } from './names.ts'
import type { Call, Expectation, Value, Watch } from './trace.ts'
import { verbs } from './verbs.ts'

/** Does a call on the specification, and says what the contracts have to answer. */
export function apply(state: State, call: Call, at: bigint): Expectation {
  const { run } = verbs[call.fn]!
  state.events.length = 0

  try {
    const returned = run(state, call.args, { now: at, sender: call.from, value: call.value })
    const events = state.events.map(({ emitter, name, args }) => ({
      emitter: emitter as string,
      name,
      args: args as Record<string, Value>,
    }))
    return { ok: true, return: returned, events, watch: touched(call, returned) }
  } catch (error) {
    if (!(error instanceof SpecError)) throw error
    const { name, args } = error
    return {
      ok: false,
      error: name,
      args: args as Record<string, Value>,
      events: [],
      watch: touched(call, []),
    }
  }
}

/** Who and what the call is about. */
function touched(call: Call, returned: readonly Value[]): Watch {
  const named = call.args.filter((arg) => typeof arg === 'string')
  return {
    accounts: accounts.filter((name) => name === call.from || named.includes(name)),
    tickets: ticketsOf(call, returned),
  }
}

function ticketsOf({ fn, args }: Call, returned: readonly Value[]): bigint[] {
  switch (fn) {
    case 'requestRedeem':
      return returned as bigint[]
    case 'claim':
      return [args[0] as bigint, ...(returned.slice(1) as bigint[])]
    case 'settle':
      return (args[0] as bigint[]).slice(0, 8)
    case 'transferTicket':
      return [args[2] as bigint]
    case 'approveTicket':
      return [args[1] as bigint]
    default:
      return []
  }
}

/** The state after a step, as a replay compares it. */
export function view(state: State, now: bigint, { accounts, tickets }: Watch): View {
  return {
    ...stateView(state, { now, accounts, ids: tickets }),
    ether: held(state.ether, accounts),
    weth: held(state.weth, accounts),
  }
}

export function digest(state: State, now: bigint, watch: Watch) {
  return hashView(view(state, now, watch), addressOf)
}

function held(changes: ReadonlyMap<string, bigint>, accounts: readonly string[]) {
  return accounts.map((name) => (changes.get(name) ?? 0n) + (isUnfunded(name) ? 0n : purse))
}

/** Ether and WETH that everybody but the contracts and the dead begins with: more than any history moves. */
export const purse = 1n << 120n

export function isUnfunded(name: string): boolean {
  return unfunded.has(name)
}

const unfunded = new Set<string>([
  defaultAddresses.dead,
  defaultAddresses.vault,
  defaultAddresses.queue,
])
