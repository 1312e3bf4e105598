import { parseArgs } from 'node:util'
import { seeded } from './src/dice.ts'
import { mutants } from './src/mutants.ts'
import { mutate } from './src/mutate.ts'

/** Puts faults into a copy of the contracts and sees which ones no history notices: `tsx conformance/mutants.ts [--sample n]
 * [--seed n]`. Fails below 90 % killed. Each fault compiles for some seconds. */
const { values } = parseArgs({
  options: { sample: { type: 'string' }, seed: { type: 'string', default: '1' } },
})
const seed = Number(values.seed)
const chosen = sample(mutants, Number(values.sample ?? mutants.length))

const count = { killed: 0, lived: 0, invalid: 0 }
const notes: string[] = []
for await (const result of mutate(chosen, { seed, count: 24, length: 300 })) {
  const fault = `${result.mutant.file}: ${result.mutant.about}`
  count[result.type] += 1
  console.log(`${result.type.padEnd(7)} ${fault}`)
  if (result.type === 'killed') console.log(`        ${result.by}`)
  else notes.push(`${result.type}: ${fault}${result.type === 'invalid' ? `\n${result.why}` : ''}`)
}

const valid = count.killed + count.lived
const percent = (100 * count.killed) / valid
console.log(`${count.killed} of ${valid} mutants killed (${percent.toFixed(1)} %), seed ${seed}`)
for (const note of notes) console.log(note)
if (percent < 90 || count.invalid > 0) process.exitCode = 1

/** `size` of `all`, different ones for different seeds. */
function sample<value>(all: readonly value[], size: number): readonly value[] {
  const dice = seeded(seed)
  const left = [...all]
  while (left.length > size) left.splice(dice.throw(left.length), 1)
  return left
}
