import { depositContract, installSystem, startAnvil, weth } from '@cairn/devnet'
import {
  type Address,
  createPublicClient,
  createWalletClient,
  defineChain,
  http,
  parseEther,
  zeroAddress,
} from 'viem'
import { mnemonicToAccount } from 'viem/accounts'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  iStrategyFactoryAbi,
  reportedEtherAbi,
  reportedEtherBytecode,
  spreadAbi,
} from '../../abi/index.ts'
import {
  checkLiquidWiring,
  deploy,
  deployLiquid,
  deployRestaking,
  describeLiquid,
  devnetLiquid,
  devnetRestaking,
  hoodi,
  LiquidParameters,
  planLiquid,
  usualDoor,
} from '../index.ts'

const account = mnemonicToAccount('test test test test test test test test test test test junk')
const chainId = 31_341
const someone = (byte: string): Address => `0x${byte.repeat(20)}`
const operators = ['a1', 'a2', 'a3', 'a4', 'a5'].map(someone)
const parameters = devnetLiquid({
  chainId,
  depositContract,
  tokens: [],
  operators,
  services: [someone('b1'), someone('b2')],
  blocksPerDay: 225,
  holders: { beneficiary: 'deployer', starter: 'deployer' },
})
const under = {
  weth,
  layouts: someone('c1'),
  delegationManager: someone('c2'),
  rewardsCoordinator: someone('c3'),
  eigenPodManager: someone('c4'),
}

describe('parameters', () => {
  const parses = (it: Partial<LiquidParameters>) =>
    LiquidParameters.safeParse({ ...parameters, ...it }).success

  test('each bound holds at its edge, and not one beyond', () => {
    const { policy, spread, firstLoss } = parameters
    expect(parses({ policy: { ...policy, maxOperatorBps: 10_000 } })).toBe(true)
    expect(parses({ policy: { ...policy, maxOperatorBps: 10_001 } })).toBe(false)
    expect(parses({ policy: { ...policy, reactionBlocks: 0 } })).toBe(false)
    expect(parses({ spread: { ...spread, rungBps: 2_000 } })).toBe(true)
    expect(parses({ spread: { ...spread, rungBps: 2_001 } })).toBe(false)
    expect(parses({ spread: { ...spread, roundInterval: 3_599 } })).toBe(false)
    expect(parses({ firstLoss: { ...firstLoss, capBps: 1_001 } })).toBe(false)
    expect(parses({ stampFor: 33 })).toBe(false)
  })

  test('a price falls, an operator has one delegator, and there are at most 32', () => {
    const { auction } = parameters
    const most = Array.from({ length: 33 }, (_, i) => ({
      operator: someone((i + 16).toString(16)),
      weight: 1,
    }))
    expect(parses({ auction: { ...auction, startFactorBps: 10_000, endFactorBps: 10_000 } })).toBe(
      false,
    )
    expect(parses({ delegators: [most[0]!, most[0]!] })).toBe(false)
    expect(parses({ delegators: most.slice(1) })).toBe(true)
    expect(parses({ delegators: most })).toBe(false)
    expect(parses({ delegators: [] })).toBe(false)
  })
})

describe('planLiquid', () => {
  test('needs no network, and says all that would happen', () => {
    const token = {
      symbol: 'rptETH',
      token: someone('d1'),
      strategy: someone('d2'),
      adapter: 'wstETH' as const,
      ...usualDoor,
    }
    const plan = planLiquid({
      deployer: account.address,
      nonce: 7,
      parameters: { ...parameters, tokens: [token] },
      under,
    })
    expect(plan.addresses.assets.map(({ symbol, token }) => [symbol, token])).toEqual([
      ['ETH', zeroAddress],
      ['rptETH', token.token],
    ])
    const text = describeLiquid(plan)
    expect(text).toMatch(/nonce 7 +WstETHAdapter/)
    for (const contract of ['RiskPolicy', 'FirstLoss', 'RestakedEther', 'Spread', 'RateFeed'])
      expect(text).toMatch(new RegExp(`nonce \\d+ +${contract} `))
    expect(text).toMatch(/delegator 4 0x[0-9a-fA-F]{40}, of operator 0xa5a5/)
    expect(text).toMatch('rptETH 0xd1d1')
    expect(text).toMatch('up to 10000 ETH, less 10 bps')
    expect(text).toMatch('maxOperatorBps = 3000')
    expect(text).toMatch(/starter +0xf39F/)
  })

  test('the most delegators fit in a transaction', () => {
    const delegators = Array.from({ length: 32 }, (_, i) => ({
      operator: someone((i + 16).toString(16)),
      weight: 1,
    }))
    const { steps } = planLiquid({
      deployer: account.address,
      nonce: 0,
      parameters: { ...parameters, delegators },
      under,
    })
    for (const { what, gas } of steps) expect(gas, what).toBeLessThan(16_777_216n)
  })
})

