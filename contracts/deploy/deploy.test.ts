import { installSystem, startAnvil, systemAddress, weth } from '@cairn/devnet'
import { createPublicClient, createWalletClient, defineChain, http, parseEther } from 'viem'
import { mnemonicToAccount } from 'viem/accounts'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { checkWiring, deploy, describe as describePlan, hoodi, Parameters, plan } from './index.ts'

const account = mnemonicToAccount('test test test test test test test test test test test junk')
const deployer = account.address

describe('parameters', () => {
  const withVault = (vault: Partial<Parameters['vault']>) =>
    Parameters.safeParse({ ...hoodi, vault: { ...hoodi.vault, ...vault } }).success

  test('each bound holds at its edge, and not one beyond', () => {
    expect(withVault({ feeBps: 2_000 })).toBe(true)
    expect(withVault({ feeBps: 2_001 })).toBe(false)
    expect(withVault({ vestingPeriod: 3_600 })).toBe(true)
    expect(withVault({ vestingPeriod: 3_599 })).toBe(false)
    expect(withVault({ maxDailyGrowthBps: 0 })).toBe(false)
    expect(withVault({ deadShares: parseEther('0.001') - 1n })).toBe(false)
  })

  test('bounds between parameters hold', () => {
    expect(withVault({ laneMinFeeBps: 60, laneMaxFeeBps: 50 })).toBe(false)
    expect(withVault({ freshFor: 86_400, staleAfter: 86_400 })).toBe(false)
  })

  test('nothing that isn’t a parameter passes for one', () => {
    expect(Parameters.safeParse({ ...hoodi, vault: { ...hoodi.vault, extra: 1 } }).success).toBe(
      false,
    )
  })
})

describe('plan', () => {
  test('needs no network, and says all that would happen', () => {
    const text = describePlan(plan({ deployer, nonce: 7, parameters: hoodi }))
    expect(text).toMatch('to hoodi (chain 560048)')
    for (const contract of ['WETH', 'Layouts', 'ValidatorRegistry', 'RedeemQueue', 'StakedEther'])
      expect(text).toMatch(new RegExp(`nonce \\d+ +${contract} `))
    expect(text).toMatch(/steward +0xf39F.*the one trusted power over the rate/)
    expect(text).toMatch('genesisTime = 1742213400')
    expect(text).toMatch('layout of fork 0x70000910 from epoch 50688')
  })

  test('a network with a WETH is given none', () => {
    const network = { ...hoodi.network, weth }
    const { steps, addresses } = plan({ deployer, nonce: 0, parameters: { ...hoodi, network } })
    expect(addresses.weth).toBe(weth)
    expect(steps.map(({ what }) => what)).not.toContain('WETH')
  })
})

describe('deploy', () => {
  const chainId = 31_339
  let anvil: Awaited<ReturnType<typeof startAnvil>>
  beforeAll(async () => {
    anvil = await startAnvil({ chainId })
    await installSystem(anvil.rpc)
    await anvil.rpc('evm_setAutomine', [true])
  })
  afterAll(() => anvil?.stop())

  function clients() {
    const chain = defineChain({
      id: chainId,
      name: 'scratch',
      nativeCurrency: { name: 'Ether', symbol: 'ETH', decimals: 18 },
      rpcUrls: { default: { http: [anvil.url] } },
    })
    const shared = { chain, transport: http(), pollingInterval: 20 }
    return {
      publicClient: createPublicClient(shared),
      walletClient: createWalletClient({ ...shared, account }),
    }
  }
  const parameters = { ...hoodi, network: { ...hoodi.network, chainId } }

  test('creates what was planned, where it was planned, for no more gas than was said', async () => {
    const { publicClient, walletClient } = clients()
    const nonce = await publicClient.getTransactionCount({ address: deployer })
    const planned = plan({ deployer, nonce, parameters })
    const { addresses, gasUsed } = await deploy({ publicClient, walletClient, parameters })

    expect(addresses).toEqual(planned.addresses)
    for (const { what, gas } of planned.steps) expect(gasUsed[what]!).toBeLessThanOrEqual(gas)
    const said = planned.steps.reduce((sum, { gas }) => sum + gas, 0n)
    const used = Object.values(gasUsed).reduce((sum, gas) => sum + gas, 0n)
    expect(Number(said) / Number(used)).toBeLessThan(1.3)
    expect(said / BigInt(planned.steps.length)).toBeLessThan(16_777_216n)
  })

  test('error: a deployment that isn’t wired as planned is refused', async () => {
    const { publicClient, walletClient } = clients()
    const { addresses } = await deploy({ publicClient, walletClient, parameters })
    const holders = { curator: deployer, steward: systemAddress, treasury: deployer }
    await expect(checkWiring(publicClient, { addresses, holders, parameters })).rejects.toThrow(
      /layouts.owner is 0xf39F.*not 0xffff/,
    )
  })

  test('error: another chain’s parameters are refused before anything is sent', async () => {
    const { publicClient, walletClient } = clients()
    const before = await publicClient.getTransactionCount({ address: deployer })
    await expect(deploy({ publicClient, walletClient, parameters: hoodi })).rejects.toThrow(
      'The parameters are for chain 560048 (hoodi); this endpoint serves chain 31339.',
    )
    expect(await publicClient.getTransactionCount({ address: deployer })).toBe(before)
  })
})
