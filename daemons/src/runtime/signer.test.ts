import { accounts } from '@cairn/devnet'
import { type Hex, keccak256, parseGwei } from 'viem'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { clientsOf, startChain, testClock } from '../../test/chain.ts'
import {
  createLog,
  createMetrics,
  createSigner,
  FeesAboveCapError,
  OutOfFundsError,
  RevertedError,
  SupersededError,
} from './index.ts'

let chain: Awaited<ReturnType<typeof startChain>>
beforeAll(async () => {
  chain = await startChain()
  await chain.rpc('anvil_setCode', [counter, countingCode])
  await chain.rpc('anvil_setCode', [refuser, '0x5f5ffd'])
})
afterAll(() => chain?.stop())

// Counts its calls in slot 0.
const counter: Hex = `0x${'c0'.repeat(20)}`
const countingCode = '0x5f546001015f5500'
const refuser: Hex = `0x${'ba'.repeat(20)}`

const { signal } = new AbortController()
const count = async () =>
  Number((await chain.publicClient.getStorageAt({ address: counter, slot: '0x0' })) ?? 0)
const request = { duty: 'count', to: counter, data: '0x' as Hex, gas: 60_000n }

function signerOf({
  onSleep = () => chain.mine(),
  clients = chain,
  ...options
}: Partial<Made> = {}) {
  return createSigner({
    name: 'test',
    ...clients,
    clock: testClock(onSleep),
    log: createLog({ level: 'silent' }),
    metrics: createMetrics(),
    poll: 1,
    patience: 10,
    ...options,
  })
}
type Made = Parameters<typeof createSigner>[0] & {
  onSleep: (now: number) => unknown
  clients: Pick<Parameters<typeof createSigner>[0], 'publicClient' | 'walletClient'>
}

describe('send', () => {
  test('default: one transaction, and its receipt', async () => {
    const before = await count()
    const signer = signerOf()
    const receipt = await signer.send(await signer.head(signal), request, signal)
    expect(receipt.status).toBe('success')
    expect(await count()).toBe(before + 1)
  })

  test('behavior: raises the fee at the same nonce while nothing happens, and one of them is included', async () => {
    const before = await count()
    const sent: Hex[] = []
    const clients = clientsOf(chain, (method, params) => {
      if (method === 'eth_sendRawTransaction') sent.push(params?.[0] as Hex)
      return chain.rpc(method, params)
    })
    const signer = signerOf({ clients, onSleep: (now) => (now > 25 ? chain.mine() : undefined) })
    const receipt = await signer.send(await signer.head(signal), request, signal)

    expect(sent.length).toBe(3)
    expect(receipt.transactionHash).toBe(keccak256(sent.at(-1)!))
    expect(await count()).toBe(before + 1)
  })

  test('behavior: a node that forgets the transaction gets it again', async () => {
    const before = await count()
    const signer = signerOf({
      maxFeePerGas: parseGwei('3'),
      onSleep: async (now) => {
        if (now === 1) await chain.rpc('anvil_dropAllTransactions')
        if (now > 10) await chain.mine()
      },
    })
    await signer.send(await signer.head(signal), request, signal)
    expect(await count()).toBe(before + 1)
  })

  test('DUTY-1: two processes with one key pay for one duty once', async () => {
    const before = await count()
    const [one, two] = [signerOf(), signerOf()]
    const head = await one.head(signal)
    const same = await two.head(signal)
    const results = await Promise.allSettled([
      one.send(head, request, signal),
      two.send(same, { ...request, gas: 70_000n }, signal),
    ])
    expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    expect(await count()).toBe(before + 1)
  })

  test('DUTY-1: what was planned before a transaction of the same key was included is never included', async () => {
    const signer = signerOf()
    const stale = await signer.head(signal)
    await signer.send(stale, request, signal)
    const before = await count()
    await expect(signer.send(stale, request, signal)).rejects.toThrow(/nonce/i)
    await chain.mine()
    expect(await count()).toBe(before)
  })

  test('error: SupersededError when another transaction took the nonce', async () => {
    const signer = signerOf({
      onSleep: async () => {
        await chain.rpc('anvil_dropAllTransactions')
        await chain.rpc('anvil_setNonce', [accounts.prover.address, '0x100'])
        await chain.mine()
      },
    })
    const head = await signer.head(signal)
    await expect(signer.send(head, request, signal)).rejects.toThrow(SupersededError)
  })

  test('error: RevertedError with the hash', async () => {
    const signer = signerOf()
    const sending = signer.send(await signer.head(signal), { ...request, to: refuser }, signal)
    await expect(sending).rejects.toThrow(RevertedError)
  })

  test('error: FeesAboveCapError before anything is sent', async () => {
    const signer = signerOf({ maxFeePerGas: 1n })
    await expect(signer.send(await signer.head(signal), request, signal)).rejects.toThrow(
      FeesAboveCapError,
    )
  })

  test('error: OutOfFundsError names the key', async () => {
    const signer = signerOf()
    const head = await signer.head(signal)
    const value = 10n ** 24n
    const sending = signer.send(head, { ...request, value }, signal)
    await expect(sending).rejects.toThrow(OutOfFundsError)
    await expect(sending).rejects.toThrow(accounts.prover.address)
  })
})

describe('head', () => {
  async function broadcast(maxFeePerGas = parseGwei('10')) {
    const { walletClient, publicClient } = chain
    const nonce = await publicClient.getTransactionCount(walletClient.account)
    return walletClient.sendTransaction({
      to: counter,
      nonce,
      gas: 60_000n,
      maxFeePerGas,
      maxPriorityFeePerGas: parseGwei('1'),
    })
  }

  test('DUTY-1: a transaction from an earlier life is awaited, not repeated', async () => {
    const before = await count()
    await broadcast()
    const signer = signerOf({ onSleep: (now) => (now > 3 ? chain.mine() : undefined) })
    const { number } = await signer.head(signal)
    expect(await count()).toBe(before + 1)
    expect(await chain.publicClient.getBlockNumber()).toBe(number)
  })

  test('behavior: one that is stuck is replaced by an empty one, however much it paid', async () => {
    const before = await count()
    await broadcast(parseGwei('50'))
    const signer = signerOf({ onSleep: (now) => (now > 11 ? chain.mine() : undefined) })
    const { nonce } = await signer.head(signal)
    expect(await count()).toBe(before)
    expect(await chain.publicClient.getTransactionCount(chain.walletClient.account)).toBe(nonce)
  })

  test('behavior: the nonce is of the block that is returned', async () => {
    const signer = signerOf()
    const head = await signer.head(signal)
    await broadcast()
    await chain.mine()
    expect((await signer.head(signal)).nonce).toBe(head.nonce + 1)
    expect(
      await chain.publicClient.getTransactionCount({
        address: accounts.prover.address,
        blockNumber: head.number,
      }),
    ).toBe(head.nonce)
  })

  test('error: rejects with the reason when aborted', async () => {
    await broadcast()
    const abort = new AbortController()
    const signer = signerOf({ onSleep: () => abort.abort(new Error('enough')) })
    await expect(signer.head(abort.signal)).rejects.toThrow('enough')
    await chain.mine()
  })
})
