import { describe, expect, test } from 'vitest'
import { expectError } from '../../test/world.ts'
import { deposit } from '../ledger/deposit.ts'
import { requestRedeem } from '../queue/requestRedeem.ts'
import { balanceOf, genesis, type State } from '../state.ts'
import { ether, gweiToWei, slotTime } from '../units.ts'
import {
  classify,
  dueAt,
  farFutureEpoch,
  open,
  prove,
  proveArrived,
  proveBar,
  proveCredentials,
  proveExit,
  proveSlashing,
  proveWaiting,
  requestWithdrawal,
  retire,
  type Shown,
  topUp,
  withdrawing,
} from './index.ts'
import { createRegistry, type Registry } from './state.ts'

const genesisTime = 1_700_000_000n
const slot = 1_000_000n
const now = slotTime(slot, genesisTime)
const eth = 1_000_000_000n
const hour = 3_600n
const day = 86_400n

const staying: Shown = {
  slashed: false,
  exitEpoch: farFutureEpoch,
  withdrawableEpoch: farFutureEpoch,
  activationEpoch: 0n,
  effectiveBalance: 32n * eth,
}

const at = (time = now, sender = 'prover') => ({ now: time, sender })

function world(validators = 2): { registry: Registry; vault: State } {
  const vault = genesis({ now, value: ether(1) })
  deposit(vault, { assets: ether(500), receiver: 'alice' }, at(now, 'alice'))
  const registry = createRegistry({ genesisTime })
  for (let index = 0; index < validators; index++)
    proveCredentials(
      registry,
      vault,
      {
        beaconIndex: BigInt(index),
        depositor: 'curator',
        timestamp: now,
        slot,
        validator: staying,
      },
      at(),
    )
  return { registry, vault }
}

function send({ registry, vault }: ReturnType<typeof world>, time = now, amount = 40n * eth) {
  const args = { id: 0n, amount, timestamp: time, slot: slot - 1n, validator: staying }
  topUp(registry, vault, args, at(time))
}

const all = (registry: Registry, balance: bigint) =>
  registry.validators.map((_, id) => ({ id: BigInt(id), balance }))

/** A checkpoint that finds `balance` on every validator. */
function count({ registry, vault }: ReturnType<typeof world>, time: bigint, balance: bigint) {
  open(registry, vault, {}, at(time))
  const pinned = (time - genesisTime) / 12n - 1n
  prove(registry, vault, { slot: pinned, balances: all(registry, balance) }, at(time))
}

describe('open', () => {
  test('default: sweeps what came in, and fixes the set', () => {
    const { registry, vault } = world()
    registry.ether = ether(3)

    expect(open(registry, vault, {}, at())).toBe(1n)
    expect(registry.found.execution).toBe(ether(504))
    expect(registry.progress).toMatchObject({ open: true, remaining: 2n, unsettled: 0n })
    expect(vault.money.open).toBe(true)
  })

  test('behavior: a flight of the very block is counted at once, others must be shown (CKPT-3)', () => {
    const same = world()
    send(same)
    open(same.registry, same.vault, {}, at(now))
    expect(same.registry.found.inFlight).toBe(40n * eth)
    expect(same.registry.progress.unsettled).toBe(0n)

    const later = world()
    send(later)
    open(later.registry, later.vault, {}, at(now + 12n))
    expect(later.registry.found.inFlight).toBe(0n)
    expect(later.registry.progress.unsettled).toBe(1n)
  })

  test('error: NotDue, to the second: an interval, an hour if unfinished (CKPT-4), at once after a slashing (SLASH-1)', () => {
    const it = world()
    const { registry, vault } = it
    open(registry, vault, {}, at())
    expect(dueAt(registry)).toBe(now + hour)
    expectError(() => open(registry, vault, {}, at(now + hour - 1n)), 'NotDue', {
      dueAt: now + hour,
    })
    count(it, now + hour, 32n * eth)

    expect(dueAt(registry)).toBe(now + hour + 21_600n)
    const shown = { slashed: true, withdrawableEpoch: slot / 32n + 8_192n + 20n }
    const slashedAt = slot + 400n
    const time = now + hour + 1_300n
    proveSlashing(
      registry,
      vault,
      { id: 1n, timestamp: time, slot: slashedAt, validator: shown },
      at(time),
    )
    expect(vault.money.slashing).toBe(true)
    expect(open(registry, vault, {}, at(time))).toBe(3n)
  })
})

