import { restaker, world } from '../connect.ts'

const { restaking } = await world()
const operatorSet = { avs: restaking.avs!.oracle!, id: 0 }
const alice = await restaker()
const { unpaidSlashes } = await alice.readOperatorSet({ operatorSet })
console.log(`${unpaidSlashes.length} slash(es) to be paid out`)
for (const slashId of unpaidSlashes) {
  const { paid } = await alice.clearSlashedShares({ operatorSet, slashId })
  for (const { to, amount } of paid) console.log(`${amount} went to ${to}`)
}
