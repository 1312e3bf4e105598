import { formatEther } from 'viem'
import { attempt, keys, restaker } from '../connect.ts'

const dave = await restaker(keys.dave)
await attempt(async () => {
  const { validators, delta } = await dave.startCheckpoint()
  console.log(
    delta === undefined
      ? `${validators} balances to prove`
      : `finished at once: ${formatEther(delta)} ETH more`,
  )
})