describe('deployLiquid', () => {
  let anvil: Awaited<ReturnType<typeof startAnvil>>
  beforeAll(async () => {
    anvil = await startAnvil({ chainId })
    await installSystem(anvil.rpc)
    await anvil.rpc('evm_setAutomine', [true])
  })
  afterAll(() => anvil?.stop())

  test('default: crETH over three assets, where it was planned, for no more gas than was said', async () => {
    const chain = defineChain({
      id: chainId,
      name: 'scratch',
      nativeCurrency: { name: 'Ether', symbol: 'ETH', decimals: 18 },
      rpcUrls: { default: { http: [anvil.url] } },
    })
    const shared = { chain, transport: http(), pollingInterval: 20 }
    const publicClient = createPublicClient(shared)
    const walletClient = createWalletClient({ ...shared, account })
    const edges = { publicClient, walletClient }

    const network = { ...hoodi.network, chainId, weth }
    const { addresses: cairn } = await deploy({ ...edges, parameters: { ...hoodi, network } })
    const { addresses: restaking } = await deployRestaking({
      ...edges,
      parameters: devnetRestaking(
        { chainId, genesisTime: hoodi.network.genesisTime, depositContract },
        {
          owner: 'deployer',
          pauser: 'deployer',
          rewardsUpdater: 'deployer',
          compensation: 'deployer',
        },
        225,
      ),
      cairn,
    })
    const reported = await walletClient.deployContract({
      abi: reportedEtherAbi,
      bytecode: reportedEtherBytecode,
      args: [account.address],
      value: parseEther('1'),
    })
    const { contractAddress } = await publicClient.waitForTransactionReceipt({ hash: reported })
    const rptETH = contractAddress!
    const atFactory = { address: restaking.strategyFactory, abi: iStrategyFactoryAbi } as const
    const made = await walletClient.writeContract({
      ...atFactory,
      functionName: 'deployNewStrategy',
      args: [rptETH],
    })
    await publicClient.waitForTransactionReceipt({ hash: made })
    const strategy = await publicClient.readContract({
      ...atFactory,
      functionName: 'deployedStrategies',
      args: [rptETH],
    })

    const whole: LiquidParameters = {
      ...parameters,
      tokens: [
        {
          symbol: 'csETH',
          token: cairn.vault,
          strategy: restaking.strategies.csETH,
          adapter: 'stakedEther',
          ...usualDoor,
        },
        { symbol: 'rptETH', token: rptETH, strategy, adapter: 'wstETH', ...usualDoor },
      ],
    }
    const beneath = { ...cairn, ...restaking }
    const nonce = await publicClient.getTransactionCount({ address: account.address })
    const planned = planLiquid({
      deployer: account.address,
      nonce,
      parameters: whole,
      under: beneath,
    })
    const sent = await deployLiquid({ ...edges, parameters: whole, under: beneath })

    expect(sent.addresses).toEqual(planned.addresses)
    for (const { what, gas } of planned.steps)
      expect(sent.gasUsed[what]!, what).toBeLessThanOrEqual(gas)
    const said = planned.steps.reduce((sum, { gas }) => sum + gas, 0n)
    const used = Object.values(sent.gasUsed).reduce((sum, gas) => sum + gas, 0n)
    expect(Number(said) / Number(used)).toBeLessThan(1.3)

    const csETH = await publicClient.readContract({
      address: sent.addresses.spread,
      abi: spreadAbi,
      functionName: 'assetAt',
      args: [1n],
    })
    expect(csETH).toMatchObject({ capWei: usualDoor.capWei, haircutBps: 10n })

    // A plan whose contracts are there, but another's.
    const elsewhere = { ...planned.addresses, tally: planned.addresses.witness }
    await expect(
      checkLiquidWiring(publicClient, { ...planned, addresses: elsewhere }),
    ).rejects.toThrow(/spread.tally is/)
    const stranger = { ...planned.holders, starter: someone('e1') }
    await expect(
      checkLiquidWiring(publicClient, { ...planned, holders: stranger }),
    ).rejects.toThrow(/auction.starter is 0xf39F.*not 0xe1e1/)
  })

  test('error: another chain’s parameters are refused before anything is sent', async () => {
    const chain = defineChain({
      id: chainId,
      name: 'scratch',
      nativeCurrency: { name: 'Ether', symbol: 'ETH', decimals: 18 },
      rpcUrls: { default: { http: [anvil.url] } },
    })
    const publicClient = createPublicClient({ chain, transport: http() })
    const walletClient = createWalletClient({ chain, transport: http(), account })
    const before = await publicClient.getTransactionCount({ address: account.address })
    await expect(
      deployLiquid({
        publicClient,
        walletClient,
        parameters: { ...parameters, chainId: 1 },
        under,
      }),
    ).rejects.toThrow('The parameters are for chain 1; this endpoint serves chain 31341.')
    expect(await publicClient.getTransactionCount({ address: account.address })).toBe(before)
  })
})
