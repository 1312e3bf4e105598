import { spreadAbi } from '@cairn/contracts/abi'
import { type Hex, parseEventLogs } from 'viem'
import type { LiquidArg } from '../deployment.ts'
import type { asDuty, Done } from './asDuty.ts'

export type Rung = Done & {
  index: number
  asset: string
  /** The withdrawal's, in the restaking layer's queue. */
  root: Hex
  /** wei, as booked */
  assets: bigint
}

/** The rung that a duty queued. */
export function rungIn(
  { logs, ...done }: Awaited<ReturnType<typeof asDuty>>,
  { deployment, index }: LiquidArg & { index: number },
): Rung {
  const [queued] = parseEventLogs({ abi: spreadAbi, eventName: 'RungQueued', logs })
  const { asset, root, assets } = queued!.args
  return { ...done, index, asset: deployment.liquid.assets[Number(asset)]!.symbol, root, assets }
}
