import { compounding, deriveKey, makeDeposit } from '@cairn/beacon'
import {
  deploy,
  deployLiquid,
  deployRestaking,
  devnetLiquid,
  devnetParameters,
  devnetRestaking,
  usualDoor,
} from '@cairn/contracts'
import {
  firstLossAbi,
  iAllocationManagerAbi,
  iCairnEigenPodAbi,
  iDelegationManagerAbi,
  iDepositContractAbi,
  iEigenPodManagerAbi,
  nativeStakeAbi,
  tipsAbi,
  redeemQueueAbi,
  restakedEtherAbi,
  spreadAbi,
  stakedEtherAbi,
} from '@cairn/contracts/abi'
import { accounts, depositContract, type Layers, type Name, startLayers, weth } from '@cairn/devnet'
import {
  type Abi,
  type Address,
  decodeFunctionData,
  encodeFunctionData,
  isAddressEqual,
  maxUint256,
  parseEther,
  zeroAddress,
} from 'viem'
import {
  type Bids,
  createBidder,
  createKeeper,
  createLog,
  createMetrics,
  createPodkeeper,
  createProver,
  createRestaker,
} from '../src/index.ts'
import { clientsOf, type Request } from './chain.ts'

const wad = 10n ** 18n

/** Blocks. In fast time one is an epoch. */
export const withdrawalBlocks = 20
const reactionBlocks = 10
const allocationDelay = withdrawalBlocks + 1 + reactionBlocks
export const crew = ['elm', 'fir', 'hazel'] as const satisfies readonly Name[]
const service: Name = 'juniper'

/** crETH over csETH and ether, with three operators, and a service that can slash them. Time passes when it is told to. */
export async function startLiquid() {
  const layers = await startLayers({
    // A midnight, so that days begin at the same block whenever this runs.
    genesisTime: 19_676 * 86_400,
    validators: 64,
    onFailure: (error) => {
      throw error
    },
  })
  try {
    return await build(layers)
  } catch (error) {
    await layers.stop()
    throw error
  }
}

export type Liquid = Awaited<ReturnType<typeof startLiquid>>

