import {
  restakedEtherAbi,
  rewardAuctionAbi,
  serviceTokenAbi,
  serviceTokenBytecode,
} from '@cairn/contracts/abi'
import { accounts } from '@cairn/devnet'
import { type Address, parseEther } from 'viem'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { daemonsOf, type Liquid, startLiquid } from './liquid.ts'
import { signal } from './world.ts'

let scene: Liquid
let token: Address
beforeAll(async () => {
  scene = await startLiquid()
  const { wallet, publicClient } = scene
  const hash = await wallet('deployer').deployContract({
    abi: serviceTokenAbi,
    bytecode: serviceTokenBytecode,
    args: ['Reward', 'RWD', parseEther('1000')],
  })
  token = (await publicClient.waitForTransactionReceipt({ hash })).contractAddress!
  const auction = { address: scene.liquid.auction, abi: rewardAuctionAbi }
  await scene.send('deployer', { ...auction, functionName: 'list', args: [token, basis] })
})
afterAll(() => scene?.stop())

const hour = 3_600
/** wei for 1e18 units: a price falls from twice of it to a half of it in a day */
const basis = parseEther('0.01')

const balanceOf = (owner: Address) =>
  scene.publicClient.readContract({
    address: token,
    abi: serviceTokenAbi,
    functionName: 'balanceOf',
    args: [owner],
  })

const earn = (units: string) =>
  scene.send('deployer', {
    address: token,
    abi: serviceTokenAbi,
    functionName: 'transfer',
    args: [scene.liquid.auction, parseEther(units)],
  })

async function backing() {
  const { backing } = await scene.publicClient.readContract({
    address: scene.liquid.vault,
    abi: restakedEtherAbi,
    functionName: 'snapshot',
  })
  return backing
}

describe('rewards become ether', () => {
  test('the restaker opens an auction of what is there, and only then', async () => {
    await earn('0.5')
    await daemonsOf(scene).restaker().tick(signal)
    const lot = () =>
      scene.publicClient.readContract({
        address: scene.liquid.auction,
        abi: rewardAuctionAbi,
        functionName: 'lotOf',
        args: [token],
      })
    expect((await lot())[0]).toBe(0n)

    await earn('99.5')
    await daemonsOf(scene).restaker().tick(signal)
    expect((await lot())[0]).toBe(parseEther('100'))
  })

  test('the bidder waits until the price has come down to its bid, pays ether, and buys once', async () => {
    const bids = new Map([[token, basis]])
    const bidder = accounts.gus.address
    const before = await backing()
    await daemonsOf(scene).bidder(bids).tick(signal)
    expect(await balanceOf(bidder)).toBe(0n)

    await scene.advance(15 * hour)
    await daemonsOf(scene).bidder(bids).tick(signal)
    expect(await balanceOf(bidder)).toBe(0n)

    await scene.advance(2 * hour)
    await daemonsOf(scene).bidder(bids).tick(signal)
    expect(await balanceOf(bidder)).toBe(parseEther('100'))
    const paid = (await backing()) - before
    // Two thirds of a day after its opening the price is the basis; an hour later a sixteenth of it less.
    expect(paid).toBeLessThanOrEqual(parseEther('1'))
    expect(paid).toBeGreaterThan(parseEther('0.8'))
    await daemonsOf(scene).bidder(bids).tick(signal)
    expect((await backing()) - before).toBe(paid)
  })
})
