import { generate } from './generate/index.ts'
import { replay } from './replay.ts'

/** `tsx conformance/src/main.ts [--traces n] [--steps n] [--seed n]`: a fresh set, played in Foundry. */
const option = (name: string, otherwise: number) => {
  const at = process.argv.indexOf(`--${name}`)
  return at < 0 ? otherwise : Number(process.argv[at + 1])
}

const seed = option('seed', Math.floor(Math.random() * 2 ** 31))
const count = option('traces', 20)
const length = option('steps', 500)

console.log(`${count} traces of ${length} steps, from seed ${seed} on`)
const traces = Array.from({ length: count }, (_, i) => generate(seed + i, length))
const result = await replay(traces)

if (result.type === 'agreed')
  console.log(`agreed: ${result.steps} steps, ${result.stepsPerSecond} a second`)
else {
  console.error(`differed: ${result.reason}`)
  process.exitCode = 1
}
