import { farFutureEpoch, infinitySignature, makeTopUp, quickKey, sweeping } from '@cairn/beacon'
import { concatHex, encodeFunctionData, type Hex, numberToHex, parseAbi, parseEther } from 'viem'
import {
  byHand,
  consolidationRequests,
  depositContract,
  type Name,
  operatorKey,
  operators,
  type Reckoning,
  RefusedError,
  startWorld,
  type World,
} from '../src/index.ts'
import { Random } from './random.ts'

const gwei = 10n ** 9n
const eth = 10n ** 9n // gwei
const genesisTime = 1_700_000_000

const depositAbi = parseAbi([
  'function deposit(bytes pubkey, bytes withdrawal_credentials, bytes signature, bytes32 deposit_data_root) payable',
])

/**
 * What a contract may refuse in a history that asks for things as they come to mind. Any other error, and any panic, is a
 * finding.
 */
const expected = new Set([
  'Stale',
  'CheckpointOpen',
  'SlashingUnbooked',
  'NotFresh',
  'NothingEligible',
  'FillBelowMinimum',
  'LaneExhausted',
  'ExceedsStakeable',
  'TopUpOutOfRange',
  'DepositInFlight',
  'TooManyFlights',
  'ValidatorExiting',
  'ValidatorSlashed',
  'NotArrived',
  'RootOutOfRange',
  'ExceedsShortfall',
  'PartialFirst',
  'WithdrawalOutOfRange',
  'FeeTooLow',
  'NotWithdrawn',
  'AlreadyProven',
  'NotThereYet',
  'UnexpectedStatus',
  'NotExiting',
  'NothingBehind',
])

export type Outcome = { reckoning: Reckoning; counts: Record<string, number> }

/**
 * One random history of the whole world, by a seed: stakers come and go, validators are added, topped up, by us and by
 * strangers, withdrawn from, exited, slashed; checkpoints are opened, proven in parts, abandoned, replaced. Nothing but
 * loopback and a clock of its own is involved, so a seed tells the same history again.
 */
export async function runHistory({
  seed,
  steps,
}: {
  seed: number
  steps: number
}): Promise<Outcome> {
  const random = new Random(seed)
  // Of the kind that is swept above 32 ETH: switched to compounding, their excess is queued again with slot 0.
  const sweepers = Array.from({ length: 24 }, (_, index) => ({
    key: quickKey('sweepers', index),
    withdrawalCredentials: sweeping(erin),
    balance: 32n * eth,
  }))
  const world = await startWorld({
    validators: 64,
    others: sweepers,
    validatorsEach: 0,
    staked: {},
    daemons: false,
    audit: true,
    genesisTime,
  })
  try {
    const reckoning = world.reckoning!
    const history = new History(
      world,
      random,
      reckoning,
      sweepers.map(({ key }) => key.pubkey),
    )
    await history.begin()
    for (let step = 0; step < steps; step++) await history.step()
    await history.end()
    return { reckoning, counts: history.counts }
  } finally {
    await world.stop()
  }
}

const erin: Hex = '0x15d34AAf54267DB7D7c367839AAf71A00a2C6A65'
const people: Name[] = ['alice', 'bob', 'carol', 'dave']

class History {
  readonly counts: Record<string, number> = {}
  readonly #world: World
  readonly #random: Random
  readonly #reckoning: Reckoning
  readonly #sweepers: Hex[]
  readonly #hands: Record<string, ReturnType<typeof byHand>>
  readonly #registered: Hex[] = []
  readonly #tickets: { name: Name; id: bigint }[] = []
  #perOperator = new Map<number, number>()
  #slashed = 0
  #oddity = 1n

  constructor(world: World, random: Random, reckoning: Reckoning, sweepers: Hex[]) {
    this.#world = world
    this.#random = random
    this.#reckoning = reckoning
    this.#sweepers = sweepers
    const names: Name[] = [...people, 'erin', 'curator', 'prover', 'keeper']
    this.#hands = Object.fromEntries(names.map((name) => [name, byHand(world, name)]))
  }

