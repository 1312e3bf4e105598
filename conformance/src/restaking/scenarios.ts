import { restaking, wad, weiPerGwei } from '@cairn/spec'
import { begin, isWhole, make, prelude, sealed, type World } from './generate/index.ts'
import { strategies } from './names.ts'
import { seeded } from '../dice.ts'
import type { Call, Genesis, Step, Trace, Value } from './trace.ts'

/** Told histories, each about one thing. */
export const scenarios: readonly Scenario[] = [
  {
    name: 'a-tenth-in-the-queue',
    about:
      'A slash of a tenth takes a tenth of what is in the queue through its last slashable block, and nothing after it.',
    *calls({ state }) {
      yield* staked('alice', 'otto', ether(200))
      yield* allocated('otto', 0n, 'steth', wad)
      yield queue(20n, 'alice', 'steth', ether(100))
      yield slash(50n, 0n, ['steth'], [wad / 10n])
      yield complete(0n, state, 'alice', 0n)
      yield complete(1n, state, 'alice', 0n)
      yield complete(0n, state, 'alice', 0n)
      yield queue(0n, 'alice', 'steth', ether(100))
      yield slash(51n, 0n, ['steth'], [wad / 10n])
      yield complete(0n, state, 'alice', 1n)
      yield clear(0n, 0n, 1n)
      yield clear(0n, 0n, 2n)
      yield clear(0n, 0n, 2n)
    },
  },
  {
    name: 'half-of-the-first-set',
    about:
      'ELIP 2: of 200 tokens, 2000, 2500 and 2000 of 10000 allocated, the first set slashes half of its own.',
    *calls() {
      yield* staked('alice', 'otto', ether(200))
      yield* allocated('otto', 0n, 'steth', (wad * 2_000n) / 10_000n)
      yield* allocated('otto', 2n, 'steth', (wad * 2_500n) / 10_000n)
      yield slash(20n, 0n, ['steth'], [wad / 2n])
      yield slash(0n, 2n, ['steth'], [wad])
      yield clear(0n, 2n, 1n)
    },
  },
  {
    name: 'both-slash',
    about:
      'A pod’s loss and its operator’s slash multiply; a validator that comes between isn’t charged with what was slashed.',
    *calls() {
      yield recorded(0n, 'alice', 0n, ether(32))
      yield call(0n, 'alice', 'delegation', 'delegateTo', ['otto', unsigned, salt])
      yield* allocated('otto', 0n, 'beacon', wad)
      yield slash(20n, 0n, ['beacon'], [(wad * 3n) / 4n])
      yield recorded(0n, 'alice', ether(32), ether(32))
      yield recorded(0n, 'alice', ether(64), -ether(16))
      yield queue(0n, 'alice', 'beacon', ether(10))
      yield recorded(1n, 'alice', ether(48), -weiPerGwei)
      yield slash(0n, 0n, ['beacon'], [1n])
      yield recorded(0n, 'alice', ether(48), -ether(48))
      yield recorded(0n, 'alice', 0n, ether(1))
    },
  },
  {
    name: 'a-pod-before-its-operator',
    about:
      'What a pod lost and gained before its owner delegates is neither forgiven nor charged twice; the operator gets it rounded up.',
    *calls() {
      yield* allocated('otto', 0n, 'beacon', wad)
      yield slash(20n, 0n, ['beacon'], [wad / 3n])
      yield recorded(0n, 'alice', 0n, 100n * weiPerGwei)
      yield recorded(0n, 'alice', 100n * weiPerGwei, -31n * weiPerGwei)
      yield recorded(0n, 'alice', 69n * weiPerGwei, 7n * weiPerGwei)
      yield call(0n, 'alice', 'delegation', 'delegateTo', ['otto', unsigned, salt])
      yield recorded(0n, 'alice', 76n * weiPerGwei, weiPerGwei)
      yield call(0n, 'alice', 'delegation', 'undelegate', ['alice'])
    },
  },
  {
    name: 'nothing-left',
    about: 'Where a magnitude is 0 nothing goes in, and what is queued goes out with nothing.',
    *calls({ state }) {
      yield* staked('alice', 'otto', ether(3))
      yield* allocated('otto', 0n, 'steth', wad)
      yield queue(20n, 'alice', 'steth', ether(1))
      yield slash(0n, 0n, ['steth'], [wad])
      yield call(0n, 'bob', 'delegation', 'delegateTo', ['otto', unsigned, salt])
      yield deposit('alice', 'steth', 1n)
      yield deposit('bob', 'steth', 1n)
      yield queue(0n, 'alice', 'steth', ether(1))
      yield complete(51n, state, 'alice', 0n)
      yield complete(0n, state, 'alice', 1n, false)
      yield call(0n, 'otto', 'delegation', 'undelegate', ['alice'])
      yield deposit('alice', 'steth', ether(1))
    },
  },
  {
    name: 'slashed-while-leaving',
    about:
      'Magnitude that is being taken back shrinks with the slash, waits its turn even if nothing of it is left, and is freed in order.',
    *calls() {
      yield* staked('alice', 'otto', ether(7))
      for (const id of [0n, 1n, 2n]) yield* allocated('otto', id, erc20, wad / 4n)
      for (const id of [2n, 0n, 1n]) yield modify(20n, 'otto', id, erc20, id)
      yield slash(0n, 0n, [erc20], [wad / 3n])
      yield slash(0n, 2n, [erc20], [wad])
      yield modify(0n, 'otto', 2n, erc20, 5n)
      yield slash(10n, 1n, [erc20], [wad / 2n])
      yield clearDeallocations(0n, 1n)
      yield clearDeallocations(1n, 1n)
      yield clearDeallocations(20n, 9n)
      yield modify(20n, 'otto', 2n, erc20, 7n)
    },
  },
  {
    name: 'rounded-in-the-queue',
    about:
      'Each of many small withdrawals rounds for itself, the slash of all of them once: less than a wei each.',
    *calls({ state }) {
      yield* allocated('otto', 0n, 'steth', wad)
      for (const by of ['alice', 'bob', 'carol']) yield* staked(by, 'otto', 2n)
      yield slash(20n, 0n, ['steth'], [wad / 20n])
      for (const by of ['alice', 'bob', 'carol']) yield queue(0n, by, 'steth', 2n)
      yield slash(0n, 0n, ['steth'], [(wad * 9n) / 19n])
      for (const by of ['alice', 'bob', 'carol']) yield complete(51n, state, by, 0n)
      yield clear(0n, 0n, 1n)
      yield clear(0n, 0n, 2n)
    },
  },
  {
    name: 'the-last-to-leave',
    about: 'After its token fell, a strategy pays the last to leave what is there.',
    *calls({ state }) {
      yield deposit('alice', 'steth', ether(1))
      yield deposit('bob', 'steth', ether(2))
      yield call(0n, 'steth', 'STETH', 'transfer', ['burn', ether(1)])
      yield queue(0n, 'alice', 'steth', ether(1))
      yield queue(0n, 'bob', 'steth', ether(2))
      yield complete(51n, state, 'alice', 0n)
      yield complete(0n, state, 'bob', 0n)
      yield deposit('bob', 'steth', 5n)
    },
  },
  {
    name: 'a-gift-before-the-first',
    about: 'Whoever gives to an empty strategy keeps nobody out for gain.',
    *calls({ state }) {
      yield call(0n, 'eve', 'STETH', 'transfer', ['steth', ether(1)])
      yield deposit('alice', 'steth', 1_000n)
      yield deposit('alice', 'steth', ether(1))
      yield deposit('bob', 'steth', ether(1))
      yield queue(0n, 'alice', 'steth', 2n)
      yield complete(51n, state, 'alice', 0n)
    },
  },
]

