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

const lived: string[] = []
for await (const { mutant, killedBy } of mutate(chosen, { seed, count: 24, length: 300 })) {
  const fault = `${mutant.file}: ${mutant.about}`
  if (!killedBy) lived.push(fault)
  console.log(killedBy ? `killed ${fault}\n       ${killedBy}` : `LIVED  ${fault}`)
}

const killed = chosen.length - lived.length
const percent = (100 * killed) / chosen.length
console.log(`${killed} of ${chosen.length} mutants killed (${percent.toFixed(1)} %), seed ${seed}`)
for (const survivor of lived) console.log(`lives: ${survivor}`)
if (percent < 90) process.exitCode = 1

/** `count` of `all`, different ones for different seeds. */
function sample<value>(all: readonly value[], count: number): readonly value[] {
  const dice = seeded(seed)
  const left = [...all]
  while (left.length > count) left.splice(dice.throw(left.length), 1)
  return left
}