  get #anyone() {
    return this.#hands[this.#random.pick(people)!]!
  }

  /** A few validators at work, so that something is at stake from the start. */
  async begin() {
    await this.#hands.bob!.call(
      'vault',
      'depositETH',
      [accountOf(this.#world, 'bob')],
      parseEther('4000'),
    )
    for (const { id } of operators) await this.#register(id)
    while (
      this.#registered.some((pubkey) => this.#world.beacon.headState.indexOf(pubkey) === undefined)
    )
      await this.#epochs(1)
    await this.#world.mine()
    for (const pubkey of this.#registered) await this.#anyone.proveCredentials(pubkey)
    for (let id = 0; id < operators.length; id++) await this.#anyone.topUp(id, 400n * eth)
    await this.#epochs(24)
    await this.#anyone.proveArrived([0, 1, 2])
  }

  async step() {
    const { open } = await this.#anyone.checkpoint()
    const due = !open && (await this.#isDue())
    const [name, act] = this.#random.weighted<[string, () => Promise<unknown>]>([
      [6, ['epochs', () => this.#epochs(this.#random.whole(1, 24))]],
      [3, ['slots', () => this.#slots(this.#random.whole(1, 6))]],
      [0.8, ['days', () => this.#epochs(this.#random.whole(100, 300))]],
      [3, ['deposit', () => this.#deposit()]],
      [2.5, ['requestRedeem', () => this.#requestRedeem()]],
      [2, ['fill', () => this.#anyone.call('vault', 'fill', [2n ** 256n - 1n])]],
      [1, ['claim', () => this.#claim()]],
      [1, ['redeemInstant', () => this.#redeemInstant()]],
      [0.5, ['donate', () => this.#donate()]],
      [0.8, ['register', () => this.#register(this.#random.pick(operators)!.id)]],
      [2, ['proveCredentials', () => this.#proveCredentials()]],
      [5, ['topUp', () => this.#topUp()]],
      [1.5, ['topUp then exit', () => this.#topUpThenExit()]],
      [2.5, ['strangerTopUp', () => this.#strangerTopUp()]],
      [1, ['othersDeposit', () => this.#othersDeposit()]],
      [1, ['excessRequeued', () => this.#requeueExcess()]],
      [3, ['proveArrived', () => this.#proveArrived()]],
      [2, ['partialWithdrawal', () => this.#partialWithdrawal()]],
      [0.4, ['exit', () => this.#exit()]],
      [0.3, ['slash', () => this.#slash()]],
      [1, ['proveSlashing', () => this.#proveSlashing()]],
      [0.7, ['proveExit', () => this.#proveExit()]],
      [1, ['proveBar', () => this.#proveBar()]],
      [0.5, ['retire', () => this.#retire()]],
      [0.4, ['offline', () => this.#offline()]],
      [due ? 15 : 0, ['open', () => this.#open()]],
      [due ? 5 : 0, ['topUp and open', () => this.#topUpAndOpen()]],
      [open ? 20 : 0, ['settle', () => this.#settle()]],
      [open ? 20 : 0, ['prove', () => this.#prove()]],
      [open ? 2 : 0, ['abandon', () => this.#abandon()]],
    ])
    await this.#attempt(name, act)
  }

  /** Brings a last checkpoint to its end, so that every history ends with everything counted. */
  async end() {
    for (let tries = 0; tries < 40; tries++) {
      const before = this.#reckoning.findings.length
      const { open } = await this.#anyone.checkpoint()
      if (!open) {
        await this.#epochs(60)
        await this.#attempt('othersDeposit', () => this.#othersDeposit())
        await this.#epochs(1)
        await this.#attempt('proveArrived', () => this.#proveArrived(1))
        await this.#attempt('open', () => this.#open())
      }
      await this.#attempt('settle', () => this.#settle(1))
      await this.#attempt('prove', () => this.#prove(1))
      await this.#reckoning.read()
      if (this.#reckoning.findings.length > before) return
      await this.#epochs(9)
      await this.#attempt('othersDeposit', () => this.#othersDeposit())
      await this.#epochs(1)
      await this.#attempt('abandon', () => this.#open())
    }
    throw new Error('The last checkpoint of the history could not be finished')
  }

  async #attempt(name: string, act: () => Promise<unknown>) {
    try {
      const done = await act()
      this.#count(done === false ? `${name}: nothing to do` : name)
    } catch (error) {
      if (!(error instanceof RefusedError)) throw error
      if (!expected.has(error.errorName)) throw error
      this.#count(`${name}: ${error.errorName}`)
    }
    await this.#reckoning.read()
  }

  #count(what: string) {
    this.counts[what] = (this.counts[what] ?? 0) + 1
  }

  // -- Time --------------------------------------------------------------------------------------------------------

  async #epochs(count: number) {
    await this.#world.advance(count * 32 * 12)
  }

  async #slots(count: number) {
    for (let slot = 0; slot < count; slot++) await this.#world.mine()
  }

  // -- People ------------------------------------------------------------------------------------------------------

  async #deposit() {
    const name = this.#random.pick(people)!
    const value = this.#random.amount(parseEther('0.1'), parseEther('3000'))
    return this.#hands[name]!.call('vault', 'depositETH', [accountOf(this.#world, name)], value)
  }

  async #sharesOf(name: Name) {
    const { publicClient, addresses } = this.#world
    return publicClient.readContract({
      address: addresses.vault,
      abi: parseAbi(['function balanceOf(address) view returns (uint256)']),
      functionName: 'balanceOf',
      args: [accountOf(this.#world, name)],
    })
  }

  async #requestRedeem() {
    const name = this.#random.pick(people)!
    const held = await this.#sharesOf(name)
    const least = parseEther('0.01')
    if (held < least) return false
    const shares = this.#random.chance(0.3) ? held : this.#random.amount(least, held)
    const owner = accountOf(this.#world, name)
    const receipt = await this.#hands[name]!.call('vault', 'requestRedeem', [shares, owner, owner])
    const request = receipt.logs.find(({ topics }) => topics.length === 4 && topics[3])
    if (request) this.#tickets.push({ name, id: BigInt(request.topics[3]!) })
    return true
  }

  async #claim() {
    const ticket = this.#random.pick(this.#tickets)
    if (!ticket) return false
    const { publicClient, addresses } = this.#world
    const { claimableShares } = await publicClient.readContract({
      address: addresses.queue,
      abi: parseAbi([
        'struct Position { address owner; uint256 size; uint256 claimableShares; uint256 assets; uint256 pendingShares; uint256 ahead; }',
        'function position(uint256) view returns (Position)',
      ]),
      functionName: 'position',
      args: [ticket.id],
    })
    if (claimableShares === 0n) return false
    return this.#hands[ticket.name]!.call('queue', 'claim', [
      ticket.id,
      accountOf(this.#world, ticket.name),
    ])
  }

  async #redeemInstant() {
    const name = this.#random.pick(people)!
    const held = await this.#sharesOf(name)
    if (held < 10n ** 15n) return false
    const owner = accountOf(this.#world, name)
    const shares = this.#random.amount(10n ** 15n, held)
    return this.#hands[name]!.call('vault', 'redeemInstant', [shares, owner, owner])
  }

  /** As a block's proposer or a self-destructing contract can: no code of ours runs. */
  async #donate() {
    const { registry, vault } = this.#world.addresses
    const address = this.#random.chance(0.5) ? registry : vault
    const value = this.#random.amount(1n, parseEther('0.5'))
    const balance = await this.#world.publicClient.getBalance({ address })
    await this.#world.rpc('anvil_setBalance', [address, numberToHex(balance + value)])
    this.#reckoning.donated(value)
    return true
  }

  // -- Validators --------------------------------------------------------------------------------------------------

  async #register(operator: number) {
    const index = this.#perOperator.get(operator) ?? 0
    this.#perOperator.set(operator, index + 1)
    const { pubkey } = operatorKey(operators.find(({ id }) => id === operator)!, index)
    this.#registered.push(pubkey)
    await this.#world.register(operator)
    return true
  }

  async #proveCredentials() {
    const pubkey = this.#random.pick(this.#registered)!
    return this.#anyone.proveCredentials(pubkey)
  }

  async #anyId(): Promise<number> {
    return this.#random.whole(0, Number(await this.#anyone.count()) - 1)
  }

  /** gwei */
  async #stakeable() {
    const stakeable = await this.#world.publicClient.readContract({
      address: this.#world.addresses.vault,
      abi: parseAbi(['function stakeable() view returns (uint256)']),
      functionName: 'stakeable',
    })
    return stakeable / gwei
  }

  async #topUp() {
    const most = await this.#stakeable()
    if (most < eth) return false
    const id = await this.#anyId()
    const { balance } = await this.#anyone.recordOf(id)
    const least = leastTopUp(most)
    const amount = this.#random.weighted<bigint>([
      [3, this.#random.amount(least, most)],
      [2, balance < 32n * eth ? 32n * eth - balance : least],
      [1, most < 2048n * eth - balance ? most : 2048n * eth - balance],
    ])
    return this.#anyone.topUp(id, amount < eth ? eth : amount)
  }

  /** A deposit that is caught out by its validator's exit waits until the validator is withdrawable. */
  async #topUpThenExit() {
    const { epoch } = this.#world.beacon.headState
    for (let id = 0; id < Number(await this.#anyone.count()); id++) {
      const { beaconIndex } = await this.#anyone.recordOf(id)
      const { status, activationEpoch } = this.#world.beacon.headState.validator(beaconIndex)
      if (status !== 'active_ongoing' || Number(activationEpoch) + 256 > epoch) continue
      await this.#anyone.topUp(id, leastTopUp(await this.#stakeable()))
      this.#world.beacon.exit(beaconIndex)
      await this.#world.mine()
      return true
    }
    return false
  }

  async #strangerTopUp() {
    const pubkey = this.#random.pick(this.#registered)!
    const state = this.#world.beacon.headState
    if (state.indexOf(pubkey) === undefined) return false
    // No two gifts are alike, and none is like a top-up of ours.
    const amount = (this.#random.amount(eth, 40n * eth) / 1_000n) * 1_000n + this.#oddity++
    this.#reckoning.strange(pubkey, amount)
    return this.#give(pubkey, amount)
  }

  /**
   * The rest of the network has deposits too. Without any, one that waits for somebody's exit could stay the head of the
   * queue for weeks, and its old slot shows nothing about what came after it.
   */
  async #othersDeposit() {
    const state = this.#world.beacon.headState
    return this.#give(state.validator(this.#random.whole(0, 63)).pubkey, eth)
  }

  async #give(pubkey: Hex, amount: bigint) {
    const withdrawalCredentials: Hex = `0x${'00'.repeat(32)}`
    const { depositDataRoot } = makeTopUp(pubkey, { withdrawalCredentials, amount })
    const hash = await this.#world.wallet('erin').sendTransaction({
      to: depositContract,
      value: amount * gwei,
      gas: 1_000_000n,
      data: encodeFunctionData({
        abi: depositAbi,
        functionName: 'deposit',
        args: [pubkey, withdrawalCredentials, infinitySignature, depositDataRoot],
      }),
    })
    const { status } = await this.#world.publicClient.waitForTransactionReceipt({ hash })
    if (status !== 'success') throw new Error('The deposit contract refused a deposit')
    return true
  }

  /** Others' excess balances come back into the queue with slot 0: a head of theirs shows nothing about ours. */
  async #requeueExcess() {
    const { beacon } = this.#world
    const state = beacon.headState
    const rich = this.#sweepers.filter((pubkey) => {
      const { withdrawalCredentials, balance } = state.validator(state.indexOf(pubkey)!)
      return withdrawalCredentials.startsWith('0x01') && balance > 32n * eth
    })
    const pubkey = rich.at(-1)
    if (!pubkey) return false
    const before = state.pendingDeposits().filter(({ slot }) => slot === 0).length
    const wallet = this.#world.wallet('erin')
    const hash = await wallet.sendTransaction({
      to: consolidationRequests,
      value: 1_000_000n,
      gas: 1_000_000n,
      data: concatHex([pubkey, pubkey]),
    })
    await this.#world.publicClient.waitForTransactionReceipt({ hash })
    const after = beacon.headState.pendingDeposits().filter(({ slot }) => slot === 0).length
    return after > before
  }

  async #proveArrived(most = this.#random.next()) {
    const flights = await this.#anyone.flights()
    const ids = this.#random
      .shuffle(flights.map(({ id }) => id))
      .slice(0, Math.ceil(flights.length * most))
    if (ids.length === 0) return false
    // One that can't be shown yet would spoil it for the others: each on its own, now and then.
    if (this.#random.chance(0.5)) return this.#anyone.proveArrived(ids)
    for (const id of ids)
      await this.#attempt('proveArrived of one', () => this.#anyone.proveArrived([id]))
    return true
  }

  async #partialWithdrawal() {
    const id = await this.#anyId()
    const { balance } = await this.#anyone.recordOf(id)
    if (balance <= 33n * eth) return false
    return this.#anyone.requestWithdrawal(id, this.#random.amount(eth, balance - 32n * eth))
  }

  async #exit() {
    const which = await this.#anyId()
    const { beaconIndex, exiting } = await this.#anyone.recordOf(which)
    if (exiting || !(await this.#arrivalNoted(which))) return false
    const { status } = this.#world.beacon.headState.validator(beaconIndex)
    if (status !== 'active_ongoing') return false
    // By the operator's own key where the chain lets it, else by the withdrawal credentials.
    if (this.#random.chance(0.5)) {
      try {
        this.#world.beacon.exit(beaconIndex)
        await this.#world.mine()
        return true
      } catch {
        return this.#hands.curator!.requestWithdrawal(which, 0n)
      }
    }
    return this.#hands.curator!.requestWithdrawal(which, 0n)
  }

  async #slash() {
    if (this.#slashed >= 2) return false
    const id = await this.#anyId()
    const { beaconIndex } = await this.#anyone.recordOf(id)
    const { slashed, status } = this.#world.beacon.headState.validator(beaconIndex)
    if (slashed || !status.startsWith('active') || !(await this.#arrivalNoted(id))) return false
    await this.#world.slash(beaconIndex)
    this.#slashed++
    return true
  }

  /**
   * A flight that landed at a validator that stays has to be noted within the day for which EIP-4788 keeps the roots that show it:
   * once the validator leaves, newer ones don't. Provers look every half hour; so no history lets a validator leave before.
   */
  async #arrivalNoted(id: number) {
    const flight = (await this.#anyone.flights()).find((it) => it.id === id)
    if (!flight) return true
    const { beaconIndex } = await this.#anyone.recordOf(id)
    const { beacon } = this.#world
    const { pubkey } = beacon.headState.validator(beaconIndex)
    const listed = beacon.headState
      .pendingDeposits()
      .some((it) => it.pubkey === pubkey && it.slot === Number(flight.slot))
    if (!listed) await this.#anyone.proveArrived([id])
    return true
  }

  async #proveSlashing() {
    const state = this.#world.beacon.headState
    for (let id = 0; id < Number(await this.#anyone.count()); id++) {
      const { beaconIndex, slashed } = await this.#anyone.recordOf(id)
      if (slashed || !state.validator(beaconIndex).slashed) continue
      await this.#world.mine()
      return this.#anyone.proveSlashing(id)
    }
    return false
  }

  async #proveExit() {
    const state = this.#world.beacon.headState
    for (let id = 0; id < Number(await this.#anyone.count()); id++) {
      const { beaconIndex, exiting, status } = await this.#anyone.recordOf(id)
      const { exitEpoch, slashed } = state.validator(beaconIndex)
      if (exiting || slashed || status === 3) continue
      if (exitEpoch !== farFutureEpoch) return this.#anyone.proveExit(id)
    }
    return false
  }

  async #proveBar() {
    const state = this.#world.beacon.headState
    for (const { id } of await this.#anyone.flights()) {
      const { beaconIndex } = await this.#anyone.recordOf(id)
      const { withdrawableEpoch } = state.validator(beaconIndex)
      if (withdrawableEpoch <= BigInt(state.epoch)) return this.#anyone.proveBar(id)
    }
    return false
  }

  async #retire() {
    const state = this.#world.beacon.headState
    for (let id = 0; id < Number(await this.#anyone.count()); id++) {
      const { beaconIndex, status } = await this.#anyone.recordOf(id)
      if (status === 3 || state.validator(beaconIndex).status !== 'withdrawal_done') continue
      return this.#anyone.retire(id)
    }
    return false
  }

  async #offline() {
    const { beaconIndex } = await this.#anyone.recordOf(await this.#anyId())
    this.#world.beacon.setOffline([beaconIndex], this.#random.chance(0.4))
    return true
  }

  // -- Checkpoints -------------------------------------------------------------------------------------------------

  async #isDue() {
    const { publicClient, addresses } = this.#world
    const due = await publicClient.readContract({
      address: addresses.registry,
      abi: parseAbi(['function dueAt() view returns (uint256)']),
      functionName: 'dueAt',
    })
    return BigInt(this.#world.now()) >= due
  }

  async #open() {
    if (!(await this.#isDue())) return false
    await this.#anyone.open()
    return true
  }

  /** What is sent in the opening's own block is in nobody's state yet. */
  async #topUpAndOpen() {
    const stakeable = await this.#stakeable()
    if (stakeable < 40n * eth) return false
    const amount = leastTopUp(stakeable)
    const { toppedUp, opened } = await this.#anyone.topUpAndOpen(await this.#anyId(), amount)
    return opened && toppedUp
  }

  /** Lets the time for replacing pass, and replaces. */
  async #abandon() {
    await this.#epochs(this.#random.whole(10, 14))
    return this.#open()
  }

  /** Some flights, or all. */
  async #settle(most = this.#random.next()) {
    const { state } = await this.#anyone.pinned()
    const { number, openedAt } = await this.#anyone.checkpoint()
    const openedSlot = this.#world.beacon.slotAt(Number(openedAt))
    const pending = state.pendingDeposits()
    const flights = (await this.#anyone.flights()).filter(
      ({ checkpoint, slot }) => checkpoint !== number && Number(slot) < openedSlot,
    )
    const some = this.#random.shuffle(flights).slice(0, Math.ceil(flights.length * most))
    if (some.length === 0) return false

    const waiting: { id: number; place: number }[] = []
    for (const { id, amount, slot } of some) {
      const { beaconIndex } = await this.#anyone.recordOf(id)
      const { pubkey, withdrawalCredentials } = state.validator(beaconIndex)
      const place = pending.findIndex(
        (it) =>
          it.pubkey === pubkey &&
          it.withdrawalCredentials === withdrawalCredentials &&
          it.amount === amount &&
          it.slot === Number(slot),
      )
      if (place >= 0) waiting.push({ id, place })
      else await this.#attempt('arrived at the pin', () => this.#anyone.proveArrived([id]))
    }
    if (waiting.length > 0) await this.#anyone.proveWaiting(waiting)
    return true
  }

  /** Some balances, or all. */
  async #prove(most = this.#random.next()) {
    const { open, number, validators } = await this.#anyone.checkpoint()
    if (!open) return false
    const left: { id: number; index: number }[] = []
    for (let id = 0; id < validators; id++) {
      const { status, checkpoint, beaconIndex } = await this.#anyone.recordOf(id)
      if (status !== 3 && checkpoint !== number) left.push({ id, index: beaconIndex })
    }
    const some = this.#random
      .shuffle(left)
      .slice(0, Math.ceil(left.length * most))
      .sort((a, b) => a.index - b.index)
    await this.#anyone.prove(some.map(({ id }) => id))
    return true
  }
}

/** gwei: a 32nd of what can be staked, as the registry asks, and what a first top-up has to be. */
function leastTopUp(stakeable: bigint): bigint {
  const part = stakeable / 32n + eth
  return part > 31n * eth ? part : 31n * eth
}

function accountOf(world: World, name: Name): Hex {
  return world.accounts[name].address
}
