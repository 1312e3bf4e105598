import { parseArgs } from 'node:util'
import { createLog } from '@cairn/daemons'
import { PortBusyError, requireFree } from './anvil.ts'
import { serveControl } from './control.ts'
import { secondsPerSlot } from './lockstep.ts'
import { loadWorld, saveWorld } from './store.ts'
import { startWorld, type World } from './world.ts'

const usage = `npm start -- [options]

  --port <n>        first of four ports in a row: execution RPC, beacon API, control, claims (8545, 5052, 8549 and 8550 if
                    not given)
  --state <dir>     keep the world there when it ends, and go on with it the next time
  --validators <n>  validators of others on the network (128 if not given)
  --verify          check every BLS signature on the beacon chain, as a node does (time runs half as fast)
  --log             print what the daemons do, as JSON lines`

const { values } = parseArgs({
  options: {
    port: { type: 'string' },
    state: { type: 'string' },
    validators: { type: 'string' },
    verify: { type: 'boolean', default: false },
    log: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
})
if (values.help) {
  console.log(usage)
  process.exit(0)
}

const base = values.port === undefined ? undefined : number('port', values.port, 1, 65_532)
const ports =
  base === undefined
    ? { execution: 8545, beacon: 5052, control: 8549, claims: 8550 }
    : { execution: base, beacon: base + 1, control: base + 2, claims: base + 3 }

const halfDay = 43_200 // seconds
const started = Date.now()
let world: World | undefined
let control: { url: string; close(): Promise<void> } | undefined
let ending: Promise<void> | undefined

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => void end(0))

try {
  await requireFree(ports.execution, 'execution RPC')
  await requireFree(ports.beacon, 'beacon API')
  await requireFree(ports.control, 'control')
  await requireFree(ports.claims, 'claims of rewards')

  const saved = values.state === undefined ? undefined : loadWorld(values.state)
  if (saved) step(`going on with the world in ${values.state}`)
  world = await startWorld({
    ports,
    saved,
    validators: values.validators ? number('validators', values.validators, 64, 4_096) : undefined,
    verify: values.verify,
    liquid: true,
    pace: secondsPerSlot * 1_000,
    log: createLog({ level: values.log ? 'info' : 'silent' }),
    onProgress: step,
  })
  if (!saved) {
    // Checkpoints come once a day. In between, so that one can be asked for now, and after any number of days.
    step('half a day passes')
    await world.advance(world.beacon.genesisTime + halfDay - world.now())
  }
  if (ending) await world.stop()
  else {
    world.onFailure((error) => {
      console.error(`cairn: ${error.message}`)
      void end(1)
    })
    control = await serveControl(world, { port: ports.control, onStop: () => void end(0) })
    console.log(ready(world, control.url))
  }
} catch (error) {
  if (!ending) {
    console.error(
      `\ncairn: ${error instanceof PortBusyError ? error.message : (error as Error).stack}`,
    )
    await end(1)
  }
}

function step(line: string) {
  console.log(`  ${((Date.now() - started) / 1000).toFixed(1).padStart(5)} s  ${line}`)
}

function end(code: number): Promise<void> {
  ending ??= (async () => {
    await control?.close()
    if (world && values.state !== undefined && code === 0) {
      saveWorld(values.state, await world.save())
      console.log(`\ncairn: the world is kept in ${values.state}`)
    }
    await world?.stop()
    process.exit(code)
  })()
  return ending
}

function number(name: string, text: string, minimum: number, maximum: number): number {
  const value = Number(text)
  if (Number.isInteger(value) && value >= minimum && value <= maximum) return value
  console.error(
    `cairn: --${name} must be a whole number from ${minimum} to ${maximum}, not ${text}.`,
  )
  process.exit(2)
}

function kept(): string {
  return values.state === undefined
    ? 'Nothing is kept when this ends: a restart makes a new\nworld (--state <dir> would keep it).'
    : `When this ends, the world is kept in\n${values.state}, and the next start with it goes on from there.`
}

function ready(world: World, controlUrl: string): string {
  const { addresses } = world
  const rows = (entries: [string, string][]) =>
    entries.map(([name, value]) => `  ${name.padEnd(18)} ${value}`).join('\n')
  return `
${rows([
  ['execution RPC', `${world.rpcUrl} (chain ${world.chainId})`],
  ['beacon API', world.beaconUrl],
  ['control', controlUrl],
  ['csETH', addresses.vault],
  ['registry', addresses.registry],
  ['queue', addresses.queue],
  ['rate feed', addresses.rateFeed],
  ['delegation', world.restaking!.addresses.delegationManager],
  ['price oracle', world.restaking!.addresses.avs.oracle],
  ['bridge attester', world.restaking!.addresses.avs.bridge],
  ['claims of rewards', world.restaking!.claimsUrl],
  ['crETH', world.liquid!.addresses.vault],
])}

Every transaction takes a slot at once; without any, a slot passes every 12 s. The world's clock, which blocks and the
CLI show, runs 12 s a slot: it gets ahead of the wall's. ${kept()}

From another terminal:
  npx cairn accounts                         who is here
  npx cairn stake 10 --account alice         stake 10 ETH
  npx cairn time +30d                        let 30 days pass
  npx cairn checkpoint                       prove what the validators hold
  npx cairn status                           the rate, and how old its proof is
  npx cairn redeem 5 --account alice         ask for 5 csETH's worth
  npx cairn time +3d && npx cairn claim --account alice
  npx cairn slash 0                          have a validator of ours slashed
  npx cairn restake 10 --account alice       10 ETH into crETH: five operators, two services
  npx cairn exposure                         what could be slashed of it, and by whom
  npx cairn compare                          csETH and crETH side by side
  npx cairn scenario slash-operator          what a slash does, before and after

Cairn is ready: csETH at ${addresses.vault} on ${world.rpcUrl}, up in ${((Date.now() - started) / 1000).toFixed(1)} s. Ctrl-C ends it.`
}
