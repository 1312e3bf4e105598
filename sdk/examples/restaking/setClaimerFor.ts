import { addressOf, keys, restaker } from '../connect.ts'

const alice = await restaker()
const { claimer } = await alice.setClaimerFor({ claimer: addressOf(keys.bob) })
console.log(`${claimer} may claim for alice`)
