// What a checkpoint of 1,000 validators costs to prove, on a state of 100,000: `npx tsx beacon/bench.ts [validators] [set]`.
import {
  BeaconClient,
  proveBalances,
  proveState,
  proveValidators,
  rootOfMultiproof,
  balancesDepth,
  serveBeaconApi,
  toBytes,
  type Hex,
} from './src/index.ts'
import { largeState, SingleBlockSource } from './test/largeState.ts'
import { random } from './test/random.ts'

const validators = Number(process.argv[2] ?? 100_000)
const count = Number(process.argv[3] ?? 1_000)
const rows: Record<string, string | number>[] = []

function timed<T>(run: () => T): { result: T; ms: number } {
  run() // warm
  const times: number[] = []
  let result = run()
  for (let i = 0; i < 5; i++) {
    const start = performance.now()
    result = run()
    times.push(performance.now() - start)
  }
  return { result, ms: times.sort((a, b) => a - b)[2] as number }
}

/** What EIP-7623 makes calldata cost at least: 10 gas a zero byte, 40 a non-zero one. */
function floorGas(words: readonly Hex[]): number {
  let gas = 0
  for (const word of words) for (const byte of toBytes(word)) gas += byte === 0 ? 10 : 40
  return gas
}

const start = performance.now()
const state = largeState(validators)
const header = state.header
console.info(`state of ${validators} validators built in ${since(start)}, root ${header.stateRoot}`)

const { pick } = random(2026)
const first = Math.floor(validators / 3)
const sets = {
  contiguous: Array.from({ length: count }, (_, index) => first + index),
  scattered: pick(count, validators),
}

for (const [name, indices] of Object.entries(sets)) {
  const balances = timed(() => proveBalances(state, indices))
  const { chunks, siblings } = balances.result
  const positions = [...new Set(indices.map((index) => Math.floor(index / 4)))]
  const verify = timed(() => rootOfMultiproof(balancesDepth, positions, chunks, siblings))
  if (verify.result !== proveState(state).balancesRoot) throw new Error('the proof is wrong')
  rows.push({
    proof: `balances, ${name}`,
    leaves: chunks.length,
    siblings: siblings.length,
    bytes: 32 * (chunks.length + siblings.length),
    'floor gas / validator': Math.round(floorGas([...chunks, ...siblings]) / count),
    'prove ms': balances.ms.toFixed(1),
    'verify ms': verify.ms.toFixed(1),
  })

  const containers = timed(() => proveValidators(state, indices))
  rows.push({
    proof: `validators, ${name}`,
    leaves: count,
    siblings: containers.result.siblings.length,
    bytes: 32 * (8 * count + containers.result.siblings.length),
    'prove ms': containers.ms.toFixed(1),
  })
}
const anchored = timed(() => proveState(state))
rows.push({
  proof: 'state',
  leaves: 4,
  siblings: anchored.result.siblings.length,
  bytes: 32 * (11 + anchored.result.siblings.length),
  'prove ms': anchored.ms.toFixed(1),
})
console.table(rows)

const server = await serveBeaconApi(new SingleBlockSource(state))
const download = performance.now()
await new BeaconClient({ url: server.url }).state('head')
console.info(`state over HTTP, deserialised and hashed: ${since(download)}`)
console.info(`resident: ${Math.round(process.memoryUsage().rss / 2 ** 20)} MiB`)
await server.close()

function since(then: number): string {
  return `${((performance.now() - then) / 1000).toFixed(2)} s`
}
