import type { Registry } from '../chain/index.ts'
import type { Step } from './plan.ts'

/** Where a checkpoint is. `done` of `total` validators are proven. */
export type Progress = {
  stage: 'opening' | 'settling' | 'proving' | 'waiting' | 'finished'
  done: number
  total: number
}

export function progressOf({ checkpoint, count }: Registry, next: Step | undefined): Progress {
  const { open, validators, remaining } = checkpoint
  const proven = open
    ? { done: validators - remaining, total: validators }
    : { done: 0, total: count }
  return { stage: stageOf(next), ...proven }
}

function stageOf(next: Step | undefined): Progress['stage'] {
  switch (next?.type) {
    case undefined:
      return 'waiting'
    case 'open':
      return 'opening'
    case 'prove':
      return 'proving'
    default:
      return 'settling'
  }
}
