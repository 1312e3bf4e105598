import { expect, test } from 'vitest'
import { Shift } from './shift.ts'

function crew(...names: string[]) {
  const ticks: string[] = []
  const daemons = names.map((name) => ({ name, tick: async () => void ticks.push(name) }))
  const onError = ({ error }: { error: Error }) => {
    throw error
  }
  return { ticks, shift: new Shift({ fast: daemons, live: daemons, onError }) }
}

test('who is dismissed works in no round after that, in neither manner', async () => {
  const { ticks, shift } = crew('ann', 'bob', 'carol')
  await shift.round()
  shift.dismiss('bob', 'carol')
  await shift.round('fast')
  await shift.round('live')
  expect(ticks).toEqual(['ann', 'bob', 'carol', 'ann', 'ann'])
})

test('nobody works while something is done aside, even if a round was asked for meanwhile', async () => {
  const { ticks, shift } = crew('ann')
  shift.nudge()
  const done = await shift.aside(async () => {
    shift.nudge()
    await shift.round()
    return ticks.length
  })
  expect(done).toBe(1)
  await shift.round()
  expect(ticks).toHaveLength(2)
})
