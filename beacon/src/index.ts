import './hasher.ts'

export * from './chain/index.ts'
export * from './deposits/index.ts'
export * from './errors.ts'
export * from './proofs/index.ts'
export * from './source.ts'
export { knownFork, PubkeyIndex, StateView } from './state.ts'
export * from './units.ts'
