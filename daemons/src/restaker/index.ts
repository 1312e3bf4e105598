export { type Claim, type Claims, httpClaims } from './claims.ts'
export { createRestaker } from './restaker.ts'
