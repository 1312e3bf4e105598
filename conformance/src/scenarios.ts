import { defaultParameters, ether, lineOrigin, toAssetsUp } from '@cairn/spec'
import { split } from './generate/backing.ts'
import { begin, isWhole, make, sealed, type World } from './generate/index.ts'
import type { Call, Genesis, Step, Trace } from './trace.ts'

/** Histories that are told, not drawn: each shows one promise being kept. */
export const scenarios: readonly Scenario[] = [
  {
    name: 'loss-between-two-fills',
    about:
      'Of two tickets, one is filled before a slashing is booked and keeps what it was paid; the other bears it.',
    *calls() {
      yield call(0n, 'alice', 'depositETH', ['alice'], ether(100))
      yield call(0n, 'bob', 'depositETH', ['bob'], ether(100))
      yield call(12n, 'alice', 'requestRedeem', [share(10n), 'alice', 'alice'])
      yield call(12n, 'bob', 'requestRedeem', [share(10n), 'bob', 'bob'])
      yield call(12n, registry, 'stake', [ether(160)])
      yield call(12n, registry, 'open', [])
      yield close(60n, 0n)
      yield call(12n, 'keeper', 'fill', [ether(10)])
      yield call(600n, registry, 'suspend', [])
      yield call(1n, 'keeper', 'fill', [ether(10)])
      yield call(11n, registry, 'open', [])
      yield call(1n, 'keeper', 'fill', [ether(10)])
      yield call(1n, 'alice', 'redeemInstant', [share(1n), 'alice', 'alice'])
      yield close(60n, -ether(16))
      yield call(12n, 'keeper', 'fill', [ether(10)])
      yield call(12n, 'alice', 'claim', [lineOrigin, 'alice'])
      yield call(12n, 'bob', 'claim', [lineOrigin + share(10n), 'bob'])
    },
  },
  {
    name: 'instant-in-parts',
    about: 'What one redemption of the whole bucket costs, sixteen cost too, but for a wei a part.',
    *calls() {
      yield call(0n, 'alice', 'depositETH', ['alice'], ether(1_600))
      yield call(12n, registry, 'open', [], ether(1))
      yield close(60n, ether(1))
      for (let part = 0; part < 16; part++)
        yield call(12n, 'alice', 'redeemInstant', [share(1n), 'alice', 'alice'])
      yield call(12n, 'alice', 'redeemInstant', [share(1n), 'alice', 'alice'])
    },
  },
  {
    name: 'a-donation',
    about:
      'Ether that arrives unasked buys nobody anything: the next checkpoint finds it, and it vests.',
    *calls() {
      yield call(0n, 'eve', 'depositETH', ['eve'], 1n)
      yield call(0n, 'eve', 'receive', [], ether(1_000))
      yield call(0n, 'alice', 'depositETH', ['alice'], ether(1))
      yield call(12n, registry, 'stake', [ether(500)])
      yield call(12n, registry, 'open', [])
      yield close(60n, ether(1_000))
      yield call(0n, 'eve', 'redeemInstant', [1n, 'eve', 'eve'])
      yield call(86_400n, 'bob', 'depositETH', ['bob'], ether(1))
      yield call(0n, 'eve', 'rate', [])
    },
  },
  {
    name: 'a-lapsed-prover',
    about:
      'When nobody proves, nobody new comes in and nothing is filled, and what was filled is still paid.',
    *calls() {
      yield call(0n, 'alice', 'depositETH', ['alice'], ether(100))
      yield call(12n, 'alice', 'requestRedeem', [share(20n), 'alice', 'alice'])
      yield call(12n, registry, 'open', [])
      yield close(60n, 0n)
      yield call(12n, 'keeper', 'fill', [ether(15)])
      yield call(21_600n, 'keeper', 'fill', [ether(5)])
      yield call(200_000n, 'bob', 'depositETH', ['bob'], ether(1))
      yield call(0n, 'alice', 'redeemInstant', [share(1n), 'alice', 'alice'])
      yield call(0n, 'alice', 'requestRedeem', [share(5n), 'alice', 'alice'])
      yield call(0n, 'alice', 'claim', [lineOrigin, 'alice'])
    },
  },
  {
    name: 'the-last-fresh-second',
    about: 'A proof is fresh through its last second, and not a second longer.',
    *calls() {
      yield call(0n, 'alice', 'depositETH', ['alice'], ether(100))
      yield call(12n, 'alice', 'requestRedeem', [share(20n), 'alice', 'alice'])
      yield call(12n, registry, 'open', [])
      yield close(60n, 0n)
      const { freshFor } = defaultParameters
      yield call(freshFor - 12n, 'keeper', 'fill', [ether(5)])
      yield call(1n, 'keeper', 'fill', [ether(5)])
    },
  },
  {
    name: 'by-somebody-else',
    about:
      'Who acts for a holder gets nothing of it: the rest of a ticket and its ether stay the holder’s.',
    *calls() {
      yield call(0n, 'alice', 'depositETH', ['alice'], ether(100))
      yield call(12n, 'alice', 'requestRedeem', [share(20n), 'alice', 'alice'])
      yield onTicket(12n, 'alice', 'approveTicket', ['bob', lineOrigin])
      yield call(12n, registry, 'open', [])
      yield close(60n, 0n)
      yield call(12n, 'keeper', 'fill', [ether(5)])
      yield onTicket(12n, 'bob', 'claim', [lineOrigin, 'carol'])
      yield onTicket(12n, 'alice', 'setTicketOperator', ['bob', true])
      yield call(12n, 'keeper', 'fill', [ether(5)])
      yield onTicket(12n, 'bob', 'settle', [[lineOrigin + share(5n)]])
      yield call(12n, 'bob', 'redeem', [1n, 'bob', 'bob'])
      yield call(12n, 'alice', 'redeem', [share(5n), 'alice', 'alice'])
    },
  },
  {
    name: 'a-sold-ticket',
    about: 'Whoever buys an id gets what it shows; a claim just before the sale ends the id.',
    *calls() {
      yield call(0n, 'alice', 'depositETH', ['alice'], ether(100))
      yield call(12n, 'alice', 'requestRedeem', [share(20n), 'alice', 'alice'])
      yield call(12n, 'alice', 'requestRedeem', [share(20n), 'alice', 'alice'])
      yield call(12n, registry, 'open', [])
      yield close(60n, 0n)
      yield call(12n, 'keeper', 'fill', [ether(15)])
      yield onTicket(0n, 'alice', 'claim', [lineOrigin, 'alice'])
      yield onTicket(0n, 'alice', 'transferTicket', ['alice', 'bob', lineOrigin])
      yield onTicket(0n, 'alice', 'transferTicket', ['alice', 'bob', lineOrigin + share(15n)])
      yield call(12n, 'keeper', 'fill', [ether(25)])
      yield onTicket(0n, 'alice', 'claim', [lineOrigin + share(15n), 'alice'])
      yield onTicket(0n, 'bob', 'claim', [lineOrigin + share(15n), 'bob'])
      yield onTicket(0n, 'alice', 'settle', [[lineOrigin + share(20n)]])
      yield call(0n, 'alice', 'redeem', [share(20n) + 1n, 'alice', 'alice'])
      yield call(0n, 'alice', 'withdraw', [ether(20), 'alice', 'alice'])
    },
  },
  {
    name: 'a-total-loss',
    about:
      'When all is lost, a wei stays: the rate keeps a meaning, and who comes later gets what is theirs.',
    *calls({ state }) {
      yield call(0n, 'alice', 'depositETH', ['alice'], ether(9))
      yield call(12n, 'alice', 'requestRedeem', [share(2n), 'alice', 'alice'])
      yield call(12n, registry, 'open', [])
      yield close(12n, -state.money.backing)
      yield call(0n, 'alice', 'rate', [])
      yield call(0n, 'keeper', 'fill', [ether(1)])
      yield call(12n, 'bob', 'depositETH', ['bob'], 1_000_000n)
      yield call(12n, registry, 'open', [])
      yield close(12n, 1_000n)
      yield call(0n, 'keeper', 'fill', [ether(1)])
      yield call(86_400n, 'bob', 'rate', [])
    },
  },
  {
    name: 'no-room-for-fee-shares',
    about:
      'Where the supply fills its word, the fee goes without shares, and everything else goes on.',
    value: (1n << 80n) - 1n,
    *calls({ state }) {
      // A little less than a wei a share, so that the shares run out of room before the backing does.
      yield call(12n, registry, 'open', [])
      yield close(12n, -ether(1))
      const { shares, backing } = state.money
      const room = toAssetsUp((1n << 88n) - 1n - shares, backing, shares)
      yield call(12n, 'alice', 'depositETH', ['alice'], room - 1n)
      yield call(0n, 'alice', 'mint', [(1n << 88n) - 1n - state.money.shares, 'alice'])
      yield call(12n, registry, 'open', [])
      yield close(12n, ether(1_000))
      yield call(600_000n, 'alice', 'rate', [])
      yield call(0n, 'keeper', 'collectFees', [])
      yield call(12n, registry, 'open', [])
      yield close(12n, 0n)
    },
  },
]

