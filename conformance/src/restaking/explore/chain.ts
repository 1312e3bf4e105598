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
import {
  decodeFunctionResult,
  encodeDeployData,
  encodeFunctionData,
  erc20Abi,
  type Hex,
  numberToHex,
} from 'viem'
import { type Anvil, startAnvil } from '../../../../devnet/src/anvil.ts'
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

export type Outcome = {
  ok: boolean
  answer: Hex
  logs: { address: Hex; topics: Hex[]; data: Hex }[]
}

const tokenAbi = [...iWETHAbi, ...erc20Abi] as const
const lens = addressOf('restaking lens')
const beaconRoots = '0x000F3df6D732807Ef1319fB7B8bB8522d0Beac02'

/** Answers 1 to everything: a service that takes whoever comes, and a beacon root for every time. */
const yes = '0x60015f5260205ff3'

export async function startChain(): Promise<Chain> {
  const anvil = await startAnvil({ timestamp: 1_800_000_000 })
  await prepare(anvil)
  const snapshot = () => anvil.rpc<Hex>('evm_snapshot')
  let base = await snapshot()
  /** What was deployed last: shrinking asks for the same again and again. */
  let deployed: { as: string; at: Hex } | undefined

  return {
    async begin(genesis) {
      const as = Object.values({ ...genesis.parameters, now: genesis.now }).join()
      const again = deployed?.as === as ? deployed.at : undefined
      await anvil.rpc('evm_revert', [again ?? base])
      if (!again) {
        base = await snapshot()
        await deploy(anvil, genesis.parameters)
        await mineTo(anvil, genesis.now)
      }
      deployed = { as, at: await snapshot() }
    },

    async call({ at, ...call }) {
      await mineTo(anvil, at - 1n)
      const hash = await send(anvil, call)
      const [receipt, trace] = await Promise.all([
        anvil.rpc<Receipt>('eth_getTransactionReceipt', [hash]),
        anvil.rpc<{ output?: Hex }>('debug_traceTransaction', [hash, { tracer: 'callTracer' }]),
      ])
      return {
        ok: receipt.status === '0x1',
        answer: trace.output ?? '0x',
        logs: receipt.logs,
      }
    },

    async digest({ stakers, operators }) {
      const data = encodeFunctionData({
        abi: restakingLensAbi,
        functionName: 'digest',
        args: [scope(), stakers.map(addressOf), operators.map(addressOf)],
      })
      return anvil.rpc<Hex>('eth_call', [{ to: lens, data }, 'latest'])
    },

    async holdings() {
      const ether = await Promise.all(
        watched.map((name) => anvil.rpc<Hex>('eth_getBalance', [addressOf(name), 'latest'])),
      )
      const owned = await Promise.all(
        watched.flatMap((name) => tokens.map((token) => tokensOf(anvil, token, addressOf(name)))),
      )
      return { ether: ether.map(BigInt), owned }
    },

    stop: () => anvil.stop(),
  }
}

/** Tokens, the lens, and everybody's purse. Gas costs nothing, so that only the rules move ether. */
async function prepare(anvil: Anvil) {
  await anvil.rpc('anvil_autoImpersonateAccount', [true])
  await anvil.rpc('anvil_setNextBlockBaseFeePerGas', ['0x0'])
  await anvil.rpc('anvil_setCode', [addressOf('avs'), yes])
  await anvil.rpc('anvil_setCode', [beaconRoots, yes])
  for (const token of tokens) await anvil.rpc('anvil_setCode', [addressOf(token), wethCode])
  // A replay makes the tokens with the deployer's first nonces.
  const first = numberToHex(nonces.pauserRegistry)
  await anvil.rpc('anvil_setNonce', [addressOf(deployer), first])

  const made = await send(anvil, { from: addressOf('lens maker'), data: restakingLensBytecode })
  const { contractAddress } = await anvil.rpc<Receipt>('eth_getTransactionReceipt', [made])
  const code = await anvil.rpc<Hex>('eth_getCode', [contractAddress, 'latest'])
  await anvil.rpc('anvil_setCode', [lens, code])
  for (const name of funded) await fund(anvil, addressOf(name))
}

async function fund(anvil: Anvil, account: Hex) {
  const all = BigInt(tokens.length + 1) * purse
  await anvil.rpc('anvil_setBalance', [account, numberToHex(all)])
  const deposit = encodeFunctionData({ abi: tokenAbi, functionName: 'deposit' })
  const approve = encodeFunctionData({
    abi: tokenAbi,
    functionName: 'approve',
    args: [addressOf('strategyManager'), (1n << 256n) - 1n],
  })
  for (const token of tokens) {
    const to = addressOf(token)
    await send(anvil, { from: account, to, data: deposit, value: purse })
    await send(anvil, { from: account, to, data: approve })
  }
}

/** With the nonces of `names.ts`. */
async function deploy(anvil: Anvil, parameters: Genesis['parameters']) {
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
  for (const data of codes) await succeed(anvil, { from: addressOf(deployer), data })
  for (const token of tokens) {
    const data = encodeFunctionData({
      abi: strategyFactoryAbi,
      functionName: 'deployNewStrategy',
      args: [addressOf(token)],
    })
    await succeed(anvil, { from: nobody, to: created(nonces.factory), data })
  }
}

async function mineTo(anvil: Anvil, block: bigint) {
  const now = BigInt(await anvil.rpc<Hex>('eth_blockNumber'))
  if (now > block) throw new Error(`Block ${now} is past ${block}`)
  if (now < block) await anvil.rpc('anvil_mine', [numberToHex(block - now), '0xc'])
}

async function succeed(anvil: Anvil, call: Sending) {
  const hash = await send(anvil, call)
  const receipt = await anvil.rpc<Receipt>('eth_getTransactionReceipt', [hash])
  if (receipt.status !== '0x1') throw new Error('The layer could not be deployed')
}

async function send(anvil: Anvil, { from, to, data, value = 0n }: Sending): Promise<Hex> {
  const hash = await anvil.rpc<Hex>('eth_sendTransaction', [
    { from, to, data, value: numberToHex(value), gas: '0xf00000', gasPrice: '0x0' },
  ])
  // By itself the clock follows the wall's, and two blocks may come in one second: to a pod they'd be the same.
  const { timestamp } = await anvil.rpc<{ timestamp: Hex }>('eth_getBlockByNumber', [
    'latest',
    false,
  ])
  await anvil.rpc('evm_setNextBlockTimestamp', [Number(timestamp) + 12])
  await anvil.rpc('evm_mine')
  return hash
}

async function tokensOf(anvil: Anvil, token: string, owner: Hex): Promise<bigint> {
  const call = { abi: tokenAbi, functionName: 'balanceOf', args: [owner] } as const
  const data = encodeFunctionData(call)
  const answer = await anvil.rpc<Hex>('eth_call', [{ to: addressOf(token), data }, 'latest'])
  return decodeFunctionResult({ ...call, data: answer })
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

type Sending = { from: Hex; to?: Hex; data: Hex; value?: bigint }

type Receipt = {
  status: Hex
  contractAddress: Hex | null
  logs: { address: Hex; topics: Hex[]; data: Hex }[]
}
