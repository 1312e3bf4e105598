import type { Server } from 'node:http'
import { parseEther } from 'viem'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { delays, type SpreadWorld, startSpread } from '../../../sdk/test/liquid/startSpread.ts'
import { json, refused, said, serve } from './inProcess.ts'

const hour = 3_600

let world: SpreadWorld
let control: Server
beforeAll(async () => {
  world = await startSpread()
  const { restaking, liquid, ...addresses } = world.deployment
  control = await serve({ rpcUrl: world.rpcUrl, addresses, restaking, liquid })
})
afterAll(async () => {
  control?.close()
  await world?.stop()
})

const bob = ['--account', 'bob']

describe('into crETH', () => {
  test('restake: ether, which says what it will do and what it did', async () => {
    const told = await said('restake', '50')
    expect(told).toMatch(/You restake +50 ETH from 0xf39F/)
    expect(told).toMatch(/Restaked 50 ETH for 50 crETH\./)
    expect(await json('restake', '1')).toMatchObject({ asset: 'ETH', shares: `${10n ** 18n}` })
  })

  test('restake --asset csETH: at its rate, less the haircut, in whatever case it is spelled', async () => {
    await world.stakingAs('bob').stake({ assets: parseEther('60') })
    const told = await said('restake', '30', '--asset', 'cseth', ...bob)
    expect(told).toMatch(/Priced at +30 ETH by its issuer, less 0\.03 ETH for those who are in/)
    expect(told).toMatch(/Restaked 30 csETH for 29\.97 crETH\./)
  })

  test('restake: what it does not take is refused with what it does', async () => {
    expect(await refused('restake', '1', '--asset', 'gold')).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/crETH takes no gold\. It takes ETH, WETH, csETH/),
    })
  })
})

