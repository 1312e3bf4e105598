import {
  type Abi,
  type Address,
  type Chain,
  createPublicClient,
  createWalletClient,
  custom,
  encodeDeployData,
  encodeFunctionData,
  getContractAddress,
  type Hex,
  maxUint256,
  pad,
  parseEther,
  publicActions,
  type TestClient,
  type Transport,
  toHex,
  walletActions,
  zeroAddress,
  zeroHash,
} from 'viem'
import {
  delegationManagerAbi,
  eigenPodManagerAbi,
  firstLossAbi,
  firstLossBytecode,
  nativeStakeAbi,
  nativeStakeBytecode,
  operatorDelegatorAbi,
  operatorDelegatorBytecode,
  redeemQueueAbi,
  redeemQueueBytecode,
  restakedEtherAbi,
  restakedEtherBytecode,
  rewardAuctionAbi,
  rewardAuctionBytecode,
  riskPolicyAbi,
  riskPolicyBytecode,
  spreadAbi,
  spreadBytecode,
  stakedEtherAbi,
  stakedEtherAdapterAbi,
  stakedEtherAdapterBytecode,
  tallyAbi,
  tallyBytecode,
  tipsAbi,
  tipsBytecode,
  witnessAbi,
  witnessBytecode,
} from '../abi/index.ts'
import {
  beaconEther,
  deploy,
  deployRestaking,
  devnetParameters,
  devnetRestaking,
  hoodi,
} from '../deploy/index.ts'

const ether = parseEther('1')
const CSETH = 1n
const delegators = 32
/** Of which a withdrawal takes 14. */
const blocksPerDay = 4

type Gas = Record<string, number>

/**
 * What the verbs of crETH cost: whole transactions, by their receipts, on `client`'s anvil (osaka, accounts unlocked, automine
 * on), which is put back as it was. There are 32 delegators. As with csETH, all is measured in the worst state that is ordinary:
 * a gain is vesting above the high-water mark, so whatever changes the ledger also mints a fee; who acts has done the same
 * before and has some left. Accounts stand where pods' checkpoints and csETH's registry would report.
 */
export async function measureLiquid(client: measureLiquid.Client): Promise<Gas> {
  const before = await client.snapshot()
  try {
    const gas = { ...(await holding(client)), ...(await keeping(client)), ...(await full(client)) }
    return Object.fromEntries(Object.entries(gas).map(([verb, cost]) => [`crETH: ${verb}`, cost]))
  } finally {
    await client.setAutomine(true)
    await client.revert({ id: before })
  }
}

export declare namespace measureLiquid {
  type Client = TestClient<'anvil', Transport, Chain>
}

/** What holders do. Half of the delegators restake ether, half csETH. */
async function holding(client: measureLiquid.Client): Promise<Gas> {
  const world = await startWorld(client)
  const { alice, bob, vault, request, claim, tail, round, sync, check, fill } = world
  await world.restake((i) => (i % 2 === 0 ? 'ether' : 'csETH'))
  await round()
  const gas: Gas = {}

  for (const user of [alice, bob]) await world.depositETH(user, 1_000n * ether)
  gas.depositETH = await world.depositETH(alice, ether)

  await world.depositLST(alice, ether)
  gas['deposit LST'] = await world.depositLST(alice, ether)

  await request(alice, ether)
  gas.requestRedeem = await request(alice, ether)
  await round()
  await check()
  await fill()

  await request(bob, ether / 2n)
  const whole = await tail()
  await request(alice, 5n * ether)
  await request(bob, 2n * ether)
  await round()
  for (let i = 0; i < 6; i++) {
    await check()
    await fill(ether + 10n ** 15n)
  }
  gas['claim, 6 fills'] = await claim(alice, whole)
  await check()
  await fill()

  await check()
  await vault(bob, 'redeemInstant', [ether, bob, bob])
  await world.check()
  gas['redeemInstant, fresh check'] = await vault(bob, 'redeemInstant', [ether, bob, bob])

  await check()
  gas['check, 32 delegators'] = await check()

  await world.openRound()
  await sync(0n)
  await sync(1n)
  gas['sync one delegator, no queued root'] = Math.max(await sync(2n), await sync(3n))
  return gas
}

