import { wethCode } from '@cairn/contracts'
import {
  delegationManagerAbi,
  firstLossAbi,
  firstLossBytecode,
  iWETHAbi,
  nativeStakeAbi,
  nativeStakeBytecode,
  operatorDelegatorAbi,
  operatorDelegatorBytecode,
  redeemQueueAbi,
  redeemQueueBytecode,
  reportedEtherAbi,
  reportedEtherBytecode,
  restakedEtherAbi,
  restakedEtherBytecode,
  rewardAuctionAbi,
  rewardAuctionBytecode,
  riskPolicyAbi,
  riskPolicyBytecode,
  spreadAbi,
  spreadBytecode,
  spreadLensAbi,
  spreadLensBytecode,
  stakedEtherAbi,
  stakedEtherAdapterAbi,
  stakedEtherAdapterBytecode,
  stakedEtherBytecode,
  tallyAbi,
  tallyBytecode,
  tipsAbi,
  tipsBytecode,
  wstETHAdapterAbi,
  wstETHAdapterBytecode,
} from '@cairn/contracts/abi'
import { type Parameters, restaking, secondsPerSlot } from '@cairn/spec'
import { encodeDeployData, encodeFunctionData, erc20Abi, type Hex, numberToHex, pad } from 'viem'
import { type Node, type Outcome, type Sending, startNode } from '../../explore/node.ts'
import { deployLayer, deployStrategy, prepareServices } from '../../restaking/explore/chain.ts'
import {
  addressOf,
  assets,
  delegators,
  deployer,
  funded,
  operators,
  reward,
  sets,
  watched,
} from '../names.ts'
import type { Genesis, Moment } from '../trace.ts'
import { shareholders, type View } from '../view.ts'
import { csETHsAge } from '../world.ts'

/** A node with crETH on it, over the restaking layer and a csETH of its own. Accounts stand for the witness of the beacon chain, the
 * deposit contract, and the registry of csETH. */
export type Chain = {
  begin(genesis: Genesis): Promise<void>
  call(call: Omit<Sending, 'at'> & Moment): Promise<Outcome>
  /** How many active validators a delegator's pod has, and when a checkpoint counted them. */
  count(index: string, validators: bigint, at: bigint): Promise<void>
  view(): Promise<View>
  holdings(): Promise<View>
  stop(): Promise<void>
}

/** Of ether, and of what auctions sell: more than any history moves. */
const purse = 1n << 100n

/** Answers with the hash of what it is asked. */
const hasher = '0x365f5f37365f205f5260205ff3'
const taker = '0x00'

export async function startChain(codes: Codes = bytecodes): Promise<Chain> {
  const node = await startNode(1_800_000_000)
  await prepare(node)
  let base = await node.snapshot()
  /** What was deployed last: shrinking asks for the same again and again. */
  let deployed: { as: string; at: Hex } | undefined

  return {
    async begin(genesis) {
      const as = JSON.stringify(genesis, (_, of) => (typeof of === 'bigint' ? `${of}` : of))
      const again = deployed?.as === as ? deployed.at : undefined
      await node.revert(again ?? base)
      if (!again) {
        base = await node.snapshot()
        await deploy(node, genesis, codes)
      }
      deployed = { as, at: await node.snapshot() }
    },

    async call({ block, now, ...call }) {
      await node.mineTo(block - 1n)
      return node.call({ ...call, at: now })
    },

    async count(index, validators, at) {
      const pod = addressOf(restaking.podName(index))
      // Of `PodBooks`' second word: the last checkpoint, since when there are validators, how many.
      const word = (validators << 192n) | (at << 128n) | (at << 64n)
      const padded = pad(numberToHex(word), { size: 32 })
      await node.rpc('anvil_setStorageAt', [pod, numberToHex(1, { size: 32 }), padded])
    },

    view: () => readView(node),
    holdings: () => readHoldings(node),
    stop: () => node.stop(),
  }
}

export type Codes = Record<
  | 'queue'
  | 'csETH'
  | 'csAdapter'
  | 'rptAdapter'
  | 'tally'
  | 'implementation'
  | 'policy'
  | 'auction'
  | 'firstLoss'
  | 'native'
  | 'tips'
  | 'vault'
  | 'spread',
  Hex
>

export const bytecodes: Codes = {
  queue: redeemQueueBytecode,
  csETH: stakedEtherBytecode,
  csAdapter: stakedEtherAdapterBytecode,
  rptAdapter: wstETHAdapterBytecode,
  tally: tallyBytecode,
  implementation: operatorDelegatorBytecode,
  policy: riskPolicyBytecode,
  auction: rewardAuctionBytecode,
  firstLoss: firstLossBytecode,
  native: nativeStakeBytecode,
  tips: tipsBytecode,
  vault: restakedEtherBytecode,
  spread: spreadBytecode,
}

