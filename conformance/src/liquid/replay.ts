import { type Chain, startChain } from './explore/chain.ts'
import { begin, make } from './generate/index.ts'
import { endsOtherwise, play } from './play.ts'
import type { Trace } from './trace.ts'

/** Plays traces of crETH on a live node: whole histories of three layers are too large for a test contract to deploy. */
export async function replay(
  traces: readonly Trace[],
  { chain }: { chain?: Chain } = {},
): Promise<replay.ReturnType> {
  const on = chain ?? (await startChain())
  const began = Date.now()
  let count = 0
  try {
    for (const trace of traces) {
      const { reason, steps } = await playTrace(on, trace)
      count += steps
      if (reason) return { type: 'differed', trace, index: steps - 1, reason }
    }
  } finally {
    if (!chain) await on.stop()
  }
  const seconds = (Date.now() - began) / 1_000
  return { type: 'agreed', steps: count, stepsPerSecond: Math.round(count / seconds) }
}

export declare namespace replay {
  type ReturnType =
    | { type: 'agreed'; steps: number; stepsPerSecond: number }
    | { type: 'differed'; trace: Trace; index: number; reason: string }
}

async function playTrace(chain: Chain, { genesis, steps, seed }: Trace) {
  const world = begin(genesis)
  await chain.begin(genesis)
  for (const [index, step] of steps.entries()) {
    make(world, step, step)
    const reason = await play(chain, world, step)
    if (reason)
      return { steps: index + 1, reason: `trace of seed ${seed}, step ${index}: ${reason}` }
  }
  const reason = await endsOtherwise(chain, world)
  return { steps: steps.length, ...(reason ? { reason } : {}) }
}
