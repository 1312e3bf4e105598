import type { processClaim } from '@cairn/sdk'
import { attempt, keys, liquid, world } from '../connect.ts'

const anyone = await liquid(keys.dave)
const { claimsUrl, liquid: crETH } = await world()
const answer = await fetch(`${claimsUrl}/claims/${crETH.delegators[0]!.delegator}`)
if (answer.ok) {
  const { tokenLeaves, ...claim } = (await answer.json()) as processClaim.Claim
  await attempt(async () => {
    const { claimed } = await anyone.claimRewards({
      index: 0,
      // Amounts come as strings, so that no reader rounds them.
      claims: [
        {
          ...claim,
          tokenLeaves: tokenLeaves.map((leaf) => ({
            ...leaf,
            cumulativeEarnings: BigInt(leaf.cumulativeEarnings),
          })),
        },
      ],
    })
    console.log(`the auction got ${claimed.map(({ units }) => units)}`)
  })
} else console.log('nothing to claim yet: a root is posted a day')
