import * as liquid from '../src/liquid/index.ts'
import { rate } from '../src/ledger/accrue.ts'
import { depositETH } from '../src/ledger/deposit.ts'
import { toAssetsDown } from '../src/ledger/rate.ts'
import * as restaking from '../src/restaking/index.ts'
import { balanceOf } from '../src/state.ts'
import { type Address, ether, secondsPerSlot, wad } from '../src/units.ts'
import { delays } from './restaking.ts'

export const firstBlock = 1_000n
export const firstSecond = 1_800_000_000n
export const reaction = 20n
/** With a withdrawal delay of 50 blocks. */
export const soundDelay = delays.withdrawalDelay + 1n + reaction

/** The moment `blocks` after the beginning. */
export function after(blocks: bigint, sender = 'keeper'): liquid.Env {
  return { now: firstSecond + blocks * secondsPerSlot, block: firstBlock + blocks, sender }
}

export const names = ['north', 'east', 'south', 'west'] as const
export const operators = ['nora', 'emil', 'suse', 'willi'] as const
export const sets = {
  oracle: { avs: 'oracle', id: 0n },
  bridge: { avs: 'bridge', id: 0n },
  insurer: { avs: 'insurer', id: 0n },
  stranger: { avs: 'stranger', id: 0n },
} as const

/** Four delegators of a quarter each; csETH at 1.1, and another token, `lst`, at 1.2 less a hundredth, a tenth of all, a day's
 * door of a twentieth. What the insurer slashes is given to somebody; the stranger isn't on the list. */
export function world({
  ceilings,
  parameters,
  value = ether(1),
}: {
  ceilings?: Partial<liquid.Ceilings>
  parameters?: Partial<liquid.Parameters>
  value?: bigint
} = {}): liquid.State {
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
  for (const { avs, id } of Object.values(sets)) makeSet(layer, avs, id)

  const state = liquid.genesis({
    now: firstSecond,
    block: firstBlock,
    value,
    restaking: layer,
    rates: [
      ['cseth', { assets: ether(11), shares: 10n * wad, paying: true }],
      ['lst', { assets: ether(12), shares: 10n * wad, paying: true }],
    ],
    assets: [
      {
        name: 'cseth',
        token: 'CSETH',
        strategy: 'cseth strategy',
        haircutBps: 0n,
        capBps: 10_000n,
        doorBps: 10_000n,
      },
      {
        name: 'lst',
        token: 'LST',
        strategy: 'lst strategy',
        haircutBps: 100n,
        capBps: 1_000n,
        doorBps: 500n,
      },
    ],
    delegators: names.map((name, i) => ({ name, operator: operators[i]!, weightBps: 2_500n })),
    ceilings: { allowed: new Set(['oracle/0', 'bridge/0', 'insurer/0']), reaction, ...ceilings },
    parameters: { rungInterval: 10n, laneInterval: 120n, ...parameters },
  })
  state.events.length = 0
  return state
}

function makeSet(layer: restaking.State, avs: string, id: bigint) {
  const env = { block: firstBlock, sender: avs }
  const given = avs === 'insurer'
  const strategies = ['cseth strategy', 'lst strategy', ...(given ? [] : ['beacon'])]
  restaking.updateAVSMetadataURI(layer, { avs, metadataURI: '' }, env)
  restaking.createOperatorSets(
    layer,
    {
      avs,
      params: [{ id, strategies, slasher: avs }],
      ...(given ? { recipients: ['insured'] } : {}),
    },
    env,
  )
}

export function enterETH(state: liquid.State, value: bigint, by = 'alice', blocks = 0n): bigint {
  return depositETH(state.vault, { receiver: by }, { ...after(blocks, by), value })
}

export function enterToken(
  state: liquid.State,
  amount: bigint,
  { asset = 'cseth', by = 'alice', blocks = 0n } = {},
): bigint {
  return liquid.depositAsset(state, { asset, amount, receiver: by }, after(blocks, by))
}

/** Routes until nothing is left to route. */
export function routeAll(state: liquid.State, blocks = 0n) {
  for (;;) {
    const next = liquid.nextRoute(state, after(blocks))
    if (!next) return
    liquid.route(state, next, after(blocks))
  }
}

/** The quarter of a delegator's ether that is idle goes to validators of its pod, and is shown. */
export function stakeAll(state: liquid.State, blocks = 0n) {
  for (const delegator of names) {
    const has = state.restaking.ether.get(delegator) ?? 0n
    const amount = has - (has % 1_000_000_000n)
    if (amount === 0n) continue
    liquid.stakeEther(state, { delegator, amount }, after(blocks))
    liquid.creditPod(state, { delegator, amount }, after(blocks))
  }
}

export function allocate(
  state: liquid.State,
  part: bigint,
  {
    operator = 'nora',
    set = sets.oracle as restaking.SetId,
    strategy = 'cseth strategy',
    blocks = 0n,
  } = {},
) {
  const env = after(blocks, operator)
  const layer = state.restaking
  if (!restaking.isOperatorSlashable(layer, { operator, set, block: env.block }))
    restaking.registerForOperatorSets(layer, { operator, avs: set.avs, ids: [set.id] }, env)
  const params = [{ set, strategies: [strategy], newMagnitudes: [part] }]
  restaking.modifyAllocations(layer, { operator, params }, env)
}

export function slash(
  state: liquid.State,
  part: bigint,
  {
    operator = 'nora',
    set = sets.oracle as restaking.SetId,
    strategy = 'cseth strategy',
    blocks = 0n,
  } = {},
) {
  return restaking.slashOperator(
    state.restaking,
    { ...set, operator, strategies: [strategy], wadsToSlash: [part], description: '' },
    after(blocks, set.avs),
  )
}

export function undelegate(state: liquid.State, staker: Address, by: Address, blocks = 0n) {
  return restaking.undelegate(state.restaking, { staker }, after(blocks, by))
}

export function syncAll(state: liquid.State, blocks: bigint) {
  for (const delegator of names) liquid.sync(state, { delegator }, after(blocks))
}

/** What a share is worth, of 10¹⁸. */
export function price(state: liquid.State, blocks: bigint): bigint {
  const { assets, supply } = rate(state.vault.money, state.vault.parameters, after(blocks).now)
  return (assets * wad) / supply
}

export function worth(state: liquid.State, owner: Address, blocks: bigint): bigint {
  const { assets, supply } = rate(state.vault.money, state.vault.parameters, after(blocks).now)
  return toAssetsDown(balanceOf(state.vault, owner), assets, supply)
}

export { expectError } from './world.ts'
