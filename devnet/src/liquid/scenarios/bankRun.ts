import { redeemQueueAbi, restakedEtherAbi, spreadAbi } from '@cairn/contracts/abi'
import { claimAll, crETH, requestRedeem } from '@cairn/sdk'
import type { Name } from '../../accounts.ts'
import { ether } from '../../checks.ts'
import { type Scenario, snapshot } from './scenario.ts'

const day = 86_400
const longest = 90
const runners: Name[] = ['bob', 'carol']

/** The two largest holders ask for everything at once, and wait until they have it. */
export const bankRun: Scenario = async (world, tell) => {
  const { publicClient, liquid, accounts } = world
  const { addresses } = liquid
  const vault = { address: addresses.vault, abi: restakedEtherAbi } as const
  const deployment = crETH(liquid.deployment)
  const before = await snapshot(world)

  for (const name of runners) {
    const shares = await publicClient.readContract({
      ...vault,
      functionName: 'balanceOf',
      args: [accounts[name].address],
    })
    const { id } = await requestRedeem(world.wallet(name), { deployment, shares })
    tell(`${name} asks for ${ether(shares)} shares’ worth: ticket ${id}.`)
  }
  const asked = await pending()
  for (let passed = 1; (await pending()) > 0n; passed++) {
    if (passed > longest) throw new Error(`They weren’t served within ${longest} days.`)
    await world.advance(day)
    const left = await pending()
    const coming = await publicClient.readContract({
      address: addresses.spread,
      abi: spreadAbi,
      functionName: 'coming',
    })
    const served = (100n * (asked - left)) / asked
    tell(`day ${passed}: ${served} % is served, ${ether(coming)} ETH is on its way`)
  }
  for (const name of runners) {
    const claims = await claimAll(world.wallet(name), { deployment })
    const assets = claims.reduce((sum, it) => sum + it.assets, 0n)
    tell(`${name} is paid ${ether(assets)} ETH.`)
  }
  const after = await snapshot(world)
  tell(
    `Those who stayed have ${ether(after.assets)} ETH; a share was ${ether(before.rate)} ETH, and is ${ether(after.rate)}.`,
  )
  return { before, after }

  /** shares in line that aren't filled */
  async function pending() {
    const line = { address: addresses.queue, abi: redeemQueueAbi } as const
    const [tail, filled] = await Promise.all([
      publicClient.readContract({ ...line, functionName: 'tail' }),
      publicClient.readContract({ ...line, functionName: 'filled' }),
    ])
    return tail - filled
  }
}
