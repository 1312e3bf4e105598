import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import type { Server } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { priceOracleAbi } from '@cairn/contracts/abi'
import { parseEther } from 'viem'
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { day, type Layer, start, startLayer } from '../../../sdk/test/restaking/layer.ts'
import { json, refused, said, serve } from './inProcess.ts'

let layer: Layer
let control: Server
let scratch: string
beforeAll(async () => {
  layer = await startLayer()
  scratch = mkdtempSync(join(tmpdir(), 'cairn-restaking-'))
  for (const name of ['alice', 'elm'] as const)
    await layer.give(layer.accounts[name].address, parseEther('100'))
  const { deployment: restaking, rpcUrl } = layer
  control = await serve({ rpcUrl, addresses: {}, restaking })
})
afterAll(async () => {
  control?.close()
  rmSync(scratch, { recursive: true, force: true })
  await layer?.stop()
})

const elm = ['--account', 'elm']

describe('an operator', () => {
  const key = privateKeyToAccount(generatePrivateKey())

  test('operator register: for good, with its delay', async () => {
    const { code, stderr } = await refused('operator', 'register', ...elm)
    expect({ code, stderr }).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/--allocation-delay/),
    })
    expect(await said('operator', 'register', '--allocation-delay', '2', ...elm)).toContain(
      'is an operator, and delegated to itself. Allocations take 2 blocks.',
    )
    expect(
      (await refused('operator', 'register', '--allocation-delay', '2', ...elm)).stderr,
    ).toMatch(/^cairn: This account is delegated already .*\.\n$/)
  })

  test('operator allocate: what a set may slash, and from when', async () => {
    await said('restake', 'deposit', '10', ...elm)
    const told = await said('operator', 'allocate', 'oracle', '50%', ...elm)
    expect(told).toMatch(/oracle:0 may slash 50\.00 % of your csETH, from block \d+ on\./)
    const { code, stderr } = await refused('operator', 'allocate', 'oracle', '150%', ...elm)
    expect({ code, stderr }).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/no part of a whole/),
    })
    await layer.mine(2)
  })

  test('operator register-set: with the key that will sign', async () => {
    const path = join(scratch, 'oracle.key')
    writeFileSync(path, generatePrivateKey())
    expect(
      await said('operator', 'register-set', 'oracle', '--signing-key', path, ...elm),
    ).toContain('Joined oracle:0.')
    expect(await said('operator', 'status', 'elm')).toMatch(/oracle:0 +csETH +50\.00 % +-/)
    expect(await json('operator', 'status', 'elm')).toMatchObject({
      isOperator: true,
      allocationDelay: 2,
      redistributable: true,
    })
    expect(await said('operator', 'status', 'bob')).toContain('is no operator')
  })

  test('avs status: who secures it, with what', async () => {
    expect(await said('avs', 'status', 'oracle')).toMatch(/elm +5$/m)
    const { code, stderr } = await refused('avs', 'status', 'oracle:3')
    expect({ code, stderr }).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/no operator set oracle:3/),
    })
  })

  test('avs slash: by evidence, which anyone shows', async () => {
    const path = join(scratch, 'evidence.json')
    writeFileSync(path, '{}')
    const bad = await refused('avs', 'slash', 'oracle', '--evidence', path)
    expect(bad).toMatchObject({ code: 2, stderr: expect.stringMatching(/holds no evidence/) })

    const sign = async (value: bigint) => {
      const hash = await layer.publicClient.readContract({
        address: layer.deployment.avs.oracle,
        abi: priceOracleAbi,
        functionName: 'reportDigest',
        args: [9n, value],
      })
      return { value: String(value), signature: await key.sign({ hash }) }
    }
    const evidence = { type: 'reports', round: '9', first: await sign(1n), second: await sign(2n) }
    writeFileSync(path, JSON.stringify(evidence))
    expect((await refused('avs', 'slash', 'oracle', '--evidence', path)).stderr).toMatch(
      /statements aren't of one operator/,
    )
  })
})

