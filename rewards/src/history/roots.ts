import type { Hex } from 'viem'
import type { Day } from '../units.ts'
import type { RewardEvent } from './events.ts'

export type Root = { index: number; root: Hex; end: Day; activatedAt: number; disabled: boolean }

/** The roots that were posted, the oldest first. */
export function rootsOf(events: Iterable<RewardEvent>): Root[] {
  const roots: Root[] = []
  for (const event of events) {
    if (event.type === 'root') {
      const { index, root, end, activatedAt } = event
      roots[index] = { index, root, end, activatedAt, disabled: false }
    }
    if (event.type === 'rootDisabled') roots[event.index]!.disabled = true
  }
  return roots
}