describe('prove', () => {
  test('default: the last balance books the result (CKPT-1)', () => {
    const it = world()
    const { registry, vault } = it
    count(it, now, 33n * eth)

    // 2 ether of the validators were credited; the rest of what is there is a gain.
    expect(vault.money.open).toBe(false)
    expect(vault.money.outside).toBe(ether(66))
    expect(vault.money.backing).toBe(ether(501 + 66))
    expect(vault.money.provenAt).toBe(now - 12n)
    expect(registry.finished.slot).toBe(slot - 1n)
  })

  test('behavior: in any number of calls, provers share what is set aside, once (TIP-1)', () => {
    const it = world()
    const { registry, vault } = it
    vault.money.fees = 1_000_000n
    vault.balances.set('vault', 1_000_000n)
    vault.money.shares += 1_000_000n
    const half = (id: bigint) => [{ id, balance: 32n * eth }]
    open(registry, vault, {}, at())
    prove(registry, vault, { slot, balances: half(0n) }, at(now, 'paul'))
    open(registry, vault, {}, at(now + hour))
    prove(registry, vault, { slot, balances: half(0n) }, at(now + hour, 'rita'))
    prove(registry, vault, { slot, balances: half(1n) }, at(now + hour, 'rita'))

    expect(balanceOf(vault, 'paul')).toBe(25_000n)
    expect(balanceOf(vault, 'rita')).toBe(((1_000_000n - 25_000n) * 5n) / 200n)
  })

  test('error: NoCheckpointOpen, NotInSet, NotAscending; nothing is written', () => {
    const { registry, vault } = world(3)
    const one =
      (...ids: bigint[]) =>
      () =>
        prove(registry, vault, { slot, balances: ids.map((id) => ({ id, balance: eth })) }, at())

    expectError(one(0n), 'NoCheckpointOpen', {})
    open(registry, vault, {}, at())
    expectError(one(0n, 3n), 'NotInSet', { id: 3n })
    expectError(one(1n, 0n), 'NotAscending', { id: 0n })
    expectError(one(1n, 1n), 'NotAscending', { id: 1n })
    expect(registry.progress.remaining).toBe(3n)
  })

  test('behavior: what somebody else has proven meanwhile is passed over (CKPT-11)', () => {
    const { registry, vault } = world(2)
    open(registry, vault, {}, at())
    prove(registry, vault, { slot, balances: [{ id: 0n, balance: 32n * eth }] }, at())
    prove(registry, vault, { slot, balances: all(registry, 32n * eth) }, at())

    expect(vault.money.outside).toBe(ether(64))
  })
})

describe('classify', () => {
  const flight = {
    slot: 100n,
    listed: false,
    exitEpoch: farFutureEpoch,
    withdrawableEpoch: farFutureEpoch,
  }

  test('default: around the flight’s slot (FLIGHT-1)', () => {
    const type = (head: bigint | undefined) => classify({ ...flight, head }).type

    expect([type(99n), type(100n), type(101n), type(undefined)]).toEqual([
      'undecided',
      'undecided',
      'arrived',
      'arrived',
    ])
    expect(classify({ ...flight, head: 0n })).toEqual({ type: 'undecided', bar: 100n })
    expect(classify({ ...flight, head: 200n, listed: true })).toEqual({ type: 'waiting' })
  })

  test('behavior: of a validator that leaves, around the slot in which it is withdrawable', () => {
    const leaving = { ...flight, exitEpoch: 5n, withdrawableEpoch: 10n }
    const type = (head: bigint) => classify({ ...leaving, head }).type

    expect([type(319n), type(320n), type(321n)]).toEqual(['undecided', 'undecided', 'arrived'])
    expect(classify({ ...leaving, withdrawableEpoch: 1n, head: 101n }).type).toBe('arrived')
  })
})

