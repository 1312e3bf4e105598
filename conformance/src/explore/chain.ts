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
import {
  decodeFunctionResult,
  encodeDeployData,
  encodeFunctionData,
  erc20Abi,
  type Hex,
  numberToHex,
} from 'viem'
import { type Anvil, startAnvil } from '../../../devnet/src/anvil.ts'
import { isUnfunded, purse } from '../apply.ts'
import { accounts, addressOf, deployer } from '../names.ts'
import type { Genesis, Watch } from '../trace.ts'

/** A node with the contracts on it, where each call gets a block to itself. */
export type Chain = {
  /** As it was before any history, with a new vault. */
  begin(genesis: Genesis): Promise<void>
  call(call: { from: Hex; to: Hex; data: Hex; value: bigint; at: bigint }): Promise<Outcome>
  digest(watch: Watch): Promise<Hex>
  holdings(): Promise<{ ether: bigint[]; weth: bigint[] }>
  stop(): Promise<void>
}

export type Outcome = {
  ok: boolean
  answer: Hex
  logs: { address: Hex; topics: Hex[]; data: Hex }[]
}

const wethAbi = [...iWETHAbi, ...erc20Abi] as const
const lens = addressOf('lens')
const weth = addressOf('weth')
const vault = addressOf('vault')

export async function startChain(genesisTime: bigint): Promise<Chain> {
  const anvil = await startAnvil({ timestamp: Number(genesisTime) - 1_000 })
  await prepare(anvil)
  let base = await anvil.rpc<Hex>('evm_snapshot')

  return {
    async begin({ now, value, parameters }) {
      await anvil.rpc('evm_revert', [base])
      base = await anvil.rpc<Hex>('evm_snapshot')
      const from = addressOf(deployer)

      const queueCode = encodeDeployData({
        abi: redeemQueueAbi,
        bytecode: redeemQueueBytecode,
        args: [vault, weth],
      })
      await create(anvil, { from, data: queueCode, value: 0n, at: now - 1n })

      const known = { weth, queue: addressOf('queue'), treasury: addressOf('treasury') }
      const vaultCode = encodeDeployData({
        abi: stakedEtherAbi,
        bytecode: stakedEtherBytecode,
        args: [addressOf('registry'), { ...known, ...parameters }],
      })
      await create(anvil, { from, data: vaultCode, value, at: now })
    },

    async call(call) {
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

    async digest({ accounts: watched, tickets }) {
      const data = encodeFunctionData({
        abi: vaultLensAbi,
        functionName: 'digest',
        args: [vault, watched.map(addressOf), [...tickets]],
      })
      return anvil.rpc<Hex>('eth_call', [{ to: lens, data }, 'latest'])
    },

    async holdings() {
      const ether = await Promise.all(
        accounts.map((name) => anvil.rpc<Hex>('eth_getBalance', [addressOf(name), 'latest'])),
      )
      const wrapped = await Promise.all(accounts.map((name) => wethOf(anvil, addressOf(name))))
      return { ether: ether.map(BigInt), weth: wrapped }
    },

    stop: () => anvil.stop(),
  }
}

/** WETH, the lens, and everybody's purse. Gas costs nothing, so that only the rules move ether. */
async function prepare(anvil: Anvil) {
  const from = addressOf(deployer)
  await anvil.rpc('anvil_autoImpersonateAccount', [true])
  await anvil.rpc('anvil_setNextBlockBaseFeePerGas', ['0x0'])
  await anvil.rpc('anvil_setCode', [weth, wethCode])
  await anvil.rpc('anvil_setBalance', [from, numberToHex(1n << 100n)])

  const lensCreated = await create(anvil, {
    from: addressOf('lens maker'),
    data: vaultLensBytecode,
    value: 0n,
  })
  await anvil.rpc('anvil_setCode', [lens, await anvil.rpc('eth_getCode', [lensCreated, 'latest'])])
  // WETH has the first nonce of the deployer in a replay.
  await anvil.rpc('anvil_setNonce', [from, '0x1'])

  for (const name of accounts) if (!isUnfunded(name)) await fund(anvil, addressOf(name))
}

async function fund(anvil: Anvil, account: Hex) {
  await anvil.rpc('anvil_setBalance', [account, numberToHex(2n * purse)])
  const deposit = encodeFunctionData({ abi: wethAbi, functionName: 'deposit' })
  const approve = encodeFunctionData({
    abi: wethAbi,
    functionName: 'approve',
    args: [vault, (1n << 256n) - 1n],
  })
  await send(anvil, { from: account, to: weth, data: deposit, value: purse })
  await send(anvil, { from: account, to: weth, data: approve, value: 0n })
}

async function create(anvil: Anvil, call: Omit<Sending, 'to'>): Promise<Hex> {
  const hash = await send(anvil, call)
  const receipt = await anvil.rpc<Receipt>('eth_getTransactionReceipt', [hash])
  if (receipt.status !== '0x1') throw new Error('A contract could not be deployed')
  return receipt.contractAddress!
}

async function send(anvil: Anvil, { from, to, data, value, at }: Sending): Promise<Hex> {
  if (at !== undefined) await anvil.rpc('evm_setNextBlockTimestamp', [Number(at)])
  const hash = await anvil.rpc<Hex>('eth_sendTransaction', [
    { from, to, data, value: numberToHex(value), gas: '0xf00000', gasPrice: '0x0' },
  ])
  await anvil.rpc('evm_mine')
  return hash
}

async function wethOf(anvil: Anvil, owner: Hex): Promise<bigint> {
  const call = { abi: wethAbi, functionName: 'balanceOf', args: [owner] } as const
  const data = encodeFunctionData(call)
  const answer = await anvil.rpc<Hex>('eth_call', [{ to: weth, data }, 'latest'])
  return decodeFunctionResult({ ...call, data: answer })
}

type Sending = { from: Hex; to?: Hex; data: Hex; value: bigint; at?: bigint }

type Receipt = {
  status: Hex
  contractAddress: Hex | null
  logs: { address: Hex; topics: Hex[]; data: Hex }[]
}
