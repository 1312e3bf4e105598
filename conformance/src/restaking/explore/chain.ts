import {
  allocationManagerAbi,
  allocationManagerBytecode,
  delegationManagerAbi,
  delegationManagerBytecode,
  eigenPodAbi,
  eigenPodBytecode,
  eigenPodManagerAbi,
  eigenPodManagerBytecode,
  iWETHAbi,
  pauserRegistryAbi,
  pauserRegistryBytecode,
  permissionControllerAbi,
  permissionControllerBytecode,
  restakingLensAbi,
  restakingLensBytecode,
  strategyBaseAbi,
  strategyBaseBytecode,
  strategyFactoryAbi,
  strategyFactoryBytecode,
  strategyManagerAbi,
  strategyManagerBytecode,
} from '@cairn/contracts/abi'
import { wethCode } from '@cairn/contracts'
import { encodeDeployData, encodeFunctionData, erc20Abi, type Hex, numberToHex } from 'viem'
import { type Node, type Outcome, startNode } from '../../explore/node.ts'
import { scope } from '../abi.ts'
import {
  addressOf,
  created,
  deployer,
  funded,
  nonces,
  strategies,
  tokens,
  watched,
} from '../names.ts'
import type { Genesis, Watch } from '../trace.ts'
import { purse } from '../view.ts'

/** A node with the restaking layer on it, where each call gets a block to itself. */
export type Chain = {
  /** As it was before any history, with a new layer; its first call may have the block after `genesis.now`. */
  begin(genesis: Genesis): Promise<void>
  call(call: { from: Hex; to: Hex; data: Hex; value: bigint; at: bigint }): Promise<Outcome>
  digest(watch: Watch): Promise<Hex>
  holdings(): Promise<{ ether: bigint[]; owned: bigint[] }>
  stop(): Promise<void>
}

const tokenAbi = [...iWETHAbi, ...erc20Abi] as const
const lens = addressOf('restaking lens')
const beaconRoots = '0x000F3df6D732807Ef1319fB7B8bB8522d0Beac02'

/** Answers 1 to everything: a service that takes whoever comes, and a beacon root for every time. */
const yes = '0x60015f5260205ff3'

export async function startChain(): Promise<Chain> {
  const node = await startNode(1_800_000_000)
  await prepare(node)
  let base = await node.snapshot()
  /** What was deployed last: shrinking asks for the same again and again. */
  let deployed: { as: string; at: Hex } | undefined

  return {
    async begin(genesis) {
      const as = Object.values({ ...genesis.parameters, now: genesis.now }).join()
      const again = deployed?.as === as ? deployed.at : undefined
      await node.revert(again ?? base)
      if (!again) {
        base = await node.snapshot()
        await deployLayer(node, genesis.parameters)
        for (const token of tokens) await deployStrategy(node, addressOf(token))
        await node.mineTo(genesis.now)
      }
      deployed = { as, at: await node.snapshot() }
    },

    async call({ at, ...call }) {
      await node.mineTo(at - 1n)
      return node.call(call)
    },

    digest({ stakers, operators }) {
      const args = [scope(), stakers.map(addressOf), operators.map(addressOf)]
      return node.read(lens, { abi: restakingLensAbi, functionName: 'digest', args })
    },

    async holdings() {
      const ether = await Promise.all(
        watched.map((name) => node.rpc<Hex>('eth_getBalance', [addressOf(name), 'latest'])),
      )
      const owned = await Promise.all(
        watched.flatMap((name) => tokens.map((token) => tokensOf(node, token, addressOf(name)))),
      )
      return { ether: ether.map(BigInt), owned }
    },

    stop: () => node.stop(),
  }
}

/** Tokens, the lens, and everybody's purse. */
async function prepare(node: Node) {
  await prepareServices(node, [addressOf('avs')])
  for (const token of tokens) await node.rpc('anvil_setCode', [addressOf(token), wethCode])

  const made = await node.create({ from: addressOf('lens maker'), data: restakingLensBytecode })
  await node.rpc('anvil_setCode', [lens, await node.rpc('eth_getCode', [made, 'latest'])])
  for (const name of funded) await fund(node, addressOf(name))
}

