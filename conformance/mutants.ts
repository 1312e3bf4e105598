import { parseArgs } from 'node:util'
import { seeded } from './src/dice.ts'
import { type Mutant, mutants } from './src/mutants.ts'
import { liquidLayer } from './src/liquid/layer.ts'
import { mutants as liquidMutants } from './src/liquid/mutants.ts'
import { type Layer, mutate, vaultLayer } from './src/mutate.ts'
import { restakingLayer } from './src/restaking/layer.ts'
import { mutants as restakingMutants } from './src/restaking/mutants.ts'

/** Puts faults into a copy of the contracts and sees which ones no history notices: `tsx conformance/mutants.ts [--sample n]
 * [--seed n] [--layer vault|restaking|liquid]`. Fails below 90 % killed. Each fault compiles for some seconds. */
const { values } = parseArgs({
  options: {
    sample: { type: 'string' },
    seed: { type: 'string', default: '1' },
    layer: { type: 'string' },
  },
})
const seed = Number(values.seed)

const count = { killed: 0, lived: 0, invalid: 0 }
const notes: string[] = []
const wanted = (layer: string) => values.layer === undefined || values.layer === layer
if (wanted('vault')) await judge(mutants, vaultLayer, { count: 24, length: 300 })
if (wanted('restaking')) await judge(restakingMutants, restakingLayer, { count: 16, length: 200 })
if (wanted('liquid')) await judge(liquidMutants, liquidLayer, { count: 12, length: 150 })

const valid = count.killed + count.lived
const percent = (100 * count.killed) / valid
console.log(`${count.killed} of ${valid} mutants killed (${percent.toFixed(1)} %), seed ${seed}`)
for (const note of notes) console.log(note)
if (percent < 90 || count.invalid > 0) process.exitCode = 1

async function judge<trace>(
  all: readonly Mutant[],
  layer: Layer<trace>,
  drawn: { count: number; length: number },
) {
  const chosen = sample(all, Number(values.sample ?? all.length))
  for await (const result of mutate(chosen, layer, { seed, ...drawn })) {
    const fault = `${result.mutant.file}: ${result.mutant.about}`
    count[result.type] += 1
    console.log(`${result.type.padEnd(7)} ${fault}`)
    if (result.type === 'killed') console.log(`        ${result.by}`)
    else notes.push(`${result.type}: ${fault}${result.type === 'invalid' ? `\n${result.why}` : ''}`)
  }
}

/** `size` of `all`, different ones for different seeds. */
function sample<value>(all: readonly value[], size: number): readonly value[] {
  const dice = seeded(seed)
  const left = [...all]
  while (left.length > size) left.splice(dice.throw(left.length), 1)
  return left
}
