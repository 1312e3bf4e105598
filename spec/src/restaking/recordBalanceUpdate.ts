import { SpecError } from '../error.ts'
import { mulDivDown } from '../math.ts'
import { type Address, type Wei, weiPerGwei } from '../units.ts'
import { decreaseDelegation, increaseDelegation } from './delegation.ts'
import { factorOf } from './factor.ts'
import { addShares } from './holdings.ts'
import { payableDown, scaleDown } from './math.ts'
import {
  atomic,
  depositSharesOf,
  type Env,
  emit,
  maxMagnitude,
  operatorOf,
  podName,
  scalingOf,
  type State,
  stakerOf,
} from './state.ts'

/** What a pod says that its checkpoint found: a gain joins the deposit shares, a loss lowers what each of them is worth. */
export function recordBalanceUpdate(
  state: State,
  { podOwner, previous, change }: recordBalanceUpdate.Args,
  { sender }: Pick<Env, 'sender'>,
) {
  if (podOwner === state.addresses.zero) throw new SpecError('InputAddressZero', {})
  if (!state.pods.has(podOwner) || sender !== podName(podOwner))
    throw new SpecError('OnlyEigenPod', {})
  if (change % weiPerGwei !== 0n) throw new SpecError('SharesNotMultipleOfGwei', {})

  atomic(state, () => {
    if (change > 0n) gain(state, podOwner, change)
    if (change < 0n) lose(state, podOwner, previous, -change)
  })
}

export declare namespace recordBalanceUpdate {
  /** `previous` is all that the pod and its validators were found to have before. */
  type Args = { podOwner: Address; previous: Wei; change: bigint }
}

function gain(state: State, owner: Address, added: bigint) {
  const { beacon } = state.addresses
  const held = addShares(state, owner, beacon, added)
  const factor = factorOf(state, owner, stakerOf(state, owner).operator, beacon)
  increaseDelegation(state, { staker: owner, strategy: beacon, held, added, factor })
}

function lose(state: State, owner: Address, previous: Wei, loss: bigint) {
  const pod = state.pods.get(owner)!
  const before = pod.slashingFactor
  const after = mulDivDown(before, (previous as bigint) - loss, previous)
  pod.slashingFactor = after
  emit(state, 'podManager', 'BeaconChainSlashingFactorDecreased', {
    staker: owner,
    prevBeaconChainSlashingFactor: before,
    newBeaconChainSlashingFactor: after,
  })

  const { operator } = stakerOf(state, owner)
  if (operator === undefined) return
  const { beacon: strategy } = state.addresses
  const shares = depositSharesOf(state, owner, strategy)
  const scaled = scaleDown(shares, scalingOf(state, owner, strategy))
  const lost = maxMagnitude(operatorOf(state, operator), strategy) * ((before as bigint) - after)
  const removed = payableDown(scaled, lost)
  decreaseDelegation(state, { operator, staker: owner, strategy, removed })
}