describe('proveArrived and proveWaiting', () => {
  const landed = (registry: Registry, vault: State, over: object = {}, time = now + 120n) =>
    proveArrived(
      registry,
      vault,
      {
        timestamp: time,
        slot: slot + 9n,
        head: slot + 1n,
        items: [
          {
            id: 0n,
            exitEpoch: farFutureEpoch,
            withdrawableEpoch: farFutureEpoch,
            activationEpoch: 0n,
          },
        ],
        ...over,
      },
      at(time),
    )

  test('default: one is counted, the other removed (FLIGHT-2)', () => {
    const waits = world()
    send(waits)
    open(waits.registry, waits.vault, {}, at(now + 120n))
    const deposits = [{ id: 0n, amount: 40n * eth, slot }]
    proveWaiting(waits.registry, waits.vault, { slot: slot + 9n, deposits }, at(now + 120n))
    expect(waits.registry.found.inFlight).toBe(40n * eth)
    expect(waits.registry.flights).toHaveLength(1)

    const lands = world()
    send(lands)
    landed(lands.registry, lands.vault)
    expect(lands.registry.flights).toEqual([])
    expect(lands.registry.validators[0]).toMatchObject({ landedSlot: slot + 9n, askableFrom: 256n })
  })

  test('error: what is later than the pin, earlier than the flight, or not shown', () => {
    const { registry, vault } = world()
    expectError(() => landed(registry, vault), 'NoDepositInFlight', { id: 0n })
    send({ registry, vault })
    expectError(() => landed(registry, vault, { head: slot }), 'NotArrived', {
      id: 0n,
      headSlot: slot,
      bar: slot,
    })
    expectError(() => landed(registry, vault, { slot: slot - 1n }), 'RootOutOfRange', {
      timestamp: now + 120n,
      oldest: now + 12n,
      newest: now + 120n,
    })
    open(registry, vault, {}, at(now + 60n))
    expectError(() => landed(registry, vault), 'RootOutOfRange', {
      timestamp: now + 120n,
      oldest: now + 120n - 8_191n * 12n,
      newest: now + 60n,
    })
  })

  test('error: a deposit that is not the flight’s; one that is seen twice counts once (CKPT-11)', () => {
    const { registry, vault } = world()
    send({ registry, vault })
    const time = now + 120n
    const wait = (amount: bigint) => () =>
      proveWaiting(
        registry,
        vault,
        { slot: slot + 9n, deposits: [{ id: 0n, amount, slot }] },
        at(time),
      )
    open(registry, vault, {}, at(time))

    expectError(wait(39n * eth), 'WrongPendingDeposit', { id: 0n })
    registry.progress.remaining += 1n
    wait(40n * eth)()
    wait(40n * eth)()
    expect(registry.found.inFlight).toBe(40n * eth)
    expectError(() => landed(registry, vault, {}, time), 'AlreadyProven', { id: 0n })
  })
})

describe('topUp', () => {
  test('default', () => {
    const it = world()
    send(it)
    expect(it.registry.flights).toMatchObject([{ id: 0n, amount: 40n * eth, slot, checkpoint: 0n }])
    expect(it.vault.money.outside).toBe(ether(42))
  })

  test('error: TopUpOutOfRange, from what activates to what still earns, and a 32nd of what there is (FLIGHT-11)', () => {
    const { registry, vault } = world(1)
    // So little that a 32nd of it is no more than what activates.
    vault.money.backing += ether(1_600)
    const fresh = { ...staying, effectiveBalance: eth }
    registry.validators[0]!.balance = eth
    const send = (amount: bigint) => () =>
      topUp(registry, vault, { id: 0n, amount, timestamp: now, slot, validator: fresh }, at())
    const refused = (amount: bigint, minimum: bigint, maximum: bigint) =>
      expectError(send(amount), 'TopUpOutOfRange', { amount, minimum, maximum })

    refused(31n * eth - 1n, 64_999_375_000n, 2_047n * eth)
    vault.money.backing -= ether(1_600)
    refused(31n * eth - 1n, 31n * eth, 2_047n * eth)
    refused(2_047n * eth + 1n, 31n * eth, 2_047n * eth)
    send(31n * eth)()
    expectError(send(31n * eth), 'DepositInFlight', { id: 0n })
  })

  test('error: not to one that leaves or was slashed, nor on old evidence', () => {
    const { registry, vault } = world()
    const send =
      (over: Partial<Shown>, timestamp = now) =>
      () =>
        topUp(
          registry,
          vault,
          { id: 0n, amount: 32n * eth, timestamp, slot, validator: { ...staying, ...over } },
          at(),
        )
    expectError(send({ exitEpoch: 7n }), 'ValidatorExiting', { beaconIndex: 0n })
    expectError(send({ slashed: true }), 'ValidatorSlashed', { beaconIndex: 0n })
    expectError(send({}, now - hour - 1n), 'RootOutOfRange', {
      timestamp: now - hour - 1n,
      oldest: now - hour,
      newest: now,
    })
    send({}, now - hour)()
  })
})