describe('what stands behind it', () => {
  test('spread route: everything that waits, to whom there is room for', async () => {
    expect(await said('spread', 'route')).toMatch(
      /^Routed 10 csETH to elm\.\nRouted 10 csETH to fir\.\nRouted 10 csETH to hazel\.\n$/,
    )
    expect((await refused('spread', 'route')).stderr).toMatch(/Nothing waits that an operator/)
  })

  test('spread status: assets and operators, the round and the stamp', async () => {
    const told = await said('spread', 'status')
    expect(told).toMatch(/^csETH +30 +0 +0 +30 ETH +up to 10,000 ETH, less 0\.1 %$/m)
    expect(told).toMatch(/^0 +elm +0 +10 +10 ETH +100\.00 %$/m)
    expect(told).toMatch(/Stamp +none that holds/)
    const { delegators, rate } = await json('spread', 'status')
    expect(delegators).toHaveLength(3)
    expect(BigInt(rate)).toBeGreaterThanOrEqual(10n ** 18n)
  })

  test('exposure: what is announced is there before it is in effect, and breaches are named', async () => {
    await said(
      'operator',
      'allocate',
      `${world.accounts.carol.address}:0`,
      '20%',
      '--account',
      'elm',
    )
    const told = await said('exposure')
    expect(told).toMatch(/^elm +10 ETH +12\.\d+ % +2 ETH \(20\.00 %\), now 0 ETH +-$/m)
    expect(told).toMatch(/Most by one service +2 ETH \(2\.4\d % of crETH, at most 50 %\), carol/)
    expect(told).toContain('No ceiling of the policy is broken.')

    await world.mine(delays.allocation)
    expect(await said('exposure')).toMatch(/^elm +10 ETH +12\.\d+ % +2 ETH \(20\.00 %\) +-$/m)
    await said(
      'operator',
      'allocate',
      `${world.accounts.dave.address}:0`,
      '80%',
      '--account',
      'elm',
    )
    expect(await said('exposure')).toMatch(/^AllocationSum +elm +100 % +80 % +10 ETH +active/m)
  })

  test('spread derisk: a stranger takes out what is at risk, and nothing where nothing is', async () => {
    const frida = ['--account', 'frida']
    expect((await refused('spread', 'derisk', 'fir', ...frida)).stderr).toMatch(
      /No active breach puts anything of delegator 1 at risk/,
    )
    expect(await said('spread', 'derisk', 'elm', ...frida)).toMatch(
      /^Queued 10 ETH of csETH to leave elm: 0x\w{10}\.$/m,
    )
  })

  test('spread sync and check: by operator or by index', async () => {
    expect(await said('spread', 'sync', 'elm')).toMatch(/Synced delegator 0/)
    expect(await said('spread', 'check')).toMatch(/Checked: nothing is unbooked, and block \d+/)
    expect(await said('spread', 'appraise', '1')).toMatch(/Appraised csETH: nothing had changed/)
    expect((await refused('spread', 'sync', '7')).stderr).toMatch(/none of crETH's 3 delegators/)
  })
})

describe('out of crETH', () => {
  test('exit-time: every door, with its time and price', async () => {
    const told = await said('exit-time', '10')
    expect(told).toMatch(
      /The queue +about 10\.\d+ ETH, in 1 h \(first in the line; the ether is there/,
    )
    expect(told).toMatch(/At once +closed: The instant lane has nothing left/)
    expect(told).toMatch(/In csETH +closed, for the same reason/)
    expect(told).toMatch(/Market +none/)
    const { queue } = await json('exit-time', '10')
    expect(queue).toMatchObject({ seconds: `${hour}`, coming: expect.stringMatching(/^\d+$/) })
  })

  test('redeem --token crETH, spread round, fill, claim', async () => {
    const told = await said('redeem', '2', '--token', 'crETH')
    expect(told).toMatch(/Requested: 2 crETH are in the line, at 1\.0/)
    expect(told).toContain('cairn claim 1.0 --token crETH')
    expect((await refused('claim')).stderr).toMatch(
      /has no ticket in csETH's line.*The first ticket in crETH's line, at 1\.0: the rest about in 1 h/,
    )

    await world.pass(hour)
    expect(await said('spread', 'round')).toMatch(
      /Ended round 1: 3 delegators were synced\. 2 crETH may be filled\./,
    )
    await world.as('keeper').fill()
    const position = await said('position')
    expect(position).toMatch(/^ *1\.0 +2 +2 +2\.0\d+ ETH +- +-$/m)
    expect(await said('claim')).toMatch(/Claimed 2\.0\d+ ETH for 2 crETH of the ticket at 1\.0/)
  })

  test('redeem --instant: the check before it is said', async () => {
    await world.mine(10)
    const told = await said('redeem', '0.1', '--token', 'creth', '--instant')
    expect(told).toMatch(/Redeemed 0\.1 crETH for 0\.\d+ ETH; the fee was 0\.000\d+ ETH\./)
    expect(told).toMatch(/A fresh check came before it: transaction 0x/)
  })

  test('redeem --in-kind: a token that waits', async () => {
    const { shares } = await world.stakingAs('bob').stake({ assets: parseEther('2') })
    await world.as('bob').restake({ amount: shares, asset: 'csETH' })
    const told = await said('redeem', '0.1', '--in-kind', 'csETH', ...bob)
    expect(told).toMatch(/Redeemed 0\.1 crETH for 0\.\d+ csETH; the fee was/)
    expect((await refused('redeem', '1', '--in-kind', 'csETH', '--token', 'csETH')).stderr).toMatch(
      /Only crETH leaves in kind/,
    )
  })

  test('position: both tokens, and the tickets of each', async () => {
    await said('redeem', '1', '--token', 'crETH', ...bob)
    const told = await said('position', 'bob')
    expect(told).toMatch(/^csETH +30\.\d+ csETH, worth 30\.\d+ ETH$/m)
    expect(told).toMatch(/^crETH +30\.\d+ crETH, worth /m)
    expect(told).toMatch(/^Ticket +crETH +Filled/m)
    const { crETH, shares } = await json('position', 'bob')
    expect(crETH.tickets).toMatchObject([{ place: '3.0' }])
    expect(BigInt(shares)).toBeGreaterThan(parseEther('30'))
  })
})

describe('what came of it', () => {
  test('rewards: by source, and what those who came and left paid', async () => {
    const told = await said('rewards')
    expect(told).toMatch(/^staking, in csETH +0 ETH +0\.00 %/m)
    expect(told).toMatch(/^who came with tokens +0\.03\d* ETH$/m)
    expect(told).toMatch(/^who left at once or in kind +0\.000\d+ ETH$/m)
    expect((await refused('rewards', '--days', 'x')).stderr).toMatch(/is no number of days/)
  })

  test('compare: csETH and crETH side by side', async () => {
    const told = await said('compare', '--days', '2')
    expect(told).toMatch(/^One is worth +1\.000000000 ETH +1\.000\d+ ETH$/m)
    expect(told).toMatch(/^Of who came with tokens +- +0\.03\d* ETH$/m)
    expect(told).toMatch(/Most by one operator +9\.99\d+ ETH/)
    expect(told).toMatch(/Leaving with 1 of csETH\nThe queue/)
    expect(told).toMatch(/Leaving with 1 of crETH\nThe queue/)
    const { csETH, crETH } = await json('compare', '--days', '2')
    expect(csETH.gains.booked).toMatchObject({ gain: '0', loss: '0' })
    expect(crETH.exposure.operators).toHaveLength(3)
    expect(crETH.exits.queue.seconds).toMatch(/^\d+$/)
  })
})

describe('a slash', () => {
  test('nothing is paid until it is synced, and the refusal names the command that does it', async () => {
    const { restaking } = world.deployment
    const set = { avs: world.accounts.carol.address, operatorSetIds: [0] }
    await said('operator', 'allocate', `${set.avs}:0`, '20%', '--account', 'hazel')
    await world.mine(delays.allocation)
    await world.restakingAs('hazel').registerForOperatorSets(set)
    await world.restakingAs('carol').slashOperator({
      operatorSet: { avs: set.avs, id: 0 },
      operator: world.accounts.hazel.address,
      slashes: [{ strategy: restaking.strategies!.csETH!, wad: 10n ** 18n }],
      description: 'told to',
    })
    expect(await refused('spread', 'check')).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/Delegator 2 lost stake.* Here: `cairn spread sync 2`\.$/m),
    })
    expect(await said('spread', 'sync', '2')).toMatch(
      /Synced delegator 2: -(2|1\.99\d*|2\.00\d*) ETH were booked/,
    )
    expect(await said('spread', 'status')).toMatch(/^2 +hazel +0 +8 +.* +80\.00 %$/m)
    expect(await said('rewards')).toMatch(
      /^staking, in csETH .* (2|1\.99\d*|2\.00\d*) ETH were lost$/m,
    )
  })
})

describe('what is refused', () => {
  test.each([
    [['redeem', '1', '--token', 'wETH'], 2, /none of our tokens: give csETH or crETH/],
    [['redeem', '1', '--in-kind', 'gold'], 1, /crETH takes no gold/],
    [['scenario', 'apocalypse'], 2, /is no scenario: give one of slash-operator/],
    [['compare', '--days', '0'], 2, /is no number of days/],
    [['exit-time', 'soon'], 2, /isn't an amount of crETH/],
  ])('%s', async (args, code, words) => {
    const ended = await refused(...args)
    expect(ended).toMatchObject({ code, stderr: expect.stringMatching(words) })
  })
})
