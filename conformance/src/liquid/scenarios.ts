import { balanceOf, liquid, restaking, secondsPerDay, secondsPerSlot, wad } from '@cairn/spec'
import { recorded } from '../dice.ts'
import { begin, drawGenesis, make, prelude, sealed } from './generate/index.ts'
import { evidenceOf, salt, unsigned } from './generate/keeping.ts'
import { forever } from './generate/people.ts'
import { beacon, delegators, type operators, pubkeyOf, reward } from './names.ts'
import type { Call, Step, Trace, Value } from './trace.ts'
import type { World } from './world.ts'

/** Histories that are told, each about one thing. All begin with 200 ether, 120 csETH and 40 of the other token, a third of
 * these with each of three operators, and 32 ether in each of their pods. */
export const scenarios: readonly Scenario[] = [
  {
    name: 'both-tokens-and-ether',
    about:
      'What comes in is worth its issuer’s rate less the haircut, waits, and is routed by whoever likes.',
    *calls() {
      yield { ...call('carol', 'vault', 'depositETH', ['carol']), value: ether(10) }
      yield enter('bob', 'cseth', ether(30))
      yield enter('bob', 'rpt', ether(9))
      yield keep('route', ['north', 'cseth', ether(10)])
      yield keep('route', ['north', 'cseth', 1n])
      yield keep('route', ['east', 'cseth', ether(10) + 1n])
      yield keep('route', ['south', 'rpt', ether(3)])
      yield enter('alice', 'cseth', ether(400))
      yield keep('appraise', ['cseth'])
      yield* round()
    },
  },
  {
    name: 'slashed-in-the-queue',
    about:
      'What is queued loses as what stayed, through its last slashable block, and not after it.',
    *calls(world) {
      yield* allocated('nora', 'oracle', 'cseth strategy', wad / 2n)
      yield after(20n, call('nora', 'delegation', 'undelegate', ['north']))
      yield after(9n, slash('nora', 'oracle', 'cseth strategy', wad / 5n))
      yield keep('check', [])
      yield keep('sync', ['north'])
      yield keep('check', [])
      yield after(1n, slash('nora', 'oracle', 'cseth strategy', wad / 5n))
      yield keep('sync', ['north'])
      for (const nonce of [0n, 1n]) yield complete(world, 'north', nonce)
    },
  },
  {
    name: 'put-out',
    about:
      'An operator that puts its delegator out changes nothing for holders; anyone brings all of it back, and to work again.',
    *calls(world) {
      yield call('nora', 'delegation', 'undelegate', ['north'])
      yield keep('sync', ['north'])
      yield keep('route', ['north', 'cseth', 1n])
      yield keep('delegate', ['north', unsigned, salt])
      for (const nonce of [1n, 0n]) yield after(11n, complete(world, 'north', nonce))
      yield keep('route', ['north', 'rpt', ether(6)])
      yield keep('route', ['north', 'cseth', ether(20)])
      yield after(1n, complete(world, 'north', 2n, false))
    },
  },
  {
    name: 'drained-in-time',
    about:
      'What a stranger queues within the reaction is out of reach of the allocation that was announced.',
    *calls(world) {
      yield call('nora', 'allocation', 'registerForOperatorSets', [
        'nora',
        { avs: 'stranger', operatorSetIds: [0n], data: '0x' },
      ])
      yield allocate('nora', 'stranger', 'cseth strategy', wad)
      yield call('eve', 'policy', 'breaches', ['north'])
      yield after(8n, call('eve', 'tips', 'derisk', ['north', 'cseth']))
      yield call('eve', 'spread', 'derisk', ['north', 'cseth'])
      yield call('eve', 'spread', 'derisk', ['north', 'rpt'])
      yield call('eve', 'spread', 'derisk', ['north', 'ether'])
      yield call('eve', 'spread', 'derisk', ['north', 'ether'])
      yield after(10n, slash('nora', 'stranger', 'cseth strategy', wad))
      yield keep('sync', ['north'])
      yield complete(world, 'north', 0n)
      yield keep('check', [])
      yield keep('delegate', ['north', unsigned, salt])
      yield keep('route', ['north', 'cseth', ether(1)])
    },
  },
  {
    name: 'the-ladder',
    about:
      'A long line is asked back by the day; what comes waits for nobody else, becomes ether in csETH’s line, and is paid.',
    *calls(world) {
      yield* leave(world)
      for (const index of delegators) yield after(1n, keep('lay', [index, 'cseth']), secondsPerDay)
      yield keep('lay', ['north', 'cseth'])
      yield keep('lay', ['north', 'rpt'])
      for (const index of delegators) yield after(11n, complete(world, index, 0n))
      yield keep('route', ['north', 'cseth', ether(1)])
      yield call('eve', 'tips', 'unwind', ['cseth'])
      yield keep('unwind', ['cseth'])
      yield* csCheckpoint(world, 0n)
      yield call('keeper', 'csETH', 'fill', [ether(5)])
      yield call('eve', 'tips', 'claim', [0n])
      yield keep('appraise', ['ether'])
      yield call('keeper', 'csETH', 'fill', [forever])
      yield keep('claim', [0n])
      yield* round()
      yield keep('check', [])
      yield call('eve', 'vault', 'fill', [forever])
      yield call('alice', 'queue', 'claim', [wad, 'alice'])
    },
  },
  {
    name: 'in-kind',
    about:
      'Who leaves in kind pays the lane’s price, out of its bucket, after those who are eligible.',
    *calls() {
      yield enter('bob', 'cseth', ether(20))
      yield* round()
      yield keep('check', [])
      yield inKind('alice', ether(1))
      yield call('alice', 'vault', 'redeemInstant', [ether(1), 'alice', 'alice'])
      yield inKind('alice', ether(2))
      yield call('alice', 'vault', 'requestRedeem', [ether(150), 'alice', 'alice'])
      yield call('bob', 'vault', 'requestRedeem', [ether(100), 'bob', 'bob'])
      yield* round()
      yield keep('check', [])
      yield call('eve', 'vault', 'fill', [ether(1)])
      yield inKind('alice', ether(1))
      yield after(9n, inKind('alice', ether(1)))
    },
  },
  {
    name: 'a-ticket-with-csETH',
    about: 'A ticket in csETH’s line earns and loses with it until it is filled.',
    *calls(world) {
      yield call('registry', 'csETH', 'stake', [ether(600)])
      yield enter('bob', 'cseth', ether(50))
      yield* leave(world)
      yield keep('unwind', ['cseth'])
      yield* csCheckpoint(world, -ether(40))
      yield keep('check', [])
      yield keep('appraise', ['ether'])
      yield keep('appraise', ['cseth'])
      yield keep('check', [])
      yield call('keeper', 'csETH', 'fill', [ether(10)])
      yield* csCheckpoint(world, ether(10))
      yield after(1n, keep('claim', [0n]), secondsPerDay / 2n)
      yield keep('appraise', ['cseth'])
    },
  },
  {
    name: 'a-reward',
    about:
      'Rewards are sold at a price that falls, for ether that vests; what nobody buys begins at half next time.',
    *calls() {
      yield call('eve', 'tips', 'openAuction', [reward])
      yield buy(ether(10), 0n)
      yield { ...buy(ether(10), ether(10) + 1n), value: ether(10) }
      yield after(1n, buy(ether(40), 0n), 1_800n)
      yield keepAt('auction', 'open', [reward])
      yield after(1n, buy(ether(1), 0n), 1_800n)
      yield keepAt('auction', 'open', [reward])
      yield buy(forever, 0n)
      yield keepAt('auction', 'open', [reward])
      yield call('keeper', reward, 'transfer', ['auction', ether(3)])
      yield after(1n, keepAt('auction', 'open', [reward]), 3_600n)
      yield* round()
      yield after(1n, call('eve', 'vault', 'rate', []), secondsPerDay)
    },
  },
  {
    name: 'first-loss',
    about:
      'The fees that stay bear a slash before anyone else, and what they can’t bear is in the rate.',
    *calls() {
      yield* allocated('nora', 'oracle', 'cseth strategy', wad / 2n)
      yield { ...call('eve', 'vault', 'earn', []), value: ether(30) }
      yield after(20n, keepAt('firstLoss', 'distribute', []), 20n * secondsPerDay)
      yield slash('nora', 'oracle', 'cseth strategy', wad / 1_000n)
      yield keep('sync', ['north'])
      yield slash('nora', 'oracle', 'cseth strategy', wad / 2n)
      yield keep('sync', ['north'])
      yield keepAt('firstLoss', 'distribute', [])
      yield call('eve', 'tips', 'pot', [])
    },
  },
  {
    name: 'an-unfinished-round',
    about:
      'A round that nobody ends can be replaced; who asked in between is eligible by the one that ends.',
    *calls() {
      yield after(1n, keep('openRound', []), 3_600n)
      yield keep('sync', ['north'])
      yield call('bob', 'vault', 'requestRedeem', [ether(10), 'bob', 'bob'])
      yield after(1n, keep('openRound', []), 3_500n)
      yield after(1n, keep('openRound', []), 200n)
      yield call('alice', 'vault', 'requestRedeem', [ether(10), 'alice', 'alice'])
      for (const index of ['south', 'south', 'north', 'east'])
        yield call('eve', 'tips', 'sync', [index])
      yield call('eve', 'vault', 'fill', [forever])
      yield keep('check', [])
      yield call('eve', 'vault', 'fill', [forever])
      yield call('eve', 'vault', 'fill', [forever])
    },
  },
  {
    name: 'an-old-proof',
    about:
      'Where a pod was counted before the round opened, who asked in between may know more: they wait for a round of which all is proven later.',
    *calls(world) {
      yield counted(world, 'north')
      yield* round()
      yield call('bob', 'vault', 'requestRedeem', [ether(10), 'bob', 'bob'])
      yield* round()
      yield keep('check', [])
      yield call('eve', 'vault', 'fill', [forever])
      yield counted(world, 'north')
      yield call('alice', 'vault', 'requestRedeem', [ether(10), 'alice', 'alice'])
      yield* round()
      yield* round()
      yield keep('check', [])
      yield call('eve', 'vault', 'fill', [forever])
      yield counted(world, 'north')
      yield* round()
      yield keep('check', [])
      yield call('eve', 'vault', 'fill', [forever])
    },
  },
  {
    name: 'nothing-left',
    about: 'All of an operator can go: the rate stays readable, and only its part is gone.',
    *calls(world) {
      for (const strategy of ['cseth strategy', 'rpt strategy', 'beacon'])
        yield* allocated('nora', 'oracle', strategy, wad)
      yield after(20n, slash('nora', 'oracle', 'cseth strategy', wad))
      yield slash('nora', 'oracle', 'beacon', wad)
      yield slash('nora', 'oracle', 'rpt strategy', wad - 1n)
      yield keep('check', [])
      yield keep('sync', ['north'])
      yield keep('check', [])
      yield call('eve', 'policy', 'breaches', ['north'])
      yield enter('bob', 'cseth', ether(3))
      yield keep('route', ['north', 'cseth', 1n])
      yield keep('route', ['east', 'cseth', ether(1)])
      yield keep('undelegate', ['east', 'cseth'])
      yield keep('undelegate', ['north', 'cseth'])
      yield keep('undelegate', ['north', 'cseth'])
      for (const nonce of [0n, 1n, 2n]) yield after(5n, complete(world, 'north', nonce))
    },
  },
  {
    name: 'an-issuer-that-knows-more',
    about:
      'While csETH knows of a slashing that its rate doesn’t show, nothing of it comes in, and nobody is paid; then it is booked.',
    *calls(world) {
      yield call('registry', 'csETH', 'stake', [ether(600)])
      yield call('registry', 'csETH', 'suspend', [])
      yield enter('bob', 'cseth', ether(1))
      yield keep('check', [])
      yield* round()
      yield keep('check', [])
      yield* csCheckpoint(world, -ether(12))
      yield keep('check', [])
      yield call('bob', 'vault', 'redeemInstant', [ether(1), 'bob', 'bob'])
      yield keep('appraise', ['cseth'])
      yield keep('check', [])
      yield call('bob', 'vault', 'redeemInstant', [ether(1), 'bob', 'bob'])
    },
  },
  {
    name: 'a-depeg',
    about: 'When a token’s reporter says that it fell, nobody is stamped before that is booked.',
    *calls(world) {
      yield* round()
      yield keep('check', [])
      yield report(world, 90n)
      yield after(8n, call('alice', 'vault', 'redeemInstant', [ether(1), 'alice', 'alice']))
      yield keep('check', [])
      yield enter('carol', 'rpt', ether(1))
      yield keep('appraise', ['rpt'])
      yield keep('check', [])
      yield report(world, 120n)
      yield keep('check', [])
      yield keep('appraise', ['rpt'])
    },
  },
  {
    name: 'many-roots',
    rungBps: 10n,
    about:
      'Where 16 withdrawals are queued no rung is laid, nothing goes in, and a breach is still drained.',
    *calls(world) {
      yield* leave(world)
      for (let day = 0; day < 17; day++)
        yield after(1n, keep('lay', ['north', 'ether']), day === 0 ? 0n : secondsPerDay)
      yield call('eve', 'spread', 'roomFor', ['north', 'cseth'])
      yield call('nora', 'allocation', 'setAllocationDelay', ['nora', 5n])
      yield after(5n, call('eve', 'policy', 'excess', ['north']))
      yield call('eve', 'tips', 'derisk', ['north', 'cseth'])
      yield complete(world, 'north', 1n, false)
      yield call('nora', 'delegation', 'undelegate', ['north'])
      yield keep('delegate', ['north', unsigned, salt])
    },
  },
  {
    name: 'a-flight',
    about:
      'Ether for a validator counts at par while it is on its way; written off, at nothing until the pod is paid it.',
    *calls() {
      yield { ...call('alice', 'vault', 'depositETH', ['alice']), value: ether(200) }
      yield stake('north', 'key 1', ether(31))
      yield stake('north', 'key 1', ether(31))
      yield stake('east', 'key 9', ether(31))
      yield stake('north', 'key 2', ether(31) + 1n)
      yield stake('east', 'key 2', ether(40))
      yield keep('sync', ['north'])
      yield call('eve', 'native', 'writeOff', [
        'north',
        evidenceOf('key 1', 'north', { slashed: true }),
      ])
      yield call('eve', 'native', 'writeOff', [
        'north',
        evidenceOf('key 1', 'north', { slashed: true }),
      ])
      yield { ...call('eve', restaking.podName('north'), 'receive', []), value: ether(30) }
      yield call('eve', 'native', 'startCheckpoint', ['north', false])
      yield* round()
    },
  },
  {
    name: 'both-slash',
    about:
      'A service and the beacon chain slash the same ether: the parts multiply, and the rate falls once.',
    *calls() {
      yield* allocated('nora', 'oracle', 'beacon', wad / 2n)
      yield after(20n, slash('nora', 'oracle', 'beacon', wad / 2n))
      yield report32('north', -ether(8))
      yield keep('check', [])
      yield keep('sync', ['north'])
      yield keep('check', [])
      yield report32('north', ether(1))
      yield keep('sync', ['north'])
    },
  },
]

