// Measures gas and holds it against contracts/snapshots/gas.json: fails if a figure is above its ceiling, or isn't what was
// recorded. `npm run gas` prints the table; `npm run gas -- --write` records what was measured.
//
// Every contracts/gas/*.ts that exports a function `measure…(client)` is run; it returns gas by key.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { startAnvil } from '@cairn/devnet'
import { createTestClient, http, type TestClient } from 'viem'
import { foundry } from 'viem/chains'

export type Entry = {
  gas: number
  /** it may not become more */
  ceiling: number
  /** who does the same elsewhere, and for how much: receipts of their own contracts, a repeat user, on the same execution layer */
  peer?: string
  peerGas?: number
  conditions: string
}
export type Snapshot = Record<string, Entry>

/** What is wrong with `measured`, in sentences. */
export function complaints(snapshot: Snapshot, measured: Record<string, number>): string[] {
  const found = Object.entries(measured).flatMap(([key, gas]) => {
    const entry = snapshot[key]
    if (!entry) return [`"${key}" (${gas}) has no entry: give it a ceiling and its conditions`]
    const above =
      gas > entry.ceiling ? [`"${key}" takes ${gas}, above its ceiling of ${entry.ceiling}`] : []
    const changed =
      gas === entry.gas
        ? []
        : [`"${key}" takes ${gas}, recorded are ${entry.gas} (--write records it)`]
    return [...above, ...changed]
  })
  const missing = Object.keys(snapshot).filter((key) => !(key in measured))
  return [...found, ...missing.map((key) => `"${key}" is recorded but was not measured`)]
}

/** `text` with the snapshot as a table between its two marks. */
export function withTable(text: string, snapshot: Snapshot): string {
  const figure = new Intl.NumberFormat('en')
  const rows = Object.entries(snapshot).map(([key, { gas, peer, peerGas }]) => {
    const other = peer && peerGas ? `${peer} ${figure.format(peerGas)}` : ''
    return `| ${key} | ${figure.format(gas)} | ${other} |`
  })
  const table = ['| | gas | elsewhere |', '|---|--:|---|', ...rows].join('\n')
  return text.replace(/(<!-- gas: [^>]*-->)[\s\S]*(<!-- \/gas -->)/, `$1\n\n${table}\n\n$2`)
}

const root = fileURLToPath(new URL('../contracts/', import.meta.url))
const file = `${root}snapshots/gas.json`
const readme = fileURLToPath(new URL('../README.md', import.meta.url))

async function measure(): Promise<Record<string, number>> {
  const anvil = await startAnvil({ timestamp: 1_800_000_000 })
  try {
    await anvil.rpc('evm_setAutomine', [true])
    const client = createTestClient({ chain: foundry, mode: 'anvil', transport: http(anvil.url) })
    const measured: Record<string, number> = {}
    for (const measurement of await measurements())
      Object.assign(measured, await measurement(client))
    return measured
  } finally {
    await anvil.stop()
  }
}

type Measurement = (client: TestClient) => Promise<Record<string, number>>

async function measurements(): Promise<Measurement[]> {
  const files = readdirSync(`${root}gas`).filter((name) => /^[^.]+\.ts$/.test(name))
  const modules = await Promise.all(
    files.map((name) => import(pathToFileURL(`${root}gas/${name}`).href) as Promise<object>),
  )
  return modules.flatMap((module) =>
    Object.entries(module).flatMap(([name, value]) => (name.startsWith('measure') ? [value] : [])),
  )
}

function print(snapshot: Snapshot) {
  for (const [key, { gas, ceiling, peer, peerGas }] of Object.entries(snapshot))
    console.log(
      `${key.padEnd(52)} ${String(gas).padStart(8)}  ≤ ${String(ceiling).padStart(8)}  ${peer ? `${peer} ${peerGas}` : ''}`,
    )
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const snapshot = JSON.parse(readFileSync(file, 'utf8')) as Snapshot
  const measured = await measure()
  if (process.argv.includes('--write')) {
    for (const [key, gas] of Object.entries(measured)) if (snapshot[key]) snapshot[key].gas = gas
    writeFileSync(file, `${JSON.stringify(snapshot, null, 2)}\n`)
    writeFileSync(readme, withTable(readFileSync(readme, 'utf8'), snapshot))
  }
  print(snapshot)
  const wrong = complaints(snapshot, measured)
  if (withTable(readFileSync(readme, 'utf8'), snapshot) !== readFileSync(readme, 'utf8'))
    wrong.push('the table in README.md is not that of the snapshot (--write writes it)')
  for (const line of wrong) console.error(line)
  if (wrong.length > 0) process.exit(1)
}
