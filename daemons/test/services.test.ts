import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo, Server } from 'node:net'
import { tmpdir } from 'node:os'
import { fileURLToPath } from 'node:url'
import {
  bridgeAttesterAbi,
  iAllocationManagerAbi,
  iRewardsCoordinatorAbi,
  iStrategyManagerAbi,
  priceOracleAbi,
} from '@cairn/contracts/abi'
import { startAnvil } from '@cairn/devnet'
import {
  type Block,
  createPublicClient,
  custom,
  type Hex,
  keccak256,
  type LocalAccount,
  type PublicClient,
  parseEther,
  toHex,
  toRlp,
} from 'viem'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  type Answer,
  askPeer,
  attesterService,
  createAttester,
  createLog,
  createOracle,
  createWatcher,
  equivocate,
  type Operator,
  openBook,
  oracleService,
  type Prices,
  serveAnswers,
  sign,
} from '../src/index.ts'
import { clientsOf, type Request, startChain } from './chain.ts'
import { accountOf, fund, keyOf, type Layer, period, signingKey, startLayer } from './layer.ts'
import { isBroadcast, Killed } from './world.ts'

let chain: Awaited<ReturnType<typeof startChain>>
let source: Awaited<ReturnType<typeof startSource>>
let layer: Layer
const scratch = mkdtempSync(`${tmpdir()}/cairn-services-`)
const servers: Server[] = []
const { signal } = new AbortController()
const log = createLog({ level: 'silent' })
const options = { poll: 0.01, stagger: 0 }

beforeAll(async () => {
  ;[chain, source] = await Promise.all([startChain(), startSource()])
  layer = await startLayer(chain)
  for (let i = 0; i < 4; i++) await layer.enlist(i, parseEther('100'))
})
afterAll(async () => {
  rmSync(scratch, { recursive: true })
  for (const server of servers) server.close()
  await Promise.all([chain?.stop(), source?.stop()])
})

/** Another chain, whose blocks are final when ten are on top of them. */
async function startSource() {
  const anvil = await startAnvil({ chainId: 17 })
  const transport = custom({ request: ({ method, params }) => anvil.rpc(method, params) })
  const client = createPublicClient({ transport, cacheTime: 0 }) as PublicClient
  return {
    ...anvil,
    client,
    mine: (blocks: number) => anvil.rpc('anvil_mine', [`0x${blocks.toString(16)}`]),
  }
}

const steady = (value: bigint): Prices => ({ at: async () => value })
const usd = (price: string) => parseEther(price)

type With = { peers?: Answer[]; prices?: Prices; key?: LocalAccount; request?: Request }
const settingsOf = (i: number, { key = keyOf(i), peers = [], request }: With) => ({
  ...clientsOf(chain, request, accountOf(i)),
  operator: accountOf(i).address,
  key,
  peers,
  log,
  options,
})
const oracleOf = async (i: number, { prices = steady(usd('3000')), ...rest }: With = {}) =>
  createOracle({
    ...settingsOf(i, rest),
    address: layer.oracle,
    prices,
    book: await openBook(`${scratch}/oracle-${i}`),
  })
const attesterOf = async (i: number, given: With = {}) =>
  createAttester({
    ...settingsOf(i, given),
    address: layer.bridge,
    source: source.client,
    every: 8,
    confirmations: 10,
    book: await openBook(`${scratch}/attester-${i}`),
  })

async function serve(operator: Operator, name: 'oracle' | 'attester' = 'oracle') {
  const server = await serveAnswers({ [name]: operator }, { port: 0, signal })
  servers.push(server)
  return askPeer(`http://127.0.0.1:${(server.address() as AddressInfo).port}`, name)
}

/** Time goes to the beginning of the next round. */
async function nextRound() {
  const { timestamp } = await chain.publicClient.getBlock()
  const round = timestamp / period + 1n
  await chain.rpc('evm_setNextBlockTimestamp', [Number(round * period)])
  await chain.mine()
  return round
}

const readOracle = { abi: priceOracleAbi } as const
const latest = () =>
  chain.publicClient.readContract({ ...readOracle, address: layer.oracle, functionName: 'latest' })
const magnitude = (i: number) =>
  chain.publicClient.readContract({
    address: layer.allocationManager,
    abi: iAllocationManagerAbi,
    functionName: 'getMaxMagnitude',
    args: [accountOf(i).address, layer.strategy],
  })
async function eventsOf(round: bigint) {
  const [posted, reported] = await Promise.all(
    (['RoundPosted', 'Reported'] as const).map((eventName) =>
      chain.publicClient.getContractEvents({
        ...readOracle,
        address: layer.oracle,
        eventName,
        args: { round },
        fromBlock: 0n,
        strict: true,
      }),
    ),
  )
  return { posts: posted!.length, reports: reported!.length }
}

