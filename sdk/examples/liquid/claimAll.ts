import { liquid } from '../connect.ts'

const alice = await liquid()
const claims = await alice.claimAll()
console.log(`${claims.length} ticket(s) were filled, and are claimed`)
