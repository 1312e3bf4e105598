import { wethCode } from '@cairn/contracts'
import { concatHex, type Hex, hexToBigInt, numberToHex, pad, parseEther } from 'viem'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { accounts } from './accounts.ts'
import { type Anvil, PortBusyError, startAnvil } from './anvil.ts'
import {
  beaconRoots,
  depositContract,
  dequeueRequests,
  installSystem,
  systemCall,
  weth,
  withdrawalRequests,
} from './system.ts'

const genesis = 1_700_000_000
let anvil: Anvil

beforeAll(async () => {
  anvil = await startAnvil({ timestamp: genesis })
  await installSystem(anvil.rpc)
})
afterAll(() => anvil?.stop())

let time = genesis
async function mine() {
  time += 12
  await anvil.rpc('evm_setNextBlockTimestamp', [time])
  await anvil.rpc('evm_mine')
}

const call = (to: Hex, data: Hex = '0x', from: Hex = accounts.alice.address) =>
  anvil.rpc<Hex>('eth_call', [{ from, to, data }, 'latest'])

test('the deposit contract starts as on mainnet: with the root of an empty tree', async () => {
  // `get_deposit_root()`; the root is the consensus-specs' of no deposits.
  expect(await call(depositContract, '0xc5f2892f')).toBe(
    '0xd70a234731285c6804c2a4f56711ddb8c82c99740f207854891028af34e27e5e',
  )
})

describe('EIP-4788', () => {
  const root = pad('0xbeac', { size: 32 })

  test('serves a root under its timestamp, and reverts under any other', async () => {
    await systemCall(anvil.rpc, { to: beaconRoots, data: root, timestamp: time + 12 })
    await mine()
    expect(await call(beaconRoots, numberToHex(time, { size: 32 }))).toBe(root)
    await expect(call(beaconRoots, numberToHex(time - 12, { size: 32 }))).rejects.toThrow('revert')
  })

  test('a root prepared for a slot that is skipped is taken back', async () => {
    const { undo } = await systemCall(anvil.rpc, {
      to: beaconRoots,
      data: root,
      timestamp: time + 12 * 8191,
    })
    await undo()
    expect(await call(beaconRoots, numberToHex(time, { size: 32 }))).toBe(root)
  })
})

describe('EIP-7002', () => {
  const request = concatHex([pad('0xaa', { size: 48 }), numberToHex(0, { size: 8 })])
  const fee = async () => hexToBigInt(await call(withdrawalRequests))

  async function ask(times: number, value: bigint) {
    const from = accounts.alice.address
    for (let index = 0; index < times; index++)
      await anvil.rpc('eth_sendTransaction', [
        {
          from,
          to: withdrawalRequests,
          data: request,
          value: numberToHex(value),
          gas: '0x40000',
        },
      ])
    await mine()
  }

  test('hands over sixteen requests a block, in order, and raises the fee with what is over two', async () => {
    expect(await fee()).toBe(1n)
    await ask(40, 1n)

    const sizes: number[] = []
    const fees: bigint[] = []
    for (let block = 0; block < 4; block++) {
      const { withdrawals } = await dequeueRequests(anvil.rpc)
      sizes.push((withdrawals.length - 2) / 2 / 76)
      fees.push(await fee())
    }
    expect(sizes).toEqual([16, 16, 8, 0])
    // excess 38, 36, 34, 32: the fake exponential of EIP-7002 with the update fraction 17.
    expect(fees).toEqual([9n, 8n, 7n, 6n])
  })

  test('a system call leaves no transaction behind', async () => {
    await ask(1, 100n)
    const before = await anvil.rpc('eth_getTransactionCount', [`0x${'f'.repeat(39)}e`, 'latest'])
    await dequeueRequests(anvil.rpc)
    await mine()
    const block = await anvil.rpc<{ transactions: Hex[] }>('eth_getBlockByNumber', [
      'latest',
      false,
    ])
    expect(block.transactions).toEqual([])
    expect(before).toBe('0x0')
  })
})

test('WETH wraps and unwraps', async () => {
  expect(await anvil.rpc('eth_getCode', [weth, 'latest'])).toBe(wethCode)
  const from = accounts.bob.address
  const send = (data: Hex, value = 0n) =>
    anvil.rpc('eth_sendTransaction', [
      { from, to: weth, data, value: numberToHex(value), gas: '0x40000' },
    ])
  await send('0xd0e30db0', parseEther('3'))
  await send(`0x2e1a7d4d${numberToHex(parseEther('1'), { size: 32 }).slice(2)}`)
  await mine()
  const balanceOf = await call(weth, `0x70a08231${pad(from, { size: 32 }).slice(2)}`)
  expect(hexToBigInt(balanceOf)).toBe(parseEther('2'))
})

test('error: a busy port is named', async () => {
  const port = Number(new URL(anvil.url).port)
  await expect(startAnvil({ port })).rejects.toThrow(PortBusyError)
})

test('limits are mainnet’s: a transaction of more than 16,777,216 gas is refused', async () => {
  const { address } = accounts.alice
  const transaction = { from: address, to: address, gas: numberToHex(16_777_217) }
  await expect(anvil.rpc('eth_sendTransaction', [transaction])).rejects.toThrow('gas')
})
