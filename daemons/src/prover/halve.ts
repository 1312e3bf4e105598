import type { Step } from './plan.ts'

/** The first half of a step's work, if it can be split. */
export function halve(step: Step): Step | undefined {
  switch (step.type) {
    case 'prove':
    case 'proveArrived':
      return step.ids.length > 1 ? { ...step, ids: firstHalf(step.ids) } : undefined
    case 'proveWaiting':
      return step.flights.length > 1 ? { ...step, flights: firstHalf(step.flights) } : undefined
    default:
      return undefined
  }
}

const firstHalf = <T>(items: T[]) => items.slice(0, Math.ceil(items.length / 2))
