import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { at, checkpoint, expectError, start, world } from '../../test/world.ts'
import { broken } from '../invariants.ts'
import { uint256Max } from '../math.ts'
import { clone, lineOrigin, type State, pay } from '../state.ts'
import { ether } from '../units.ts'
import { approveTicket, setTicketOperator } from './approveTicket.ts'
import { claim } from './claim.ts'
import { claimable } from './curve.ts'
import { fill } from './fill.ts'
import { redeem } from './redeem.ts'
import { requestRedeem } from './requestRedeem.ts'
import { settle } from './settle.ts'
import { transferTicket } from './transferTicket.ts'
import { withdraw } from './withdraw.ts'

const share = 10n ** 18n
const alice = at(start, 'alice')
const bob = at(start, 'bob')
const first = lineOrigin
const second = lineOrigin + 4n * share

/** Alice's 4 shares, then Bob's 6, of which `paid` wei is filled. */
function filledBy(...paid: bigint[]): State {
  const state = world()
  requestRedeem(state, { shares: 4n * share, controller: 'alice', owner: 'alice' }, alice)
  requestRedeem(state, { shares: 6n * share, controller: 'bob', owner: 'bob' }, bob)
  checkpoint(state, start)
  for (const maxAssets of paid) fill(state, { maxAssets }, alice)
  state.events.length = 0
  return state
}

describe('claim', () => {
  test('default', () => {
    const state = filledBy(uint256Max)

    expect(claim(state, { id: first, receiver: 'alice' }, alice)).toEqual({
      assets: ether(4),
      remainder: 0n,
    })
    expect(state.events).toMatchInlineSnapshot(`
      [
        {
          "args": {
            "from": "alice",
            "id": 1000000000000000000n,
            "to": "zero",
          },
          "emitter": "queue",
          "name": "Transfer",
        },
        {
          "args": {
            "assets": 4000000000000000000n,
            "id": 1000000000000000000n,
            "owner": "alice",
            "receiver": "alice",
            "shares": 4000000000000000000n,
          },
          "emitter": "queue",
          "name": "Claimed",
        },
      ]
    `)
    expect(broken(state)).toEqual([])
  })

  test('behavior: a part ends the id; what is left begins where the line is filled (FIFO-7)', () => {
    const state = filledBy(ether(3))

    expect(claim(state, { id: first, receiver: 'alice' }, alice)).toEqual({
      assets: ether(3),
      remainder: first + 3n * share,
    })
    expectError(() => claim(state, { id: first, receiver: 'alice' }, alice), 'NotTicketOwner', {
      id: first,
      caller: 'alice',
    })
    expect(broken(state)).toEqual([])
  })

  test('behavior: whatever the order and the pieces, all is paid that was paid in (FIFO-5)', () => {
    fc.assert(
      fc.property(
        fc.array(fc.bigInt(10n ** 16n, ether(4)), { minLength: 1, maxLength: 9 }),
        fc.array(fc.boolean(), { minLength: 9, maxLength: 9 }),
        (amounts, when) => {
          const state = filledBy()
          let paidIn = 0n
          let paidOut = 0n
          amounts.forEach((maxAssets, i) => {
            if (state.money.eligible > 0n) paidIn += fill(state, { maxAssets }, alice).assets
            for (const [id, ticket] of [...state.queue.tickets])
              if (when[i] && claimable(state.queue, id, ticket).shares > 0n)
                paidOut += claim(state, { id, receiver: 'x' }, at(start, ticket.owner)).assets
          })
          for (const [id, ticket] of [...state.queue.tickets])
            paidOut += claimable(state.queue, id, ticket).assets

          expect(paidOut).toBe(paidIn)
        },
      ),
    )
  })

  test('behavior: a sold ticket is claimed by its buyer alone, and pays what the seller saw', () => {
    const state = filledBy(ether(3))
    transferTicket(state, { from: 'alice', to: 'carol', id: first }, alice)

    expectError(() => claim(state, { id: first, receiver: 'alice' }, alice), 'NotTicketOwner', {
      id: first,
      caller: 'alice',
    })
    expect(claim(state, { id: first, receiver: 'carol' }, at(start, 'carol')).assets).toBe(ether(3))
  })

  test('behavior: who is approved may claim, until the ticket changes hands', () => {
    const state = filledBy(ether(3))
    approveTicket(state, { account: 'carol', id: first }, alice)
    const sold = clone(state)
    transferTicket(sold, { from: 'alice', to: 'bob', id: first }, at(start, 'carol'))

    expect(claim(state, { id: first, receiver: 'x' }, at(start, 'carol')).assets).toBe(ether(3))
    expectError(
      () => claim(sold, { id: first, receiver: 'x' }, at(start, 'carol')),
      'NotTicketOwner',
      { id: first, caller: 'carol' },
    )
    setTicketOperator(sold, { operator: 'dave', isApproved: true }, bob)
    expect(claim(sold, { id: first, receiver: 'x' }, at(start, 'dave')).assets).toBe(ether(3))
  })

  test('error: NothingToClaim, with what is ahead', () => {
    const state = filledBy(ether(3))

    expectError(() => claim(state, { id: second, receiver: 'b' }, bob), 'NothingToClaim', {
      id: second,
      ahead: share,
    })
    fill(state, { maxAssets: ether(1) }, alice)
    expectError(() => claim(state, { id: second, receiver: 'b' }, bob), 'NothingToClaim', {
      id: second,
      ahead: 0n,
    })
  })

  test('error: AssetsBelowMinimum, DeadlinePassed', () => {
    const state = filledBy(ether(3))
    const args = { id: first, receiver: 'alice' }

    expectError(
      () => claim(state, { ...args, minAssets: ether(3) + 1n }, alice),
      'AssetsBelowMinimum',
      { assets: ether(3), minAssets: ether(3) + 1n },
    )
    expectError(() => claim(state, { ...args, deadline: start - 1n }, alice), 'DeadlinePassed', {
      deadline: start - 1n,
    })
    expect(claim(state, { ...args, minAssets: ether(3), deadline: start }, alice).assets).toBe(
      ether(3),
    )
  })
})

