import { RefusedError } from '../hand.ts'
import type { byHand } from './byHand.ts'
import type { Look } from './look.ts'
import type { LiquidWorld } from './scenarios/scenario.ts'

/** wei: what is too much of EIP-7002's fee comes back. */
const fee = 1_000_000n
/** What a validator keeps, short of leaving. */
const floor = 32n * 10n ** 18n
/** Less isn't worth a rung. */
const least = 10n ** 17n
const assets = [0n, 1n]

/** How ether comes back by one passer-by's hand: rungs, validators' exits, what has matured, csETH's own line. */
export function createWayBack(world: LiquidWorld, { hand, look }: createWayBack.Args) {
  const indices = [...world.liquid.addresses.delegators.keys()]

  return {
    /** Asks back what is wanted, each time from where most of it is, as far as today's rung goes. */
    async askBack() {
      for (;;) {
        const most = await mostFree()
        if ((await look.wanted()) === 0n || most.free < least) return
        const refused = await hand
          .call('spread', 'lay', [BigInt(most.index), most.asset])
          .then(() => undefined)
          .catch((error: unknown) => error)
        if (refused instanceof RefusedError && refused.errorName === 'RungLaid') return
        if (refused) throw refused
      }
    },

    /** Has validators leave whose pods lack what is queued. */
    async exit() {
      for (const index of indices) {
        const { pubkey, status } = look.validatorOf(index)!
        const above = (await look.provenBalance(index)) - floor
        // What it has above 32 ETH it could give without leaving. It is asked when more than that is queued.
        if (status !== 'active_ongoing' || (await look.needed(index)) <= above) continue
        const all = { pubkey, amountGwei: 0n }
        await hand.call('native', 'requestWithdrawal', [BigInt(index), [all]], fee)
      }
    },

    /** Completes what has matured and is there, and stands in csETH's line with what came of it. */
    async bringBack() {
      for (const index of indices) {
        const ready = (await look.queueOf(index)).filter((it) => it.ready)
        for (const { withdrawal, asset, shares } of ready) {
          if (asset === 0 && shares > (await look.idleOf(index))) continue
          await hand.call('spread', 'complete', [BigInt(index), withdrawal, true])
        }
      }
      const { waiting } = await look.assetAt(1n)
      if (waiting >= least && (await look.shortfall()) > 0n)
        await hand.call('spread', 'unwind', [1n])
      // From the last: who is claimed whole leaves its place to the last.
      for (const [place, ticket] of [...(await look.tickets()).entries()].reverse()) {
        const { claimableShares } = await look.ticketOfCsETH(ticket)
        if (claimableShares > 0n) await hand.call('spread', 'claim', [BigInt(place)])
      }
    },
  }

  async function mostFree() {
    const held = await Promise.all(
      indices.flatMap((index) =>
        assets.map(async (asset) => {
          const { units, queued } = await look.holdingOf(index, asset)
          return { index, asset, free: units - queued }
        }),
      ),
    )
    return held.reduce((best, it) => (it.free > best.free ? it : best))
  }
}

export declare namespace createWayBack {
  type Args = { hand: ReturnType<typeof byHand>; look: Look }
}
