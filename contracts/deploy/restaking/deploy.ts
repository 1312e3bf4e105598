import type { Address, PublicClient } from 'viem'
import {
  allocationManagerAbi,
  delegationManagerAbi,
  eigenPodManagerAbi,
  rewardsCoordinatorAbi,
  strategyManagerAbi,
} from '../../abi/index.ts'
import { WiringError } from '../checkWiring.ts'
import type { Addresses } from '../plan.ts'
import { send } from '../send.ts'
import type { RestakingParameters } from './parameters.ts'
import { planRestaking, type RestakingAddresses, type RestakingPlan } from './plan.ts'

/** Creates the restaking layer and its services beside a deployment of csETH, and checks that it is wired as planned. */
export async function deployRestaking({
  publicClient,
  walletClient,
  parameters,
  cairn,
  onStep,
}: deployRestaking.Args): Promise<send.Sent & { addresses: RestakingAddresses }> {
  const { address } = walletClient.account
  const nonce = await publicClient.getTransactionCount({ address })
  const plan = planRestaking({ deployer: address, nonce, parameters, cairn })
  const sent = await send(plan.steps, { publicClient, walletClient, onStep })

  await checkRestakingWiring(publicClient, plan)

  return { ...sent, addresses: plan.addresses }
}

export declare namespace deployRestaking {
  type Args = send.Edges & {
    parameters: RestakingParameters
    cairn: Pick<Addresses, 'vault' | 'layouts'>
  }
}

/** Reads back from the chain that a restaking layer is the one that was planned. */
export async function checkRestakingWiring(
  client: PublicClient,
  { addresses, holders }: Pick<RestakingPlan, 'addresses' | 'holders'>,
): Promise<void> {
  const { strategies, avs, ...core } = addresses
  for (const [name, address] of Object.entries({ ...core, ...strategies, ...avs }))
    if ((await client.getCode({ address })) === undefined)
      throw new WiringError(`the code of ${name} at ${address}`, 'empty', 'there')

  const { strategyManager, delegationManager, allocationManager, eigenPodManager } = core
  const delegation = { address: delegationManager, abi: delegationManagerAbi } as const
  const shares = { address: strategyManager, abi: strategyManagerAbi } as const
  const sets = { address: allocationManager, abi: allocationManagerAbi } as const
  const pods = { address: eigenPodManager, abi: eigenPodManagerAbi } as const
  const coordinator = { address: core.rewardsCoordinator, abi: rewardsCoordinatorAbi } as const

  const facts: [string, string | boolean, Address | boolean][] = [
    [
      'delegationManager.strategyManager',
      await client.readContract({ ...delegation, functionName: 'strategyManager' }),
      strategyManager,
    ],
    [
      'delegationManager.allocationManager',
      await client.readContract({ ...delegation, functionName: 'allocationManager' }),
      allocationManager,
    ],
    [
      'delegationManager.eigenPodManager',
      await client.readContract({ ...delegation, functionName: 'eigenPodManager' }),
      eigenPodManager,
    ],
    [
      'strategyManager.delegation',
      await client.readContract({ ...shares, functionName: 'delegation' }),
      delegationManager,
    ],
    [
      'strategyManager.strategyWhitelister',
      await client.readContract({ ...shares, functionName: 'strategyWhitelister' }),
      core.strategyFactory,
    ],
    [
      'csETH’s strategy is whitelisted',
      await client.readContract({
        ...shares,
        functionName: 'strategyIsWhitelistedForDeposit',
        args: [strategies.csETH],
      }),
      true,
    ],
    [
      'allocationManager.delegation',
      await client.readContract({ ...sets, functionName: 'delegation' }),
      delegationManager,
    ],
    [
      'eigenPodManager.delegationManager',
      await client.readContract({ ...pods, functionName: 'delegationManager' }),
      delegationManager,
    ],
    [
      'rewardsCoordinator.rewardsUpdater',
      await client.readContract({ ...coordinator, functionName: 'rewardsUpdater' }),
      holders.rewardsUpdater,
    ],
    ...(await Promise.all(
      [avs.oracle, avs.bridge].map(
        async (service): Promise<[string, boolean, boolean]> => [
          `the operator set of ${service}`,
          await client.readContract({
            ...sets,
            functionName: 'isOperatorSet',
            args: [{ avs: service, id: 0 }],
          }),
          true,
        ],
      ),
    )),
  ]
  for (const [what, found, expected] of facts)
    if (String(found).toLowerCase() !== String(expected).toLowerCase())
      throw new WiringError(what, found, expected)
}
