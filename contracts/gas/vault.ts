import { readFileSync } from 'node:fs'
import {
  type Abi,
  type Address,
  type Chain,
  encodeDeployData,
  encodeFunctionData,
  erc20Abi,
  getContractAddress,
  type Hex,
  maxUint256,
  parseEther,
  publicActions,
  type TestClient,
  type Transport,
  walletActions,
} from 'viem'
import {
  iWETHAbi,
  redeemQueueAbi,
  redeemQueueBytecode,
  stakedEtherAbi,
  stakedEtherBytecode,
} from '../abi/index.ts'

const ether = parseEther('1')
const weth: Address = '0xC02aaA39b223FE8D0A0e5C4F27eAD9083C756Cc2'

const parameters = {
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
  tipBps: 500n,
}

/**
 * What the verbs of csETH cost: whole transactions, by their receipts, on `client`'s anvil (osaka, accounts unlocked, automine
 * on), which is put back as it was. All is measured in the worst state that is ordinary: a gain is vesting above the high-water
 * mark, so whatever changes the ledger also mints a fee. Users have done everything before and keep some shares. An unlocked
 * account stands where the registry will.
 */
export async function measureVault(client: measureVault.Client): Promise<Record<string, number>> {
  const before = await client.snapshot()
  await client.setAutomine(false)
  try {
    return { ...(await verbs(client)), ...(await claims(client, 6)), ...(await claims(client, 66)) }
  } finally {
    await client.setAutomine(true)
    await client.revert({ id: before })
  }
}

export declare namespace measureVault {
  type Client = TestClient<'anvil', Transport, Chain>
}

async function verbs(client: measureVault.Client) {
  const world = await startWorld(client)
  const { alice, bob, carol, depositETH, wrap, vault, request, checkpoint, fill } = world
  const gas: Record<string, number> = {}

  for (const user of [alice, bob, carol]) {
    await depositETH(user, 1_000n * ether)
    await wrap(user, 100n * ether)
  }
  await checkpoint()

  gas['csETH: depositETH'] = await depositETH(alice, ether)

  await vault(alice, 'deposit', [ether, alice])
  gas['csETH: deposit WETH'] = await vault(alice, 'deposit', [ether, alice])

  gas['csETH: transfer'] = await vault(alice, 'transfer', [bob, ether + 12_345n])

  gas['csETH: requestRedeem, first ticket'] = await request(alice, ether)
  gas['csETH: requestRedeem'] = await request(alice, ether)

  await checkpoint()
  await vault(bob, 'redeemInstant', [ether, bob, bob])
  gas['csETH: redeemInstant'] = await vault(bob, 'redeemInstant', [ether, bob, bob])
  await fill()

  await request(carol, ether)
  await checkpoint()
  gas['csETH: fill 1 request'] = await fill()

  for (let i = 0; i < 100; i++) await request(carol, ether / 10n)
  await checkpoint()
  gas['csETH: fill 100 requests'] = await fill()

  return gas
}

/** Claims a ticket that begins inside of the first of `count` fills and ends inside of the last; and one that ends after it. */
async function claims(client: measureVault.Client, count: number) {
  const { alice, bob, depositETH, request, checkpoint, fill, claim, tail } =
    await startWorld(client)
  await depositETH(alice, 1_000n * ether)
  await depositETH(bob, 1_000n * ether)

  await request(bob, ether / 2n)
  const whole = await tail()
  await request(alice, BigInt(count - 1) * ether)
  const part = await tail()
  await request(bob, 2n * ether)
  await request(alice, ether)
  await checkpoint()
  for (let i = 0; i < count; i++) await fill(ether + 10n ** 15n)

  return {
    [`csETH: claim, ${count} fills`]: await claim(alice, whole),
    [`csETH: claim of a part, ${count} fills`]: await claim(bob, part),
  }
}

type Six = [Address, Address, Address, Address, Address, Address]

/** A vault of its own, with verbs that return the gas of their transaction. */
async function startWorld(testClient: measureVault.Client) {
  const client = testClient.extend(publicActions).extend(walletActions)
  const accounts = await client.getAddresses()
  const [deployer, registry, treasury, alice, bob, carol] = accounts as Six

  async function send(from: Address, request: { to?: Address; data: Hex; value?: bigint }) {
    const hash = await client.sendTransaction({
      account: from,
      chain: null,
      gas: 10_000_000n,
      ...request,
    })
    await client.increaseTime({ seconds: 12 })
    await client.mine({ blocks: 1 })
    const receipt = await client.getTransactionReceipt({ hash })
    if (receipt.status !== 'success') throw new Error(`A measured transaction reverted: ${hash}`)
    return Number(receipt.gasUsed)
  }

  const call = (
    from: Address,
    to: Address,
    abi: Abi,
    functionName: string,
    args: readonly unknown[],
    value?: bigint,
  ) => send(from, { to, data: encodeFunctionData({ abi, functionName, args }), value })

  const nonce = BigInt(await client.getTransactionCount({ address: deployer }))
  const queueAddress = getContractAddress({ from: deployer, nonce })
  const vaultAddress = getContractAddress({ from: deployer, nonce: nonce + 1n })
  await client.setCode({ address: weth, bytecode: weth9Code() })
  await send(deployer, {
    data: encodeDeployData({
      abi: redeemQueueAbi,
      bytecode: redeemQueueBytecode,
      args: [vaultAddress, weth],
    }),
  })
  await send(deployer, {
    data: encodeDeployData({
      abi: stakedEtherAbi,
      bytecode: stakedEtherBytecode,
      args: [registry, { weth, queue: queueAddress, treasury, ...parameters }],
    }),
    value: ether,
  })
  // A wei of WETH stays for ever, so that a deposit never finds the vault's slot there empty.
  await call(deployer, weth, iWETHAbi, 'deposit', [], 1n)
  await call(deployer, weth, iWETHAbi, 'transfer', [vaultAddress, 1n])

  const vault = (from: Address, functionName: string, args: readonly unknown[], value?: bigint) =>
    call(from, vaultAddress, stakedEtherAbi, functionName, args, value)

  return {
    alice,
    bob,
    carol,
    vault,
    depositETH: (from: Address, value: bigint) => vault(from, 'depositETH', [from], value),
    request: (from: Address, shares: bigint) => vault(from, 'requestRedeem', [shares, from, from]),
    fill: (maxAssets = maxUint256) => vault(deployer, 'fill', [maxAssets]),
    claim: (from: Address, id: bigint) =>
      call(from, queueAddress, redeemQueueAbi, 'claim', [id, from]),
    tail: () =>
      client.readContract({ address: queueAddress, abi: redeemQueueAbi, functionName: 'tail' }),

    async wrap(from: Address, value: bigint) {
      await call(from, weth, iWETHAbi, 'deposit', [], value)
      await call(from, weth, erc20Abi, 'approve', [vaultAddress, maxUint256])
    },

    /** Finds 100 ether more than is accounted: some 0.03 of a day's growth cap, so the gain vests for weeks. */
    async checkpoint() {
      await vault(registry, 'open', [], 100n * ether)
      const execution = await client.getBalance({ address: vaultAddress })
      const { timestamp } = await client.getBlock()
      await vault(registry, 'close', [execution, 0n, timestamp])
    },
  }
}

function weth9Code(): Hex {
  const artifact = new URL('../out/WETH9.sol/WETH9.json', import.meta.url)
  return JSON.parse(readFileSync(artifact, 'utf8')).deployedBytecode.object
}
