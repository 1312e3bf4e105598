import { formatEther } from 'viem'
import { restaker } from '../connect.ts'

const alice = await restaker()
const { operator, holdings, withdrawals } = await alice.readRestaked()
console.log(`delegated to ${operator ?? 'nobody'}`)
for (const { strategy, worth } of holdings) console.log(`${strategy}: ${formatEther(worth)}`)
for (const { root, readyBlock } of withdrawals) console.log(`${root}: at block ${readyBlock}`)
