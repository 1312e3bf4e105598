import type { WaitingWithdrawal } from '@cairn/sdk'
import pc from 'picocolors'
import type { Hex } from 'viem'
import { formatTime } from './format/duration.ts'

/** `ready` or `block 1,234, about 2026-…` */
export function readyWords({ ready, readyBlock, readyAt }: WaitingWithdrawal): string {
  return ready ? pc.green('ready') : `block ${readyBlock}, about ${formatTime(readyAt)}`
}

/** A line for each withdrawal that was just queued: its name, and when it can be completed. */
export function queuedWords(
  waiting: readonly WaitingWithdrawal[],
  queued: readonly { root: Hex }[],
): string[] {
  return waiting
    .filter(({ root }) => queued.some((it) => it.root === root))
    .map((it) => `  ${shortRoot(it.root)}  ready at ${readyWords(it)}`)
}

/** Enough of a root to type back. */
export function shortRoot(root: Hex): string {
  return root.slice(0, 12)
}