describe('oracle', () => {
  test('one posts what all sign: the median by stake', async () => {
    const round = await nextRound()
    const others = await Promise.all(
      ['2990', '3010', '9999'].map(async (price, i) =>
        serve(await oracleOf(i + 1, { prices: steady(usd(price)) })),
      ),
    )
    await (await oracleOf(0, { peers: others })).tick(signal)

    const [posted, value] = await latest()
    expect([posted, value]).toEqual([round, usd('3000')])
    expect(await eventsOf(round)).toEqual({ posts: 1, reports: 4 })
  })

  test('it waits while less than two thirds of the stake have signed', async () => {
    const round = await nextRound()
    const other = await serve(await oracleOf(1))
    const silent = askPeer('http://127.0.0.1:9', 'oracle')
    await (await oracleOf(0, { peers: [other, silent, silent] })).tick(signal)
    expect(await eventsOf(round)).toEqual({ posts: 0, reports: 0 })
  })

  test('a peer that talks nonsense, or for somebody else, is passed over', async () => {
    const round = await nextRound()
    const [one, two] = await Promise.all([1, 2].map(async (i) => serve(await oracleOf(i))))
    const stranger: Answer = async (subject) => ({
      subject,
      value: '1',
      signature: `0x${'11'.repeat(65)}`,
    })
    await (await oracleOf(0, { peers: [one!, two!, stranger] })).tick(signal)
    expect(await eventsOf(round)).toEqual({ posts: 1, reports: 3 })
  })

  test('one that was left out of the post is counted all the same, once', async () => {
    const round = await nextRound()
    const peers = await Promise.all([1, 2].map(async (i) => serve(await oracleOf(i))))
    await (await oracleOf(0, { peers })).tick(signal)
    expect(await eventsOf(round)).toEqual({ posts: 1, reports: 3 })

    const late = await oracleOf(3)
    await late.tick(signal)
    await late.tick(signal)
    expect(await eventsOf(round)).toEqual({ posts: 1, reports: 4 })
  })

  test('one that was slashed over the round stays silent: it is neither counted nor joins', async () => {
    const round = await nextRound()
    const service = await oracleService({ publicClient: chain.publicClient, address: layer.oracle })
    const [first, second] = await Promise.all(
      ['1', '2'].map((value) => sign(keyOf(4), service, { subject: String(round), value })),
    )
    await layer.enlist(4, parseEther('200'))
    await layer.send(accountOf(0), service.slash([first!, second!]))
    const silent = await oracleOf(4)
    const peers = await Promise.all([1, 2].map(async (i) => serve(await oracleOf(i))))
    await (await oracleOf(0, { peers: [...peers, await serve(silent)] })).tick(signal)
    expect(await eventsOf(round)).toEqual({ posts: 0, reports: 0 })

    const more = await serve(await oracleOf(3))
    await (await oracleOf(0, { peers: [...peers, more] })).tick(signal)
    const before = await chain.publicClient.getBlockNumber({ cacheTime: 0 })
    await silent.tick(signal)
    expect(await chain.publicClient.getBlockNumber({ cacheTime: 0 })).toBe(before)
    expect(await eventsOf(round)).toEqual({ posts: 1, reports: 4 })
    await layer.retire(4)
  })

  test('killed between writing and signing, it signs what it wrote, whatever the price is by then (ONCE-1)', async () => {
    const round = await nextRound()
    const key = keyOf(1)
    const dying = { ...key, signTypedData: () => Promise.reject(new Killed()) } as LocalAccount
    const first = await oracleOf(1, { key: dying, prices: steady(usd('3000')) })
    await expect(first.answer(String(round), signal)).rejects.toThrow(Killed)

    const second = await oracleOf(1, { prices: steady(usd('4000')) })
    expect(await second.answer(String(round), signal)).toMatchObject({ value: String(usd('3000')) })
  })

  test.each(['before', 'after'] as const)(
    'killed %s its broadcast, a round is posted once (DUTY-2)',
    async (moment) => {
      const round = await nextRound()
      const peers = await Promise.all([1, 2, 3].map(async (i) => serve(await oracleOf(i))))
      let dead = false
      const request: Request = async (method, params) => {
        if (dead) throw new Killed()
        dead = isBroadcast(method)
        if (dead && moment === 'before') throw new Killed()
        const answer = await chain.rpc(method, params)
        if (dead) throw new Killed()
        return answer
      }
      await expect((await oracleOf(0, { peers, request })).tick(signal)).rejects.toThrow()
      await chain.mine()
      expect((await eventsOf(round)).posts).toBe(moment === 'before' ? 0 : 1)

      await (await oracleOf(0, { peers })).tick(signal)
      expect(await eventsOf(round)).toEqual({ posts: 1, reports: 4 })
    },
  )

  test('asked about a round that isn’t the current one, it says only what it signed then', async () => {
    const round = await nextRound()
    const operator = await oracleOf(1)
    await operator.answer(String(round), signal)
    await nextRound()
    expect(await operator.answer(String(round), signal)).toMatchObject({ subject: String(round) })
    // Other words for the same round would be other entries in its book.
    for (const subject of [
      `${round + 2n}`,
      `0${round + 1n}`,
      `0x${(round + 1n).toString(16)}`,
      '..',
    ])
      expect(await operator.answer(subject, signal).catch(() => undefined)).toBeUndefined()
  })

  test('the rewards of a day are submitted once, when it is over', async () => {
    const { timestamp } = await chain.publicClient.getBlock()
    const day = timestamp / 86_400n
    await chain.rpc('evm_setNextBlockTimestamp', [Number((day + 1n) * 86_400n + 1n)])
    await chain.mine()
    for (const i of [0, 1]) await (await oracleOf(i)).tick(signal)

    const events = await chain.publicClient.getContractEvents({
      address: layer.rewardsCoordinator,
      abi: iRewardsCoordinatorAbi,
      eventName: 'OperatorDirectedOperatorSetRewardsSubmissionCreated',
      fromBlock: 0n,
      strict: true,
    })
    const submissions = events
      .map(({ args }) => args.operatorDirectedRewardsSubmission)
      .filter(({ startTimestamp }) => BigInt(startTimestamp) === day * 86_400n)
    expect(submissions).toHaveLength(1)
    const { operatorRewards } = submissions[0]!
    expect(operatorRewards).toHaveLength(4)
    const sum = operatorRewards.reduce((sum, { amount }) => sum + amount, 0n)
    expect(parseEther('1') - sum).toBeLessThan(4n)
  })
})

