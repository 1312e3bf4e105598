import { encodeErrorResult, type Hex, parseAbi, size } from 'viem'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { startChain, testClock } from '../../test/chain.ts'
import {
  createLog,
  createMetrics,
  createSigner,
  type Head,
  prepare,
  RefusedError,
  RevertedError,
  TooLargeError,
  work,
} from './index.ts'

const abi = parseAbi(['function take(uint256[] ids)', 'error Nope(uint256 what)'])

// Adds the number of ids to slot 0.
const taker: Hex = `0x${'7a'.repeat(20)}`
const takerCode = '0x6024355f54015f5500'

// Refuses whatever it is asked.
const refuser: Hex = `0x${'ba'.repeat(20)}`
const refusal = encodeErrorResult({ abi, errorName: 'Nope', args: [7n] })
const refuserCode: Hex = `0x60${byte(size(refusal))}600a5f3960${byte(size(refusal))}5ffd${refusal.slice(2)}`

function byte(value: number) {
  return value.toString(16).padStart(2, '0')
}

let chain: Awaited<ReturnType<typeof startChain>>
beforeAll(async () => {
  chain = await startChain()
  await chain.rpc('anvil_setCode', [taker, takerCode])
  await chain.rpc('anvil_setCode', [refuser, refuserCode])
})
afterAll(() => chain?.stop())
beforeEach(() => chain.rpc('anvil_setStorageAt', [taker, '0x0', `0x${'00'.repeat(32)}`]))

const { signal } = new AbortController()
const log = createLog({ level: 'silent' })
const signerOf = (maxGas?: bigint) =>
  createSigner({
    name: 'test',
    ...chain,
    clock: testClock(() => chain.mine()),
    log,
    metrics: createMetrics(),
    poll: 1,
    ...(maxGas && { maxGas }),
  })

type Step = { type: string; to: Hex; ids: number[] }

async function taken() {
  return Number(await chain.publicClient.getStorageAt({ address: taker, slot: '0x0' }))
}

function doing(plan: () => Promise<Step[]>, maxGas?: bigint) {
  const signer = signerOf(maxGas)
  const gas: bigint[] = []
  const perform = (head: Head, { type, to, ids }: Step) =>
    prepare(chain.publicClient, head, {
      by: signer,
      duty: type,
      address: to,
      abi,
      functionName: 'take',
      args: [ids.map(BigInt)],
    })
  const halve = (step: Step) =>
    step.ids.length > 1 ? { ...step, ids: step.ids.slice(0, step.ids.length / 2) } : undefined
  const onTaken = (_: Step, receipt: { gasUsed: bigint }) => void gas.push(receipt.gasUsed)
  const done = work({ signer, log, plan, perform, halve, onTaken, signal })
  return { done, gas }
}

const range = (from: number, to: number) => Array.from({ length: to - from }, (_, i) => from + i)
const takeAll = (count: number) => async () => {
  const from = await taken()
  return from < count ? [{ type: 'take', to: taker, ids: range(from, count) }] : []
}

test('plans anew after each transaction, until nothing is left', async () => {
  const plans: number[] = []
  const { done } = doing(async () => {
    const from = await taken()
    plans.push(from)
    return from < 3 ? [{ type: 'take', to: taker, ids: [from] }] : []
  })
  await done
  expect(plans).toEqual([0, 1, 2, 3])
})

test('DUTY-3: halves what is too large, and takes the rest in further transactions', async () => {
  const maxGas = 120_000n
  const { done, gas } = doing(takeAll(300), maxGas)
  await done
  expect(await taken()).toBe(300)
  expect(gas.length).toBeGreaterThan(2)
  for (const used of gas) expect(used).toBeLessThanOrEqual(maxGas)
})

test('DUTY-3: halves what a node would not relay', async () => {
  // 5,000 words are 160 kB.
  const { done, gas } = doing(takeAll(5_000))
  await done
  expect(await taken()).toBe(5_000)
  expect(gas.length).toBe(2)
})

test('a step that is refused is left out, and the others are taken', async () => {
  const steps = async () => [{ type: 'refused', to: refuser, ids: [1] }, ...(await takeAll(2)())]
  await doing(steps).done
  expect(await taken()).toBe(2)
})

test('a step without effect is taken once', async () => {
  const { done, gas } = doing(async () => [{ type: 'idle', to: taker, ids: [] }])
  await done
  expect(gas.length).toBe(1)
})

describe('prepare', () => {
  const call = { duty: 'take', abi, functionName: 'take' } as const

  test('error: RefusedError with the name and values of the contract', async () => {
    const by = signerOf()
    const head = await by.head(signal)
    const refused = prepare(chain.publicClient, head, { ...call, by, address: refuser, args: [[]] })
    await expect(refused).rejects.toThrow(RefusedError)
    await expect(refused).rejects.toThrow('take would revert: Nope(7)')
  })

  test('error: TooLargeError if one step alone does not fit', async () => {
    const by = signerOf(50_000n)
    const head = await by.head(signal)
    const large = prepare(chain.publicClient, head, { ...call, by, address: taker, args: [[1n]] })
    await expect(large).rejects.toThrow(TooLargeError)
  })
})

test('error: RevertedError after five races lost in a row', async () => {
  const signer = signerOf()
  let sent = 0
  const losing = work({
    signer,
    log,
    plan: async () => [{ type: 'race', attempt: sent++ }],
    perform: async () => ({ duty: 'race', to: refuser, data: '0x', gas: 50_000n }),
    halve: () => undefined,
    signal,
  })
  await expect(losing).rejects.toThrow(RevertedError)
  expect(sent).toBe(5)
})