/** What keepers do. */
async function keeping(client: measureLiquid.Client): Promise<Gas> {
  const world = await startWorld(client)
  const { keeper, spread, sync, round, check } = world
  await world.depositETH(world.alice, 1_000n * ether)
  await world.restake(() => 'both')
  await round()
  const gas: Gas = {}

  await check()
  gas['check, 32 delegators, each of ether and csETH'] = await check()

  await world.openRound()
  await sync(0n)
  gas['sync one delegator of ether and csETH, no queued root'] = await sync(1n)
  for (let i = 2n; i < delegators - 1; i++) await sync(i)
  gas['sync that ends a round'] = await sync(BigInt(delegators - 1))

  await world.queue(2, 16)
  await world.openRound()
  await sync(2n)
  await sync(3n)
  const with16 = await sync(2n)
  const with0 = await sync(3n)
  gas['sync, per queued root'] = Math.ceil((with16 - with0) / 16)

  await world.depositLST(world.alice, 320n * ether)
  await spread(keeper, 'route', [3n, CSETH, ether])
  gas.route = await spread(keeper, 'route', [4n, CSETH, ether])

  await world.request(world.alice, 2_000n * ether)
  const first = await world.lay(5n, CSETH)
  const second = await world.lay(6n, CSETH)
  gas.lay = second.gas
  await client.mine({ blocks: 14 * blocksPerDay + 1, interval: 12 })
  await spread(keeper, 'complete', [5n, first.withdrawal, true])
  gas['complete as tokens'] = await spread(keeper, 'complete', [6n, second.withdrawal, true])
  return gas
}

/** Every delegator of ether and csETH, with 16 roots queued. */
async function full(client: measureLiquid.Client): Promise<Gas> {
  const world = await startWorld(client)
  const { keeper, spread, round } = world
  await world.depositETH(world.alice, 1_000n * ether)
  await world.restake(() => 'both')
  for (let i = 0; i < delegators; i++) await world.queue(i, i === 0 ? 15 : 16)
  await round()
  await world.request(world.alice, 2_000n * ether)

  const { gas: lay, withdrawal } = await world.lay(0n, CSETH)
  await client.mine({ blocks: 14 * blocksPerDay + 1, interval: 12 })
  const complete = await spread(keeper, 'complete', [0n, withdrawal, true])
  return { 'lay, all full of roots': lay, 'complete as tokens, all full of roots': complete }
}

