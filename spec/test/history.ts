import * as checkpoint from '../src/checkpoint/index.ts'
import { SpecError } from '../src/error.ts'
import { accrue } from '../src/ledger/accrue.ts'
import { deposit } from '../src/ledger/deposit.ts'
import { balance } from '../src/ledger/idle.ts'
import { etherOf, genesis, queuedShares, type State } from '../src/state.ts'
import { ether, gweiToWei, slotTime, weiToGweiDown } from '../src/units.ts'
import { advance, type Beacon, type BeaconState, createBeacon } from './beacon.ts'

const { farFutureEpoch } = checkpoint
const genesisTime = 1_700_000_000n
const firstSlot = 10_000n

/** The vault, its registry and the beacon chain behind them, moved by a list of throws. */
export type History = {
  vault: State
  registry: checkpoint.Registry
  beacon: Beacon
  throws: Iterator<number>
  /** What is really on its way, by the slot and the validator of the deposit. */
  flights: Map<string, bigint>
  /** What has to be found by the open checkpoint, and what has moved in the vault since it opened. */
  truth: { backing: bigint; entered: bigint } | undefined
  finished: number
  mistakes: string[]
}

export function begin(throws: readonly number[]): History {
  const now = slotTime(firstSlot, genesisTime)
  const history: History = {
    vault: genesis({ now, value: ether(1) }),
    registry: checkpoint.createRegistry({ genesisTime, checkpointInterval: 3_600n }),
    beacon: createBeacon(firstSlot - 1n),
    throws: throws[Symbol.iterator](),
    flights: new Map(),
    truth: undefined,
    finished: 0,
    mistakes: [],
  }
  for (let index = 0; index < 5; index++) join(history)
  deposit(history.vault, { assets: ether(3_000), receiver: 'alice' }, { now, sender: 'alice' })
  // The state before has none of the validators.
  advance(history.beacon, 0)
  history.beacon.states.delete(firstSlot - 1n)
  return history
}

/** One thing happens; refusals are part of life. */
export function step(history: History) {
  const actions = [
    pass,
    pass,
    pass,
    enter,
    topUp,
    topUp,
    open,
    open,
    prove,
    prove,
    prove,
    settle,
    settle,
    arrive,
    mark,
    mark,
    live,
    live,
    leave,
    slash,
    stranger,
    stranger,
    stranger,
    excess,
  ]
  const finishedBefore = history.registry.finished.slot
  try {
    actions[pick(history, actions.length)]!(history)
  } catch (error) {
    if (!(error instanceof SpecError)) throw error
  }
  if (history.registry.finished.slot !== finishedBefore) judge(history)
}

/** A finished checkpoint left exactly what was there at the pin, and what has moved since. */
function judge(history: History) {
  const { vault, truth } = history
  history.finished += 1
  const expected = truth!.backing + truth!.entered
  if (vault.money.backing !== expected)
    history.mistakes.push(`backing ${vault.money.backing}, but there is ${expected}`)
  if (vault.money.backing - vault.money.outside > etherOf(vault, 'vault'))
    history.mistakes.push('more is accounted as idle than is there')
  history.truth = undefined
}

function pick({ throws }: History, sides: number): number {
  const { value, done } = throws.next()
  return done ? 0 : value % sides
}

function nowOf({ beacon }: History) {
  return slotTime(beacon.slot, genesisTime)
}

function env(history: History) {
  return { now: nowOf(history), sender: 'prover' }
}

function join(history: History) {
  const { beacon, registry, vault } = history
  const gwei = 32_000_000_000n
  beacon.validators.push({
    balance: gwei,
    exitEpoch: farFutureEpoch,
    withdrawableEpoch: farFutureEpoch,
    slashed: false,
  })
  const id = checkpoint.proveCredentials(
    registry,
    vault,
    {
      beaconIndex: BigInt(beacon.validators.length - 1) * 3n,
      depositor: 'curator',
      timestamp: nowOf(history),
      slot: beacon.slot,
      validator: {
        slashed: false,
        exitEpoch: farFutureEpoch,
        activationEpoch: 0n,
        effectiveBalance: gwei,
      },
    },
    env(history),
  )
  // The rules credit 1 ETH; a history begins with what else is there found by its first checkpoint.
  registry.validators[Number(id)]!.balance = gwei
}

