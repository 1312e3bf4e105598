import {
  iWETHAbi,
  redeemQueueAbi,
  redeemQueueBytecode,
  stakedEtherAbi,
  stakedEtherBytecode,
  vaultLensAbi,
  vaultLensBytecode,
} from '@cairn/contracts/abi'
import { wethCode } from '@cairn/contracts'
import { encodeDeployData, encodeFunctionData, erc20Abi, type Hex, numberToHex } from 'viem'
import { isUnfunded, purse } from '../apply.ts'
import { accounts, addressOf, deployer } from '../names.ts'
import type { Genesis, Watch } from '../trace.ts'
import { type Node, type Outcome, startNode } from './node.ts'

/** A node with the contracts on it, where each call gets a block to itself. */
export type Chain = {
  /** As it was before any history, with a new vault. */
  begin(genesis: Genesis): Promise<void>
  call(call: { from: Hex; to: Hex; data: Hex; value: bigint; at: bigint }): Promise<Outcome>
  digest(watch: Watch): Promise<Hex>
  holdings(): Promise<{ ether: bigint[]; weth: bigint[] }>
  stop(): Promise<void>
}

const wethAbi = [...iWETHAbi, ...erc20Abi] as const
const lens = addressOf('lens')
const weth = addressOf('weth')
const vault = addressOf('vault')

export async function startChain(genesisTime: bigint): Promise<Chain> {
  const node = await startNode(Number(genesisTime) - 1_000)
  await prepare(node)
  let base = await node.snapshot()

  return {
    async begin({ now, value, parameters }) {
      await node.revert(base)
      base = await node.snapshot()
      const from = addressOf(deployer)

      const queueCode = encodeDeployData({
        abi: redeemQueueAbi,
        bytecode: redeemQueueBytecode,
        args: [vault, weth],
      })
      await node.create({ from, data: queueCode, at: now - 1n })

      const known = { weth, queue: addressOf('queue'), treasury: addressOf('treasury') }
      const vaultCode = encodeDeployData({
        abi: stakedEtherAbi,
        bytecode: stakedEtherBytecode,
        args: [addressOf('registry'), { ...known, ...parameters }],
      })
      await node.create({ from, data: vaultCode, value, at: now })
    },

    call: node.call,

    digest({ accounts: watched, tickets }) {
      const args = [vault, watched.map(addressOf), [...tickets]]
      return node.read(lens, { abi: vaultLensAbi, functionName: 'digest', args })
    },

    async holdings() {
      const ether = await Promise.all(
        accounts.map((name) => node.rpc<Hex>('eth_getBalance', [addressOf(name), 'latest'])),
      )
      const wrapped = await Promise.all(accounts.map((name) => wethOf(node, addressOf(name))))
      return { ether: ether.map(BigInt), weth: wrapped }
    },

    stop: () => node.stop(),
  }
}

/** WETH, the lens, and everybody's purse. */
async function prepare(node: Node) {
  const from = addressOf(deployer)
  await node.rpc('anvil_setCode', [weth, wethCode])
  await node.rpc('anvil_setBalance', [from, numberToHex(1n << 100n)])

  const made = await node.create({ from: addressOf('lens maker'), data: vaultLensBytecode })
  await node.rpc('anvil_setCode', [lens, await node.rpc('eth_getCode', [made, 'latest'])])
  // WETH has the first nonce of the deployer in a replay.
  await node.rpc('anvil_setNonce', [from, '0x1'])

  for (const name of accounts) if (!isUnfunded(name)) await fund(node, addressOf(name))
}

async function fund(node: Node, account: Hex) {
  await node.rpc('anvil_setBalance', [account, numberToHex(2n * purse)])
  const deposit = encodeFunctionData({ abi: wethAbi, functionName: 'deposit' })
  const approve = encodeFunctionData({
    abi: wethAbi,
    functionName: 'approve',
    args: [vault, (1n << 256n) - 1n],
  })
  await node.send({ from: account, to: weth, data: deposit, value: purse })
  await node.send({ from: account, to: weth, data: approve })
}

function wethOf(node: Node, owner: Hex): Promise<bigint> {
  return node.read(weth, { abi: wethAbi, functionName: 'balanceOf', args: [owner] })
}
