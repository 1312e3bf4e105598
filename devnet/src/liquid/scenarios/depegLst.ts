import { reportedEtherAbi, spreadAbi } from '@cairn/contracts/abi'
import { ether } from '../../checks.ts'
import { createHand, RefusedError } from '../../hand.ts'
import { byHand } from '../byHand.ts'
import { tokenOf } from '../settle.ts'
import { type Scenario, snapshot } from './scenario.ts'

/** The issuer of rptETH reports that a tenth of what stood behind it is gone. */
export const depegLst: Scenario = async (world, tell) => {
  const { publicClient, liquid } = world
  const { addresses } = liquid
  const asset = BigInt(addresses.assets.findIndex(({ symbol }) => symbol === 'rptETH'))
  const token = { address: tokenOf(addresses, 'rptETH'), abi: reportedEtherAbi } as const
  const reporter = createHand({
    publicClient,
    wallet: world.wallet('reporter'),
    contracts: { token },
  })
  const hand = byHand(world, 'erin')

  // Nobody else is to be quicker: what is between the report and its booking is the point.
  return world.shift.aside(async () => {
    const { booked } = await publicClient.readContract({
      address: addresses.spread,
      abi: spreadAbi,
      functionName: 'assetAt',
      args: [asset],
    })
    const before = await snapshot(world)
    const pooled = await publicClient.readContract({ ...token, functionName: 'pooled' })
    await reporter.call('token', 'report', [(pooled * 9n) / 10n])
    tell(
      `rptETH’s reporter reports a loss of a tenth. crETH has ${ether(booked)} ETH’s worth of it.`,
    )

    const refused = await hand.call('spread', 'check', []).catch((error: unknown) => error)
    if (!(refused instanceof RefusedError) || refused.errorName !== 'Depreciated')
      throw new Error('A block was stamped in which a fall was unbooked.')
    tell('No block can be stamped before that is booked: nobody is paid at the rate of before.')

    await hand.call('spread', 'appraise', [asset])
    await hand.call('spread', 'check', [])
    const after = await snapshot(world)
    tell(
      `Erin, who passes by, has it appraised: a share was ${ether(before.rate)} ETH, and is ${ether(after.rate)}.`,
    )
    tell(
      `${ether(before.assets - after.assets)} ETH of ${ether(before.assets)} is gone: a tenth of what there was of rptETH, less the gains that hadn’t vested yet.`,
    )
    return { before, after }
  })
}