/** Tokens, stand-ins, and everybody's purse. */
async function prepare(node: Node) {
  await prepareServices(
    node,
    sets.map(({ avs }) => addressOf(avs)),
  )
  await node.rpc('anvil_setCode', [addressOf('weth'), wethCode])
  await node.rpc('anvil_setCode', [addressOf(reward), wethCode])
  await node.rpc('anvil_setCode', [addressOf('witness'), hasher])
  await node.rpc('anvil_setCode', [addressOf('deposit contract'), taker])
  await node.rpc('anvil_setBalance', [addressOf(deployer), numberToHex(purse)])
  for (const name of funded)
    await node.rpc('anvil_setBalance', [addressOf(name), numberToHex(2n * purse)])
  const data = encodeFunctionData({ abi: iWETHAbi, functionName: 'deposit' })
  await node.succeed({ from: addressOf('keeper'), to: addressOf(reward), data, value: purse })
}

/** With the nonces of `names.ts`. Ends in the block after the genesis. */
async function deploy(node: Node, genesis: Genesis, codes: Codes) {
  const { block, now, value, vault, spread, risk, auction, layer } = genesis
  await deployLayer(node, layer)
  const from = addressOf(deployer)
  const [weth, at] = [addressOf('weth'), addressOf]
  const { haircutBps, capWei, weights, rungBps, roundInterval, stampFor, keepBps, capBps, tipBps } =
    spread
  const token = { capWei, haircutBps }
  const vaultArgs = (queue: string, treasury: string, of: Parameters) => ({
    weth,
    queue: at(queue),
    treasury: at(treasury),
    ...of,
  })

  const steps: { data: Hex; value?: bigint; at?: bigint }[] = [
    { data: encode(redeemQueueAbi, codes.queue, [at('csETH'), weth]) },
    {
      data: encode(stakedEtherAbi, codes.csETH, [
        at('registry'),
        vaultArgs('csQueue', 'csTreasury', vault),
      ]),
      value: 10n ** 18n,
      at: now - csETHsAge,
    },
    {
      data: encode(reportedEtherAbi, reportedEtherBytecode, [at('reporter')]),
      value: 10n ** 18n,
    },
    { data: encode(stakedEtherAdapterAbi, codes.csAdapter, [at('csETH')]) },
    { data: encode(wstETHAdapterAbi, codes.rptAdapter, [at('rptETH')]) },
    { data: encode(redeemQueueAbi, codes.queue, [at('vault'), weth]) },
    { data: encode(tallyAbi, codes.tally, [at('delegation')]) },
    {
      data: encode(operatorDelegatorAbi, codes.implementation, [
        at('spread'),
        at('native'),
        at('delegation'),
        at('nobody'),
      ]),
    },
    {
      data: encode(riskPolicyAbi, codes.policy, [
        at('spread'),
        at('delegation'),
        {
          ...risk,
          allowed: sets.slice(0, 3).map(({ avs, id }) => ({ avs: at(avs), id: Number(id) })),
        },
      ]),
    },
    {
      data: encode(rewardAuctionAbi, codes.auction, [
        { spread: at('spread'), starter: at('starter'), ...auction },
      ]),
    },
    {
      data: encode(firstLossAbi, codes.firstLoss, [
        at('vault'),
        at('beneficiary'),
        at('tips'),
        keepBps,
        capBps,
        tipBps,
      ]),
    },
    {
      data: encode(nativeStakeAbi, codes.native, [
        at('spread'),
        at('witness'),
        at('deposit contract'),
        at('podManager'),
      ]),
    },
    { data: encode(tipsAbi, codes.tips, [at('vault'), at('spread'), at('auction')]) },
    { data: encode(spreadLensAbi, spreadLensBytecode, [secondsPerSlot]) },
  ]
  for (const step of steps) await node.create({ from, ...step })
  for (const { token: of } of assets.slice(1)) await deployStrategy(node, at(of))

  // What counts time from its birth is born with the world's.
  await node.mineTo(block - 1n)
  await node.create({
    from,
    data: encode(restakedEtherAbi, codes.vault, [
      at('spread'),
      stampFor,
      vaultArgs('queue', 'firstLoss', vault),
    ]),
    value,
    at: now,
  })
  await node.create({
    from,
    data: encode(spreadAbi, codes.spread, [
      {
        vault: at('vault'),
        delegation: at('delegation'),
        rewardsCoordinator: at('nobody'),
        native: at('native'),
        tally: at('tally'),
        implementation: at('implementation'),
        policy: at('policy'),
        auction: at('auction'),
        roundInterval,
        rungBps,
        assets: [
          {
            strategy: at('beacon'),
            adapter: at('zero'),
            capWei: 0n,
            haircutBps: 0n,
            queues: false,
          },
          { strategy: at('cseth strategy'), adapter: at('csAdapter'), ...token, queues: true },
          { strategy: at('rpt strategy'), adapter: at('rptAdapter'), ...token, queues: false },
        ],
        delegators: operators.map((operator, i) => ({
          operator: at(operator),
          weight: weights[i]!,
        })),
      },
    ]),
    at: now + 12n,
  })
}

