import { formatEther } from 'viem'
import { addressOf, keys, restaker } from '../connect.ts'

const alice = await restaker()
const { strategies, registeredSets } = await alice.readOperator({ operator: addressOf(keys.elm) })
console.log(`elm is in ${registeredSets.length} sets`)
for (const { strategy, shares, freeMagnitude } of strategies)
  console.log(`${strategy}: ${formatEther(shares)} shares, ${formatEther(freeMagnitude)} is free`)