type Scenario = {
  name: string
  about: string
  /** Of a day's rungs; 500 if not said. */
  rungBps?: bigint
  calls(world: World): Generator<Told>
}

/** A call, so many blocks after the one before, and so many seconds more than these take. */
type Told = Call & { blocks?: bigint; seconds?: bigint }

/** The simplest. */
const simplest = drawGenesis(recorded([]))

export function tell({ name, about, rungBps = 500n, calls }: Scenario): {
  name: string
  trace: Trace
} {
  const genesis = { ...simplest, spread: { ...simplest.spread, rungBps } }
  const world = begin(genesis)
  const steps: Step[] = []
  const told = function* (): Generator<Told> {
    yield* prelude(recorded([]))
    yield* calls(world)
  }
  for (const { blocks = 1n, seconds = 0n, ...of } of told()) {
    const { block, now } = world
    const at = { block: block + blocks, now: now + blocks * secondsPerSlot + seconds }
    steps.push(sealed(world, make(world, of, at)))
  }
  return { name, trace: { seed: 0, about, genesis, steps } }
}

function call(from: string, to: string, fn: string, args: Call['args']): Told {
  return { from, to, fn, args }
}

function after(blocks: bigint, of: Told, seconds = 0n): Told {
  return { ...of, blocks, seconds }
}