describe('main', () => {
  const at = (name: string) => `${scratch}/${name}`
  const portOf = (server: Server) => (server.address() as AddressInfo).port

  test('an operator runs by configuration alone', async () => {
    const round = await nextRound()
    const feed = createServer((_, response) => response.end('{"price":"3000.5"}'))
    const answering = await Promise.all(
      [1, 2].map(async (i) => {
        const operator = await oracleOf(i, { prices: steady(usd('3000.5')) })
        return serveAnswers({ oracle: operator }, { port: 0, signal })
      }),
    )
    servers.push(...answering, feed)
    await new Promise<void>((resolve) => feed.listen(0, '127.0.0.1', resolve))
    const { oracle, bridge } = layer
    const addresses = { vault: oracle, registry: oracle }
    writeFileSync(
      at('at.json'),
      JSON.stringify({ addresses, restaking: { avs: { oracle, bridge } } }),
    )
    const paying = toHex(accountOf(0).getHdKey().privateKey!)
    writeFileSync(at('paying'), paying, { mode: 0o600 })
    writeFileSync(at('signing'), signingKey(0), { mode: 0o600 })

    const main = fileURLToPath(new URL('../src/main.ts', import.meta.url))
    const peers = answering.map((server) => `http://127.0.0.1:${portOf(server)}`).join(',')
    const args = [
      ...['oracle', '--once', '--rpc', chain.url, '--deployment', at('at.json')],
      ...['--key-file', at('paying'), '--signing-key-file', at('signing'), '--book', at('book')],
      ...['--peers', peers, '--prices', `http://127.0.0.1:${portOf(feed)}/`],
    ]
    // Whose turn it is, the clock says: a minute for each, at most.
    await chain.rpc('evm_increaseTime', [240])
    await chain.mine()
    const child = spawn(process.execPath, ['--import', 'tsx', main, ...args])
    let said = ''
    child.stderr.on('data', (part) => {
      said += part
    })
    const code = await new Promise((resolve) => child.on('exit', resolve))

    expect(said).toBe('')
    expect(code).toBe(0)
    expect((await latest()).slice(0, 2)).toEqual([round, usd('3000.5')])
  })
})

