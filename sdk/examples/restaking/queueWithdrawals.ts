import { parseEther } from 'viem'
import { attempt, restaker, world } from '../connect.ts'

const { restaking } = await world()
const alice = await restaker()
await attempt(async () => {
  const { withdrawals } = await alice.queueWithdrawals({
    parts: [{ strategy: restaking.strategies.csETH!, depositShares: parseEther('0.1') }],
  })
  console.log(`queued as ${withdrawals[0]!.root}`)
})
