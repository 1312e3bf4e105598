import { restaking } from '@cairn/spec'
import { type Dice, oneIn, pick } from '../../dice.ts'
import { sets, strategies } from '../names.ts'
import type { Call, Genesis } from '../trace.ts'

/** A history in the making: the state, and what the next call may have to know of the earlier ones. */
export type World = {
  state: restaking.State
  block: bigint
  /** Withdrawals that were completed: nobody can do that twice. */
  completed: restaking.Withdrawal[]
  /** What each pod, with its validators, was found to have in all, in wei. */
  found: Map<string, bigint>
  /** The least that the chain grows between two calls: 1 where each has a block to itself. */
  tick: bigint
}

/** Mostly well after the delays; now and then on a chain younger than they are. */
export function drawGenesis(dice: Dice): Genesis {
  const delays = oneIn(dice, 6)
    ? { withdrawalDelay: 1n, deallocationDelay: 3n, configurationDelay: 2n }
    : { withdrawalDelay: 50n, deallocationDelay: 50n, configurationDelay: 75n }
  return { now: oneIn(dice, 4) ? 40n : 1_000n, parameters: delays }
}

export function begin({ now, parameters }: Genesis, tick = 0n): World {
  return {
    state: restaking.genesis({ strategies, parameters }),
    block: now,
    completed: [],
    found: new Map(),
    tick,
  }
}

/** What has to be there before anything can happen. */
export function prelude(dice: Dice): Call[] {
  const all = strategies.map(({ name }) => name)
  const erc20s = all.filter((name) => name !== 'beacon')
  const made = (id: number, of: readonly string[]) => ({
    operatorSetId: sets[id]!.id,
    strategies: of,
    slasher: 'slasher',
  })
  const register = (from: string, approver: string): Call => ({
    from,
    to: 'delegation',
    fn: 'registerAsOperator',
    args: [approver, pick(dice, [0n, 1n, 10n]), 'of iron'],
  })
  const guarded = oneIn(dice, 3) ? [register('carol', pick(dice, ['alice', 'guard']))] : []
  const byAvs = (fn: string, args: Call['args']): Call => ({
    from: 'avs',
    to: 'allocation',
    fn,
    args: ['avs', ...args],
  })
  return [
    register('otto', 'zero'),
    register('olga', 'zero'),
    ...guarded,
    byAvs('updateAVSMetadataURI', ['of stone']),
    byAvs('createOperatorSets', [[made(0, all), made(1, erc20s.slice(0, 1))]]),
    byAvs('createRedistributingOperatorSets', [[made(2, erc20s)], ['victim']]),
    ...['alice', 'bob', 'otto'].map(
      (from): Call => ({ from, to: 'podManager', fn: 'createPod', args: [] }),
    ),
  ]
}
