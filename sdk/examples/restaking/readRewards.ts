import { addressOf, keys, restaker } from '../connect.ts'

const alice = await restaker()
const { claimer, roots } = await alice.readRewards({ earner: addressOf(keys.elm) })
console.log(`${claimer} may claim; ${roots.length} root(s) were posted`)
