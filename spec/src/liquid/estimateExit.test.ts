import { describe, expect, test } from 'vitest'
import { after, aRound, ask, restaked } from '../../test/liquid.ts'
import { delays } from '../../test/restaking.ts'
import { ether, secondsPerDay, secondsPerSlot, wad } from '../units.ts'
import { estimateExit } from './estimateExit.ts'
import { lay } from './lay.ts'

const round = aRound * secondsPerSlot
const delay = delays.withdrawalDelay * secondsPerSlot
const rung = ether(111) / 100n

describe('estimateExit', () => {
  test('default: by what is here, what is coming, and what a day brings; to the wei (EXITT-1)', () => {
    const state = restaked()
    const seconds = (shares: bigint) => estimateExit(state, { shares }, after(0n)).seconds

    expect(seconds(ether(1))).toBe(round)
    expect(seconds(ether(1) + 1n)).toBe(round + delay + secondsPerDay)
    expect(seconds(ether(1) + rung)).toBe(round + delay + secondsPerDay)
    expect(seconds(ether(1) + rung + 1n)).toBe(round + delay + 2n * secondsPerDay)
  })

  test('behavior: its inputs are stated, and who is ahead counts (EXITT-1)', () => {
    const state = restaked()
    ask(state, ether(50))
    lay(state, { index: 'north', asset: 'cseth' }, after(0n))

    expect(estimateExit(state, { shares: wad }, after(0n))).toEqual({
      ahead: ether(51),
      idle: ether(1),
      coming: rung,
      rung,
      delay,
      // 48.89 of 1.11 a day.
      seconds: round + delay + 45n * secondsPerDay,
    })
  })

  test('behavior: it never shortens with a larger request (EXITT-1)', () => {
    const state = restaked()
    let last = 0n
    for (let shares = 0n; shares <= ether(100); shares += ether(7)) {
      const { seconds } = estimateExit(state, { shares }, after(0n))
      expect(seconds).toBeGreaterThanOrEqual(last)
      last = seconds
    }
  })
})
