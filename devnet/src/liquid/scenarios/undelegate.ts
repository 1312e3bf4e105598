import { readExit, undelegate as putOut } from '@cairn/sdk'
import { zeroHash } from 'viem'
import { ether } from '../../checks.ts'
import { byHand } from '../byHand.ts'
import { type Scenario, snapshot } from './scenario.ts'

/** An operator puts its delegator out, all it has is queued by force, and a passer-by brings it back. */
export const undelegate: Scenario = async (world, tell) => {
  const { publicClient, liquid } = world
  const { addresses, deployment } = liquid
  const hand = byHand(world, 'erin')
  const index = 1
  const { delegator } = addresses.delegators[index]!

  // What others gained or lost meanwhile isn't this story's.
  return world.shift.aside(async () => {
    await hand.call('spread', 'sync', [BigInt(index)])
    const before = await snapshot(world)

    const { withdrawals } = await putOut(world.wallet('fir'), {
      deployment: deployment.restaking,
      staker: delegator,
    })
    tell(`Fir puts crETH’s delegator out: ${withdrawals.length} withdrawals are queued by force.`)
    await hand.call('spread', 'sync', [BigInt(index)])
    const counted = await snapshot(world)
    tell(
      `What is queued counts as what was staked: a share was ${ether(before.rate)} ETH, and is ${ether(counted.rate)}.`,
    )

    tell(
      'Nothing can be brought there, and no service pays for what is there, until it is delegated again.',
    )
    await hand.call('spread', 'delegate', [
      BigInt(index),
      { signature: '0x', expiry: 0n },
      zeroHash,
    ])
    tell('Erin, who passes by, delegates it again.')
    const { queue } = await readExit(publicClient, { deployment, shares: 0n })
    tell(
      `In ${days(queue.delay)} days what is queued comes back, as ether or as stake, by anyone’s hand.`,
    )
    const after = await snapshot(world)
    return { before, after }
  })
}

const days = (seconds: bigint) => Math.round(Number(seconds) / 86_400)
