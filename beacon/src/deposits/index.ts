export * from './deriveKey.ts'
export * from './makeDeposit.ts'
export * from './points.ts'