/** Services that take whoever comes, a beacon root for every time, and the deployer as a replay has it. */
export async function prepareServices(node: Node, services: readonly Hex[]) {
  for (const service of services) await node.rpc('anvil_setCode', [service, yes])
  await node.rpc('anvil_setCode', [beaconRoots, yes])
  // A replay makes the tokens with the deployer's first nonces.
  const first = numberToHex(nonces.pauserRegistry)
  await node.rpc('anvil_setNonce', [addressOf(deployer), first])
}

async function fund(node: Node, account: Hex) {
  const all = BigInt(tokens.length + 1) * purse
  await node.rpc('anvil_setBalance', [account, numberToHex(all)])
  const deposit = encodeFunctionData({ abi: tokenAbi, functionName: 'deposit' })
  const approve = encodeFunctionData({
    abi: tokenAbi,
    functionName: 'approve',
    args: [addressOf('strategyManager'), (1n << 256n) - 1n],
  })
  for (const token of tokens) {
    const to = addressOf(token)
    await node.send({ from: account, to, data: deposit, value: purse })
    await node.send({ from: account, to, data: approve })
  }
}

/** With the nonces of `names.ts`. */
export async function deployLayer(node: Node, parameters: Genesis['parameters']) {
  const nobody = addressOf('nobody')
  const registry = created(nonces.pauserRegistry)
  const permissions = created(nonces.permissionController)
  const [delegation, strategyManager] = [addressOf('delegation'), addressOf('strategyManager')]
  const podManager = addressOf('podManager')

  const codes = [
    encodeDeployData({
      abi: pauserRegistryAbi,
      bytecode: pauserRegistryBytecode,
      args: [[], nobody],
    }),
    encodeDeployData({ abi: permissionControllerAbi, bytecode: permissionControllerBytecode }),
    encodeDeployData({
      abi: delegationManagerAbi,
      bytecode: delegationManagerBytecode,
      args: [
        {
          strategyManager,
          eigenPodManager: podManager,
          allocationManager: addressOf('allocation'),
          permissionController: permissions,
          pauserRegistry: registry,
          minWithdrawalDelayBlocks: Number(parameters.withdrawalDelay),
          version: '1.0.0',
        },
      ],
    }),
    encodeDeployData({
      abi: strategyManagerAbi,
      bytecode: strategyManagerBytecode,
      args: [delegation, registry, created(nonces.factory), nobody, '1.0.0'],
    }),
    encodeDeployData({
      abi: strategyBaseAbi,
      bytecode: strategyBaseBytecode,
      args: [strategyManager, registry],
    }),
    encodeDeployData({
      abi: strategyFactoryAbi,
      bytecode: strategyFactoryBytecode,
      args: [strategyManager, created(nonces.strategyImplementation), registry, nobody],
    }),
    encodeDeployData({
      abi: allocationManagerAbi,
      bytecode: allocationManagerBytecode,
      args: [
        delegation,
        nobody,
        registry,
        permissions,
        Number(parameters.deallocationDelay),
        Number(parameters.configurationDelay),
      ],
    }),
    encodeDeployData({
      abi: eigenPodManagerAbi,
      bytecode: eigenPodManagerBytecode,
      args: [
        {
          ethPOS: nobody,
          delegationManager: delegation,
          podImplementation: created(nonces.podImplementation),
          pauserRegistry: registry,
          owner: nobody,
          proofTimestampSetter: nobody,
          pectraForkTimestamp: 1n,
        },
      ],
    }),
    encodeDeployData({
      abi: eigenPodAbi,
      bytecode: eigenPodBytecode,
      args: [
        {
          ethPOS: nobody,
          eigenPodManager: podManager,
          layouts: nobody,
          genesisTime: 1n,
          forceAfter: 1_209_600n,
        },
      ],
    }),
  ]
  for (const data of codes) await node.succeed({ from: addressOf(deployer), data })
}

export async function deployStrategy(node: Node, token: Hex) {
  const data = encodeFunctionData({
    abi: strategyFactoryAbi,
    functionName: 'deployNewStrategy',
    args: [token],
  })
  await node.succeed({ from: addressOf('nobody'), to: created(nonces.factory), data })
}

function tokensOf(node: Node, token: string, owner: Hex): Promise<bigint> {
  return node.read(addressOf(token), { abi: tokenAbi, functionName: 'balanceOf', args: [owner] })
}

/** Those whose logs are compared. */
export const emitters = new Set(
  [
    'delegation',
    'strategyManager',
    'allocation',
    'podManager',
    ...strategies.map(({ name }) => name),
  ].map((name) => addressOf(name).toLowerCase()),
)
