import {
  type Address,
  type Chain,
  concat,
  encodeDeployData,
  encodeFunctionData,
  erc20Abi,
  type Hex,
  keccak256,
  numberToHex,
  parseEther,
  publicActions,
  type TestClient,
  type Transport,
  walletActions,
  zeroAddress,
} from 'viem'
import {
  rewardsCoordinatorAbi,
  rewardsCoordinatorBytecode,
  serviceTokenAbi,
  serviceTokenBytecode,
} from '../abi/index.ts'

const day = 86_400

/** An earner among 2^18, with eight tokens. */
const [earnerDepth, tokenDepth] = [18, 3]
const [earnerIndex, tokenIndex] = [123_456, 5]

/**
 * What claiming rewards costs: whole transactions, by their receipts, on `client`'s anvil (osaka, accounts unlocked, automine on),
 * which is put back as it was. One token, to the earner itself, who holds some and has claimed it before.
 */
export async function measureRewards(
  client: measureRewards.Client,
): Promise<Record<string, number>> {
  const before = await client.snapshot()
  try {
    const world = await startWorld(client)
    await world.claim(parseEther('1'))
    return { 'restaking: processClaim': await world.claim(parseEther('2.5')) }
  } finally {
    await client.revert({ id: before })
  }
}

export declare namespace measureRewards {
  type Client = TestClient<'anvil', Transport, Chain>
}

async function startWorld(testClient: measureRewards.Client) {
  const client = testClient.extend(publicActions).extend(walletActions)
  const [owner, earner] = (await client.getAddresses()) as [Address, Address]

  const rewards = await create(
    encodeDeployData({
      abi: rewardsCoordinatorAbi,
      bytecode: rewardsCoordinatorBytecode,
      args: [
        {
          // Claims ask nobody else.
          delegationManager: zeroAddress,
          strategyManager: zeroAddress,
          allocationManager: zeroAddress,
          pauserRegistry: owner,
          permissionController: zeroAddress,
          emissionsController: zeroAddress,
          owner,
          rewardsUpdater: owner,
          feeRecipient: owner,
          activationDelay: 7 * day,
          defaultSplitBips: 1000,
          calculationIntervalSeconds: day,
          maxRewardsDuration: 70 * day,
          maxRetroactiveLength: 84 * day,
          maxFutureLength: 28 * day,
          genesisRewardsTimestamp: 0,
        },
      ],
    }),
  )
  const token = await create(
    encodeDeployData({
      abi: serviceTokenAbi,
      bytecode: serviceTokenBytecode,
      args: ['Reward', 'RWD', parseEther('1000')],
    }),
  )
  await send(owner, {
    to: token,
    data: encodeFunctionData({
      abi: erc20Abi,
      functionName: 'transfer',
      args: [rewards, parseEther('1000')],
    }),
  })

  return {
    /** Posts a root under which the earner has earned `earned` in all, waits, and claims. */
    async claim(earned: bigint): Promise<number> {
      const leaf = hash(['0x01', token, numberToHex(earned, { size: 32 })])
      const tokenProof = siblings('token', tokenDepth)
      const earnerTokenRoot = climb(leaf, tokenIndex, tokenProof)
      const earnerProof = siblings('earner', earnerDepth)
      const root = climb(hash(['0x00', earner, earnerTokenRoot]), earnerIndex, earnerProof)

      const { timestamp } = await client.getBlock()
      await call(owner, 'submitRoot', [root, Number(timestamp) - 1])
      const rootIndex = await client.readContract({
        address: rewards,
        abi: rewardsCoordinatorAbi,
        functionName: 'getRootIndexFromHash',
        args: [root],
      })
      await client.increaseTime({ seconds: 7 * day })
      const { gasUsed } = await call(earner, 'processClaim', [
        {
          rootIndex,
          earnerIndex,
          earnerTreeProof: concat(earnerProof),
          earnerLeaf: { earner, earnerTokenRoot },
          tokenIndices: [tokenIndex],
          tokenTreeProofs: [concat(tokenProof)],
          tokenLeaves: [{ token, cumulativeEarnings: earned }],
        },
        earner,
      ])
      return Number(gasUsed)
    },
  }

  async function create(data: Hex): Promise<Address> {
    return (await send(owner, { data })).contractAddress!
  }

  function call(from: Address, functionName: string, args: readonly unknown[]) {
    const data = encodeFunctionData({
      abi: rewardsCoordinatorAbi,
      functionName,
      args,
    } as Parameters<typeof encodeFunctionData>[0])
    return send(from, { to: rewards, data })
  }

  async function send(account: Address, request: { to?: Address; data: Hex }) {
    const options = { account, chain: null, gas: 10_000_000n, ...request }
    const transaction = await client.sendTransaction(options)
    const receipt = await client.waitForTransactionReceipt({ hash: transaction })
    if (receipt.status !== 'success')
      throw new Error(`A measured transaction reverted: ${transaction}`)
    return receipt
  }
}

const hash = (parts: readonly Hex[]) => keccak256(concat(parts))

const siblings = (name: string, count: number) =>
  Array.from({ length: count }, (_, i) => keccak256(new TextEncoder().encode(`${name} ${i}`)))

const climb = (leaf: Hex, index: number, proof: readonly Hex[]) =>
  proof.reduce((node, sibling, height) => {
    const isLeft = ((index >> height) & 1) === 0
    return hash(isLeft ? [node, sibling] : [sibling, node])
  }, leaf)
