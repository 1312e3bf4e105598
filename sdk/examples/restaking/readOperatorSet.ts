import { restaker, world } from '../connect.ts'

const { restaking } = await world()
const alice = await restaker()
const { members, slasher, recipient } = await alice.readOperatorSet({
  operatorSet: { avs: restaking.avs!.oracle!, id: 0 },
})
console.log(`${members.length} operators; ${slasher} may slash them, and ${recipient} gets it`)
