import { spawnSync } from 'node:child_process'
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { fileURLToPath } from 'node:url'
import { devMnemonic } from '@cairn/devnet'
import { type Address, hexToBigInt, parseEther, toHex } from 'viem'
import { mnemonicToAccount } from 'viem/accounts'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { claim } from '../src/chain/claim.ts'
import { trackEvents } from '../src/chain/readEvents.ts'
import { compute } from '../src/distribute/compute.ts'
import { rootsOf } from '../src/history/roots.ts'
import { fetchClaim } from '../src/serve/fetchClaim.ts'
import { createLog } from '../src/serve/log.ts'
import { createRewards } from '../src/serve/rewards.ts'
import { serveClaims } from '../src/serve/serveClaims.ts'
import { dayOf, lower, midnightOf, secondsPerDay, wad } from '../src/units.ts'
import { type Layer, noon, startLayer } from './layer.ts'

const today = midnightOf(dayOf(noon))
const hour = 3_600

describe('on a chain', () => {
  let layer: Layer
  let server: Server
  const lines: string[] = []
  const log = createLog((line) => lines.push(line))
  const make = (poster: boolean) =>
    createRewards({
      publicClient: layer.publicClient,
      ...(poster && { walletClient: layer.wallet(0) }),
      addresses: layer.addresses,
      fromBlock: layer.fromBlock,
      log,
    })

  beforeAll(async () => {
    layer = await startLayer()
  })
  afterAll(async () => {
    server?.close()
    await layer?.stop()
  })

  test('EARN-5: five days of submissions, roots and claims pay to the unit what the events say', async () => {
    const { wallet, set, avs, rewardToken } = layer
    const [good, bad, alice, bob, carol] = [2, 3, 4, 5, 6].map(wallet) as [
      ReturnType<typeof wallet>,
      ReturnType<typeof wallet>,
      ReturnType<typeof wallet>,
      ReturnType<typeof wallet>,
      ReturnType<typeof wallet>,
    ]
    const rewards = make(true)
    server = await serveClaims(rewards, { port: 0 })
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`

    await layer.makeSet()
    // An operator can allocate from the block after its registration on.
    await layer.join(good, wad / 2n)
    await layer.join(bad, wad / 4n)
    await layer.stake(good, parseEther('10'))
    await layer.stake(alice, parseEther('70'), good)
    await layer.stake(bob, parseEther('33'), bad)
    await layer.stake(carol, parseEther('7'), bad)
    await layer.coordinate(good, 'setOperatorSetSplit', [good.account.address, set, 2500])
    await rewards.tick()
    expect(rewards.claimableRoot()).toBeUndefined()
    expect(await fetchClaim(url, alice.account.address)).toBeUndefined()

    const { submission } = layer
    const budgets = [parseEther('100'), parseEther('50.000000000000000001'), parseEther('7')]
    const [unique, total, v1] = budgets.map((amount) => [submission(amount, today, 4)])
    await layer.coordinate(avs, 'createUniqueStakeRewardsSubmission', [set, unique])
    await layer.coordinate(avs, 'createTotalStakeRewardsSubmission', [set, total])
    await layer.coordinate(avs, 'createAVSRewardsSubmission', [v1])

    for (let day = 1; day <= 5; day++) {
      await layer.until(today + day * secondsPerDay + hour)
      await rewards.tick()
      // A second look finds nothing to do; nor does one of somebody else.
      await rewards.tick()
      await make(true).tick()

      if (day === 2) {
        await layer.slash(bad, wad / 3n)
        await layer.queue(bob, parseEther('5'))
      }
      if (day === 3) {
        await layer.leave(bad)
        const { amount: _, ...terms } = submission(0n, today, 2)
        const operatorRewards = [good, bad]
          .map(({ account }) => ({ operator: account.address, amount: parseEther('3') + 1n }))
          .sort((a, b) => (hexToBigInt(a.operator) < hexToBigInt(b.operator) ? -1 : 1))
        const directed = [{ ...terms, operatorRewards, description: 'two days' }]
        await layer.coordinate(avs, 'createOperatorDirectedOperatorSetRewardsSubmission', [
          set,
          directed,
        ])
        await layer.coordinate(avs, 'createOperatorDirectedAVSRewardsSubmission', [
          set.avs,
          directed,
        ])
      }
      // Somebody claims on the way; the others wait.
      await layer.until(today + day * secondsPerDay + 3 * hour)
      await rewards.tick()
      const found = await fetchClaim(url, carol.account.address)
      if (found) await claimAs(carol, found)
    }

    const { events } = await trackEvents(layer)()
    const roots = rootsOf(events)
    expect(roots.map(({ end }) => end - dayOf(today))).toEqual([1, 2, 3, 4])
    expect(rewards.claimableRoot()).toEqual(roots.at(-1))
    const { earnings, accounts } = compute(events, { end: roots.at(-1)!.end })

    const submitted = accounts.reduce((sum, { budget }) => sum + budget, 0n)
    expect(submitted).toBe(
      budgets.reduce((sum, budget) => sum + budget, 0n) + 4n * (parseEther('3') + 1n),
    )
    let claimed = 0n
    for (const who of [good, bad, alice, bob, carol]) {
      const { address } = who.account
      const earned = earnings.get(lower(address))!.get(lower(rewardToken))!
      expect(earned).toBeGreaterThan(0n)
      const found = await fetchClaim(url, address)
      if (found) await claimAs(who, found)
      expect(await layer.rewardsOf(address)).toBe(earned)
      expect(await fetchClaim(url, address)).toBeUndefined()
      claimed += earned
    }
    const paid = accounts.reduce((sum, account) => sum + account.paid, 0n)
    expect(claimed).toBe(paid)
    const left = await layer.rewardsOf(layer.addresses.rewardsCoordinator)
    expect(left).toBe(submitted - paid)
    expect(left).toBeLessThan(100n)

    async function claimAs(who: ReturnType<typeof wallet>, found: claim.Args['claim']) {
      const { publicClient, addresses } = layer
      const clients = {
        publicClient,
        walletClient: who,
        rewardsCoordinator: addresses.rewardsCoordinator,
      }
      const hash = await claim(clients, { claim: found, recipient: who.account.address })
      const { status } = await publicClient.waitForTransactionReceipt({ hash })
      expect(status).toBe('success')
    }
  })

  test('EARN-6: a fresh one serves what the first did, and a false root isn’t served', async () => {
    const fresh = make(false)
    await fresh.tick()
    const known = fresh.claimableRoot()
    expect(known).toBeDefined()

    await layer.coordinate(layer.wallet(0), 'submitRoot', [
      toHex('false', { size: 32 }),
      (await layer.now()) - 1,
    ])
    await layer.until((await layer.now()) + 2 * hour)
    await fresh.tick()

    expect(fresh.claimableRoot()).toEqual(known)
    expect(lines.some((line) => line.includes('not what the chain says'))).toBe(true)
  })

  test('EARN-6: from the command line, once', async () => {
    const directory = mkdtempSync(`${tmpdir()}/cairn-rewards-`)
    const [deployment, key] = [`${directory}/deployment.json`, `${directory}/key`]
    const restaking: Record<string, Address> = layer.addresses
    writeFileSync(deployment, JSON.stringify({ block: Number(layer.fromBlock), restaking }))
    const { privateKey } = mnemonicToAccount(devMnemonic).getHdKey()
    writeFileSync(key, toHex(privateKey!))
    chmodSync(key, 0o600)
    const start = midnightOf(dayOf(await layer.now()))
    const more = [layer.submission(10n ** 18n, start, 3)]
    await layer.coordinate(layer.avs, 'createTotalStakeRewardsSubmission', [layer.set, more])
    await layer.until(start + 2 * secondsPerDay + hour)
    try {
      const run = (...more: string[]) =>
        spawnSync(
          fileURLToPath(new URL('../../node_modules/.bin/tsx', import.meta.url)),
          [
            fileURLToPath(new URL('../src/main.ts', import.meta.url)),
            ...['--rpc', layer.anvil.url, '--deployment', deployment, '--once', ...more],
          ],
          { encoding: 'utf8' },
        )
      const length = async () => rootsOf((await trackEvents(layer)()).events).length

      const before = await length()
      expect(run().status).toBe(0)
      expect(await length()).toBe(before)
      const { status, stdout } = run('--key-file', key)
      expect({ status, posted: stdout.includes('posted a root') }).toEqual({
        status: 0,
        posted: true,
      })
      expect(await length()).toBe(before + 1)
    } finally {
      rmSync(directory, { recursive: true })
    }
  }, 180_000)
})
