import { decodeFunctionResult, encodeFunctionData, type Abi, type Hex, numberToHex } from 'viem'
import { type Anvil, startAnvil } from '../../../devnet/src/anvil.ts'

/** A node on which each call gets a block to itself, and each block a time of its own. */
export type Node = {
  rpc: Anvil['rpc']
  stop: Anvil['stop']
  /** What a transaction answered, which may be a revert. */
  call(call: Sending): Promise<Outcome>
  /** The hash of one that was mined. */
  send(call: Sending): Promise<Hex>
  /** Throws unless it succeeds. */
  succeed(call: Sending): Promise<Receipt>
  create(call: Omit<Sending, 'to'>): Promise<Hex>
  read<result>(to: Hex, call: { abi: Abi; functionName: string; args?: unknown[] }): Promise<result>
  mineTo(block: bigint): Promise<void>
  /** Undoes all since the last time, and comes back here the next time. */
  snapshot(): Promise<Hex>
  revert(to: Hex): Promise<void>
}

export type Sending = { from: Hex; to?: Hex; data: Hex; value?: bigint; at?: bigint }

export type Outcome = { ok: boolean; answer: Hex; logs: Log[] }

export type Log = { address: Hex; topics: Hex[]; data: Hex }

type Receipt = { status: Hex; contractAddress: Hex | null; logs: Log[] }

/** Anyone may send, and gas costs nothing, so that only the rules move ether. */
export async function startNode(timestamp: number): Promise<Node> {
  const anvil = await startAnvil({ timestamp })
  const { rpc } = anvil
  await rpc('anvil_autoImpersonateAccount', [true])
  await rpc('anvil_setNextBlockBaseFeePerGas', ['0x0'])

  async function send({ from, to, data, value = 0n, at }: Sending): Promise<Hex> {
    const hash = await rpc<Hex>('eth_sendTransaction', [
      { from, to, data, value: numberToHex(value), gas: '0xf00000', gasPrice: '0x0' },
    ])
    // By itself the clock follows the wall's, and two blocks may come in one second: to a pod they'd be the same.
    await rpc('evm_setNextBlockTimestamp', [Number(at ?? (await now()) + 12n)])
    await rpc('evm_mine')
    return hash
  }

  async function now(): Promise<bigint> {
    const block = await rpc<{ timestamp: Hex }>('eth_getBlockByNumber', ['latest', false])
    return BigInt(block.timestamp)
  }

  async function receiptOf(hash: Hex): Promise<Receipt> {
    const receipt = await rpc<Receipt | null>('eth_getTransactionReceipt', [hash])
    if (!receipt) throw new Error(`${hash} wasn't mined`)
    return receipt
  }

  async function succeed(call: Sending): Promise<Receipt> {
    const receipt = await receiptOf(await send(call))
    if (receipt.status !== '0x1')
      throw new Error(`What founds the world failed: ${call.data.slice(0, 74)}`)
    return receipt
  }

  return {
    rpc,
    stop: () => anvil.stop(),
    send,
    succeed,

    async call(call) {
      const hash = await send(call)
      const [receipt, trace] = await Promise.all([
        receiptOf(hash),
        rpc<{ output?: Hex }>('debug_traceTransaction', [hash, { tracer: 'callTracer' }]),
      ])
      const { status, logs } = receipt
      return { ok: status === '0x1', answer: trace.output ?? '0x', logs }
    },

    async create(call) {
      const { contractAddress } = await succeed(call)
      return contractAddress!
    },

    async read(to, call) {
      const data = await rpc<Hex>('eth_call', [{ to, data: encodeFunctionData(call) }, 'latest'])
      return decodeFunctionResult({ ...call, data }) as never
    },

    async mineTo(block) {
      const last = BigInt(await rpc<Hex>('eth_blockNumber'))
      if (last > block) throw new Error(`Block ${last} is past ${block}`)
      if (last < block) await rpc('anvil_mine', [numberToHex(block - last), '0xc'])
    },

    snapshot: () => rpc<Hex>('evm_snapshot'),
    revert: (to) => rpc('evm_revert', [to]),
  }
}
