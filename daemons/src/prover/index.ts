export { NotDueError } from './checkpointNow.ts'
export type { Progress } from './progress.ts'
export * from './proveCheckpointNow.ts'
export { createProver, type Prover } from './prover.ts'
