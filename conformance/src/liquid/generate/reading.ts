import { balanceOf } from '@cairn/spec'
import { type Dice, pick, upTo } from '../../dice.ts'
import { delegators, reward } from '../names.ts'
import type { Call } from '../trace.ts'
import type { World } from '../world.ts'
import { drawAsset, drawKeeper } from './people.ts'

/** A view: what is read has to be right, too. */
export function drawRead(dice: Dice, { liquid: state }: World): Call {
  const index = pick(dice, delegators)
  const known = pick(dice, ['ether', 'cseth', 'rpt'])
  const read = { from: drawKeeper(dice), to: 'spread' }
  return pick<Call>(dice, [
    { ...read, to: 'policy', fn: 'breaches', args: [index] },
    { ...read, to: 'policy', fn: 'breaches', args: [index] },
    { ...read, to: 'policy', fn: 'excess', args: [index] },
    {
      ...read,
      to: 'policy',
      fn: 'admits',
      args: [index, known, upTo(dice, 100n * 10n ** 18n)],
    },
    { ...read, fn: 'wanted', args: [] },
    { ...read, fn: 'coming', args: [] },
    { ...read, fn: 'routable', args: [pick(dice, ['cseth', 'rpt'])] },
    { ...read, to: 'tips', fn: 'pot', args: [] },
    { ...read, fn: 'roomFor', args: [index, known] },
    {
      ...read,
      to: 'lens',
      fn: 'estimateExit',
      args: ['spread', upTo(dice, balanceOf(state.vault, 'alice'))],
    },
    { ...read, to: 'vault', fn: 'shortfall', args: [] },
    { ...read, to: 'vault', fn: 'rate', args: [] },
    ...(state.auctions.has(reward)
      ? [{ ...read, to: 'auction', fn: 'priceOf', args: [reward] }]
      : []),
  ])
}

/** What only some contract may do. */
export function drawIntrusion(dice: Dice): Call {
  const from = pick(dice, ['eve', 'keeper', 'nora'])
  return pick<Call>(dice, [
    { from, to: 'spread', fn: 'fund', args: ['north', 1n, 1n] },
    { from, to: 'spread', fn: 'payInKind', args: [drawAsset(dice), from, 1n] },
    { from, to: 'vault', fn: 'credit', args: [from, 1n, 0n] },
    { from, to: 'vault', fn: 'book', args: [0n, 1n] },
    { from, to: 'vault', fn: 'stake', args: [1n] },
    { from, to: 'vault', fn: 'give', args: [], value: 1n },
    { from, to: 'vault', fn: 'finish', args: [0n, 0n] },
    { from, to: 'vault', fn: 'stamp', args: [] },
  ])
}
