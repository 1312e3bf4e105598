import * as liquid from '../src/liquid/index.ts'
import { rate } from '../src/ledger/accrue.ts'
import { depositETH } from '../src/ledger/deposit.ts'
import { toAssetsDown } from '../src/ledger/rate.ts'
import { requestRedeem } from '../src/queue/requestRedeem.ts'
import * as restaking from '../src/restaking/index.ts'
import { balanceOf } from '../src/state.ts'
import { type Address, ether, secondsPerDay, secondsPerSlot, wad } from '../src/units.ts'
import { delays } from './restaking.ts'

export const firstBlock = 1_000n
/** The beginning of a day. */
export const firstSecond = 20_000n * secondsPerDay
export const reaction = 20n
/** The least that the policy takes, with a withdrawal delay of 50 blocks. */
export const soundDelay = delays.withdrawalDelay + 1n + reaction
/** Blocks from one round to the next. */
export const aRound = 300n

/** The moment `blocks` after the beginning. */
export function after(blocks: bigint, sender = 'keeper'): liquid.Env {
  return { now: firstSecond + blocks * secondsPerSlot, block: firstBlock + blocks, sender }
}

export const names = ['north', 'east', 'south', 'west'] as const
export const operators = ['nora', 'emil', 'suse', 'willi'] as const

export const oracle: restaking.SetId = { avs: 'oracle', id: 0n }
export const bridge: restaking.SetId = { avs: 'bridge', id: 0n }
/** Gives to somebody what it slashes. */
export const insurer: restaking.SetId = { avs: 'insurer', id: 0n }
/** Isn't on the policy's list. */
export const stranger: restaking.SetId = { avs: 'stranger', id: 0n }
export const sets = [oracle, bridge, insurer, stranger] as const

/** Four delegators of a quarter each. The lane wants nine thousandths. csETH is worth 1.1; another token, `lst`, 1.2, less a hundredth, up to 20 ether of it. */
export function world({
  risk,
  parameters,
  auction,
  value = ether(1),
}: Partial<Pick<liquid.genesis.Args, 'risk' | 'parameters' | 'auction' | 'value'>> = {}) {
  const layer = restaking.genesis({
    strategies: [
      { name: 'cseth strategy', token: 'CSETH' },
      { name: 'lst strategy', token: 'LST' },
      { name: 'beacon', token: 'zero' },
    ],
    parameters: delays,
  })
  for (const operator of operators)
    restaking.registerAsOperator(
      layer,
      { approver: 'zero', allocationDelay: soundDelay, metadataURI: '' },
      { block: firstBlock, sender: operator },
    )
  for (const { avs, id } of sets) makeSet(layer, avs, id)

  const state = liquid.genesis({
    now: firstSecond,
    value,
    restaking: layer,
    issuers: [
      ['cseth', { assets: 11n * wad, supply: 10n * wad, sound: true }],
      ['lst', { assets: 12n * wad, supply: 10n * wad, sound: true }],
    ],
    assets: [
      {
        name: 'cseth',
        token: 'CSETH',
        strategy: 'cseth strategy',
        capWei: ether(1_000_000),
        haircutBps: 0n,
        queues: true,
      },
      {
        name: 'lst',
        token: 'LST',
        strategy: 'lst strategy',
        capWei: ether(20),
        haircutBps: 100n,
        queues: false,
      },
    ],
    delegators: names.map((name, i) => ({ name, operator: operators[i]!, weight: 1n })),
    risk: {
      allowed: new Set(['oracle/0', 'bridge/0', 'insurer/0']),
      reactionBlocks: reaction,
      maxOperatorBps: 3_000n,
      ...risk,
    },
    vaultParameters: { laneBps: 90n },
    parameters: { tipBps: 0n, roundInterval: aRound * secondsPerSlot, ...parameters },
    ...(auction ? { auction } : {}),
  })
  for (const index of names) {
    restaking.createPod(layer, {}, { block: firstBlock, sender: index })
    liquid.delegate(state, { index }, after(0n))
  }
  state.events.length = 0
  return state
}

function makeSet(layer: restaking.State, avs: string, id: bigint) {
  const env = { block: firstBlock, sender: avs }
  const gives = avs === insurer.avs
  const strategies = ['cseth strategy', 'lst strategy', ...(gives ? [] : ['beacon'])]
  const recipients = gives ? { recipients: ['insured'] } : {}
  restaking.updateAVSMetadataURI(layer, { avs, metadataURI: '' }, env)
  restaking.createOperatorSets(
    layer,
    { avs, params: [{ id, strategies, slasher: avs }], ...recipients },
    env,
  )
}

export function enterETH(state: liquid.State, value: bigint, by = 'alice', blocks = 0n): bigint {
  return depositETH(state.vault, { receiver: by }, { ...after(blocks, by), value })
}

export function enter(
  state: liquid.State,
  units: bigint,
  { asset = 'cseth', by = 'alice', blocks = 0n } = {},
): bigint {
  return liquid.deposit(state, { asset, units, receiver: by }, after(blocks, by))
}

