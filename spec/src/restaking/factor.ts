import type { Address, Blocks } from '../units.ts'
import { wad } from '../units.ts'
import { atBlock } from './history.ts'
import type { Factor } from './math.ts'
import { beaconSlashingFactor, isBeacon, maxMagnitude, operatorOf, type State } from './state.ts'

/** What slashing leaves of a staker's scaled shares with `operator`: of beacon ether, what its pod's losses leave of that. */
export function factorOf(
  state: State,
  staker: Address,
  operator: Address | undefined,
  strategy: Address,
): Factor {
  return maxMagnitude(operatorOf(state, operator), strategy) * beaconPart(state, staker, strategy)
}

/** As of the end of `block`; beacon losses count as of now. */
export function factorAt(
  state: State,
  { staker, operator, strategy, block }: factorAt.Args,
): Factor {
  const history = operatorOf(state, operator)?.maxMagnitude.get(strategy) ?? []
  return atBlock(history, block, wad) * beaconPart(state, staker, strategy)
}

export declare namespace factorAt {
  type Args = {
    staker: Address
    operator: Address | undefined
    strategy: Address
    block: Blocks
  }
}

function beaconPart(state: State, staker: Address, strategy: Address): bigint {
  return isBeacon(state, strategy) ? beaconSlashingFactor(state, staker) : wad
}
