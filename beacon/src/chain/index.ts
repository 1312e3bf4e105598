export * from './chain.ts'
export { type GenesisOptions, type GenesisValidator, interopValidators } from './genesis.ts'
export { interopKey, KeyRing } from './keys.ts'
export * from './requests.ts'
