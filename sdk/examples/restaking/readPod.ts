import { formatEther } from 'viem'
import { keys, restaker } from '../connect.ts'

const dave = await restaker(keys.dave)
const pod = await dave.readPod()
console.log(`${pod.type === 'none' ? 'would be' : 'is'} at ${pod.pod}`)
console.log(`${formatEther(pod.depositShares)} ETH are restaked`)
