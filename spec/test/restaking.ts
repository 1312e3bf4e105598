import { expect } from 'vitest'
import { SpecError, type SpecErrors } from '../src/error.ts'
import * as restaking from '../src/restaking/index.ts'
import { ether, wad } from '../src/units.ts'

export const whole = ether(1)
export const delays = { withdrawalDelay: 50n, deallocationDelay: 50n, configurationDelay: 75n }
export const start = 1_000n

export function at(block: bigint, sender = 'alice'): restaking.Env {
  return { block, sender }
}

/** Two tokens' strategies and that of beacon ether; two operators; an AVS whose set 0 burns and whose set 1 redistributes. */
export function world(): restaking.State {
  const state = restaking.genesis({
    strategies: [
      { name: 'steth', token: 'STETH' },
      { name: 'cseth', token: 'CSETH' },
      { name: 'beacon', token: 'zero' },
    ],
    parameters: delays,
  })
  for (const operator of ['otto', 'olga'])
    restaking.registerAsOperator(
      state,
      { approver: 'zero', allocationDelay: 10n, metadataURI: '' },
      at(start, operator),
    )
  for (const owner of ['alice', 'bob', 'carol', 'otto', 'olga'])
    restaking.createPod(state, {}, at(start, owner))
  const set = (id: bigint, strategies: string[]) => ({ id, strategies, slasher: 'slasher' })
  const avs = at(start, 'avs')
  const burning = set(0n, ['steth', 'cseth', 'beacon'])
  restaking.updateAVSMetadataURI(state, { avs: 'avs', metadataURI: '' }, avs)
  restaking.createOperatorSets(state, { avs: 'avs', params: [burning] }, avs)
  restaking.createOperatorSets(
    state,
    { avs: 'avs', params: [set(1n, ['steth', 'cseth'])], recipients: ['victim'] },
    avs,
  )
  restaking.createOperatorSets(state, { avs: 'avs', params: [set(2n, ['steth'])] }, avs)
  state.events.length = 0
  return state
}

export const burning = { avs: 'avs', id: 0n }
export const redistributing = { avs: 'avs', id: 1n }
export const third = { avs: 'avs', id: 2n }

const tokens: Record<string, string> = { steth: 'STETH', cseth: 'CSETH', beacon: 'zero' }

export function tokenOf(strategy: string): string {
  return tokens[strategy]!
}

export function deposit(
  state: restaking.State,
  amount: bigint,
  { by = 'alice', strategy = 'steth' } = {},
): bigint {
  return restaking.deposit(state, { strategy, token: tokenOf(strategy), amount }, at(start, by))
}

export function delegate(state: restaking.State, operator = 'otto', by = 'alice') {
  restaking.delegateTo(state, { operator }, at(start, by))
}

/** Registers `operator` and allocates `magnitude` to the set; in effect from `block` + 10 on. */
export function allocate(
  state: restaking.State,
  magnitude: bigint,
  { operator = 'otto', set = burning, strategy = 'steth', block = start } = {},
) {
  const own = at(block, operator)
  if (!restaking.isOperatorSlashable(state, { operator, set, block }))
    restaking.registerForOperatorSets(state, { operator, avs: set.avs, ids: [set.id] }, own)
  restaking.modifyAllocations(
    state,
    { operator, params: [{ set, strategies: [strategy], newMagnitudes: [magnitude] }] },
    own,
  )
}

export function slash(
  state: restaking.State,
  part: bigint,
  block: bigint,
  { operator = 'otto', set = burning, strategies = ['steth'] } = {},
) {
  const wadsToSlash = strategies.map(() => part)
  return restaking.slashOperator(
    state,
    { ...set, operator, strategies, wadsToSlash, description: 'equivocated' },
    at(block, 'slasher'),
  )
}

export function queue(
  state: restaking.State,
  shares: bigint,
  block: bigint,
  { by = 'alice', strategy = 'steth' } = {},
): restaking.Withdrawal {
  const params = [{ strategies: [strategy], depositShares: [shares] }]
  return restaking.queueWithdrawals(state, { params }, at(block, by))[0]!
}

export function complete(
  state: restaking.State,
  withdrawal: restaking.Withdrawal,
  block: bigint,
  receiveAsTokens = true,
) {
  const args = { withdrawal, tokens: withdrawal.strategies.map(tokenOf), receiveAsTokens }
  restaking.completeQueuedWithdrawal(state, args, at(block, withdrawal.staker))
}

/** A checkpoint of a pod that had `previous` and changed by `change`. */
export function record(
  state: restaking.State,
  change: bigint,
  { previous = 0n, by = 'alice' } = {},
) {
  const update = { podOwner: by, previous, change }
  restaking.recordBalanceUpdate(state, update, { sender: restaking.podName(by) })
}

export function withdrawable(state: restaking.State, { by = 'alice', strategy = 'steth' } = {}) {
  return restaking.withdrawableShares(state, by, strategy)
}

export function expectError(call: () => unknown, name: keyof SpecErrors) {
  let thrown: unknown
  try {
    call()
  } catch (error) {
    thrown = error
  }
  expect(thrown).toBeInstanceOf(SpecError)
  expect(thrown).toMatchObject({ name })
}

export function part(of: bigint, whole: bigint): bigint {
  return (wad * of) / whole
}
