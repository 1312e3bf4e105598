import type { Hex } from 'viem'
import { type Difference, explain } from './explain.ts'
import { play } from './foundry.ts'
import { pack } from './pack.ts'
import type { Trace } from './trace.ts'

/** Plays traces in Foundry. Says how many steps a second, or what differed first. */
export async function replay(
  traces: readonly Trace[],
  { packed = pack(traces), ...options }: replay.Options = {},
): Promise<replay.ReturnType> {
  const result = await play(packed, { directory: 'test/conformance', ...options })
  return summarise(traces, result, explain)
}

export declare namespace replay {
  type Options = { root?: string; env?: Record<string, string>; packed?: Hex }
  type ReturnType =
    | { type: 'agreed'; steps: number; stepsPerSecond: number }
    | ({ type: 'differed' } & Difference)
}

export function summarise<trace extends { steps: readonly unknown[] }, difference>(
  traces: readonly trace[],
  { status, reason, seconds }: play.ReturnType,
  explain: (traces: readonly trace[], reason: string) => difference,
) {
  const steps = traces.reduce((sum, trace) => sum + trace.steps.length, 0)
  if (status === 'Success')
    return { type: 'agreed' as const, steps, stepsPerSecond: Math.round(steps / seconds) }

  return { type: 'differed' as const, ...explain(traces, reason ?? 'no reason given') }
}