async function build(layers: Layers) {
  const { publicClient, wallet, beacon, lockstep } = layers
  const { genesisTime } = beacon
  const edges = { publicClient, walletClient: wallet('deployer') }
  const network = { chainId: layers.chain.id, genesisTime, depositContract }
  const forks = Object.values((await beacon.spec()).forks).slice(-1)
  const { genesisForkVersion } = beacon
  const all = { curator: 'deployer', steward: 'deployer', treasury: 'deployer' } as const
  const { addresses: cairn } = await deploy({
    ...edges,
    parameters: devnetParameters({ ...network, genesisForkVersion, forks, weth }, all),
  })
  const usual = devnetRestaking(
    network,
    {
      owner: 'deployer',
      pauser: 'deployer',
      rewardsUpdater: 'deployer',
      compensation: 'deployer',
    },
    225,
  )
  const { addresses: restaking } = await deployRestaking({
    ...edges,
    cairn,
    parameters: {
      ...usual,
      oracle: { ...usual.oracle, evidenceBlocks: 5 },
      bridge: { ...usual.bridge, evidenceBlocks: 5 },
      delays: { withdrawalBlocks, deallocationBlocks: 20, configurationBlocks: 25 },
    },
  })
  const avs = accounts[service].address
  const parameters = devnetLiquid({
    chainId: layers.chain.id,
    depositContract,
    tokens: [
      {
        symbol: 'csETH',
        token: cairn.vault,
        strategy: restaking.strategies.csETH,
        adapter: 'stakedEther',
        ...usualDoor,
      },
    ],
    operators: crew.map((name) => accounts[name].address),
    services: [avs],
    blocksPerDay: reactionBlocks,
    holders: { beneficiary: 'deployer', starter: 'deployer' },
  })
  const policy = { ...parameters.policy, maxOperatorBps: 5_000 }
  const { addresses: liquid, block } = await deployLiquid({
    ...edges,
    parameters: {
      ...parameters,
      stampFor: 8,
      policy,
      spread: { ...parameters.spread, rungBps: 2_000 },
    },
    under: { ...cairn, ...restaking },
  })
  const addresses = { ...restaking, ...liquid }

  const scene = {
    ...layers,
    cairn,
    restaking,
    liquid,
    addresses,
    fromBlock: block,
    set: { avs, id: 0 },
    send,
    read,
    advance: (seconds: number) => lockstep.advance(seconds),
    blocks: (count: number) => lockstep.advance(count * 384),

    /** csETH of `ether`, for crETH. */
    async deposit(name: Name, ether: string) {
      const [token, assets] = [cairn.vault, parseEther(ether)]
      const vault = { address: token, abi: stakedEtherAbi }
      const owner = accounts[name].address
      const before = await read({ ...vault, functionName: 'balanceOf', args: [owner] })
      await send(name, { ...vault, functionName: 'depositETH', args: [owner], value: assets })
      const after = await read({ ...vault, functionName: 'balanceOf', args: [owner] })
      const units = (after as bigint) - (before as bigint)
      await send(name, { ...vault, functionName: 'approve', args: [liquid.spread, units] })
      const args = [1n, units, owner, 0n, maxUint256]
      await send(name, { address: liquid.spread, abi: spreadAbi, functionName: 'deposit', args })
      return units
    },

    depositEther(name: Name, ether: string) {
      const args = [accounts[name].address]
      const vault = {
        address: liquid.vault,
        abi: restakedEtherAbi,
        functionName: 'depositETH',
        args,
      }
      return send(name, { ...vault, value: parseEther(ether) })
    },

    /** The operator's first ether for a validator that pays to the delegator's pod. */
    async bring(index: number, number = 0) {
      const [name, { delegator }] = [crew[index]!, liquid.delegators[index]!]
      const manager = { address: restaking.eigenPodManager, abi: iEigenPodManagerAbi }
      const pod = await read({ ...manager, functionName: 'getPod', args: [delegator] })
      const key = deriveKey(`validator of ${name}`, number)
      beacon.addKey(key)
      const deposit = makeDeposit(key, {
        withdrawalCredentials: compounding(pod as Address),
        amount: 1_000_000_000n,
        genesisForkVersion,
      })
      const { pubkey, withdrawalCredentials, signature, depositDataRoot } = deposit
      await send(name, {
        address: depositContract,
        abi: iDepositContractAbi,
        functionName: 'deposit',
        args: [pubkey, withdrawalCredentials, signature, depositDataRoot],
        value: parseEther('1'),
      })
      return pubkey
    },

    async request(name: Name, shares: bigint) {
      const owner = accounts[name].address
      const vault = { address: liquid.vault, abi: restakedEtherAbi }
      const id = await read({ address: liquid.queue, abi: redeemQueueAbi, functionName: 'tail' })
      await send(name, { ...vault, functionName: 'requestRedeem', args: [shares, owner, owner] })
      return id as bigint
    },

    /** The service takes `part` (of 1e18) of what the operator has allocated of csETH. */
    slash(index: number, part: bigint) {
      return send(service, {
        address: restaking.allocationManager,
        abi: iAllocationManagerAbi,
        functionName: 'slashOperator',
        args: [
          avs,
          {
            operator: accounts[crew[index]!].address,
            operatorSetId: 0,
            strategies: [restaking.strategies.csETH],
            wadsToSlash: [part],
            description: 'as agreed',
          },
        ],
      })
    },

    /** The operator announces to put so much of its csETH (of 1e18) at the disposal of the service's set `id`. */
    allocate(index: number, magnitude: bigint, id = 0) {
      const operator = accounts[crew[index]!].address
      const strategies = [restaking.strategies.csETH]
      return send(crew[index]!, {
        address: restaking.allocationManager,
        abi: iAllocationManagerAbi,
        functionName: 'modifyAllocations',
        args: [operator, [{ operatorSet: { avs, id }, strategies, newMagnitudes: [magnitude] }]],
      })
    },
  }

  await settle()
  // Half of each operator's csETH is at the service's disposal.
  await scene.blocks(26)
  for (const index of crew.keys()) await scene.allocate(index, wad / 2n)
  await scene.blocks(allocationDelay + 1)
  return scene

  async function settle() {
    const manager = { address: restaking.allocationManager, abi: iAllocationManagerAbi }
    await send(service, { ...manager, functionName: 'updateAVSMetadataURI', args: [avs, ''] })
    // Agrees to everything: it answers 1 to whatever it is asked.
    const registrar: Address = '0x00000000000000000000000000000000000a1100'
    await layers.rpc('anvil_setCode', [registrar, '0x600160005260206000f3'])
    await send(service, { ...manager, functionName: 'setAVSRegistrar', args: [avs, registrar] })
    const strategies = [restaking.strategies.csETH]
    const sets = [0, 1].map((operatorSetId) => ({ operatorSetId, strategies }))
    await send(service, { ...manager, functionName: 'createOperatorSets', args: [avs, sets] })
    for (const name of crew) {
      await send(name, {
        address: restaking.delegationManager,
        abi: iDelegationManagerAbi,
        functionName: 'registerAsOperator',
        args: [zeroAddress, allocationDelay, ''],
      })
      const args = [accounts[name].address, { avs, operatorSetIds: [0], data: '0x' }]
      await send(name, { ...manager, functionName: 'registerForOperatorSets', args })
    }
  }

  async function send(name: Name, { address, value, ...call }: Call & { value?: bigint }) {
    const data = encodeFunctionData(call)
    const hash = await wallet(name).sendTransaction({ to: address, data, value })
    const { status } = await publicClient.waitForTransactionReceipt({ hash })
    if (status !== 'success') throw new Error(`${call.functionName} reverted`)
  }

  function read(call: Call): Promise<unknown> {
    return publicClient.readContract(call)
  }
}

