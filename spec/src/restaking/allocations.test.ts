import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  allocate,
  at,
  burning,
  delegate,
  deposit,
  expectError,
  part,
  redistributing,
  slash,
  start,
  third,
  world,
} from '../../test/restaking.ts'
import { ether, wad } from '../units.ts'
import { allocatable, allocationAt } from './allocation.ts'
import { clearDeallocationQueue } from './clearDeallocationQueue.ts'
import { createOperatorSets } from './createOperatorSets.ts'
import { atBlock } from './history.ts'
import { broken } from './invariants.ts'
import { modifyAllocations } from './modifyAllocations.ts'
import {
  deregisterFromOperatorSets,
  isOperatorSlashable,
  registerForOperatorSets,
} from './registerForOperatorSets.ts'
import { allocationDelay, setAllocationDelay } from './setAllocationDelay.ts'
import { slashOperator } from './slashOperator.ts'
import { keyOf, maxMagnitude, operatorOf, type SetId, type State } from './state.ts'
import { addStrategiesToOperatorSet, removeStrategiesFromOperatorSet } from './strategiesOfSet.ts'

const effective = start + 10n
const half = part(1n, 2n)

function allocation(state: State, block: bigint, set: SetId = burning) {
  return allocationAt(operatorOf(state, 'otto'), keyOf(set), 'steth', block)
}

function modify(state: State, magnitude: bigint, block: bigint, set: SetId = burning) {
  const params = [{ set, strategies: ['steth'], newMagnitudes: [magnitude] }]
  modifyAllocations(state, { operator: 'otto', params }, at(block, 'otto'))
}

function free(state: State, block: bigint) {
  return allocatable(state, 'otto', 'steth', block)
}

function allocated(magnitude = half): State {
  const state = world()
  deposit(state, ether(100))
  delegate(state)
  allocate(state, magnitude)
  state.events.length = 0
  return state
}

describe('modifyAllocations', () => {
  test('default: more is encumbered at once, and slashable after the operator’s delay (MAG-2)', () => {
    const state = allocated()

    expect(allocation(state, effective - 1n)).toEqual({
      magnitude: 0n,
      pending: half,
      effectBlock: effective,
      encumbered: half,
    })
    expect(allocation(state, effective)).toMatchObject({ magnitude: half, pending: 0n })
    expect(free(state, start)).toBe(half)
    expect(slash(state, wad, effective - 1n).shares).toEqual([0n])
    expect(slash(state, wad, effective).shares).toEqual([ether(50)])
  })

  test('behavior: less is slashable through the block before its effect, and free from then on (MAG-5)', () => {
    const state = allocated()
    modify(state, 0n, effective)
    const effect = effective + 51n

    expect(allocation(state, effect - 1n)).toMatchObject({ magnitude: half, pending: -half })
    expect(allocation(state, effect)).toMatchObject({ magnitude: 0n, effectBlock: 0n })
    expect(free(state, effect - 1n)).toBe(half)
    expect(free(state, effect)).toBe(wad)
    expect(slash(structuredClone(state), wad, effect - 1n).shares).toEqual([ether(50)])
    expect(slash(state, wad, effect).shares).toEqual([0n])
  })

  test('behavior: less of what nobody can slash is free at once', () => {
    const left = allocated()
    const leaving = { operator: 'otto', avs: 'avs', ids: [0n] }
    deregisterFromOperatorSets(left, leaving, at(effective, 'otto'))
    const until = effective + 50n
    modify(structuredClone(left), 0n, until)
    modify(left, 0n, until + 1n)
    expect(free(left, until + 1n)).toBe(wad)

    const outside = allocated()
    const strategies = { ...burning, strategies: ['steth'] }
    removeStrategiesFromOperatorSet(outside, strategies, at(effective, 'avs'))
    modify(outside, 0n, effective)
    expect(free(outside, effective)).toBe(wad)
  })

  test('error: ModificationAlreadyPending, SameMagnitude, InsufficientMagnitude a wei above (MAG-2, MAG-3)', () => {
    const state = allocated()
    expectError(() => modify(state, 0n, effective - 1n), 'ModificationAlreadyPending')
    expectError(() => modify(state, half, effective), 'SameMagnitude')
    expectError(() => modify(state, wad + 1n, effective), 'InsufficientMagnitude')
    expectError(() => modify(state, half + 1n, effective, third), 'InsufficientMagnitude')
    expectError(() => modify(state, 0n, effective, third), 'SameMagnitude')
    modify(state, half, effective, third)
    expectError(() => modify(state, wad, effective), 'InsufficientMagnitude')
    expectError(() => modify(state, 1n, effective, { avs: 'avs', id: 9n }), 'InvalidOperatorSet')
    const other = { operator: 'otto', params: [] }
    expectError(() => modifyAllocations(state, other, at(effective, 'olga')), 'InvalidPermissions')
    expect(broken(state, effective)).toEqual([])
  })
})

