import { SpecError } from '../error.ts'
import { accrue, commit } from '../ledger/accrue.ts'
import { gain } from '../ledger/gain.ts'
import { requireDeadline } from '../ledger/requires.ts'
import { divUp, max, mulDivUp } from '../math.ts'
import { pay } from '../state.ts'
import { type Address, type Seconds, type Tokens, type Wei, wad } from '../units.ts'
import { type Auction, atomic, emit, type Env, sendTokens, type State, vaultName } from './state.ts'
import type { Parameters } from './parameters.ts'

/** Puts what the vault has of a reward token on sale. For anyone to call, once the last sale is over. */
export function startAuction(state: State, { token }: startAuction.Args, { now }: Env): Auction {
  if ([...state.assets.values()].some((asset) => asset.token === token))
    throw new SpecError('NotAuctioned', { token })
  const lot = state.rewards.get(token) ?? 0n
  if (lot === 0n) throw new SpecError('ZeroAmount', {})
  const before = state.auctions.get(token)
  if (before) {
    const endsAt = auctionEnd(before, state.parameters)
    if (now <= endsAt) throw new SpecError('AuctionRunning', { token, endsAt })
    // Nobody wanted it at the reserve: that is what it is worth now.
    state.prices.set(token, reserveOf(before, state.parameters))
  }

  const last = state.prices.get(token)
  const { auctionPrice, auctionRaise } = state.parameters
  const price = last === undefined ? auctionPrice : (last as bigint) * auctionRaise
  const auction = { lot, price: max(price, 1n), startedAt: now }
  state.auctions.set(token, auction)
  emit(state, 'AuctionStarted', { token, ...auction })
  return auction
}

export declare namespace startAuction {
  type Args = { token: Address }
}

/** Buys of the lot at the price of now, for ether, which vests like any gain. */
export function bid(
  state: State,
  { token, amount, receiver, maxAssets, deadline }: bid.Args,
  { now, sender }: Env,
): Wei {
  requireDeadline(now, deadline)
  const auction = state.auctions.get(token)
  if (!auction || now > auctionEnd(auction, state.parameters))
    throw new SpecError('NoAuction', { token })
  const { lot } = auction
  if (amount === 0n) throw new SpecError('ZeroAmount', {})
  if (amount > lot) throw new SpecError('ExceedsLot', { token, amount, lot })
  const price = auctionPriceUp(auction, state.parameters, now)
  const assets = mulDivUp(amount, price, wad)
  if (maxAssets !== undefined && assets > maxAssets)
    throw new SpecError('AssetsAboveMaximum', { assets, maxAssets })

  return atomic(state, () => {
    const { vault, rewards } = state
    const money = accrue(vault.money, vault.parameters, now)
    gain(money, vault.parameters, now, assets)
    commit(vault, money)
    pay(vault, sender, vaultName(state), assets)

    rewards.set(token, (rewards.get(token) ?? 0n) - amount)
    state.auctions.set(token, { ...auction, lot: lot - amount })
    if (amount === lot) {
      // Only the sale that ends the lot says what it is worth: a crumb bought dear or cheap says nothing.
      state.auctions.delete(token)
      state.prices.set(token, price)
    }
    sendTokens(state, { token, from: vaultName(state), to: receiver, amount })
    emit(state, 'Bid', { token, buyer: sender, amount, assets })
    return assets
  })
}

export declare namespace bid {
  type Args = {
    token: Address
    amount: Tokens
    receiver: Address
    maxAssets?: Wei
    deadline?: Seconds
  }
}

/** What a claim from the rewards coordinator brought. */
export function harvest(state: State, { token, amount }: { token: Address; amount: Tokens }) {
  sendTokens(state, { token, from: 'coordinator', to: vaultName(state), amount })
  state.rewards.set(token, ((state.rewards.get(token) ?? 0n) as bigint) + amount)
  emit(state, 'Harvested', { token, amount })
}

type Timing = Pick<Parameters, 'auctionHalving' | 'auctionHalvings'>

/** wei for 10¹⁸ of the token: half of it after each halving, a straight line between. Up, so that nobody gets it for nothing. */
export function auctionPriceUp(
  { price, startedAt }: Auction,
  { auctionHalving, auctionHalvings }: Timing,
  now: Seconds,
): Wei {
  const elapsed = now - startedAt
  const halvings: bigint = elapsed / auctionHalving
  if (halvings >= auctionHalvings) return divUp(price, 1n << (auctionHalvings as bigint))

  const rest: bigint = elapsed % auctionHalving
  const scale = (1n << (halvings + 1n)) * (auctionHalving as bigint)
  return divUp((price as bigint) * (2n * auctionHalving - rest), scale)
}

/** The price it ends at, below which the lot isn't given. */
export function reserveOf({ price }: Auction, { auctionHalvings }: Timing): Wei {
  return divUp(price, 1n << (auctionHalvings as bigint))
}

export function auctionEnd(
  { startedAt }: Auction,
  { auctionHalving, auctionHalvings }: Timing,
): Seconds {
  return startedAt + auctionHalving * auctionHalvings
}
