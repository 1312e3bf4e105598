export { createBidder } from './bidder.ts'
export type { Bids } from './plan.ts'