type Scenario = {
  name: string
  about: string
  /** Of genesis; 1 ether if not said. */
  value?: bigint
  calls(world: World): Generator<Told>
}

/** A call, so many seconds after the one before. `close` is told what it finds too much. */
type Told = Call & { after: bigint; finds?: bigint }

const registry = 'registry'
const start = 1_800_000_000n

export function tell({ name, about, value = ether(1), calls }: Scenario): {
  name: string
  trace: Trace
} {
  const genesis: Genesis = { now: start, value, parameters: defaultParameters }
  const world = begin(genesis)
  const steps: Step[] = []
  for (const { after, finds, ...told } of calls(world)) {
    const at = world.now + after
    steps.push(make(world, finds === undefined ? told : finding(told, world, finds, at), at))
  }
  return { name, trace: { seed: 0, about, genesis, steps: seal(genesis, steps) } }
}

/** Sealing looks at the state after each step, so the history is gone through once more. */
function seal(genesis: Genesis, steps: readonly Step[]): Step[] {
  const world = begin(genesis)
  return steps.map(({ expect: _, at, ...call }, index) =>
    sealed(world, make(world, call, at), isWhole(index, steps.length)),
  )
}

function finding(call: Call, { state, execution }: World, finds: bigint, at: bigint): Call {
  if (call.args.length > 0) return call
  return { ...call, args: [...split(state.money.backingAtOpen + finds, execution), at - 12n] }
}

function call(after: bigint, from: string, fn: string, args: Call['args'], value?: bigint): Told {
  const to = fn === 'claim' ? 'queue' : 'vault'
  return value === undefined ? { after, from, to, fn, args } : { after, from, to, fn, args, value }
}

function onTicket(after: bigint, from: string, fn: string, args: Call['args']): Told {
  return { after, from, to: 'queue', fn, args }
}

function close(after: bigint, finds: bigint): Told {
  return { after, from: registry, to: 'vault', fn: 'close', args: [], finds }
}

function share(whole: bigint): bigint {
  return whole * 10n ** 18n
}
