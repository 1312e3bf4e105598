import { allocationManagerAbi } from '@cairn/contracts/abi'
import { formatUnits, getAbiItem, isAddressEqual } from 'viem'
import type { Name } from '../../accounts.ts'
import { ether } from '../../checks.ts'
import { secondsPerSlot, slotsPerEpoch } from '../../lockstep.ts'
import type { ServiceName } from '../../restaking/operators.ts'
import { byHand } from '../byHand.ts'
import { type LiquidWorld, type Scenario, snapshot } from './scenario.ts'

const epoch = secondsPerSlot * slotsPerEpoch
const hour = 3_600
/** The bridge is asked for a root every few hours. */
const patience = 8 * hour
const slashed = getAbiItem({ abi: allocationManagerAbi, name: 'OperatorSlashed' })

/** One operator tells two of its peers two things, signed both times; whoever heard both shows it to the service. */
export const slashOperator: Scenario = (world, tell) => {
  tell('Hazel attests two different roots of one block of the other chain.')
  return slashAll(world, tell, 'bridge', ['hazel'])
}

/** The worst day of a service: all of its operators contradict themselves, and it slashes every one. */
export const slashAvs: Scenario = (world, tell) => {
  const operators = world.restaking!.operators
  tell(`All ${operators.length} operators of the bridge attest two different roots.`)
  return slashAll(world, tell, 'bridge', operators)
}

async function slashAll(
  world: LiquidWorld,
  tell: (line: string) => void,
  service: ServiceName,
  operators: readonly Name[],
) {
  const { publicClient, accounts, restaking, liquid } = world
  const before = await snapshot(world)
  const first = await magnitudes()

  const start = await publicClient.getBlockNumber()
  for (let passed = 0; passed < patience; passed += hour) {
    // Over one subject an operator is slashed once: who has been before is asked about the next.
    const before = await slashedSince()
    const left = operators.filter((it) => !before.includes(it))
    if (left.length === 0) break
    const makeHonest = left.map((it) => restaking!.equivocate(it, service))
    for (let at = 0; at < hour && (await slashedSince()).length < operators.length; at += epoch)
      await world.advance(epoch)
    for (const honest of makeHonest) honest()
  }
  const hit = await slashedSince()
  if (hit.length < operators.length)
    throw new Error(`Only ${hit.length} of ${operators.length} were slashed in time.`)
  tell('Who heard both showed both signatures to the service. Nobody voted on it.')

  // Whoever passes by may: the keeper may have been first.
  const { call } = byHand(world, 'erin')
  for (const name of hit) await call('spread', 'sync', [BigInt(indexOf(name))])

  const last = await magnitudes()
  for (const name of hit)
    for (const [asset, { symbol }] of liquid.addresses.assets.entries()) {
      const [was, is] = [first.get(name)![asset]!, last.get(name)![asset]!]
      if (is < was) tell(`${name}: ${percent(was - is, was)} % of its ${symbol} is gone.`)
    }
  const after = await snapshot(world)
  tell(
    `crETH: ${ether(before.assets)} ETH before, ${ether(after.assets)} after; a share ${ether(before.rate)}, and ${ether(after.rate)}.`,
  )
  const most = operators.length === 1 ? before.exposure.operator : before.exposure.service
  tell(
    `The most that ${operators.length === 1 ? 'an operator' : 'a service'} could have taken, by what was written before: ${ether(most)} ETH.`,
  )
  return { before, after }

  function indexOf(name: Name) {
    const { address } = accounts[name]
    return liquid.addresses.delegators.findIndex((it) => isAddressEqual(it.operator, address))
  }

  /** Those of the operators that the service has slashed. */
  async function slashedSince() {
    const logs = await publicClient.getLogs({
      address: restaking!.addresses.allocationManager,
      event: slashed,
      fromBlock: start,
      toBlock: 'latest',
      strict: true,
    })
    return operators.filter((name) =>
      logs.some(({ args, blockNumber }) => {
        const { avs } = args.operatorSet
        const isIts = isAddressEqual(args.operator, accounts[name].address)
        return (
          blockNumber > start && isIts && isAddressEqual(avs, restaking!.addresses.avs[service])
        )
      }),
    )
  }

  async function magnitudes() {
    const found = new Map<Name, bigint[]>()
    for (const name of operators) {
      const each = liquid.addresses.assets.map(({ strategy }) =>
        publicClient.readContract({
          address: restaking!.addresses.allocationManager,
          abi: allocationManagerAbi,
          functionName: 'getMaxMagnitude',
          args: [accounts[name].address, strategy],
        }),
      )
      found.set(name, await Promise.all(each))
    }
    return found
  }
}

const percent = (part: bigint, whole: bigint) => formatUnits((part * 10_000n) / whole, 2)
