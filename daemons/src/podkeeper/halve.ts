import type { Step } from './plan.ts'

/** The first half of a step's work, if it can be split. */
export function halve(step: Step): Step | undefined {
  switch (step.type) {
    case 'proveBalances':
    case 'verifyCredentials': {
      const { validators } = step
      if (validators.length < 2) return undefined
      return { ...step, validators: validators.slice(0, Math.ceil(validators.length / 2)) }
    }
    case 'requestWithdrawal': {
      const { asks } = step
      return asks.length < 2
        ? undefined
        : { ...step, asks: asks.slice(0, Math.ceil(asks.length / 2)) }
    }
    default:
      return undefined
  }
}
