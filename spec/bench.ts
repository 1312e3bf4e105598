import { fill } from './src/queue/fill.ts'
import { claim } from './src/queue/claim.ts'
import { requestRedeem } from './src/queue/requestRedeem.ts'
import { redeemInstant } from './src/lane/redeemInstant.ts'
import { close } from './src/ledger/close.ts'
import { deposit } from './src/ledger/deposit.ts'
import { open } from './src/ledger/open.ts'
import { rate } from './src/ledger/accrue.ts'
import { transfer } from './src/ledger/transfer.ts'
import { genesis } from './src/state.ts'
import { ether } from './src/units.ts'

/** Days of a vault's life, as many as fit in a second or two: `tsx spec/bench.ts [days]`. */
const days = Number(process.argv[2] ?? 2_000)

const users = Array.from({ length: 50 }, (_, i) => `user${i}`)
const state = genesis({ now: 0n, value: ether(1) })
let now = 0n
let operations = 0

const started = process.hrtime.bigint()
for (let day = 0; day < days; day++) {
  now += 86_400n - 3_600n
  const tickets: { id: bigint; owner: string }[] = []
  for (const [i, user] of users.entries()) {
    now += 60n
    deposit(state, { assets: ether(1) + BigInt(i), receiver: user }, { now, sender: user })
    transfer(state, { to: users[(i + 1) % 50]!, shares: 10n ** 15n }, { now, sender: user })
    rate(state.money, state.parameters, now)
    operations += 3
    if (i % 2) continue
    const shares = 5n * 10n ** 17n
    tickets.push({
      id: requestRedeem(state, { shares, controller: user, owner: user }, { now, sender: user }),
      owner: user,
    })
    operations += 1
  }

  const registry = { now, sender: 'registry' }
  const execution = open(state, {}, { ...registry, value: ether(1) / 10n })
  close(state, { execution, outside: 0n, pinnedAt: now }, registry)
  for (let part = 0; part < 5; part++)
    fill(state, { maxAssets: ether(3) }, { now, sender: 'keeper' })
  for (const user of users.slice(0, 10))
    redeemInstant(state, { shares: 10n ** 14n, receiver: user, owner: user }, { now, sender: user })
  for (const { id, owner } of tickets.slice(0, 24))
    claim(state, { id, receiver: owner }, { now, sender: owner })
  operations += 2 + 5 + 10 + 24
  state.events.length = 0
}
const seconds = Number(process.hrtime.bigint() - started) / 1e9

const perSecond = Math.round(operations / seconds)
console.log(`${operations} operations in ${seconds.toFixed(2)} s: ${perSecond} a second`)
if (perSecond < 50_000) process.exitCode = 1
