export type { Addresses } from './chain/index.ts'
export * from './keeper/index.ts'
export * from './prover/index.ts'
export * from './runtime/index.ts'
