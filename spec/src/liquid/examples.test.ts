import { describe, expect, test } from 'vitest'
import {
  after,
  allocate,
  aRound,
  ask,
  assetsAt,
  enter,
  enterETH,
  goRound,
  lose,
  names,
  queuedBy,
  routeAll,
  slash,
  soundDelay,
  stakeOne,
  syncAll,
  undelegate,
  world,
} from '../../test/liquid.ts'
import { claim } from '../queue/claim.ts'
import { balanceOf, etherOf } from '../state.ts'
import { ether, wad } from '../units.ts'
import { toAssetsDown } from './adapter.ts'
import { complete } from './complete.ts'
import { fill } from './redeemInKind.ts'
import { claimTicket, unwind } from './unwind.ts'

const soon = soundDelay + 60n

describe('the whole of it', () => {
  test('a service and the beacon chain slash the same ether: both parts multiply (NAV-4, BCSF-4)', () => {
    const state = world()
    enterETH(state, ether(200))
    stakeOne(state, 'north', 'key')
    allocate(state, wad / 10n, { strategy: 'beacon' })
    slash(state, wad / 2n, { strategy: 'beacon' })
    lose(state, 'north', 1_600_000_000n, soundDelay)
    syncAll(state, soundDelay)

    // 32 ether, of which 95 % of 95 % are left.
    const left = (ether(32) * 95n * 95n) / 10_000n
    expect(assetsAt(state, soundDelay)).toBe(ether(202) - (ether(32) - left))
  })

  test('after a slash everyone leaves: what is paid and what is left is what came in less what was slashed (SOLV-5, NAV-6)', () => {
    const state = world()
    enter(state, ether(100), { by: 'alice' })
    enterETH(state, ether(50), 'bob')
    routeAll(state)
    allocate(state, wad / 10n)
    const early = ask(state, balanceOf(state.vault, 'bob'), 'bob')
    slash(state, wad / 2n)
    const late = ask(state, balanceOf(state.vault, 'alice'), 'alice', soundDelay)

    for (const index of names) undelegate(state, index, soundDelay)
    for (const index of names)
      complete(
        state,
        { index, withdrawal: queuedBy(state, index), asTokens: true },
        after(soon, 'anyone'),
      )
    const units = unwind(state, { asset: 'cseth' }, after(soon))
    state.tickets[0] = { id: 0n, pending: 0n, assets: toAssetsDown(state, 'cseth', units) }
    claimTicket(state, { place: 0 }, after(soon))

    goRound(state, aRound)
    fill(state, { maxAssets: ether(1_000) }, after(aRound))
    const paid = [
      claim(state.vault, { id: early, receiver: 'bob' }, after(aRound, 'bob')).assets,
      claim(state.vault, { id: late, receiver: 'alice' }, after(aRound, 'alice')).assets,
    ] as const
    const slashed = (ether(110) * 5n) / 400n
    const cameIn = ether(161)
    const left = assetsAt(state, aRound)
    expect(cameIn - slashed - (paid[0] + paid[1] + left)).toBeLessThanOrEqual(4n)
    expect(cameIn - slashed - (paid[0] + paid[1] + left)).toBeGreaterThanOrEqual(0n)

    // Who asked before the slash is paid as who asked after it.
    expect(paid[0] * 110n - paid[1] * 50n).toBeLessThanOrEqual(110n)
    expect(paid[0] * 110n - paid[1] * 50n).toBeGreaterThanOrEqual(-110n)
    expect(etherOf(state.vault, 'escrow')).toBe(0n)
  })
})