describe('a staker', () => {
  test('restake deposit: says what it will do, and what it did', async () => {
    const told = await said('restake', 'deposit', '20')
    expect(told).toContain('You restake  20 TOKEN from 0xf39F')
    expect(told).toContain('Restaked 20 TOKEN for 20 shares.')
    const { code, stderr } = await refused('restake', 'deposit', '1000')
    expect({ code, stderr }).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/of the .* needed\. Use at most/),
    })
  })

  test('restake delegate: shows the operator first', async () => {
    const told = await said('restake', 'delegate', 'elm')
    expect(told).toMatch(/Secures +oracle:0/)
    expect(told).toContain('redistributes what it slashes')
    expect(told).toContain('Delegated to elm.')
    expect((await refused('restake', 'delegate', 'bob')).stderr).toContain('bob is no operator')
    expect((await refused('restake', 'delegate', 'elm')).stderr).toMatch(/delegated already/)
  })

  test('restake status: what it is worth, and with whom', async () => {
    expect(await said('restake', 'status')).toMatch(/csETH +20 +20 +20 TOKEN +100\.00 %/)
    expect(await json('restake', 'status', 'alice')).toMatchObject({
      operator: layer.accounts.elm.address,
      holdings: [{ depositShares: String(parseEther('20')) }],
    })
  })

  test('restake queue: with the least that it may pay', async () => {
    const told = await said('restake', 'queue', '5')
    expect(told).toMatch(/Worth +5 TOKEN now/)
    expect(told).toMatch(/At worst +2\.5 TOKEN/)
    expect(told).toMatch(/ {2}0x[0-9a-f]{10} {2}ready at block \d+, about /)
    expect((await refused('restake', 'queue', '100')).stderr).toMatch(/more than the staker's/)
  })

  test('restake complete: not before it is ready', async () => {
    const [waiting] = (await json('restake', 'status')).withdrawals
    const early = await refused('restake', 'complete', waiting.root.slice(0, 12))
    expect(early).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/can still be slashed: it is ready in \d+ blocks/),
    })
    expect((await refused('restake', 'complete', '0xabcd')).stderr).toMatch(
      /No withdrawal of yours/,
    )

    await layer.mine(29)
    expect(await said('restake', 'status')).toMatch(/5 TOKEN +ready/)
    expect(await said('restake', 'complete')).toContain('Completed 1 withdrawal(s): 5 TOKEN.')
    expect((await refused('restake', 'complete')).stderr).toMatch(/has no withdrawal in the queue/)
  })

  test('restake undelegate, and back as shares', async () => {
    expect(await said('restake', 'undelegate')).toContain('all of its stake is in the queue')
    await layer.mine(29)
    expect(await said('restake', 'complete', '--as-shares')).toContain('their shares are restaked')
    expect(await said('restake', 'status')).toContain('none: `cairn restake delegate')
  })
})

describe('rewards and pods', () => {
  test('avs submit-rewards: a day that was served, when it is over', async () => {
    const today = new Date(start * 1000).toISOString().slice(0, 10)
    const early = await refused('avs', 'submit-rewards', 'oracle', '--day', today)
    expect(early).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/are paid once the day is over/),
    })
    await layer.setTime(start + day + 60)
    const idle = await refused('avs', 'submit-rewards', 'oracle', '--day', today)
    expect(idle).toMatchObject({ code: 1, stderr: expect.stringMatching(/Nobody served on /) })
  })

  test('rewards: without a server, says what is known and what is not', async () => {
    expect(await said('rewards', 'status', 'alice')).toMatch(/To claim +unknown/)
    const { code, stderr } = await refused('rewards', 'claim')
    expect({ code, stderr }).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/--rewards or in CAIRN_REWARDS/),
    })
  })

  test('pod create: one, and what to deposit with', async () => {
    expect(await said('pod', 'status')).toContain('has no pod')
    expect(await said('pod', 'create')).toMatch(/Credentials +0x020{22}[0-9a-f]{40}/)
    expect((await refused('pod', 'create')).stderr).toMatch(/has a pod already/)
    expect(await said('pod', 'status')).toMatch(/Validators +0/)
  })
})

describe('what is refused', () => {
  test.each([
    [
      ['restake', 'deposit', '1', '--strategy', 'gold'],
      2,
      /no strategy: give an address, or one of csETH/,
    ],
    [['restake', 'delegate', 'zoe'], 2, /is no account/],
    [['avs', 'status', 'weather'], 2, /no service: give an address, or a name \(oracle, bridge\)/],
    [['avs', 'status', 'oracle:x'], 2, /is no operator set/],
    [['avs', 'slash', 'oracle'], 2, /Give the evidence/],
    [['avs', 'clear', 'oracle'], 1, /was paid out\. Nothing waits/],
    [['operator', 'register-set', 'oracle', '--data', 'zz'], 2, /bytes in hex/],
    [['restake', 'fly'], 2, /isn't an amount/],
    [['restake'], 2, /Say how much to restake as crETH/],
    [['stake', '1'], 2, /doesn't give the address of "vault"/],
  ])('%s', async (args, code, words) => {
    const ended = await refused(...args)
    expect(ended).toMatchObject({ code, stderr: expect.stringMatching(words) })
  })
})