describe('attester', () => {
  test('attests the newest final height of another chain, once', async () => {
    await source.mine(30)
    const peers = await Promise.all(
      [1, 2, 3].map(async (i) => serve(await attesterOf(i), 'attester')),
    )
    for (let again = 0; again < 2; again++) await (await attesterOf(0, { peers })).tick(signal)

    const block = await source.client.getBlock({ blockNumber: 16n })
    const bridge = { address: layer.bridge, abi: bridgeAttesterAbi } as const
    expect(
      await chain.publicClient.readContract({ ...bridge, functionName: 'latestOf', args: [17n] }),
    ).toEqual([16n, block.hash])

    // A reader of the other chain's state begins here.
    const header = headerOf(block)
    expect(keccak256(header)).toBe(block.hash)
    expect(
      await chain.publicClient.readContract({
        ...bridge,
        functionName: 'readHeader',
        args: [17n, 16n, header],
      }),
    ).toEqual([block.stateRoot, block.transactionsRoot, block.receiptsRoot])
  })

  test.each([
    ['one that isn’t final', '17/24'],
    ['one between those that are attested', '17/12'],
    ['another chain’s', '18/16'],
    ['no height at all', '17/0x10'],
  ])('it signs no height but those that are due: not %s', async (_, subject) => {
    expect(await (await attesterOf(1)).answer(subject, signal)).toBeUndefined()
  })
})

describe('watcher', () => {
  type Heard = { ofOracle?: Answer[]; ofBridge?: Answer[] }
  const watcherOf = async ({ ofOracle = [], ofBridge = [] }: Heard) => {
    const { publicClient } = chain
    const oracle = await oracleService({ publicClient, address: layer.oracle, prices: steady(1n) })
    const attester = await attesterService({
      ...{ publicClient, address: layer.bridge, source: source.client },
      ...{ every: 8, confirmations: 10 },
    })
    const watcher = createWatcher({
      ...clientsOf(chain),
      services: [
        { service: oracle, peers: ofOracle },
        { service: attester, peers: ofBridge },
      ],
      log,
      options: { poll: 0.01 },
    })
    return { watcher, oracle, attester }
  }

  test('rests as long as nobody contradicts itself', async () => {
    await nextRound()
    const { watcher } = await watcherOf({ ofOracle: [await serve(await oracleOf(1))] })
    const before = await chain.publicClient.getBlockNumber({ cacheTime: 0 })
    await watcher.tick(signal)
    await watcher.tick(signal)
    expect(await chain.publicClient.getBlockNumber({ cacheTime: 0 })).toBe(before)
  })

  test('an operator that equivocates is slashed, once, and the fund gets it', async () => {
    await nextRound()
    const operator = await oracleOf(2)
    const { watcher, oracle } = await watcherOf({ ofOracle: [await serve(operator)] })
    const stop = equivocate(operator, { service: oracle, key: keyOf(2) })
    await watcher.tick(signal)
    await watcher.tick(signal)
    stop()
    // Half of what it put at this service's disposal, which was half of all.
    expect(await magnitude(2)).toBe(parseEther('0.75'))

    const set = { avs: layer.oracle, id: 0 }
    await layer.send(accountOf(4), {
      address: layer.strategyManager,
      abi: iStrategyManagerAbi,
      functionName: 'clearBurnOrRedistributableShares',
      args: [set, 2n],
    })
    expect(await layer.balanceOf(fund)).toBe(parseEther('25'))
  })

  test('what one said on chain is held against what it says to the watcher', async () => {
    await nextRound()
    const answers = await Promise.all([1, 2, 3].map(async (i) => serve(await oracleOf(i))))
    await (await oracleOf(0, { peers: answers })).tick(signal)

    const { watcher, oracle } = await watcherOf({})
    await watcher.tick(signal)
    expect(await magnitude(3)).toBe(parseEther('1'))
    const liar: Answer = (subject) => sign(keyOf(3), oracle, { subject, value: '1' })
    await (await watcherOf({ ofOracle: [liar] })).watcher.tick(signal)
    expect(await magnitude(3)).toBe(parseEther('0.75'))
  })

  test('two roots of one height are an offence too', async () => {
    await source.mine(8)
    const operator = await attesterOf(1)
    const { watcher, attester } = await watcherOf({ ofBridge: [await serve(operator, 'attester')] })
    equivocate(operator, { service: attester, key: keyOf(1) })
    await watcher.tick(signal)
    expect(await magnitude(1)).toBe(parseEther('0.75'))
  })
})

/** The header as it is hashed: what a block of the newest fork has, in order. */
function headerOf(block: Block) {
  const number = (value: bigint) => (value === 0n ? '0x' : toHex(value))
  return toRlp([
    ...[block.parentHash, block.sha3Uncles, block.miner],
    ...[block.stateRoot, block.transactionsRoot, block.receiptsRoot, block.logsBloom!],
    ...[block.difficulty, block.number!, block.gasLimit, block.gasUsed, block.timestamp].map(
      number,
    ),
    ...[block.extraData, block.mixHash, block.nonce!, number(block.baseFeePerGas!)],
    ...[block.withdrawalsRoot!, number(block.blobGasUsed), number(block.excessBlobGas)],
    ...[block.parentBeaconBlockRoot!, (block as { requestsHash?: Hex }).requestsHash!],
  ])
}