function pass(history: History) {
  const slots = 1 + pick(history, 60)
  for (let slot = 0; slot < slots; slot++) {
    // So slow a churn that a flight is often still there when the next checkpoint opens.
    const churn = history.beacon.slot % 32n === 31n ? pick(history, 3) : 0
    history.registry.ether += gweiToWei(advance(history.beacon, churn))
  }
}

function enter(history: History) {
  const assets = ether(1 + pick(history, 50))
  deposit(history.vault, { assets, receiver: 'alice' }, env(history))
  if (history.truth) history.truth.entered += assets
}

function topUp(history: History) {
  const { beacon, registry, vault, flights } = history
  const id = pick(history, registry.validators.length)
  const accrued = accrue(vault.money, vault.parameters, nowOf(history))
  const { stakeable } = balance(accrued, vault.parameters, queuedShares(vault.queue))
  const amount = weiToGweiDown(stakeable) / BigInt(1 + pick(history, 6))
  const state = beacon.states.get(beacon.slot - 1n)!
  const { exitEpoch, withdrawableEpoch, slashed, balance: effectiveBalance } = state.validators[id]!

  const shown = { exitEpoch, withdrawableEpoch, slashed, effectiveBalance, activationEpoch: 0n }
  const args = {
    id: BigInt(id),
    amount,
    timestamp: nowOf(history),
    slot: state.slot,
    validator: shown,
  }
  checkpoint.topUp(registry, vault, args, env(history))
  const flight = `${id}@${beacon.slot}`
  beacon.pending.push({ validator: id, amount, slot: beacon.slot, flight })
  flights.set(flight, amount)
}

function open(history: History) {
  const { registry, vault, beacon } = history
  checkpoint.open(registry, vault, {}, env(history))
  const state = pinned(history)
  const onTheWay = [...state.pending, ...beacon.pending.filter(({ slot }) => slot === beacon.slot)]
    .filter(({ flight }) => flight !== undefined)
    .reduce((sum, { amount }) => sum + amount, 0n)
  const balances = state.validators.reduce((sum, { balance }) => sum + balance, 0n)

  history.truth = {
    backing: registry.found.execution + gweiToWei(balances + onTheWay),
    entered: 0n,
  }
}

function pinned({ beacon, registry }: History): BeaconState {
  const slot = (registry.progress.openedAt - genesisTime) / 12n - 1n
  return beacon.states.get(slot)!
}

/** Some of the validators that are left, from either end. */
function prove(history: History) {
  const { registry, vault } = history
  if (!registry.progress.open) return
  const state = pinned(history)
  const left = registry.validators.flatMap((validator, id) =>
    validator.checkpoint === registry.progress.number ? [] : [id],
  )
  const count = pick(history, left.length + 1)
  const ids = pick(history, 2) === 0 ? left.slice(0, count) : left.slice(left.length - count)
  const balances = ids.map((id) => ({ id: BigInt(id), balance: state.validators[id]!.balance }))

  checkpoint.prove(registry, vault, { slot: state.slot, balances }, env(history))
}

/** Whatever evidence about a flight the pinned state has. */
function settle(history: History) {
  const { registry, vault } = history
  if (!registry.progress.open) return
  const state = pinned(history)
  const flight = registry.flights[pick(history, registry.flights.length || 1)]
  if (!flight) return
  const listed = state.pending.find((entry) => entry.flight === `${flight.id}@${flight.slot}`)
  if (listed) {
    const deposits = [{ id: flight.id, amount: listed.amount, slot: listed.slot }]
    checkpoint.proveWaiting(registry, vault, { slot: state.slot, deposits }, env(history))
  } else show(history, state, registry.progress.openedAt)
}

