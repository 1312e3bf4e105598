import { spreadAbi } from '@cairn/contracts/abi'
import type { Hex } from 'viem'
import { RefusedError } from '../hand.ts'
import type { byHand } from './byHand.ts'
import type { createLook } from './look.ts'
import type { LiquidWorld } from './scenarios/scenario.ts'

const week = 7 * 86_400
/** wei: of EIP-7002's fee, what is too much comes back. */
const fee = 1_000_000n
const minRung = 10n ** 17n

/** What brings ether back by one passer-by's hand: rungs, validators' exits, what has matured, what waits in csETH's line. */
export function createWayBack(
  world: LiquidWorld,
  { hand, look }: { hand: ReturnType<typeof byHand>; look: ReturnType<typeof createLook> },
) {
  const { publicClient } = world
  const { addresses, validators } = world.liquid
  const indices = [...addresses.delegators.keys()]
  const assets = [0n, 1n]

  /** Asks back what is wanted, from whoever has most of it, as far as today's rung goes. */
  async function askBack() {
    for (;;) {
      const wanted = await publicClient.readContract({ ...look.spread, functionName: 'wanted' })
      if (wanted === 0n) return
      const held = await Promise.all(
        indices.flatMap((index) =>
          assets.map(async (asset) => {
            const { units, queued } = await look.holdingOf(index, asset)
            return { index, asset, free: units - queued }
          }),
        ),
      )
      const most = held.reduce((best, it) => (it.free > best.free ? it : best))
      if (most.free === 0n) return
      const laid = await hand
        .call('spread', 'lay', [BigInt(most.index), most.asset])
        .catch((error: unknown) => {
          if (error instanceof RefusedError && error.errorName === 'RungLaid') return undefined
          throw error
        })
      if (!laid) return
    }
  }

  return { askBack }
}
