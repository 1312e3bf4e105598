import { SpecError } from '../error.ts'
import { divUp, max, min, mulDivUp } from '../math.ts'
import * as restaking from '../restaking/index.ts'
import { etherOf } from '../state.ts'
import { type Address, bpsWhole, type Seconds, type Units, type Wei, wad } from '../units.ts'
import { earn } from './book.ts'
import { type AuctionParameters, maxPrice, minPrice } from './parameters.ts'
import {
  type Auction,
  atomic,
  auctionName,
  emit,
  type Env,
  sendUnits,
  type State,
} from './state.ts'

/** Begins the first auction of a reward token, at a price that has to be high: without a sale it only falls. */
export function start(state: State, { token, price }: start.Args, { now }: Env) {
  if ([...state.assets.values()].some((asset) => asset.token === token))
    throw new SpecError('NotAReward', { token })
  if (state.auctions.has(token)) throw new SpecError('AlreadyStarted', { token })
  if (price < minPrice || price > maxPrice)
    throw new SpecError('PriceOutOfBounds', { price, minimum: minPrice, maximum: maxPrice })

  begin(state, token, { reference: price, soldAt: now, now })
}

export declare namespace start {
  type Args = { token: Address; price: Wei }
}

/** Puts what there is now on sale, once the last auction's time is over: sold or not, so that a crumb can't race the price up. */
export function restart(state: State, { token }: { token: Address }, { now }: Env) {
  const last = auctionOf(state, token)
  if (now <= endOf(last, state.auction)) throw new SpecError('AlreadyStarted', { token })

  const patient = now <= last.soldAt + state.auction.patience
  const reference = patient ? last.reference : max((last.reference as bigint) / 2n, minPrice)
  begin(state, token, { reference, soldAt: patient ? last.soldAt : now, now })
}

function begin(
  state: State,
  token: Address,
  { reference, soldAt, now }: Pick<Auction, 'reference' | 'soldAt'> & { now: Seconds },
) {
  const lot: bigint = restaking.tokensOf(state.restaking, token, auctionName)
  if (lot === 0n) throw new SpecError('NothingForSale', { token })
  const auction = { reference, soldAt, startedAt: now, lot }
  state.auctions.set(token, auction)
  emit(state, 'AuctionStarted', { token, price: priceUp(auction, state.auction, now) })
}

/** Buys up to `units` of the lot at the price of now. The ether is the vault's, and vests. */
export function buy(
  state: State,
  { token, units, minUnits = 0n, receiver }: buy.Args,
  { now, sender }: Env,
): buy.ReturnType {
  const auction = auctionOf(state, token)
  const endedAt = endOf(auction, state.auction)
  if (now > endedAt) throw new SpecError('AuctionOver', { token, endedAt })
  const bought = min(units, auction.lot)
  if (auction.lot === 0n) throw new SpecError('NothingForSale', { token })
  if (bought === 0n) throw new SpecError('ZeroUnits', {})
  if (bought < minUnits) throw new SpecError('UnitsBelowMinimum', { units: bought, minUnits })
  const price = priceUp(auction, state.auction, now)
  const cost = mulDivUp(bought, price, wad)

  atomic(state, () => {
    const { vault } = state
    const lot = auction.lot - bought
    // Only the sale that ends the lot says what it is worth: a part of it bought dear or cheap says nothing.
    const reference = lot === 0n ? price : auction.reference
    state.auctions.set(token, { ...auction, lot, reference, soldAt: now })
    const treasury = vault.addresses.vault
    vault.ether.set(treasury, etherOf(vault, treasury) + cost)
    vault.ether.set(sender, etherOf(vault, sender) - cost)
    earn(state, cost, { now })
    sendUnits(state, { token, from: auctionName, to: receiver, units: bought })
    emit(state, 'Sold', { token, buyer: sender, units: bought, assets: cost })
  })
  return { bought, cost }
}

export declare namespace buy {
  type Args = { token: Address; units: Units; minUnits?: Units; receiver: Address }
  type ReturnType = { bought: Units; cost: Wei }
}

/** wei for 10¹⁸ units: from a multiple of the last price in a straight line to a part of it. Up: nothing is given away. */
export function priceUp(
  { reference, startedAt }: Auction,
  { duration, startFactorBps, endFactorBps }: AuctionParameters,
  now: Seconds,
): bigint {
  const elapsed = min(now - startedAt, duration)
  const fallen = (startFactorBps - endFactorBps) * elapsed
  return divUp((reference as bigint) * (startFactorBps * duration - fallen), bpsWhole * duration)
}

export function endOf({ startedAt }: Auction, { duration }: AuctionParameters): bigint {
  return startedAt + duration
}

function auctionOf({ auctions }: State, token: Address): Auction {
  const found = auctions.get(token)
  if (!found) throw new SpecError('NotStarted', { token })
  return found
}
