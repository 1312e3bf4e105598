export * from './chain.ts'
export { type GenesisOptions, type GenesisValidator, interopValidators } from './genesis.ts'
export { interopKey, KeyRing } from './keys.ts'
export {
  type ConsolidationRequest,
  type DepositRequest,
  decodeConsolidationRequests,
  decodeDepositEvent,
  decodeWithdrawalRequests,
  depositEventTopic,
  type ExecutionRequests,
  MalformedRequestError,
  type WithdrawalRequest,
} from './requests.ts'