describe('proveBar', () => {
  test('default: of a validator that has left, a head later than the marker is enough (FLIGHT-9)', () => {
    const { registry, vault } = world()
    send({ registry, vault })
    const time = now + 500n * 384n
    const left = { exitEpoch: 1n, withdrawableEpoch: slot / 32n + 400n, activationEpoch: 0n }
    const items = [{ id: 0n, ...left }]
    const arrived = (head: bigint) => () =>
      proveArrived(
        registry,
        vault,
        { timestamp: time, slot: slot + 16_000n, head, items },
        at(time),
      )
    const bar =
      (marker: bigint, exitEpoch = farFutureEpoch, amount = 40n * eth) =>
      () =>
        proveBar(registry, {
          id: 0n,
          slot: slot + 13_000n,
          withdrawableEpoch: left.withdrawableEpoch,
          deposit: { amount, slot },
          marker: { slot: marker, beaconIndex: 9n, exitEpoch },
        })

    expectError(arrived(slot + 51n), 'NotArrived', {
      id: 0n,
      headSlot: slot + 51n,
      bar: left.withdrawableEpoch * 32n,
    })
    expectError(bar(0n), 'WrongMarker', { beaconIndex: 9n, slot: 0n })
    expectError(bar(slot + 50n, 7n), 'ValidatorExiting', { beaconIndex: 9n })
    expectError(bar(slot + 50n, farFutureEpoch, eth), 'WrongPendingDeposit', { id: 0n })
    bar(slot + 50n)()
    bar(slot + 60n)()
    expectError(arrived(slot + 50n), 'NotArrived', {
      id: 0n,
      headSlot: slot + 50n,
      bar: slot + 50n,
    })
    arrived(slot + 51n)()
    expect(registry.flights).toEqual([])
  })
})

describe('proveExit', () => {
  test('default: what leaves unasked counts as on its way (EXIT-8)', () => {
    const it = world(1)
    count(it, now, 100n * eth)
    const exit =
      (exitEpoch: bigint, slashed = false) =>
      () =>
        proveExit(it.registry, { id: 0n, validator: { slashed, exitEpoch } }, at())

    expectError(exit(farFutureEpoch), 'NotExiting', { beaconIndex: 0n })
    expectError(exit(7n, true), 'ValidatorSlashed', { beaconIndex: 0n })
    exit(7n)()
    expect(withdrawing(it.registry, now)).toBe(100n * eth)
    expectError(exit(7n), 'AlreadyProven', { id: 0n })
  })
})

describe('proveSlashing', () => {
  const slash = ({ registry, vault }: ReturnType<typeof world>, time = now) =>
    proveSlashing(
      registry,
      vault,
      {
        id: 0n,
        timestamp: time,
        slot: (time - genesisTime) / 12n,
        validator: { slashed: true, withdrawableEpoch: slot / 32n + 9_000n },
      },
      at(time),
    )

  test('behavior: what was to come of it is waited for no more (EXIT-10)', () => {
    const it = world(2)
    count(it, now, 100n * eth)
    const leaving = { slashed: false, exitEpoch: 7n }
    proveExit(it.registry, { id: 0n, validator: leaving }, at())
    expect(withdrawing(it.registry, now)).toBe(100n * eth)
    slash(it)
    expect(withdrawing(it.registry, now)).toBe(0n)
    count(it, now + 12n, 100n * eth)
    expect(withdrawing(it.registry, now)).toBe(0n)
  })

  test('behavior: nor is it a source of parts, whether the open checkpoint has come to it or not (EXIT-10)', () => {
    const it = world(2)
    const { registry, vault } = it
    count(it, now, 100n * eth)
    open(registry, vault, {}, at(now + 21_600n))
    prove(
      registry,
      vault,
      { slot: slot + 1_799n, balances: all(registry, 90n * eth).slice(0, 1) },
      at(now + 21_600n),
    )
    expect([registry.finished.spare, registry.found.spare]).toEqual([136n * eth, 58n * eth])
    slash(it, now + 21_612n)
    expect([registry.finished.spare, registry.found.spare]).toEqual([78n * eth, 0n])
  })

  test('behavior: the arrival of what it held answers no request (EXIT-4, EXIT-10)', () => {
    const it = world(2)
    const { registry, vault } = it
    count(it, now, 100n * eth)
    slash(it)
    vault.money.outside = vault.money.backing
    requestRedeem(
      vault,
      { shares: 40n * 10n ** 18n, controller: 'alice', owner: 'alice' },
      at(now, 'alice'),
    )
    requestWithdrawal(registry, vault, { id: 1n, amount: 9n * eth }, at())
    registry.ether = ether(100 + 3)
    const time = now + 12n
    open(registry, vault, {}, at(time))
    const balances = [0n, 97n * eth].map((balance, id) => ({ id: BigInt(id), balance }))
    prove(registry, vault, { slot, balances }, at(time))
    expect(withdrawing(registry, time)).toBe(6n * eth)
  })
})