describe('clearDeallocationQueue', () => {
  test('behavior: in order, as many as asked for, and none that isn’t due (MAG-4)', () => {
    const state = allocated(part(1n, 4n))
    for (const set of [redistributing, third]) allocate(state, part(1n, 4n), { set })
    for (const [i, set] of [third, burning, redistributing].entries())
      modify(state, 0n, effective + BigInt(i), set)
    const clear = (block: bigint, most: bigint) => {
      const args = { operator: 'otto', strategies: ['steth'], numToClear: [most] }
      clearDeallocationQueue(state, args, at(block, 'anyone'))
      return operatorOf(state, 'otto')!.deallocations.get('steth')
    }

    expect(clear(effective + 50n, 9n)).toEqual(['avs/2', 'avs/0', 'avs/1'])
    expect(clear(effective + 52n, 1n)).toEqual(['avs/0', 'avs/1'])
    expect(clear(effective + 52n, 9n)).toEqual(['avs/1'])
    expect(operatorOf(state, 'otto')!.encumbered.get('steth')).toBe(part(1n, 4n))
    expect(free(state, effective + 53n)).toBe(wad)
    expect(broken(state, effective + 52n)).toEqual([])
  })

  test('error: InvalidOperator, InputArrayLengthMismatch', () => {
    const state = world()
    const args = { operator: 'alice', strategies: ['steth'], numToClear: [1n] }
    expectError(() => clearDeallocationQueue(state, args, at(start)), 'InvalidOperator')
    const uneven = { operator: 'otto', strategies: ['steth'], numToClear: [] }
    expectError(() => clearDeallocationQueue(state, uneven, at(start)), 'InputArrayLengthMismatch')
  })
})

describe('slashOperator', () => {
  test('behavior: takes its part of its own, rounded up, and nothing that is free or others’ (MAG-6, MAG-1)', () => {
    fc.assert(
      fc.property(
        fc.bigInt(1n, wad / 2n),
        fc.array(fc.oneof(fc.bigInt(1n, wad), fc.bigInt(1n, 9n)), { minLength: 1, maxLength: 6 }),
        (own, parts) => {
          const state = allocated(own)
          allocate(state, wad / 2n, { set: third })
          for (const taken of parts) {
            const before = allocation(state, effective)
            const maxBefore = maxMagnitude(operatorOf(state, 'otto'), 'steth')
            const freeBefore = free(state, effective)
            slash(state, taken, effective)
            const after = allocation(state, effective)
            const slashed = (before.magnitude as bigint) - after.magnitude

            expect(slashed).toBe((before.magnitude * taken + wad - 1n) / wad)
            expect(maxMagnitude(operatorOf(state, 'otto'), 'steth')).toBe(maxBefore - slashed)
            expect(free(state, effective)).toBe(freeBefore)
            expect(allocation(state, effective, third).magnitude).toBe(wad / 2n)
            expect(broken(state, effective)).toEqual([])
          }
        },
      ),
    )
  })

  test('behavior: of what is being taken back the same part, so that less comes free', () => {
    const state = allocated()
    modify(state, part(2n, 10n), effective)
    slash(state, half, effective + 20n)

    expect(allocation(state, effective + 50n)).toMatchObject({
      magnitude: part(25n, 100n),
      pending: -part(15n, 100n),
    })
    expect(allocation(state, effective + 51n).magnitude).toBe(part(1n, 10n))
    expect(free(state, effective + 51n)).toBe(half + part(15n, 100n))
    // Slashed whole, nothing is left to come free, and its turn is still waited for.
    slash(state, wad, effective + 21n)
    expectError(() => modify(state, 1n, effective + 50n), 'ModificationAlreadyPending')
    modify(state, 1n, effective + 51n)
    expect(broken(state, effective + 51n)).toEqual([])
  })

  test('behavior: what was allocated before its strategy joined the set is slashable at once', () => {
    const state = allocated()
    const set = { avs: 'avs', id: 7n }
    const params = [{ id: 7n, strategies: [], slasher: 'slasher' }]
    createOperatorSets(state, { avs: 'avs', params }, at(start, 'avs'))
    allocate(state, half, { set })
    const slashIt = (of: State) => slash(of, wad, effective, { set })
    expectError(() => slashIt(state), 'StrategyNotInOperatorSet')
    addStrategiesToOperatorSet(state, { ...set, strategies: ['steth'] }, at(effective, 'avs'))
    expect(slashIt(state).shares).toEqual([ether(50)])
  })

  test('behavior: the history answers for every block with what was at its end (MAG-7)', () => {
    const state = allocated(wad)
    slash(state, half, effective)
    slash(state, half, effective)
    slash(state, half, effective + 5n)
    const history = operatorOf(state, 'otto')!.maxMagnitude.get('steth')!
    const ends = [-1n, 0n, 1n, 4n, 5n, 6n].map((after) => atBlock(history, effective + after, wad))

    expect(ends).toEqual([wad, wad / 4n, wad / 4n, wad / 4n, wad / 8n, wad / 8n])
  })

  test('error: who, whom, what and how much', () => {
    const state = allocated()
    const ask =
      (change: object, sender = 'slasher') =>
      () => {
        const args = {
          ...burning,
          operator: 'otto',
          strategies: ['steth'],
          wadsToSlash: [1n],
          description: '',
          ...change,
        }
        return slashOperator(state, args, at(effective, sender))
      }
    const before = structuredClone(state)
    expectError(ask({}, 'avs'), 'InvalidCaller')
    expectError(ask({ operator: 'olga' }), 'OperatorNotSlashable')
    expectError(ask({ id: 9n }), 'InvalidOperatorSet')
    expectError(ask({ wadsToSlash: [] }), 'InputArrayLengthMismatch')
    expectError(ask({ wadsToSlash: [0n] }), 'InvalidWadToSlash')
    expectError(ask({ wadsToSlash: [wad + 1n] }), 'InvalidWadToSlash')
    expectError(ask({ strategies: ['nowhere'] }), 'StrategyNotInOperatorSet')
    const both = { wadsToSlash: [1n, 1n] }
    expectError(
      ask({ ...both, strategies: ['cseth', 'steth'] }),
      'StrategiesMustBeInAscendingOrder',
    )
    expectError(
      ask({ ...both, strategies: ['steth', 'steth'] }),
      'StrategiesMustBeInAscendingOrder',
    )
    expect(state).toEqual(before)
    expect(ask({ wadsToSlash: [wad] })()).toEqual({ slashId: 1n, shares: [ether(50)] })
  })
})

