import type { processClaim } from '@cairn/sdk'
import { addressOf, attempt, keys, restaker, world } from '../connect.ts'

const { claimsUrl } = await world()
const elm = await restaker(keys.elm)
const answer = await fetch(`${claimsUrl}/claims/${addressOf(keys.elm)}`)
if (answer.ok) {
  const { tokenLeaves, ...claim } = (await answer.json()) as processClaim.Claim
  await attempt(async () => {
    const { paid } = await elm.processClaim({
      // Amounts come as strings, so that no reader rounds them.
      claim: {
        ...claim,
        tokenLeaves: tokenLeaves.map((leaf) => ({
          ...leaf,
          cumulativeEarnings: BigInt(leaf.cumulativeEarnings),
        })),
      },
    })
    console.log(`elm was paid ${paid.map(({ amount }) => amount)}`)
  })
} else console.log('nothing to claim yet: a root is posted a day')
