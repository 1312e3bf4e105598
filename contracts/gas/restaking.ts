import { readFileSync } from 'node:fs'
import {
  type Abi,
  type Address,
  type Chain,
  encodeDeployData,
  encodeFunctionData,
  getContractAddress,
  type Hex,
  parseEther,
  parseEventLogs,
  publicActions,
  type TestClient,
  type Transport,
  walletActions,
  zeroAddress,
  zeroHash,
} from 'viem'

const ether = parseEther('1')
const wad = 10n ** 18n

/** Blocks; the least that lets a withdrawal be completed and a deallocation be cleared. */
const delay = 10

/**
 * What the verbs of restaking cost: whole transactions, by their receipts, on `client`'s anvil (osaka, accounts unlocked, automine
 * on), which is put back as it was. The strategy is one that anyone may make, of a plain ERC-20; it, the operator and the
 * service have been used by others before. Who acts for the second time has done the same before and has some left.
 */
export async function measureRestaking(
  client: measureRestaking.Client,
): Promise<Record<string, number>> {
  const before = await client.snapshot()
  await client.setAutomine(false)
  try {
    return { ...(await staking(client)), ...(await operating(client)) }
  } finally {
    await client.setAutomine(true)
    await client.revert({ id: before })
  }
}

export declare namespace measureRestaking {
  type Client = TestClient<'anvil', Transport, Chain>
}

async function staking(client: measureRestaking.Client) {
  const { alice, bob, operator, deposit, delegate, queue, complete, mine } =
    await startWorld(client)
  const gas: Record<string, number> = {}

  await deposit(bob, 100n * ether)
  await delegate(bob, operator)
  await queue(bob, ether)

  await deposit(alice, 100n * ether)
  gas['restaking: depositIntoStrategy'] = await deposit(alice, ether)
  gas['restaking: delegateTo'] = await delegate(alice, operator)

  const first = await queue(alice, 2n * ether)
  const second = await queue(alice, 3n * ether)
  gas['restaking: queueWithdrawals'] = second.gas
  await mine(delay + 1)
  await complete(alice, first)
  gas['restaking: completeQueuedWithdrawal as tokens'] = await complete(alice, second)
  return gas
}

async function operating(client: measureRestaking.Client) {
  const { bob, operator, deposit, delegate, queue, allocate, slash, mine } =
    await startWorld(client)
  const gas: Record<string, number> = {}

  await deposit(bob, 100n * ether)
  await delegate(bob, operator)
  await allocate(1, wad / 10n)
  await allocate(2, wad / 10n)
  gas['restaking: modifyAllocations'] = await allocate(1, wad / 2n)
  await allocate(2, wad / 20n)
  gas['restaking: modifyAllocations, of what is slashable'] = await allocate(1, wad / 4n)

  await queue(bob, ether)
  await mine(1)
  gas['restaking: slashOperator, the first one'] = await slash(1, wad / 10n)
  gas['restaking: slashOperator'] = await slash(1, wad / 10n)
  return gas
}

type Queued = { gas: number; withdrawal: unknown }
type Four = [Address, Address, Address, Address]