type Scenario = { name: string; about: string; calls(world: World): Generator<Told> }

/** A call, so many blocks after the one before. */
type Told = Call & { after: bigint }

const unsigned = { signature: '0x', expiry: (1n << 256n) - 1n }
const salt = `0x${'5a'.repeat(32)}`
const genesis: Genesis = {
  now: 1_000n,
  parameters: { withdrawalDelay: 50n, deallocationDelay: 50n, configurationDelay: 75n },
}

/** The strategy that every set has. */
const erc20 = strategies.find(({ name }) => name !== 'beacon')!.name

export function tell({ name, about, calls }: Scenario): { name: string; trace: Trace } {
  const world = begin(genesis)
  const steps: Step[] = []
  const told = function* () {
    for (const first of prelude(seeded(0))) yield { ...first, after: 0n }
    yield* calls(world)
  }
  for (const { after, ...of } of told()) steps.push(make(world, of, world.block + after))
  return { name, trace: { seed: 0, about, genesis, steps: seal(steps) } }
}

/** Sealing looks at the state after each step, so the history is gone through once more. */
function seal(steps: readonly Step[]): Step[] {
  const world = begin(genesis)
  return steps.map(({ expect: _, at, ...of }, index) =>
    sealed(world, make(world, of, at), isWhole(index, steps.length)),
  )
}

