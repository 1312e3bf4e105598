import { startChain } from './explore/chain.ts'
import { explore } from './explore/explore.ts'
import { nameOf } from './explore/search.ts'
import { generate } from './generate/index.ts'
import { scenarios, tell } from './scenarios.ts'
import { replay } from './replay.ts'
import * as liquid from './liquid/index.ts'
import * as restaking from './restaking/index.ts'
import { derive, readTraces, writePacked, writeTrace } from './store.ts'

const usage = `Usage: tsx conformance/src/main.ts [restaking|liquid] <command>
  replay  [--traces n] [--steps n] [--seed n]   draw histories and play them in Foundry; of crETH, the stored ones
                                                and drawn ones on a live node
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

/** The same of the restaking layer, whose histories have other calls. */
const restakingCommands: typeof commands = {
  async replay() {
    const seed = number('seed', Math.floor(Math.random() * 2 ** 31))
    const count = number('traces', 20)
    const length = number('steps', 300)

    console.log(`${count} traces of ${length} steps, from seed ${seed} on`)
    const traces = Array.from({ length: count }, (_, i) => restaking.generate(seed + i, length))
    const result = await restaking.replay(traces)
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

    const chain = await restaking.startChain()
    const found = await restaking
      .explore(chain, { seed, histories, length })
      .finally(() => chain.stop())
    if (!found) return console.log('nothing found')

    restaking.writeTrace(nameOf(found), found.trace)
    console.error(`${found.reason}\nstored as traces/restaking/${nameOf(found)}.json`)
    process.exitCode = 1
  },

  keep() {
    const trace = restaking.generate(number('seed', 1), number('steps', 100))
    restaking.writeTrace(option('name')!, { ...trace, about: option('about') })
  },

  refresh() {
    const told = restaking.scenarios.map(restaking.tell)
    for (const { name, trace } of [...restaking.readTraces(), ...told])
      restaking.writeTrace(name.replace(/\.json$/, ''), restaking.derive(trace))
    restaking.writePacked()
  },
}

/** The same of crETH, whose histories are played on a live node only. */
const liquidCommands: typeof commands = {
  async replay() {
    const seed = number('seed', Math.floor(Math.random() * 2 ** 31))
    const [count, length] = [number('traces', 10), number('steps', 200)]

    const stored = liquid.readTraces().map(({ trace }) => trace)
    console.log(`${stored.length} stored, ${count} of ${length} steps, from seed ${seed} on`)
    const fresh = Array.from({ length: count }, (_, i) => liquid.generate(seed + i, length))
    const result = await liquid.replay([...stored, ...fresh])
    if (result.type === 'agreed')
      console.log(`agreed: ${result.steps} steps, ${result.stepsPerSecond} a second`)
    else {
      console.error(`differed: ${result.reason}`)
      process.exitCode = 1
    }
  },

  async explore() {
    const seed = number('seed', Math.floor(Math.random() * 2 ** 31))
    const [histories, length] = [number('histories', 20), number('steps', 80)]
    console.log(`${histories} histories of up to ${length} steps, from seed ${seed}`)

    const chain = await liquid.startChain()
    const found = await liquid
      .explore(chain, { seed, histories, length })
      .finally(() => chain.stop())
    if (!found) return console.log('nothing found')

    liquid.writeTrace(nameOf(found), found.trace)
    console.error(`${found.reason}\nstored as traces/liquid/${nameOf(found)}.json`)
    process.exitCode = 1
  },

  keep() {
    const trace = liquid.generate(number('seed', 1), number('steps', 100))
    liquid.writeTrace(option('name')!, { ...trace, about: option('about') })
  },

  refresh() {
    const told = liquid.scenarios.map(liquid.tell)
    for (const { name, trace } of [...liquid.readTraces(), ...told])
      liquid.writeTrace(name.replace(/\.json$/, ''), liquid.derive(trace))
  },
}

const layers: Record<string, typeof commands> = {
  restaking: restakingCommands,
  liquid: liquidCommands,
}
const layer = layers[process.argv[2] ?? '']
const command = layer ? layer[process.argv[3] ?? ''] : commands[process.argv[2] ?? '']
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
