import { depositContract, installSystem, startAnvil } from '@cairn/devnet'
import { createPublicClient, createWalletClient, defineChain, http } from 'viem'
import { mnemonicToAccount } from 'viem/accounts'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { deploy, deployRestaking, devnetRestaking, hoodi, planRestaking } from '../index.ts'
import { checkRestakingWiring } from './deploy.ts'
import { RestakingParameters } from './parameters.ts'

const account = mnemonicToAccount('test test test test test test test test test test test junk')
const chainId = 31_340
const parameters = devnetRestaking(
  { chainId, genesisTime: hoodi.network.genesisTime, depositContract },
  { owner: 'deployer', pauser: 'deployer', rewardsUpdater: 'deployer', compensation: 'deployer' },
  225,
)

describe('parameters', () => {
  test('default: 14 and 17.5 days, in blocks', () => {
    expect(parameters.delays).toEqual({
      withdrawalBlocks: 3_150,
      deallocationBlocks: 3_150,
      configurationBlocks: 3_938,
    })
  })

  test('error: rewards that aren’t in whole days, slashes of more than all', () => {
    const parse = (it: object) => RestakingParameters.safeParse({ ...parameters, ...it }).success
    const { rewards, oracle } = parameters
    expect(parse({ rewards: { ...rewards, calculationIntervalSeconds: 86_401 } })).toBe(false)
    expect(parse({ rewards: { ...rewards, genesisRewardsTimestamp: 86_399 } })).toBe(false)
    expect(parse({ oracle: { ...oracle, wadToSlash: 10n ** 18n } })).toBe(true)
    expect(parse({ oracle: { ...oracle, wadToSlash: 10n ** 18n + 1n } })).toBe(false)
  })
})

describe('deployRestaking', () => {
  let anvil: Awaited<ReturnType<typeof startAnvil>>
  beforeAll(async () => {
    anvil = await startAnvil({ chainId })
    await installSystem(anvil.rpc)
    await anvil.rpc('evm_setAutomine', [true])
  })
  afterAll(() => anvil?.stop())

  test('default: the whole layer, where it was planned, for no more gas than was said', async () => {
    const chain = defineChain({
      id: chainId,
      name: 'scratch',
      nativeCurrency: { name: 'Ether', symbol: 'ETH', decimals: 18 },
      rpcUrls: { default: { http: [anvil.url] } },
    })
    const shared = { chain, transport: http(), pollingInterval: 20 }
    const publicClient = createPublicClient(shared)
    const walletClient = createWalletClient({ ...shared, account })

    const { addresses: cairn } = await deploy({
      publicClient,
      walletClient,
      parameters: { ...hoodi, network: { ...hoodi.network, chainId } },
    })
    const nonce = await publicClient.getTransactionCount({ address: account.address })
    const planned = planRestaking({ deployer: account.address, nonce, parameters, cairn })
    const sent = await deployRestaking({ publicClient, walletClient, parameters, cairn })

    expect(sent.addresses).toEqual(planned.addresses)
    for (const { what, gas } of planned.steps) {
      expect(sent.gasUsed[what]!, what).toBeLessThanOrEqual(gas)
      expect(gas, what).toBeLessThan(16_777_216n)
    }

    // A plan of another nonce is wired to what isn't there.
    const elsewhere = planRestaking({ deployer: account.address, nonce, parameters, cairn })
    elsewhere.addresses.delegationManager = cairn.vault
    await expect(checkRestakingWiring(publicClient, elsewhere)).rejects.toThrow()
  })
})
