import { SpecError } from '../error.ts'
import { requireController } from '../ledger/requires.ts'
import { mulDivUp } from '../math.ts'
import { type Env, emit, type State } from '../state.ts'
import type { Address, Shares, Wei } from '../units.ts'
import { payWeth } from './redeem.ts'

/** ERC-7540: takes `assets` of what was settled for `controller`, in WETH. */
export function withdraw(
  state: State,
  { assets, receiver, controller }: withdraw.Args,
  { sender }: Env,
): Shares {
  requireController(state, controller, sender)
  if (assets === 0n) throw new SpecError('ZeroAmount', {})

  const settled = state.queue.settled.get(controller) ?? { shares: 0n, assets: 0n }
  if (assets > settled.assets)
    throw new SpecError('ExceedsClaimable', { amount: assets, claimable: settled.assets })

  const shares = mulDivUp(assets, settled.shares, settled.assets)

  state.queue.settled.set(controller, {
    shares: settled.shares - shares,
    assets: settled.assets - assets,
  })
  payWeth(state, receiver, assets)
  emit(state, 'vault', 'Withdraw', { sender, receiver, owner: controller, assets, shares })
  return shares
}

export declare namespace withdraw {
  type Args = { assets: Wei; receiver: Address; controller: Address }
}