/** Routes until nothing is left to route. */
export function routeAll(state: liquid.State, blocks = 0n) {
  for (;;) {
    const next = liquid.nextRoute(state, after(blocks))
    if (!next) return
    liquid.route(state, next, after(blocks))
  }
}

/** 100 csETH, worth 110 ether, a quarter with each operator. */
export function restaked(args: Parameters<typeof world>[0] = {}): liquid.State {
  const state = world(args)
  enter(state, ether(100))
  routeAll(state)
  state.events.length = 0
  return state
}

/** 31 ether of the vault's for a validator, and the operator's 1; shown to the pod. */
export function stakeOne(state: liquid.State, index: string, pubkeyRoot: string, blocks = 0n) {
  offer(state, index, pubkeyRoot)
  liquid.stake(state, { index, pubkeyRoot, assets: ether(31) }, after(blocks))
  liquid.verifyCredentials(state, { index, pubkeyRoot }, after(blocks))
}

/** The delegator's operator says that the validator is its own. */
export function offer(state: liquid.State, index: string, pubkeyRoot: string) {
  const { operator } = state.delegators.get(index)!
  liquid.offer(state, { pubkeyRoots: [pubkeyRoot] }, { sender: operator })
}

export function allocate(
  state: liquid.State,
  magnitude: bigint,
  { operator = 'nora', set = oracle, strategy = 'cseth strategy', blocks = 0n } = {},
) {
  const env = after(blocks, operator)
  const layer = state.restaking
  if (!restaking.isOperatorSlashable(layer, { operator, set, block: env.block }))
    restaking.registerForOperatorSets(layer, { operator, avs: set.avs, ids: [set.id] }, env)
  const params = [{ set, strategies: [strategy], newMagnitudes: [magnitude] }]
  restaking.modifyAllocations(layer, { operator, params }, env)
}

/** After `soundDelay` from the allocation at the earliest. */
export function slash(
  state: liquid.State,
  part: bigint,
  { operator = 'nora', set = oracle, strategy = 'cseth strategy', blocks = soundDelay } = {},
) {
  return restaking.slashOperator(
    state.restaking,
    { ...set, operator, strategies: [strategy], wadsToSlash: [part], description: '' },
    after(blocks, set.avs),
  )
}

/** A pod's checkpoint finds that of what it had a part is gone. */
export function lose(state: liquid.State, index: string, gwei: bigint, blocks = 0n) {
  const { restaking: layer } = state
  const previous: bigint = restaking.depositSharesOf(layer, index, 'beacon')
  restaking.recordBalanceUpdate(
    layer,
    { podOwner: index, previous, change: -gwei * 1_000_000_000n },
    { sender: restaking.podName(index) },
  )
  prove(state, index, blocks)
}

/** A pod's checkpoint is over. */
export function prove(state: liquid.State, index: string, blocks: bigint) {
  state.delegators.get(index)!.checkpointedAt = after(blocks).now
}

/** The withdrawal that a delegator queued as its `nonce`th. */
export function queuedBy(state: liquid.State, index: string, nonce = 0n): restaking.Withdrawal {
  return state.restaking.withdrawals.get(restaking.withdrawalKey({ staker: index, nonce }))!
}

/** So many more withdrawals of north's, each of next to nothing. */
export function fillQueue(state: liquid.State, count: number) {
  const params = [{ strategies: ['cseth strategy'], depositShares: [1n] }]
  for (let i = 0; i < count; i++)
    restaking.queueWithdrawals(state.restaking, { params }, after(0n, 'north'))
}

/** What a pod's validators have paid out, and a checkpoint has found. */
export function payOut(state: liquid.State, index: string, amount: bigint) {
  const pod = state.restaking.pods.get(index)!
  pod.payable += amount / 1_000_000_000n
  pod.balance += amount
}

/** An operator puts its stakers out. */
export function undelegate(state: liquid.State, index: Address, blocks = 0n) {
  const sender = state.delegators.get(index)!.operator
  return restaking.undelegate(state.restaking, { staker: index }, after(blocks, sender))
}

export function syncAll(state: liquid.State, blocks: bigint) {
  for (const index of names) liquid.sync(state, { index }, after(blocks))
}

/** A whole round, and a stamp. */
export function goRound(state: liquid.State, blocks: bigint) {
  liquid.openRound(state, {}, after(blocks))
  syncAll(state, blocks)
  liquid.check(state, {}, after(blocks))
}

export function ask(state: liquid.State, shares: bigint, by = 'alice', blocks = 0n): bigint {
  return requestRedeem(state.vault, { shares, controller: by, owner: by }, after(blocks, by))
}

export function rateAt(state: liquid.State, blocks: bigint) {
  return rate(state.vault.money, state.vault.parameters, after(blocks).now)
}

export function assetsAt(state: liquid.State, blocks: bigint): bigint {
  return rateAt(state, blocks).assets
}

export function worth(state: liquid.State, owner: Address, blocks: bigint): bigint {
  const { assets, supply } = rateAt(state, blocks)
  return toAssetsDown(balanceOf(state.vault, owner), assets, supply)
}

export function eventsOf(state: liquid.State): string[] {
  return state.events.map(({ name }) => name)
}

export { expectError } from './world.ts'
