import { wethCode } from '@cairn/contracts'
import { type Address, type Hex, numberToHex, pad, sha256 } from 'viem'
import {
  beaconRootsCode,
  consolidationRequestsCode,
  depositContractCode,
  multicall3Code,
  withdrawalRequestsCode,
} from './bytecode.ts'
import type { Rpc } from './rpc.ts'

export const systemAddress: Address = '0xfffffffffffffffffffffffffffffffffffffffe'
export const depositContract: Address = '0x00000000219ab540356cBB839Cbe05303d7705Fa'
export const beaconRoots: Address = '0x000F3df6D732807Ef1319fB7B8bB8522d0Beac02'
export const withdrawalRequests: Address = '0x00000961Ef480Eb55e80D19ad83579A64c007002'
export const consolidationRequests: Address = '0x0000BBdDc7CE488642fb579F8B00f3a590007251'
const blockHashHistory: Address = '0x0000F90827F1C53a10cb7A02335B175320002935'
export const multicall3: Address = '0xcA11bde05977b3631167028862bE2a173976CA11'
export const weth: Address = '0xC02aaA39b223FE8D0A0e5C4F27eAD9083C756Cc2'

/** Puts the contracts that every Ethereum network has where they are on all of them. */
export async function installSystem(rpc: Rpc) {
  const codes: [Address, Hex][] = [
    [depositContract, depositContractCode],
    [beaconRoots, beaconRootsCode],
    [withdrawalRequests, withdrawalRequestsCode],
    [consolidationRequests, consolidationRequestsCode],
    [multicall3, multicall3Code],
    [weth, wethCode],
  ]
  for (const [address, code] of codes) await rpc('anvil_setCode', [address, code])
  // EIP-2935's history of block hashes is left out: nothing here reads it, and its 8191 words would be hashed in every block.
  await rpc('anvil_setCode', [blockHashHistory, '0x'])

  // The deposit contract's constructor filled `zero_hashes` (slots 33 to 64; the first is zero).
  let zeroHash: Hex = pad('0x', { size: 32 })
  for (let height = 1n; height < 32n; height++) {
    zeroHash = sha256(`0x${zeroHash.slice(2).repeat(2)}`)
    await rpc('anvil_setStorageAt', [
      depositContract,
      numberToHex(33n + height, { size: 32 }),
      zeroHash,
    ])
  }
}

/**
 * Calls a system contract as the protocol does: after or before a block, not in a transaction, so that no block holds a
 * trace of it. Anvil makes none of these calls itself; what the call would write is computed by the contract's own code and
 * then written.
 */
export async function systemCall(rpc: Rpc, { to, data = '0x', timestamp }: systemCall.Args) {
  const { pre, post } = await rpc<Diff>('debug_traceCall', [
    { from: systemAddress, to, data, gas: numberToHex(30_000_000) },
    'latest',
    {
      tracer: 'prestateTracer',
      tracerConfig: { diffMode: true },
      ...(timestamp === undefined ? {} : { blockOverrides: { time: numberToHex(timestamp) } }),
    },
  ])
  const before = pre[to.toLowerCase()]?.storage ?? {}
  const after = post[to.toLowerCase()]?.storage ?? {}
  // A slot on one side only was, or became, zero.
  const slots = new Set([...Object.keys(before), ...Object.keys(after)])
  for (const slot of slots) await rpc('anvil_setStorageAt', [to, slot, after[slot] ?? zero])

  const undo = async () => {
    for (const slot of Object.keys(after))
      if (before[slot] === undefined) await rpc('anvil_setStorageAt', [to, slot, zero])
    for (const [slot, value] of Object.entries(before))
      await rpc('anvil_setStorageAt', [to, slot, value])
  }
  return { changed: slots.size > 0, undo }
}

export declare namespace systemCall {
  type Args = { to: Address; data?: Hex; timestamp?: number }
}

type Diff = Record<'pre' | 'post', Record<string, { storage?: Record<string, Hex> }>>

const zero = pad('0x', { size: 32 })

/**
 * Ends a block for EIP-7002 and EIP-7251: takes the requests off the queues and moves the fees.
 * `quiet` says that ending an empty block after this one would change nothing.
 */
export async function dequeueRequests(rpc: Rpc) {
  const withdrawals = await dequeue(rpc, withdrawalRequests)
  const consolidations = await dequeue(rpc, consolidationRequests)
  return {
    withdrawals: withdrawals.requests,
    consolidations: consolidations.requests,
    quiet: withdrawals.quiet && consolidations.quiet,
  }
}

async function dequeue(rpc: Rpc, contract: Address) {
  const requests = await rpc<Hex>('eth_call', [{ from: systemAddress, to: contract }, 'latest'])
  const { changed } = await systemCall(rpc, { to: contract })
  return { requests, quiet: !changed }
}