type Call = { address: Address; abi: Abi; functionName: string; args?: readonly unknown[] }

/** What `sender` sent in blocks after `from`, in order. */
export async function journal({ publicClient }: Liquid, from: bigint, sender: Name) {
  const abi = [
    ...spreadAbi,
    ...nativeStakeAbi,
    ...restakedEtherAbi,
    ...tipsAbi,
    ...firstLossAbi,
    ...iCairnEigenPodAbi,
  ]
  const sent: string[] = []
  const to = await publicClient.getBlockNumber({ cacheTime: 0 })
  for (let number = from + 1n; number <= to; number++) {
    const block = await publicClient.getBlock({ blockNumber: number, includeTransactions: true })
    for (const { from, hash, input } of block.transactions) {
      if (!isAddressEqual(from, accounts[sender].address)) continue
      const { status } = await publicClient.getTransactionReceipt({ hash })
      const { functionName } = decodeFunctionData({ abi, data: input })
      sent.push(status === 'success' ? functionName : `${functionName} reverted`)
    }
  }
  return sent
}

/** crETH's daemons, and csETH's, that know nothing of what was before. Their requests go through `request`. */
export function daemonsOf(
  scene: Liquid,
  { request = scene.rpc as Request }: { request?: Request } = {},
) {
  const silent = {
    log: createLog({ level: process.env.CAIRN_TEST_LOG ?? 'silent' }),
    metrics: createMetrics(),
  }
  const of = (name: Name) => ({
    ...silent,
    ...clientsOf({ rpc: scene.rpc as never, url: scene.rpcUrl }, request, accounts[name] as never),
    beacon: scene.beaconApi,
  })
  return {
    metrics: silent.metrics,
    restaker: (options: createRestaker.Options = {}) =>
      createRestaker({
        ...of('keeper'),
        addresses: scene.addresses,
        options: { poll: 0.01, patience: 0, cadence: 3_600, ...options },
      }),
    podkeeper: (options: createPodkeeper.Options = {}) =>
      createPodkeeper({
        ...of('watcher'),
        addresses: scene.addresses,
        options: { poll: 0.01, scan: 0, ...options },
      }),
    bidder: (bids: Bids) =>
      createBidder({ ...of('gus'), addresses: scene.addresses, bids, options: { poll: 0.01 } }),
    prover: () =>
      createProver({
        ...of('prover'),
        addresses: scene.cairn,
        options: { poll: 0.01, cadence: 3_600 },
      }),
    keeper: () =>
      createKeeper({ ...of('treasury'), addresses: scene.cairn, options: { poll: 0.01, scan: 0 } }),
  }
}

export const half = wad / 2n