describe('requestWithdrawal', () => {
  /** One validator of 100 ETH, all else staked away, and a queue of 40 shares. */
  function short() {
    const it = world(1)
    const { vault } = it
    count(it, now, 100n * eth)
    vault.money.outside = vault.money.backing
    const queue = { shares: 40n * 10n ** 18n, controller: 'alice', owner: 'alice' }
    requestRedeem(vault, queue, at(now, 'alice'))
    return it
  }
  const ask = (
    { registry, vault }: ReturnType<typeof world>,
    amount: bigint,
    time = now,
    who = 'keeper',
  ) => requestWithdrawal(registry, vault, { id: 0n, amount }, at(time, who))

  test('default: in parts, up to what is short (EXIT-3)', () => {
    const it = short()
    ask(it, 30n * eth)

    expect(withdrawing(it.registry, now)).toBe(30n * eth)
    expect(it.registry.finished.spare).toBe(38n * eth)
    expect(() => ask(it, 20n * eth)).toThrow('ExceedsShortfall')
  })

  test('behavior: what is ignored is forgotten after one to two windows of four days (EXIT-1)', () => {
    const it = short()
    const window = now - (now % (4n * day))
    ask(it, 30n * eth, window + 4n * day)

    expect(withdrawing(it.registry, window + 12n * day - 1n)).toBe(30n * eth)
    expect(withdrawing(it.registry, window + 12n * day)).toBe(0n)
  })

  test('behavior: what arrives is no longer on its way, the oldest first (EXIT-4)', () => {
    const it = short()
    ask(it, 30n * eth)
    it.registry.ether = gweiToWei(10n * eth)
    count(it, now + day, 90n * eth)

    expect(withdrawing(it.registry, now + day)).toBe(20n * eth)
  })

  test('error: ExceedsShortfall, WithdrawalOutOfRange, PartialFirst', () => {
    const it = short()
    expectError(() => ask(it, 68n * eth + 1n), 'ExceedsShortfall', {
      amount: 68n * eth + 1n,
      shortfall: 45_020_000_000n,
    })
    expectError(() => ask(it, eth - 1n), 'WithdrawalOutOfRange', {
      amount: eth - 1n,
      maximum: 68n * eth,
    })
    expectError(() => ask(it, 0n), 'PartialFirst', { partialCapacity: 68n * eth })
    ask(it, 0n, now, 'curator')
    expect(withdrawing(it.registry, now)).toBe(100n * eth)
    expectError(() => ask(it, eth), 'ValidatorExiting', { beaconIndex: 0n })
  })
})

describe('retire', () => {
  test('default: once found empty, and withdrawable (VAL-4)', () => {
    const it = world(1)
    const { registry } = it
    const leave = (withdrawableEpoch: bigint) => () =>
      retire(registry, { id: 0n, slot, withdrawableEpoch })
    const epoch = slot / 32n

    expectError(leave(epoch), 'NotWithdrawn', { id: 0n })
    count(it, now, 0n)
    expectError(leave(epoch + 1n), 'NotWithdrawn', { id: 0n })
    leave(epoch)()
    expectError(leave(epoch), 'UnexpectedStatus', { id: 0n, status: 'retired' })
  })

  test('behavior: an open checkpoint asks for it no more (VAL-4)', () => {
    const it = world(2)
    const { registry, vault } = it
    open(registry, vault, {}, at())
    const balances = [
      { id: 0n, balance: 0n },
      { id: 1n, balance: eth },
    ]
    prove(registry, vault, { slot, balances }, at())
    open(registry, vault, {}, at(now + 21_600n))
    retire(registry, { id: 0n, slot, withdrawableEpoch: 0n })

    expect(registry.progress.remaining).toBe(1n)
  })
})
