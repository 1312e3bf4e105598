import { type Address, getAddress } from 'viem'

/** What is paid at most: wei for 1e18 units, by token. */
export type Bids = ReadonlyMap<Address, bigint>

/** A lot at its price of now, wei for 1e18 units. */
export type Offer = { token: Address; units: bigint; price: bigint }

export type Step = { type: 'buy'; token: Address; units: bigint; value: bigint }

const one = 10n ** 18n

/** Lots that have come down to what is bid, as far as the purse goes. */
export function planBids(offers: readonly Offer[], bids: Bids, purse: bigint): Step[] {
  const limits = new Map([...bids].map(([token, limit]) => [getAddress(token), limit]))
  let left = purse
  return offers.flatMap(({ token, units: lot, price }): Step[] => {
    const limit = limits.get(getAddress(token))
    if (limit === undefined || price > limit || price === 0n) return []
    const affordable = (left * one) / price
    const units = affordable < lot ? affordable : lot
    if (units === 0n) return []
    const value = (units * price + one - 1n) / one
    left -= value
    return [{ type: 'buy', token, units, value }]
  })
}