describe('registration', () => {
  test('behavior: who left can be slashed through slashableUntil, and come back after it (MAG-5)', () => {
    const state = allocated()
    const args = { operator: 'otto', avs: 'avs', ids: [0n] }
    expectError(
      () => registerForOperatorSets(state, args, at(effective, 'otto')),
      'AlreadyMemberOfSet',
    )
    expectError(
      () => deregisterFromOperatorSets(state, args, at(effective, 'olga')),
      'InvalidCaller',
    )
    deregisterFromOperatorSets(state, args, at(effective, 'avs'))
    expectError(
      () => deregisterFromOperatorSets(state, args, at(effective, 'avs')),
      'NotMemberOfSet',
    )
    const until = effective + 50n
    const slashable = (block: bigint) =>
      isOperatorSlashable(state, { operator: 'otto', set: burning, block })

    expect([until, until + 1n].map(slashable)).toEqual([true, false])
    expectError(() => slash(state, wad, until + 1n), 'OperatorNotSlashable')
    expectError(() => registerForOperatorSets(state, args, at(until, 'otto')), 'AlreadyMemberOfSet')
    expect(slash(structuredClone(state), wad, until).shares).toEqual([ether(50)])
    registerForOperatorSets(state, args, at(until + 1n, 'otto'))
    expectError(
      () => registerForOperatorSets(state, { ...args, operator: 'bob' }, at(start, 'bob')),
      'InvalidOperator',
    )
  })
})

describe('setAllocationDelay', () => {
  test('behavior: another delay counts from the block after the configuration delay', () => {
    const state = world()
    setAllocationDelay(state, { operator: 'otto', delay: 3n }, at(start, 'otto'))

    expect(allocationDelay(state, 'otto', start + 75n)).toBe(10n)
    expect(allocationDelay(state, 'otto', start + 76n)).toBe(3n)
    setAllocationDelay(state, { operator: 'otto', delay: 4n }, at(start + 76n, 'otto'))
    expect(allocationDelay(state, 'otto', start + 77n)).toBe(3n)
    expectError(
      () => setAllocationDelay(state, { operator: 'otto', delay: 1n }, at(start)),
      'InvalidPermissions',
    )
  })
})

describe('createOperatorSets', () => {
  test('error: a redistributing set takes no beacon ether, and pays somebody', () => {
    const state = world()
    const create =
      (change: object, recipients?: string[], sender = 'avs') =>
      () => {
        const params = [{ id: 5n, strategies: ['steth'], slasher: 'slasher', ...change }]
        createOperatorSets(state, { avs: 'avs', params, recipients }, at(start, sender))
      }
    const before = structuredClone(state)
    expectError(create({ strategies: ['beacon'] }, ['victim']), 'InvalidStrategy')
    expectError(create({}, ['zero']), 'InputAddressZero')
    expectError(create({}, ['burn']), 'InvalidRedistributionRecipient')
    expectError(create({}, []), 'InputArrayLengthMismatch')
    expectError(create({ slasher: 'zero' }), 'InputAddressZero')
    expectError(
      () =>
        createOperatorSets(
          state,
          { avs: 'eve', params: [{ id: 0n, strategies: [], slasher: 'eve' }] },
          at(start, 'eve'),
        ),
      'NonexistentAVSMetadata',
    )
    expectError(create({ id: 0n }), 'InvalidOperatorSet')
    expectError(create({ strategies: ['steth', 'steth'] }), 'StrategyAlreadyInOperatorSet')
    expectError(create({}, undefined, 'eve'), 'InvalidPermissions')
    expect(state).toEqual(before)
    create({ strategies: ['beacon'] })()
  })
})
