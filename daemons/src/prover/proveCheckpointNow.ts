import type { checkpointNow } from './checkpointNow.ts'
import { createProver } from './prover.ts'

/** One checkpoint, from wherever it is to its end: what `cairn checkpoint` does. */
export function proveCheckpointNow(
  settings: createProver.Settings & checkpointNow.Options,
): Promise<checkpointNow.ReturnType> {
  return createProver(settings).checkpointNow(settings)
}