function keep(fn: string, args: Call['args']): Told {
  return call('keeper', 'spread', fn, args)
}

function keepAt(to: string, fn: string, args: Call['args']): Told {
  return call('keeper', to, fn, args)
}

function ether(whole: number): bigint {
  return BigInt(whole) * wad
}

function enter(from: string, asset: string, units: bigint): Told {
  return call(from, 'spread', 'deposit', [asset, units, from, 0n, forever])
}

function inKind(from: string, shares: bigint): Told {
  return call(from, 'vault', 'redeemInKind', ['cseth', shares, from, from, 0n, forever])
}

/** Of the pod's two validators. */
function counted({ now }: World, index: string): Told {
  return call('eve', beacon, 'count', [index, 2n, now])
}

function* round(): Generator<Told> {
  yield after(1n, keep('openRound', []), 3_600n)
  for (const index of delegators) yield keep('sync', [index])
}

/** All of alice's and bob's shares join the line. */
function* leave({ liquid: { vault } }: World): Generator<Told> {
  for (const from of ['alice', 'bob'])
    yield call(from, 'vault', 'requestRedeem', [balanceOf(vault, from), from, from])
}

function complete({ liquid: state }: World, index: string, nonce: bigint, asTokens = true): Told {
  const key = restaking.withdrawalKey({ staker: index, nonce })
  const withdrawal = state.restaking.withdrawals.get(key) as unknown as Value
  return keep('complete', [index, withdrawal, asTokens])
}

