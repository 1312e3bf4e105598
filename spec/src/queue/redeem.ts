import { SpecError } from '../error.ts'
import { requireController } from '../ledger/requires.ts'
import { type Env, emit, etherOf, moveWeth, type State } from '../state.ts'
import type { Address, Shares, Wei } from '../units.ts'

/** ERC-7540: takes `shares` of what was settled for `controller`, in WETH. */
export function redeem(
  state: State,
  { shares, receiver, controller }: redeem.Args,
  { sender }: Env,
): Wei {
  requireController(state, controller, sender)
  if (shares === 0n) throw new SpecError('ZeroAmount', {})

  const settled = state.queue.settled.get(controller) ?? { shares: 0n, assets: 0n }
  if (shares > settled.shares)
    throw new SpecError('ExceedsClaimable', { amount: shares, claimable: settled.shares })

  const assets = (shares * settled.assets) / settled.shares

  state.queue.settled.set(controller, {
    shares: settled.shares - shares,
    assets: settled.assets - assets,
  })
  payWeth(state, receiver, assets)
  emit(state, 'vault', 'Withdraw', { sender, receiver, owner: controller, assets, shares })
  return assets
}

/** From the escrow, wrapped on the way. */
export function payWeth(state: State, receiver: Address, assets: Wei) {
  state.ether.set(state.addresses.escrow, etherOf(state, state.addresses.escrow) - assets)
  moveWeth(state, receiver, assets)
}

export declare namespace redeem {
  type Args = { shares: Shares; receiver: Address; controller: Address }
}
