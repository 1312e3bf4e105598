import { SpecError } from '../error.ts'
import { max, min, mulDivDown, mulDivUp } from '../math.ts'
import * as restaking from '../restaking/index.ts'
import { etherOf } from '../state.ts'
import { type Address, bpsWhole, type Seconds, type Units, type Wei, wad } from '../units.ts'
import { earn } from './book.ts'
import { type AuctionParameters, leastReward, maxPrice, minPrice } from './parameters.ts'
import { type Auction, atomic, auctionName, emit, type Env, sendUnits } from './state.ts'
import { starterName, type State } from './state.ts'

/** Gives a reward token its first basis. Too high a price only takes time. */
export function list(state: State, { token, price }: list.Args, { sender }: Env) {
  if (sender !== starterName) throw new SpecError('OnlyStarter', { caller: sender })
  if (state.auctions.has(token)) throw new SpecError('AlreadyListed', { token })
  if (price < minPrice || price > maxPrice)
    throw new SpecError('PriceOutOfBounds', { price, minimum: minPrice, maximum: maxPrice })

  state.auctions.set(token, { basis: price, openedAt: 0n, lot: 0n, counts: false })
  emit(state, 'auction', 'Listed', { token, basis: price })
}

export declare namespace list {
  type Args = { token: Address; price: Wei }
}

/** Opens an auction of all that is here of the token, when the last one's time is over. Sold out or not: or else a crumb of the
 * token, sold at the first price again and again, would race the basis up within a block. For anyone to call. */
export function open(state: State, { token }: { token: Address }, { now }: Env): Units {
  const last = auctionOf(state, token)
  const endsAt = endOf(last, state.auction)
  if (last.openedAt !== 0n && now <= endsAt)
    throw new SpecError('AuctionRunning', { token, endsAt })
  const lot: bigint = restaking.tokensOf(state.restaking, token, auctionName)
  if (lot === 0n) throw new SpecError('NothingForSale', { token })

  // Of a lot that didn't go, it halves.
  const unsold = last.counts && worthDown(last.lot, last.basis) >= leastReward
  const basis = unsold ? max((last.basis as bigint) / 2n, minPrice) : last.basis
  const counts = worthDown(lot, basis) >= leastReward
  state.auctions.set(token, { basis, openedAt: now, lot, counts })
  emit(state, 'auction', 'AuctionOpened', { token, units: lot, basis })
  return lot
}

/** Buys up to `units` of the lot at the price of now. The ether is the vault's, and vests. */
export function buy(
  state: State,
  { token, units, minUnits = 0n, receiver }: buy.Args,
  { now, sender, value }: Env,
): buy.ReturnType {
  const price = priceOf(state, { token }, { now })
  const auction = auctionOf(state, token)
  const bought: bigint = min(units, auction.lot)
  if (bought === 0n) throw new SpecError('NothingForSale', { token })
  if (bought < minUnits) throw new SpecError('UnitsBelowMinimum', { units: bought, minUnits })
  const cost = mulDivUp(bought, price, wad)
  if (value !== undefined && value < cost)
    throw new SpecError('Underpaid', { cost, paid: value as bigint })

  atomic(state, () => {
    const { vault } = state
    const lot = (auction.lot as bigint) - bought
    // Nobody moves a price with a crumb.
    const decides = lot === 0n && auction.counts && cost >= leastReward
    const basis = decides ? max(min(price, maxPrice), minPrice) : auction.basis
    state.auctions.set(token, { ...auction, lot, basis })
    const to = vault.addresses.vault
    vault.ether.set(to, etherOf(vault, to) + cost)
    vault.ether.set(sender, etherOf(vault, sender) - cost)
    emit(state, 'auction', 'Sold', { token, buyer: sender, units: bought, assets: cost })
    earn(state, cost, { now })
    sendUnits(state, { token, from: auctionName, to: receiver, units: bought })
  })
  return { bought, cost }
}

export declare namespace buy {
  type Args = { token: Address; units: Units; minUnits?: Units; receiver: Address }
  type ReturnType = { bought: Units; cost: Wei }
}

/** wei for 10¹⁸ units now. */
export function priceOf(
  state: State,
  { token }: { token: Address },
  { now }: { now: Seconds },
): bigint {
  const auction = auctionOf(state, token)
  if (auction.lot === 0n) throw new SpecError('NothingForSale', { token })
  const endedAt = endOf(auction, state.auction)
  if (now > endedAt) throw new SpecError('AuctionOver', { token, endedAt })
  return priceUp(auction, state.auction, now)
}

/** In a straight line from a multiple of the basis to a part of it. Up: nothing is given away. */
export function priceUp(
  { basis, openedAt }: Pick<Auction, 'basis' | 'openedAt'>,
  { duration, startFactorBps, endFactorBps }: AuctionParameters,
  now: Seconds,
): bigint {
  const fallen = (startFactorBps - endFactorBps) * (now - openedAt)
  return mulDivUp(basis, startFactorBps * duration - fallen, bpsWhole * duration)
}

function worthDown(units: Units, basis: Wei): bigint {
  return mulDivDown(units, basis, wad)
}

export function endOf({ openedAt }: Auction, { duration }: AuctionParameters): bigint {
  return openedAt + duration
}

function auctionOf({ auctions }: State, token: Address): Auction {
  const found = auctions.get(token)
  if (!found) throw new SpecError('NotListed', { token })
  return found
}
