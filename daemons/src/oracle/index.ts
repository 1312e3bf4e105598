export { createOracle, oracleService } from './oracle.ts'
export * from './prices.ts'