describe('settle', () => {
  test('default: what is settled is taken out by shares or by wei, to the last', () => {
    const state = filledBy(uint256Max)
    settle(state, { ids: [first] }, alice)

    const half = { receiver: 'x', controller: 'alice' }
    expect(redeem(state, { shares: 2n * share, ...half }, alice)).toBe(ether(2))
    expect(withdraw(state, { assets: ether(2), ...half }, alice)).toBe(2n * share)
    expect(state.queue.settled.get('alice')).toEqual({ shares: 0n, assets: 0n })
    expect(broken(state)).toEqual([])
  })

  test('behavior: taking out in pieces pays no more than was settled (SOLV-2)', () => {
    fc.assert(
      fc.property(fc.array(fc.bigInt(1n, share), { maxLength: 10 }), (pieces) => {
        const state = filledBy(uint256Max)
        state.queue.fills.at(-1)!.assets -= 7n
        pay(state, 'escrow', 'nobody', 7n)
        settle(state, { ids: [first] }, alice)
        for (const [i, piece] of pieces.entries()) {
          const settled = state.queue.settled.get('alice')!
          if (piece > settled.shares || piece > settled.assets) break
          if (i % 2) redeem(state, { shares: piece, receiver: 'x', controller: 'alice' }, alice)
          else withdraw(state, { assets: piece, receiver: 'x', controller: 'alice' }, alice)
          expect(broken(state)).toEqual([])
        }
      }),
    )
  })

  test('error: an id twice, or what was left of it: nothing is written', () => {
    const state = filledBy(ether(3))
    const before = clone(state)

    expectError(() => settle(state, { ids: [first, first] }, alice), 'NotTicketOwner', {
      id: first,
      caller: 'alice',
    })
    const rest = first + 3n * share
    expectError(() => settle(state, { ids: [first, rest] }, alice), 'NothingToClaim', {
      id: rest,
      ahead: 0n,
    })
    expect(state).toEqual(before)
  })

  test('error: TooManyTickets, beyond 64', () => {
    const state = filledBy(ether(3))
    const ids = (count: number) => Array.from({ length: count }, () => 5n)

    expectError(() => settle(state, { ids: ids(65) }, alice), 'TooManyTickets', {
      count: 65n,
      maximum: 64n,
    })
    expectError(() => settle(state, { ids: ids(64) }, alice), 'NotTicketOwner', {
      id: 5n,
      caller: 'alice',
    })
  })

  test('error: ExceedsClaimable, NotAuthorized, ZeroAmount', () => {
    const state = filledBy(uint256Max)
    settle(state, { ids: [first] }, alice)
    const to = { receiver: 'x', controller: 'alice' }

    expectError(
      () => redeem(state, { shares: 4n * share + 1n, ...to }, alice),
      'ExceedsClaimable',
      {
        amount: 4n * share + 1n,
        claimable: 4n * share,
      },
    )
    expectError(
      () => withdraw(state, { assets: ether(4) + 1n, ...to }, alice),
      'ExceedsClaimable',
      {
        amount: ether(4) + 1n,
        claimable: ether(4),
      },
    )
    expectError(() => redeem(state, { shares: 1n, ...to }, bob), 'NotAuthorized', {
      caller: 'bob',
      owner: 'alice',
    })
    expectError(() => redeem(state, { shares: 0n, ...to }, alice), 'ZeroAmount', {})
    expectError(() => withdraw(state, { assets: 0n, ...to }, alice), 'ZeroAmount', {})
  })
})

describe('transferTicket', () => {
  test('error: by ERC-721', () => {
    const state = filledBy()
    const move =
      (over: object, env = alice) =>
      () =>
        transferTicket(state, { from: 'alice', to: 'carol', id: first, ...over }, env)

    expectError(move({ to: 'vault' }), 'InvalidReceiver', { receiver: 'vault' })
    expectError(move({ id: 5n }), 'UnknownTicket', { id: 5n })
    expectError(move({ from: 'bob' }), 'NotTicketOwner', { id: first, caller: 'bob' })
    expectError(move({}, bob), 'NotTicketOwner', { id: first, caller: 'bob' })
    expectError(move({ to: 'zero' }), 'InvalidReceiver', { receiver: 'zero' })
  })
})