function allocate(operator: string, avs: string, strategy: string, magnitude: bigint): Told {
  const operatorSet = { avs, id: 0n }
  const params = [{ operatorSet, strategies: [strategy], newMagnitudes: [magnitude] }]
  return call(operator, 'allocation', 'modifyAllocations', [operator, params])
}

function* allocated(
  operator: (typeof operators)[number],
  avs: string,
  strategy: string,
  magnitude: bigint,
): Generator<Told> {
  yield allocate(operator, avs, strategy, magnitude)
}

function slash(operator: string, avs: string, strategy: string, part: bigint): Told {
  const params = {
    operator,
    operatorSetId: 0n,
    strategies: [strategy],
    wadsToSlash: [part],
    description: 'signed twice',
  }
  return call(avs, 'allocation', 'slashOperator', [avs, params])
}

function buy(units: bigint, minUnits: bigint): Told {
  const of = call('bidder', 'auction', 'buy', [reward, units, minUnits, 'bidder'])
  return { ...of, value: ether(5) }
}

/** csETH counts all that it has, and finds so much more or less. */
function* csCheckpoint(world: World, change: bigint): Generator<Told> {
  yield call('registry', 'csETH', 'open', [])
  const { csETH, now } = world
  const execution = csETH.ether.get('csETH') as bigint
  const outside = (csETH.money.backingAtOpen as bigint) + change - execution
  yield call('registry', 'csETH', 'close', [execution, outside, now])
}

/** So many hundredths of what was pooled. */
function report({ liquid: state }: World, percent: bigint): Told {
  const before = liquid.issuerOf(state, 'rpt').assets as bigint
  const pooled = (before * percent) / 100n
  const of = call('reporter', 'rptETH', 'report', [pooled])
  return pooled > before ? { ...of, value: pooled - before } : of
}

function stake(index: string, key: string, assets: bigint): Told {
  const args = [index, pubkeyOf(key), assets, evidenceOf(key, index)]
  return call('eve', 'native', 'stake', args)
}

/** A pod that was found to have 32 ether. */
function report32(index: string, change: bigint): Told {
  const args = [index, ether(32), change]
  return call(restaking.podName(index), 'podManager', 'recordBeaconChainETHBalanceUpdate', args)
}
