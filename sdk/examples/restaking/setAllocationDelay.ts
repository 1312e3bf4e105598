import { keys, restaker } from '../connect.ts'

const elm = await restaker(keys.elm)
const { effectBlock } = await elm.setAllocationDelay({ delay: 3_151 })
console.log(`in effect from block ${effectBlock} on`)