function call(after: bigint, from: string, to: string, fn: string, args: Call['args']): Told {
  return { after, from, to, fn, args }
}

function deposit(from: string, strategy: string, amount: bigint): Told {
  const token = strategies.find(({ name }) => name === strategy)!.token
  return call(0n, from, 'strategyManager', 'depositIntoStrategy', [strategy, token, amount])
}

function* staked(from: string, operator: string, amount: bigint): Generator<Told> {
  yield deposit(from, 'steth', amount)
  yield deposit(from, erc20, amount)
  yield call(0n, from, 'delegation', 'delegateTo', [operator, unsigned, salt])
}

function* allocated(
  operator: string,
  id: bigint,
  strategy: string,
  magnitude: bigint,
): Generator<Told> {
  const joined = { avs: 'avs', operatorSetIds: [id], data: '0x' }
  yield call(0n, operator, 'allocation', 'registerForOperatorSets', [operator, joined])
  yield modify(0n, operator, id, strategy, magnitude)
}

function modify(
  after: bigint,
  operator: string,
  id: bigint,
  strategy: string,
  magnitude: bigint,
): Told {
  const change = {
    operatorSet: { avs: 'avs', id },
    strategies: [strategy],
    newMagnitudes: [magnitude],
  }
  return call(after, operator, 'allocation', 'modifyAllocations', [operator, [change]])
}

function clearDeallocations(after: bigint, most: bigint): Told {
  const args = ['otto', [erc20], [most]]
  return call(after, 'eve', 'allocation', 'clearDeallocationQueue', args)
}

function slash(after: bigint, id: bigint, of: string[], wadsToSlash: bigint[]): Told {
  const params = {
    operator: 'otto',
    operatorSetId: id,
    strategies: of,
    wadsToSlash,
    description: 'signed twice',
  }
  return call(after, 'slasher', 'allocation', 'slashOperator', ['avs', params])
}

function clear(after: bigint, id: bigint, slashId: bigint): Told {
  const set = { avs: 'avs', id }
  return call(after, 'eve', 'strategyManager', 'clearBurnOrRedistributableShares', [set, slashId])
}

function queue(after: bigint, from: string, strategy: string, shares: bigint): Told {
  const params = {
    strategies: [strategy],
    depositShares: [shares],
    deprecatedWithdrawer: 'zero',
  }
  return call(after, from, 'delegation', 'queueWithdrawals', [[params]])
}

/** Of what was queued, also what is gone. */
function complete(
  after: bigint,
  state: restaking.State,
  from: string,
  nonce: bigint,
  receiveAsTokens = true,
): Told {
  const key = restaking.withdrawalKey({ staker: from, nonce })
  const withdrawal = state.withdrawals.get(key) ?? gone
  const tokens = withdrawal.strategies.map(
    (strategy) => strategies.find(({ name }) => name === strategy)!.token,
  )
  const args = [withdrawal as unknown as Value, tokens, receiveAsTokens]
  return call(after, from, 'delegation', 'completeQueuedWithdrawal', args)
}

const gone: restaking.Withdrawal = {
  staker: 'alice',
  delegatedTo: 'otto',
  withdrawer: 'alice',
  nonce: 0n,
  startBlock: 1_020n,
  strategies: ['steth'],
  scaledShares: [ether(100)],
}

function recorded(after: bigint, owner: string, previous: bigint, change: bigint): Told {
  const args = [owner, previous, change]
  const fn = 'recordBeaconChainETHBalanceUpdate'
  return call(after, restaking.podName(owner), 'podManager', fn, args)
}

function ether(whole: number): bigint {
  return BigInt(whole) * 10n ** 18n
}