/** The whole layer, an operator in two sets of a service, and verbs that return the gas of their transaction. */
async function startWorld(testClient: measureRestaking.Client) {
  const client = testClient.extend(publicActions).extend(walletActions)
  const [service, operator, alice, bob] = (await client.getAddresses()) as Four
  const at = await deployLayer(service, create)
  await call(service, 'StrategyFactory', 'deployNewStrategy', [at.Token])
  const strategy = (await client.readContract({
    address: at.StrategyFactory,
    abi: artifact('StrategyFactory').abi,
    functionName: 'deployedStrategies',
    args: [at.Token],
  })) as Address

  await call(operator, 'DelegationManager', 'registerAsOperator', [zeroAddress, 0, ''])
  await call(service, 'AllocationManager', 'updateAVSMetadataURI', [service, ''])
  await call(service, 'AllocationManager', 'setAVSRegistrar', [service, at.Registrar])
  await call(service, 'AllocationManager', 'createOperatorSets', [
    service,
    [1, 2].map((operatorSetId) => ({ operatorSetId, strategies: [strategy], slasher: service })),
  ])
  await call(operator, 'AllocationManager', 'registerForOperatorSets', [
    operator,
    { avs: service, operatorSetIds: [1, 2], data: '0x' },
  ])

  return {
    alice,
    bob,
    operator,
    mine: (blocks: number) => client.mine({ blocks }),

    /** The approval is an earlier transaction; the staker keeps some of the tokens. */
    async deposit(staker: Address, amount: bigint) {
      await call(staker, 'Token', 'mint', [staker, amount + 1n])
      await call(staker, 'Token', 'approve', [at.StrategyManager, amount + 1n])
      const args = [strategy, at.Token, amount]
      return await call(staker, 'StrategyManager', 'depositIntoStrategy', args)
    },

    delegate: (staker: Address, to: Address) =>
      call(staker, 'DelegationManager', 'delegateTo', [
        to,
        { signature: '0x', expiry: 0n },
        zeroHash,
      ]),

    async queue(staker: Address, shares: bigint): Promise<Queued> {
      const receipt = await transact(staker, 'DelegationManager', 'queueWithdrawals', [
        [{ strategies: [strategy], depositShares: [shares], deprecatedWithdrawer: zeroAddress }],
      ])
      const [queued] = parseEventLogs({
        abi: artifact('DelegationManager').abi,
        logs: receipt.logs,
        eventName: 'SlashingWithdrawalQueued',
      }) as unknown as [{ args: { withdrawal: unknown } }]
      return { gas: Number(receipt.gasUsed), withdrawal: queued.args.withdrawal }
    },

    complete: (staker: Address, { withdrawal }: Queued) =>
      call(staker, 'DelegationManager', 'completeQueuedWithdrawal', [withdrawal, [at.Token], true]),

    allocate: (id: number, magnitude: bigint) =>
      call(operator, 'AllocationManager', 'modifyAllocations', [
        operator,
        [
          {
            operatorSet: { avs: service, id },
            strategies: [strategy],
            newMagnitudes: [magnitude],
          },
        ],
      ]),

    slash: (operatorSetId: number, part: bigint) =>
      call(service, 'AllocationManager', 'slashOperator', [
        service,
        {
          operator,
          operatorSetId,
          strategies: [strategy],
          wadsToSlash: [part],
          description: '',
        },
      ]),
  }

  async function call(
    from: Address,
    contract: keyof typeof at,
    functionName: string,
    args: readonly unknown[],
  ): Promise<number> {
    return Number((await transact(from, contract, functionName, args)).gasUsed)
  }

  function transact(
    from: Address,
    contract: keyof typeof at,
    functionName: string,
    args: readonly unknown[],
  ) {
    const { abi } = artifact(contract)
    return send(from, { to: at[contract], data: encodeFunctionData({ abi, functionName, args }) })
  }

  async function create(contract: string, args: readonly unknown[]) {
    const { contractAddress } = await send(service, {
      data: encodeDeployData({ ...artifact(contract), args }),
    })
    return contractAddress as Address
  }

  async function send(from: Address, request: { to?: Address; data: Hex }) {
    const hash = await client.sendTransaction({
      account: from,
      chain: null,
      gas: 16_000_000n,
      ...request,
    })
    await client.mine({ blocks: 1 })
    const receipt = await client.getTransactionReceipt({ hash })
    if (receipt.status !== 'success') throw new Error(`A measured transaction reverted: ${hash}`)
    return receipt
  }

  /** The contracts refer to one another: their addresses are known before they are. */
  async function deployLayer(
    deployer: Address,
    create: (contract: string, args: readonly unknown[]) => Promise<Address>,
  ) {
    const nonce = await client.getTransactionCount({ address: deployer })
    const order = [
      'PauserRegistry',
      'PermissionController',
      'DelegationManager',
      'StrategyManager',
      'StrategyBase',
      'StrategyFactory',
      'AllocationManager',
      'EigenPodManager',
      'Token',
      'Registrar',
    ] as const
    type Name = (typeof order)[number]
    const at = Object.fromEntries(
      order.map((name, i) => [
        name,
        getContractAddress({ from: deployer, nonce: BigInt(nonce + i) }),
      ]),
    ) as Record<Name, Address>
    const { PauserRegistry: pauserRegistry, PermissionController: permissionController } = at
    const nobody = '0x000000000000000000000000000000000000dEaD'
    const creations: Record<Name, readonly unknown[]> = {
      PauserRegistry: [[deployer], deployer],
      PermissionController: [],
      DelegationManager: [
        {
          strategyManager: at.StrategyManager,
          eigenPodManager: at.EigenPodManager,
          allocationManager: at.AllocationManager,
          permissionController,
          pauserRegistry,
          minWithdrawalDelayBlocks: delay,
          version: '1.12.0',
        },
      ],
      StrategyManager: [
        at.DelegationManager,
        pauserRegistry,
        at.StrategyFactory,
        deployer,
        '1.12.0',
      ],
      StrategyBase: [at.StrategyManager, pauserRegistry],
      StrategyFactory: [at.StrategyManager, at.StrategyBase, pauserRegistry, deployer],
      AllocationManager: [
        at.DelegationManager,
        nobody,
        pauserRegistry,
        permissionController,
        delay,
        delay,
      ],
      // Nobody has a pod.
      EigenPodManager: [
        {
          ethPOS: nobody,
          delegationManager: at.DelegationManager,
          podImplementation: nobody,
          pauserRegistry,
          owner: deployer,
          proofTimestampSetter: deployer,
          pectraForkTimestamp: 1n,
        },
      ],
      Token: ['token', 18],
      Registrar: [],
    }
    for (const name of order) await create(name, creations[name])
    return at
  }
}

function artifact(contract: string): { abi: Abi; bytecode: Hex } {
  const file = new URL(`../out/${contract}.sol/${contract}.json`, import.meta.url)
  const { abi, bytecode } = JSON.parse(readFileSync(file, 'utf8'))
  return { abi, bytecode: bytecode.object }
}
