import { allowanceOf, balanceOf } from '@cairn/spec'
import { type Dice, near, oneIn, pick, upTo, weighted } from '../dice.ts'
import type { Call } from '../trace.ts'
import { drawTicket } from './leaving.ts'
import { drawHolder, drawReceiver, drawUser } from './people.ts'
import type { World } from './world.ts'

export function drawTransfer(dice: Dice, { state }: World): Call {
  const from = drawHolder(dice, state.balances)
  const balance = balanceOf(state, from)
  const shares = weighted(dice, [
    [5, upTo(dice, balance)],
    [2, near(dice, balance)],
    [1, 0n],
  ])
  return { from, to: 'vault', fn: 'transfer', args: [drawReceiver(dice), shares] }
}

export function drawTransferFrom(dice: Dice, { state }: World): Call {
  const owner = drawHolder(dice, state.allowances)
  const spenders = [...(state.allowances.get(owner)?.keys() ?? [])]
  const from = spenders.length > 0 && !oneIn(dice, 6) ? pick(dice, spenders) : drawUser(dice)
  const allowance = allowanceOf(state, owner, from)
  const shares = weighted(dice, [
    [4, upTo(dice, balanceOf(state, owner))],
    [3, near(dice, allowance)],
    [1, near(dice, balanceOf(state, owner))],
  ])
  return { from, to: 'vault', fn: 'transferFrom', args: [owner, drawReceiver(dice), shares] }
}

export function drawApprove(dice: Dice, { state }: World): Call {
  const from = drawHolder(dice, state.balances)
  const shares = weighted(dice, [
    [4, upTo(dice, balanceOf(state, from))],
    [2, (1n << 256n) - 1n],
    [1, (1n << 256n) - 2n],
    [1, 0n],
  ])
  return { from, to: 'vault', fn: 'approve', args: [drawUser(dice), shares] }
}

export function drawSetOperator(dice: Dice): Call {
  const approved = pick(dice, [true, true, false])
  const fn = pick(dice, ['setOperator', 'setTicketOperator'])
  const to = fn === 'setOperator' ? 'vault' : 'queue'
  return { from: drawUser(dice), to, fn, args: [drawUser(dice), approved] }
}

export function drawTicketTrade(dice: Dice, world: World): Call {
  const id = drawTicket(dice, world)
  const owner = world.state.queue.tickets.get(id)?.owner ?? drawUser(dice)
  const from = oneIn(dice, 5) ? drawUser(dice) : owner
  if (oneIn(dice, 3)) return { from, to: 'queue', fn: 'approveTicket', args: [drawUser(dice), id] }

  const seller = oneIn(dice, 8) ? drawUser(dice) : owner
  return { from, to: 'queue', fn: 'transferTicket', args: [seller, drawReceiver(dice), id] }
}
