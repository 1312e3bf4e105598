import { SpecError } from '../error.ts'
import {
  type Address,
  type Blocks,
  type Magnitude,
  type ScaledShares,
  type Shares,
  wad,
} from '../units.ts'
import { allocationAt, storeAllocation } from './allocation.ts'
import { decreaseDelegation } from './delegation.ts'
import { atBlock, latest, pushed } from './history.ts'
import { divWadDown, mulWadDown, mulWadUp, slashedDown } from './math.ts'
import { isOperatorSlashable } from './registerForOperatorSets.ts'
import {
  atomic,
  type Env,
  emit,
  isBeacon,
  keyOf,
  maxMagnitude,
  operatorOf,
  operatorShares,
  type SetId,
  type State,
  upsert,
} from './state.ts'
import { requireSet } from './strategiesOfSet.ts'

/** Takes a part of what an operator has allocated to a set, now and for good. Only the set's slasher can. */
export function slashOperator(
  state: State,
  { avs, operator, id, strategies, wadsToSlash, description }: slashOperator.Args,
  { sender, block }: Env,
): slashOperator.ReturnType {
  const set = { avs, id }
  if (strategies.length !== wadsToSlash.length) throw new SpecError('InputArrayLengthMismatch', {})
  const { slasher } = requireSet(state, set)
  if (sender !== slasher) throw new SpecError('InvalidCaller', {})
  if (!isOperatorSlashable(state, { operator, set, block }))
    throw new SpecError('OperatorNotSlashable', {})

  return atomic(state, () => {
    const slashId = ++requireSet(state, set).slashes
    const order = [...state.strategies.keys()]
    const taken = strategies.map((strategy, i) => {
      if (i > 0 && order.indexOf(strategy) <= order.indexOf(strategies[i - 1]!))
        throw new SpecError('StrategiesMustBeInAscendingOrder', {})
      return slash(state, { operator, set, slashId, strategy, part: wadsToSlash[i]!, block })
    })
    const wadSlashed = taken.map((of) => of.wadSlashed)
    emit(state, 'allocation', 'OperatorSlashed', {
      operator,
      operatorSet: set,
      strategies,
      wadSlashed,
      description,
    })
    return { slashId, shares: taken.map(({ shares }) => shares) }
  })
}

export declare namespace slashOperator {
  type Args = {
    avs: Address
    operator: Address
    id: bigint
    strategies: readonly Address[]
    wadsToSlash: readonly bigint[]
    description: string
  }
  type ReturnType = { slashId: bigint; shares: Shares[] }
}

function slash(state: State, { operator, set, slashId, strategy, part, block }: Slash): Taken {
  if (part === 0n || part > wad) throw new SpecError('InvalidWadToSlash', {})
  if (!requireSet(state, set).strategies.has(strategy))
    throw new SpecError('StrategyNotInOperatorSet', {})
  const of = operatorOf(state, operator)!
  const key = keyOf(set)
  const { encumbered, ...held } = allocationAt(of, key, strategy, block)
  if (held.magnitude === 0n) return { wadSlashed: 0n, shares: 0n }

  const slashed = mulWadUp(held.magnitude, part)
  const before = maxMagnitude(of, strategy)
  const after: Magnitude = before - slashed
  const lessReleased = held.pending < 0n ? mulWadUp(-held.pending, part) : 0n
  const allocation = {
    magnitude: held.magnitude - slashed,
    pending: held.pending + lessReleased,
    effectBlock: held.effectBlock,
  }
  if (held.pending < 0n)
    emit(state, 'allocation', 'AllocationUpdated', {
      operator,
      operatorSet: set,
      strategy,
      magnitude: allocation.magnitude + allocation.pending,
      effectBlock: held.effectBlock,
    })
  storeAllocation(state, {
    operator,
    key,
    strategy,
    allocation,
    encumbered: encumbered - slashed,
  })
  emit(state, 'allocation', 'AllocationUpdated', {
    operator,
    operatorSet: set,
    strategy,
    magnitude: allocation.magnitude,
    effectBlock: block,
  })
  of.maxMagnitude.set(strategy, pushed(of.maxMagnitude.get(strategy) ?? [], block, after))
  emit(state, 'allocation', 'MaxMagnitudeUpdated', { operator, strategy, maxMagnitude: after })

  const shares = slashShares(state, { operator, set, slashId, strategy, before, after, block })
  return { wadSlashed: divWadDown(slashed, before), shares }
}

type Slash = {
  operator: Address
  set: SetId
  slashId: bigint
  strategy: Address
  part: bigint
  block: Blocks
}

type Taken = { wadSlashed: bigint; shares: Shares }

/** What the operator's stakers and its part of the queue lose is recorded, to be burned or redistributed. */
function slashShares(
  state: State,
  {
    operator,
    set,
    slashId,
    strategy,
    before,
    after,
    block,
  }: Omit<Slash, 'part'> & {
    before: Magnitude
    after: Magnitude
  },
): Shares {
  const removed = slashedDown(operatorShares(state, operator, strategy), before, after)
  const queued = mulWadDown(scaledInQueue(state, { operator, strategy, block }), before)
  const total = (removed as bigint) + slashedDown(queued, before, after)

  decreaseDelegation(state, { operator, staker: state.addresses.zero, strategy, removed })
  emit(state, 'delegation', 'OperatorSharesSlashed', {
    operator,
    strategy,
    totalSlashedShares: total,
  })
  if (isBeacon(state, strategy)) {
    state.burnableEther += total
    emit(state, 'podManager', 'BurnableETHSharesIncreased', { shares: total })
  } else {
    const ofSet = upsert(state.slashed, keyOf(set), () => new Map())
    upsert(ofSet, slashId, () => new Map()).set(strategy, total)
    emit(state, 'strategyManager', 'BurnOrRedistributableSharesIncreased', {
      operatorSet: set,
      slashId,
      strategy,
      shares: total,
    })
  }
  return total
}

/** What was queued within the delay, at the magnitude of now. */
export function slashableInQueue(state: State, { operator, strategy, block }: InQueue): Shares {
  const magnitude = maxMagnitude(operatorOf(state, operator), strategy)
  return mulWadDown(scaledInQueue(state, { operator, strategy, block }), magnitude)
}

type InQueue = { operator: Address; strategy: Address; block: Blocks }

function scaledInQueue(state: State, { operator, strategy, block }: InQueue): ScaledShares {
  const history = operatorOf(state, operator)?.queued.get(strategy) ?? []
  const expired = (block as bigint) - state.parameters.withdrawalDelay - 1n
  return latest(history, 0n) - atBlock(history, expired, 0n)
}
