import {
  type Abi,
  type Address,
  encodeDeployData,
  encodeFunctionData,
  erc20Abi,
  getContractAddress,
  type Hex,
  maxUint256,
  type PublicActions,
  parseEther,
  type TestClient,
  type WalletActions,
} from 'viem'
import {
  iWETHAbi,
  redeemQueueAbi,
  redeemQueueBytecode,
  stakedEtherAbi,
  stakedEtherBytecode,
} from '../abi/index.ts'
import { wethCode } from '../deploy/weth.ts'

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
 * What the verbs of csETH cost: whole transactions, by their receipts. All is measured in the worst state that is ordinary: a
 * gain is vesting above the high-water mark, so whatever changes the ledger also mints a fee. Blocks are 12 s apart. Users have
 * done everything before and keep some shares. An unlocked account stands where the registry will.
 */
export async function vaultGas({ client, accounts }: vaultGas.Args): Promise<Record<string, number>> {
  await client.setAutomine(false)
  const world = await startWorld({ client, accounts })
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

  for (const count of [6, 66]) {
    const { claimed, partly } = await claimAcross(count, await startWorld({ client, accounts }))
    gas[`csETH: claim, ${count} fills`] = claimed
    gas[`csETH: claim, ${count} fills, a part is left`] = partly
  }
  return gas
}

export declare namespace vaultGas {
  type Args = {
    /** Of an anvil that is nobody else's, with its accounts unlocked. */
    client: TestClient & PublicActions & WalletActions
    /** Seven, rich. */
    accounts: readonly Address[]
  }
}

/** Claims a ticket that begins inside of the first of `count` fills and ends inside of the last; and one that ends after it. */
async function claimAcross(count: number, world: World) {
  const { alice, bob, depositETH, request, checkpoint, fill, claim, tail } = world
  await depositETH(alice, 1_000n * ether)
  await depositETH(bob, 1_000n * ether)

  await request(bob, ether / 2n)
  const whole = await tail()
  await request(alice, BigInt(count - 1) * ether)
  const rest = await tail()
  await request(bob, 2n * ether)
  await request(alice, ether)
  await checkpoint()
  for (let i = 0; i < count; i++) await fill(ether + 10n ** 15n)

  return { claimed: await claim(alice, whole), partly: await claim(bob, rest) }
}

type World = Awaited<ReturnType<typeof startWorld>>

/** A vault of its own, with verbs that return the gas of their transaction. */
async function startWorld({ client, accounts }: vaultGas.Args) {
  const [deployer, registry, treasury, alice, bob, carol] = accounts as [
    Address,
    Address,
    Address,
    Address,
    Address,
    Address,
  ]

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
  await client.setCode({ address: weth, bytecode: wethCode })
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
