import type { Hex } from 'viem'
import { play } from '../foundry.ts'
import { summarise } from '../replay.ts'
import { type Difference, explain } from './explain.ts'
import { pack } from './pack.ts'
import type { Trace } from './trace.ts'

/** Plays traces of the restaking layer in Foundry. */
export async function replay(
  traces: readonly Trace[],
  { packed = pack(traces), ...options }: replay.Options = {},
): Promise<replay.ReturnType> {
  const result = await play(packed, { directory: 'test/restaking/conformance', ...options })
  return summarise(traces, result, explain)
}

export declare namespace replay {
  type Options = { root?: string; env?: Record<string, string>; packed?: Hex }
  type ReturnType =
    | { type: 'agreed'; steps: number; stepsPerSecond: number }
    | ({ type: 'differed' } & Difference)
}
