import { type Address, isAddressEqual } from 'viem'
import type { Member } from './readMembers.ts'
import type { Due } from './service.ts'

export type Step =
  | { type: 'post'; subject: string }
  | { type: 'join'; subject: string }
  | { type: 'payRewards'; day: bigint }

export const daySeconds = 86_400n

/**
 * Whether it is for `operator` to act: everybody may, but each waits for those before it, so that one transaction is
 * sent and not one each. Who is first changes from turn to turn.
 */
export function isMyTurn(
  { since, turn }: Pick<Due, 'since' | 'turn'>,
  { members, operator, now, stagger }: isMyTurn.Args,
): boolean {
  const seat = members.findIndex((member) => isAddressEqual(member.operator, operator))
  if (seat < 0) return false
  const count = BigInt(members.length)
  const ahead = (((BigInt(seat) - turn) % count) + count) % count
  return now >= since + ahead * BigInt(stagger)
}

export declare namespace isMyTurn {
  type Args = {
    members: readonly Pick<Member, 'operator'>[]
    operator: Address
    /** seconds */
    now: bigint
    /** seconds that each waits for the one before it */
    stagger: number
  }
}

/** The day whose rewards can be submitted at `now`: the last one that is over. */
export function payableDay(now: bigint): { day: bigint } & Pick<Due, 'since' | 'turn'> {
  const day = (now - 1n) / daySeconds - 1n
  return { day, since: (day + 1n) * daySeconds + 1n, turn: day }
}
