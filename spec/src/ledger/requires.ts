import { SpecError } from '../error.ts'
import type { Parameters } from '../parameters.ts'
import type { Money, State } from '../state.ts'
import type { Address, Seconds } from '../units.ts'

export function requireDeadline(now: Seconds, deadline: Seconds | undefined) {
  if (deadline !== undefined && now > deadline) throw new SpecError('DeadlinePassed', { deadline })
}

export function requireProven(money: Money, { staleAfter }: Parameters, now: Seconds) {
  const { provenAt } = money
  const staleAt = provenAt + staleAfter
  if (now > staleAt) throw new SpecError('Stale', { provenAt, staleAt })
}

export function requireFresh(money: Money, { freshFor }: Parameters, now: Seconds) {
  const { provenAt } = money
  const freshUntil = provenAt + freshFor
  if (now > freshUntil) throw new SpecError('NotFresh', { provenAt, freshUntil })
}

export function requirePaying(money: Money) {
  if (money.open) throw new SpecError('CheckpointOpen', {})
  if (money.slashing) throw new SpecError('SlashingUnbooked', {})
}

export function requireRegistry(state: State, caller: Address) {
  if (caller !== state.addresses.registry) throw new SpecError('OnlyRegistry', { caller })
}

/** Shares go neither to nobody nor, but by the rules' own hand, to the vault or the queue. */
export function requireReceiver(state: State, receiver: Address) {
  const { zero, vault, queue } = state.addresses
  if (receiver === zero || receiver === vault || receiver === queue)
    throw new SpecError('InvalidReceiver', { receiver })
}

export function requireController(state: State, owner: Address, caller: Address) {
  if (caller !== owner && !state.operators.get(owner)?.has(caller))
    throw new SpecError('NotAuthorized', { caller, owner })
}