/** A whole layer, a csETH and a crETH, with verbs that return the gas of their transaction. */
async function startWorld(testClient: measureLiquid.Client) {
  await testClient.setAutomine(true)
  const client = testClient.extend(publicActions).extend(walletActions)
  const [deployer, alice, bob, keeper] = (await client.getAddresses()) as [
    Address,
    Address,
    Address,
    Address,
  ]
  const under = await deployUnder()
  const at = await deployLiquid()
  await testClient.setAutomine(false)

  const accounts: { delegator: Address; operator: Address }[] = []
  for (let i = 0; i < delegators; i++) {
    const [delegator, operator] = (await read(at.spread, spreadAbi, 'delegatorAt', [
      BigInt(i),
    ])) as [Address, Address]
    accounts.push({ delegator, operator })
    await unlock(operator)
    await call(operator, under.delegationManager, delegationManagerAbi, 'registerAsOperator', [
      zeroAddress,
      30 * blocksPerDay,
      '',
    ])
    await spread(keeper, 'delegate', [BigInt(i), { signature: '0x', expiry: 0n }, zeroHash])
  }
  // So that nothing that is counted begins with an empty slot.
  await csDeposit(alice, 2_000n * ether)
  await call(alice, under.vault, stakedEtherAbi, 'approve', [at.spread, maxUint256])
  await unlock(under.registry)
  await csCheckpoint()

  return {
    alice,
    bob,
    keeper,
    spread,
    check: () => spread(keeper, 'check', []),
    sync: (index: bigint) => spread(keeper, 'sync', [index]),
    openRound,
    round,
    vault,
    depositETH: (from: Address, value: bigint) => vault(from, 'depositETH', [from], value),
    request: (from: Address, shares: bigint) => vault(from, 'requestRedeem', [shares, from, from]),
    fill: (maxAssets = maxUint256) => vault(keeper, 'fill', [maxAssets]),
    claim: (from: Address, id: bigint) => call(from, at.queue, redeemQueueAbi, 'claim', [id, from]),
    tail: () => read(at.queue, redeemQueueAbi, 'tail', []) as Promise<bigint>,
    depositLST,

    /** 32 ether in each pod that has some, 32 csETH in each strategy. */
    async restake(what: (index: number) => 'ether' | 'csETH' | 'both') {
      await depositLST(alice, 32n * BigInt(delegators) * ether)
      for (let i = 0; i < delegators; i++) {
        if (what(i) !== 'csETH') await credit(i, 32n * ether)
        if (what(i) !== 'ether') await spread(keeper, 'route', [BigInt(i), CSETH, 32n * ether])
      }
    },

    /** As the spread would, whatever its rungs. */
    async queue(index: number, count: number) {
      const { delegator } = accounts[index]!
      await unlock(at.spread)
      for (let i = 0; i < count; i++) {
        const strategy = i % 2 === 0 ? beaconEther : under.strategies.csETH
        await call(at.spread, delegator, operatorDelegatorAbi, 'queue', [strategy, ether])
      }
    },

    async lay(index: bigint, asset: bigint) {
      const gas = await spread(keeper, 'lay', [index, asset])
      const [withdrawals] = (await read(
        under.delegationManager,
        delegationManagerAbi,
        'getQueuedWithdrawals',
        [accounts[Number(index)]!.delegator],
      )) as [unknown[], unknown]
      return { gas, withdrawal: withdrawals.at(-1) }
    },
  }

  async function openRound() {
    await client.increaseTime({ seconds: 3_600 })
    await spread(keeper, 'openRound', [])
  }

  async function round() {
    await openRound()
    for (let i = 0; i < delegators; i++) await spread(keeper, 'sync', [BigInt(i)])
  }

  /** As a pod's checkpoint reports it. */
  async function credit(index: number, amount: bigint) {
    const { delegator } = accounts[index]!
    await call(keeper, at.native, nativeStakeAbi, 'createPod', [BigInt(index)])
    const pod = (await read(under.eigenPodManager, eigenPodManagerAbi, 'ownerToPod', [
      delegator,
    ])) as Address
    await unlock(pod)
    await call(
      pod,
      under.eigenPodManager,
      eigenPodManagerAbi,
      'recordBeaconChainETHBalanceUpdate',
      [delegator, 0n, amount],
    )
    await spread(keeper, 'sync', [BigInt(index)])
  }

  /** Some of it stays. */
  async function depositLST(from: Address, units: bigint) {
    await csDeposit(from, units + ether)
    const args = [CSETH, units, from, 0n, maxUint256]
    return await spread(from, 'deposit', args)
  }

  function csDeposit(from: Address, value: bigint) {
    return call(from, under.vault, stakedEtherAbi, 'depositETH', [from], value)
  }

  /** Finds an ether more than is accounted. */
  async function csCheckpoint() {
    const { registry } = under
    await call(registry, under.vault, stakedEtherAbi, 'open', [], ether)
    const execution = await client.getBalance({ address: under.vault })
    const { timestamp } = await client.getBlock()
    await call(registry, under.vault, stakedEtherAbi, 'close', [execution, 0n, timestamp])
  }

  function spread(from: Address, functionName: string, args: readonly unknown[]) {
    return call(from, at.spread, spreadAbi, functionName, args)
  }

  function vault(from: Address, functionName: string, args: readonly unknown[], value?: bigint) {
    return call(from, at.vault, restakedEtherAbi, functionName, args, value)
  }

  function read(address: Address, abi: Abi, functionName: string, args: readonly unknown[]) {
    return client.readContract({ address, abi, functionName, args })
  }

  function call(
    from: Address,
    to: Address,
    abi: Abi,
    functionName: string,
    args: readonly unknown[],
    value?: bigint,
  ) {
    return send(from, { to, data: encodeFunctionData({ abi, functionName, args }), value })
  }

  async function send(from: Address, request: { to: Address; data: Hex; value?: bigint }) {
    const hash = await client.sendTransaction({
      account: from,
      chain: null,
      gas: 16_000_000n,
      ...request,
    })
    await client.increaseTime({ seconds: 12 })
    await client.mine({ blocks: 1 })
    const receipt = await client.getTransactionReceipt({ hash })
    if (receipt.status !== 'success') throw new Error(`A measured transaction reverted: ${hash}`)
    return Number(receipt.gasUsed)
  }

  async function unlock(address: Address) {
    await client.impersonateAccount({ address })
    await client.setBalance({ address, value: 1_000n * ether })
  }

  /** csETH and the restaking layer, as they are deployed. */
  async function deployUnder() {
    const edge = { chain: client.chain, transport: custom(client), pollingInterval: 20 }
    const edges = {
      publicClient: createPublicClient(edge),
      walletClient: createWalletClient({ ...edge, account: deployer }),
    }
    const { genesisTime, forks, genesisForkVersion, depositContract } = hoodi.network
    const chainId = client.chain.id
    // Nobody deposits.
    await client.setCode({ address: depositContract as Address, bytecode: '0x00' })
    const holders = { curator: 'deployer', steward: 'deployer', treasury: 'deployer' } as const
    const { addresses: cairn } = await deploy({
      ...edges,
      parameters: devnetParameters(
        { chainId, genesisTime, forks, genesisForkVersion, depositContract },
        holders,
      ),
    })
    const { addresses: restaking } = await deployRestaking({
      ...edges,
      parameters: devnetRestaking(
        { chainId, genesisTime, depositContract },
        {
          owner: 'deployer',
          pauser: 'deployer',
          rewardsUpdater: 'deployer',
          compensation: 'deployer',
        },
        blocksPerDay,
      ),
      cairn,
    })
    return { ...cairn, ...restaking }
  }

  /** The contracts refer to one another: their addresses are known before they are. */
  async function deployLiquid() {
    const nonce = await client.getTransactionCount({ address: deployer })
    const order = [
      'adapter',
      'tally',
      'witness',
      'implementation',
      'policy',
      'auction',
      'firstLoss',
      'native',
      'queue',
      'vault',
      'spread',
      'tips',
    ] as const
    const at = Object.fromEntries(
      order.map((name, i) => [
        name,
        getContractAddress({ from: deployer, nonce: BigInt(nonce + i) }),
      ]),
    ) as Record<(typeof order)[number], Address>
    const { delegationManager, rewardsCoordinator, eigenPodManager, weth } = under
    const creations: Record<(typeof order)[number], Omit<Creation, 'value'> & { value?: bigint }> =
      {
        adapter: {
          abi: stakedEtherAdapterAbi,
          bytecode: stakedEtherAdapterBytecode,
          args: [under.vault],
        },
        tally: { abi: tallyAbi, bytecode: tallyBytecode, args: [delegationManager] },
        witness: { abi: witnessAbi, bytecode: witnessBytecode, args: [under.layouts] },
        implementation: {
          abi: operatorDelegatorAbi,
          bytecode: operatorDelegatorBytecode,
          args: [at.spread, at.native, delegationManager, rewardsCoordinator],
        },
        policy: {
          abi: riskPolicyAbi,
          bytecode: riskPolicyBytecode,
          args: [
            at.spread,
            delegationManager,
            {
              maxOperatorBps: 1_000n,
              maxServiceBps: 5_000n,
              maxPairBps: 6_000n,
              maxRedistributableBps: 1_000n,
              maxAllocatedBps: 8_000n,
              reactionBlocks: BigInt(blocksPerDay),
              allowed: [
                { avs: under.avs.oracle, id: 0 },
                { avs: under.avs.bridge, id: 0 },
              ],
            },
          ],
        },
        auction: {
          abi: rewardAuctionAbi,
          bytecode: rewardAuctionBytecode,
          args: [
            {
              spread: at.spread,
              starter: deployer,
              duration: 86_400n,
              startFactorBps: 20_000n,
              endFactorBps: 5_000n,
            },
          ],
        },
        firstLoss: {
          abi: firstLossAbi,
          bytecode: firstLossBytecode,
          args: [at.vault, deployer, at.tips, 5_000n, 100n, 1_000n],
        },
        native: {
          abi: nativeStakeAbi,
          bytecode: nativeStakeBytecode,
          args: [at.spread, at.witness, under.depositContract, eigenPodManager],
        },
        queue: { abi: redeemQueueAbi, bytecode: redeemQueueBytecode, args: [at.vault, weth] },
        vault: {
          abi: restakedEtherAbi,
          bytecode: restakedEtherBytecode,
          args: [at.spread, 8n, { weth, queue: at.queue, treasury: at.firstLoss, ...vaultNumbers }],
          value: ether,
        },
        spread: {
          abi: spreadAbi,
          bytecode: spreadBytecode,
          args: [
            {
              vault: at.vault,
              delegation: delegationManager,
              rewardsCoordinator,
              native: at.native,
              tally: at.tally,
              implementation: at.implementation,
              policy: at.policy,
              auction: at.auction,
              roundInterval: 3_600n,
              rungBps: 500n,
              assets: [
                {
                  strategy: beaconEther,
                  adapter: zeroAddress,
                  capWei: 0n,
                  haircutBps: 0n,
                  queues: false,
                },
                {
                  strategy: under.strategies.csETH,
                  adapter: at.adapter,
                  capWei: 10_000n * ether,
                  haircutBps: 10n,
                  queues: true,
                },
              ],
              delegators: Array.from({ length: delegators }, (_, i) => ({
                operator: pad(toHex(0x1000 + i), { size: 20 }),
                weight: 1n,
              })),
            },
          ],
        },
        tips: { abi: tipsAbi, bytecode: tipsBytecode, args: [at.vault, at.spread, at.auction] },
      }
    for (const name of order) {
      const { value, ...creation } = creations[name]
      const hash = await client.sendTransaction({
        account: deployer,
        chain: null,
        gas: 16_000_000n,
        data: encodeDeployData(creation),
        value,
      })
      const { status } = await client.waitForTransactionReceipt({ hash })
      if (status !== 'success') throw new Error(`${name} wasn't created: ${hash}`)
    }
    return at
  }
}

type Creation = { abi: Abi; bytecode: Hex; args: readonly unknown[]; value: bigint }

const vaultNumbers = {
  vestingPeriod: 86_400n,
  staleAfter: 172_800n,
  freshFor: 21_600n,
  feeBps: 1_000n,
  maxDailyGrowthBps: 20n,
  laneBps: 100n,
  laneMinFeeBps: 5n,
  laneMaxFeeBps: 200n,
  minRequest: ether / 100n,
  minFill: ether / 100n,
  tipBps: 0n,
}