/** Tries every flight on some state, be it newer or older than the pin. */
function arrive(history: History) {
  const { beacon } = history
  const back = BigInt(pick(history, 80))
  const state = beacon.states.get(beacon.slot - 1n - back)
  if (state) show(history, state, slotTime(state.slot + 1n, genesisTime))
}

function show(history: History, state: BeaconState, timestamp: bigint) {
  const { registry, vault } = history
  for (const { id } of [...registry.flights]) {
    const { exitEpoch, withdrawableEpoch } = state.validators[Number(id)]!
    const items = [{ id, exitEpoch, withdrawableEpoch, activationEpoch: 0n }]
    const args = { timestamp, slot: state.slot, head: state.pending[0]?.slot, items }
    try {
      checkpoint.proveArrived(registry, vault, args, env(history))
    } catch (error) {
      if (!(error instanceof SpecError)) throw error
    }
  }
}

/** A marker for a flight of one that has left: some later entry of some state's list. */
function mark(history: History) {
  const { registry, beacon } = history
  const flight = registry.flights[pick(history, registry.flights.length || 1)]
  const state = beacon.states.get(beacon.slot - 1n - BigInt(pick(history, 80)))
  if (!flight || !state) return
  const { id, slot: made, amount } = flight
  const place = state.pending.findIndex((entry) => entry.flight === `${id}@${made}`)
  const behind = state.pending.slice(place + 1)
  const marker = behind[pick(history, behind.length || 1)]
  if (place < 0 || !marker) return

  const { withdrawableEpoch } = state.validators[Number(id)]!
  const { exitEpoch } = state.validators[marker.validator]!
  checkpoint.proveBar(registry, {
    id,
    slot: state.slot,
    withdrawableEpoch,
    deposit: { amount, slot: made },
    marker: { slot: marker.slot, beaconIndex: BigInt(marker.validator), exitEpoch },
  })
}

function live(history: History) {
  const { validators } = history.beacon
  const validator = validators[pick(history, validators.length)]!
  const change = BigInt(pick(history, 20_000_000)) - 4_000_000n
  if (validator.balance > 5_000_000n) validator.balance += change
}

function leave(history: History) {
  const { beacon } = history
  const validator = beacon.validators[pick(history, beacon.validators.length)]!
  if (validator.exitEpoch !== farFutureEpoch || pick(history, 3) > 0) return
  validator.exitEpoch = beacon.slot / 32n + 1n + BigInt(pick(history, 3))
  validator.withdrawableEpoch = validator.exitEpoch + 1n + BigInt(pick(history, 6))
}

/** What is withdrawable can't be slashed any more; what is slashed stays for longer. */
function slash(history: History) {
  const { beacon } = history
  const epoch = beacon.slot / 32n
  const validator = beacon.validators[pick(history, beacon.validators.length)]!
  if (validator.slashed || validator.withdrawableEpoch <= epoch || pick(history, 5) > 0) return
  validator.slashed = true
  validator.balance -= validator.balance / 32n
  const leaves = validator.exitEpoch !== farFutureEpoch
  if (!leaves) validator.exitEpoch = epoch + 1n
  if (!leaves || validator.withdrawableEpoch < epoch + 10n)
    validator.withdrawableEpoch = epoch + 10n
}

/** Somebody tops one of our validators up, as is anyone's right. */
function stranger(history: History) {
  const { beacon } = history
  const validator = pick(history, beacon.validators.length)
  beacon.pending.push({ validator, amount: 1_000_000_000n, slot: beacon.slot })
}

/** An excess balance is queued, under slot 0, wherever the tail is. */
function excess(history: History) {
  const { beacon } = history
  const validator = pick(history, beacon.validators.length)
  beacon.pending.push({ validator, amount: 2_000_000_000n, slot: 0n })
}
