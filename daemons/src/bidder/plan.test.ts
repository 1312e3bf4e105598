import { parseEther as ether, getAddress } from 'viem'
import { describe, expect, test } from 'vitest'
import { planBids } from './plan.ts'

const token = '0x00000000000000000000000000000000000000aa'
const other = '0x00000000000000000000000000000000000000bb'
const bids = new Map([[getAddress(token), ether('0.01')]])
const offer = { token, units: ether('100'), price: ether('0.01') } as const

describe('planBids', () => {
  test('default: the whole lot, when its price has come down to the bid', () => {
    expect(planBids([offer], bids, ether('5'))).toEqual([
      { type: 'buy', token, units: ether('100'), value: ether('1') },
    ])
  })

  test('a wei above it: nothing', () => {
    expect(planBids([{ ...offer, price: ether('0.01') + 1n }], bids, ether('5'))).toEqual([])
  })

  test('what the purse is enough for, over all lots', () => {
    const both = new Map([...bids, [getAddress(other), ether('0.01')]])
    const bought = planBids([offer, { ...offer, token: other }], both, ether('1.5'))
    expect(bought.map(({ units }) => units)).toEqual([ether('100'), ether('50')])
    expect(planBids([offer], bids, 0n)).toEqual([])
  })

  test('what isn’t bid for, isn’t there, or has no price: nothing', () => {
    expect(planBids([{ ...offer, token: other }], bids, ether('5'))).toEqual([])
    expect(planBids([{ ...offer, units: 0n }], bids, ether('5'))).toEqual([])
    expect(planBids([{ ...offer, price: 0n }], bids, ether('5'))).toEqual([])
  })

  test('it sends enough: what it pays is rounded up', () => {
    const [bid] = planBids([{ ...offer, units: 1n }], bids, ether('5'))
    expect(bid!.value).toBe(1n)
  })
})
