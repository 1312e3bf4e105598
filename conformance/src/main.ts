import { startChain } from './explore/chain.ts'
import { explore, nameOf } from './explore/explore.ts'
import { generate } from './generate/index.ts'
import { scenarios, tell } from './scenarios.ts'
import { replay } from './replay.ts'
import { derive, readTraces, writePacked, writeTrace } from './store.ts'

const usage = `Usage: tsx conformance/src/main.ts <command>
  replay  [--traces n] [--steps n] [--seed n]   draw histories and play them in Foundry
  explore [--histories n] [--steps n] [--seed n]   look for a difference on a live node; store what is found
  keep    --name x --about x [--seed n] [--steps n]   draw one and store it under traces/
  refresh   tell the told histories, and let the specification answer the stored ones anew`

const commands: Record<string, () => void | Promise<void>> = {
  async replay() {
    const seed = number('seed', Math.floor(Math.random() * 2 ** 31))
    const count = number('traces', 20)
    const length = number('steps', 500)

    console.log(`${count} traces of ${length} steps, from seed ${seed} on`)
    const result = await replay(Array.from({ length: count }, (_, i) => generate(seed + i, length)))
    if (result.type === 'agreed')
      console.log(`agreed: ${result.steps} steps, ${result.stepsPerSecond} a second`)
    else {
      console.error(`differed: ${result.reason}`)
      process.exitCode = 1
    }
  },

  async explore() {
    const seed = number('seed', Math.floor(Math.random() * 2 ** 31))
    const [histories, length] = [number('histories', 50), number('steps', 60)]
    console.log(`${histories} histories of up to ${length} steps, from seed ${seed}`)

    const chain = await startChain(1_800_000_000n)
    const found = await explore(chain, { seed, histories, length }).finally(() => chain.stop())
    if (!found) return console.log('nothing found')

    writeTrace(nameOf(found), found.trace)
    console.error(`${found.reason}\nstored as traces/${nameOf(found)}.json`)
    process.exitCode = 1
  },

  keep() {
    const trace = generate(number('seed', 1), number('steps', 100))
    writeTrace(option('name')!, { ...trace, about: option('about') })
  },

  refresh() {
    for (const { name, trace } of [...readTraces(), ...scenarios.map(tell)])
      writeTrace(name.replace(/\.json$/, ''), derive(trace))
    writePacked()
  },
}

const command = commands[process.argv[2] ?? '']
if (command) await command()
else {
  console.error(usage)
  process.exitCode = 2
}

function option(name: string): string | undefined {
  const at = process.argv.indexOf(`--${name}`)
  return at < 0 ? undefined : process.argv[at + 1]
}

function number(name: string, otherwise: number): number {
  return Number(option(name) ?? otherwise)
}