function encode(abi: readonly unknown[], bytecode: Hex, args: readonly unknown[]): Hex {
  return encodeDeployData({ abi, bytecode, args } as never)
}

async function readView(node: Node): Promise<View> {
  const [vault, spread, queue] = [addressOf('vault'), addressOf('spread'), addressOf('queue')]
  const ofVault = <result>(functionName: string, ...args: unknown[]) =>
    node.read<result>(vault, { abi: restakedEtherAbi, functionName, args })
  const ofSpread = <result>(functionName: string, ...args: unknown[]) =>
    node.read<result>(spread, { abi: spreadAbi, functionName, args })
  const ofQueue = (functionName: string) =>
    node.read<bigint>(queue, { abi: redeemQueueAbi, functionName })

  return {
    snapshot: await ofVault<View>('snapshot'),
    supply: await ofVault<bigint>('totalSupply'),
    balances: await Promise.all(
      shareholders.map((name) => ofVault<bigint>('balanceOf', addressOf(name))),
    ),
    queue: [
      await ofQueue('tail'),
      await ofQueue('filled'),
      BigInt(await node.rpc<Hex>('eth_getBalance', [addressOf('escrow'), 'latest'])),
    ],
    stampedAt: await ofVault<bigint>('stampedAt'),
    assets: await Promise.all(
      assets.map(async (_, i) => {
        const { units, queued, waiting, booked } = await ofSpread<Record<string, bigint>>(
          'assetAt',
          i,
        )
        return { units, queued, waiting, booked } as View
      }),
    ),
    round: await ofSpread<View>('round'),
    tickets: await ofSpread<bigint[]>('tickets'),
    delegators: await Promise.all(delegators.map((name, i) => readDelegator(node, name, i))),
    auction: await node.read<bigint[]>(addressOf('auction'), {
      abi: rewardAuctionAbi,
      functionName: 'lotOf',
      args: [addressOf(reward)],
    }),
    kept: await node.read<bigint>(addressOf('firstLoss'), {
      abi: firstLossAbi,
      functionName: 'kept',
    }),
    csETH: await Promise.all(
      watched.map((name) =>
        node.read<bigint>(addressOf('csETH'), {
          abi: erc20Abi,
          functionName: 'balanceOf',
          args: [addressOf(name)],
        }),
      ),
    ),
  }
}

async function readDelegator(node: Node, name: string, i: number): Promise<View> {
  const strategies = assets.map(({ strategy }) => addressOf(strategy))
  const [tally, account] = [addressOf('tally'), addressOf(name)]
  const count = await node.read<{
    free: bigint[]
    queued: bigint[]
    magnitudes: bigint[]
    slashingFactor: bigint
  }>(tally, {
    abi: tallyAbi,
    functionName: 'count',
    args: [account, addressOf(operators[i]!), strategies],
  })
  return {
    holdings: await Promise.all(
      assets.map((_, a) =>
        node.read<View>(addressOf('spread'), {
          abi: spreadAbi,
          functionName: 'holdingOf',
          args: [i, a],
        }),
      ),
    ),
    roots: await node.read<bigint>(tally, {
      abi: tallyAbi,
      functionName: 'rootCount',
      args: [account],
    }),
    ...count,
    isDelegated: await node.read<boolean>(addressOf('delegation'), {
      abi: delegationManagerAbi,
      functionName: 'isDelegated',
      args: [account],
    }),
    inFlight: await node.read<bigint>(addressOf('native'), {
      abi: nativeStakeAbi,
      functionName: 'inFlight',
      args: [i],
    }),
    provenAt: await node.read<bigint>(addressOf('native'), {
      abi: nativeStakeAbi,
      functionName: 'provenAt',
      args: [i],
    }),
  }
}

async function readHoldings(node: Node): Promise<View> {
  const began = new Set<string>(funded)
  const ether = await Promise.all(
    watched.map(async (name) => {
      const has = BigInt(await node.rpc<Hex>('eth_getBalance', [addressOf(name), 'latest']))
      if (!began.has(name)) return has
      return has - (name === 'keeper' ? purse : 2n * purse)
    }),
  )
  const tokens = await Promise.all(
    ['rptETH', reward].map((token) =>
      Promise.all(
        watched.map(async (name) => {
          const has = await node.read<bigint>(addressOf(token), {
            abi: erc20Abi,
            functionName: 'balanceOf',
            args: [addressOf(name)],
          })
          return name === 'keeper' && token === reward ? has - purse : has
        }),
      ),
    ),
  )
  return { ether, tokens }
}
