import type { StateView } from '@cairn/beacon'
import { stakedEtherAbi, validatorRegistryAbi } from '@cairn/contracts/abi'
import { type Hex, parseEventLogs } from 'viem'
import type { Block } from './lockstep.ts'
import type { World } from './world.ts'

const weiPerGwei = 10n ** 9n

/** What of a world the auditor reads. */
type Audited = Pick<World, 'publicClient' | 'addresses' | 'beacon' | 'lockstep' | 'fromBlock'>

type Deposit = { pubkey: Hex; amount: bigint; slot: number }

/** What became of a validator beyond what we put there and took away, in gwei, since its first deposit. */
type Account = { earned: bigint; gifts: bigint }

type Member = { id: number; pubkey: Hex; retired: boolean }

type Opening = {
  number: number
  root: Hex
  /** Held here: by the time that it is compared, it may have left the chain's memory. */
  state: StateView
  pinnedSlot: number
  openedSlot: number
  /** wei, all that was accounted for */
  books: bigint
  execution: bigint
  donations: bigint
  members: Member[]
  everyone: { pubkey: Hex; gone: boolean }[]
  /** gwei of top-ups in the opening's own block, before it */
  together: bigint
}

export type Finding = {
  number: number
  /** wei */
  found: bigint
  delta: bigint
  earned: bigint
  gifts: bigint
}

export class ReckoningError extends Error {
  override name = 'ReckoningError'
  constructor(number: number, what: string, actual: bigint, expected: bigint) {
    super(`Checkpoint ${number}: ${what} is ${actual}, not ${expected}: ${actual - expected} off`)
  }
}

/**
 * The auditor of a world. Counts what stands behind the shares without asking the registry or the vault for a number: from beacon states, raw
 * balances, and the logs of who put in and who was paid. Each checkpoint has to agree to the wei, twice: with what is there
 * at its pin, and with the sum of all that validators earned and strangers gave since the one before.
 */
export class Reckoning {
  readonly #world: Audited
  readonly #accounts = new Map<Hex, Account>()
  readonly #rootToPubkey = new Map<Hex, Hex>()
  readonly #members = new Map<number, Member>()
  readonly #strange = new Set<string>()
  readonly #bySlot = new Map<number, Map<Hex, Account>>()
  /** what of it finished checkpoints have booked */
  readonly #booked = new Map<Hex, Account>()
  #balances = new Map<Hex, bigint>()
  #pending: Deposit[] = []
  #read: bigint
  /** wei: what was put in less what was paid, the booked gains included */
  #books: bigint
  /** After each block, by its number: wei that the vault and the registry hold, and of them, what was given unasked so far. */
  readonly #after = new Map<number, { execution: bigint; donations: bigint }>()
  #newest = 0
  #bookedDonations = 0n
  #opening: Opening | undefined
  readonly findings: Finding[] = []

  /** @param genesis wei, of the dead shares */
  constructor(world: Audited, genesis: bigint) {
    this.#world = world
    this.#books = genesis
    this.#read = world.fromBlock - 1n
    world.lockstep.onBlock(async (block) => {
      this.#observe(block, world.beacon.headState)
      await this.#weigh(block.number)
    })
  }

  /** From before its first deposit on. */
  watch(pubkey: Hex) {
    this.#accounts.set(pubkey, { earned: 0n, gifts: 0n })
  }

  /** A stranger is about to give `amount` gwei to a validator of ours. */
  strange(pubkey: Hex, amount: bigint) {
    this.#strange.add(`${pubkey} ${amount}`)
  }

  /** Somebody sent ether to the vault or the registry, unasked. */
  donated(wei: bigint) {
    const after = this.#after.get(this.#newest)!
    after.donations += wei
    after.execution += wei
  }

  /**
   * Takes in the logs since the last time, and checks each checkpoint that they say has finished. To be called while the
   * states of their pins are still there: once a day of world time.
   */
  async read() {
    const { publicClient, addresses } = this.#world
    const head = await publicClient.getBlockNumber()
    if (head <= this.#read) return
    const logs = await publicClient.getLogs({
      address: [addresses.vault, addresses.registry],
      fromBlock: this.#read + 1n,
      toBlock: head,
    })
    this.#read = head
    const abi = [...stakedEtherAbi, ...validatorRegistryAbi] as const
    const toppedUp: { slot: bigint; amount: bigint }[] = []
    for (const event of parseEventLogs({ abi, logs })) {
      switch (event.eventName) {
        case 'Deposit':
          this.#books += event.args.assets
          break
        case 'Filled':
        case 'RedeemedInstant':
          this.#books -= event.args.assets
          break
        case 'Registered':
          this.#rootToPubkey.set(event.args.pubkeyRoot, event.args.pubkey)
          break
        case 'CredentialsProven': {
          const pubkey = this.#rootToPubkey.get(event.args.pubkeyRoot)!
          const id = Number(event.args.id)
          this.#members.set(id, { id, pubkey, retired: false })
          break
        }
        case 'Retired':
          this.#members.get(Number(event.args.id))!.retired = true
          break
        case 'ToppedUp':
          toppedUp.push(event.args)
          break
        case 'CheckpointOpened': {
          const { number, root, openedAt } = event.args
          const openedSlot = this.#world.beacon.slotAt(Number(openedAt))
          this.#opening = {
            number,
            root,
            state: this.#world.beacon.stateOf(root),
            openedSlot,
            pinnedSlot: this.#world.beacon.headerOf(root).slot,
            books: this.#books,
            ...this.#after.get(Number(event.blockNumber) - 1)!,
            members: [...this.#members.values()].filter(({ retired }) => !retired),
            everyone: [...this.#members.values()].map(({ pubkey, retired: gone }) => ({
              pubkey,
              gone,
            })),
            together: toppedUp
              .filter(({ slot }) => Number(slot) === openedSlot)
              .reduce((sum, { amount }) => sum + amount, 0n),
          }
          this.#opening.execution -= this.#opening.together * weiPerGwei
          break
        }
        case 'CheckpointFinished':
          this.#check(event.args)
          break
        default:
      }
    }
  }

  #check({ number, ...claimed }: Claimed) {
    const opening = this.#opening!
    const { execution, members, everyone, pinnedSlot } = opening
    const { state } = opening
    const pubkeys = new Set(members.map(({ pubkey }) => pubkey))

    const beacon = sum(members.map(({ pubkey }) => state.balance(state.indexOf(pubkey)!)))
    const waiting = this.#pendingIn(state).filter((it) => pubkeys.has(it.pubkey) && this.#isOwn(it))
    const inFlight = sum(waiting.map(({ amount }) => amount)) + opening.together
    const found = execution + (beacon + inFlight) * weiPerGwei
    this.#same(number, 'the execution ether', claimed.execution, execution)
    this.#same(number, 'the beacon balances', claimed.beacon, beacon)
    this.#same(number, 'what is in flight', claimed.inFlight, inFlight)
    this.#same(number, 'backing and what was unbooked', opening.books + claimed.delta, found)

    let earned = 0n
    let gifts = opening.donations - this.#bookedDonations
    for (const { pubkey, gone } of everyone) {
      const account = { ...this.#bySlot.get(pinnedSlot)!.get(pubkey)! }
      // One that is retired may earn in the sync committee for a while: that is found when it is paid out.
      if (gone) account.earned -= state.balance(state.indexOf(pubkey)!)
      const booked = this.#booked.get(pubkey) ?? { earned: 0n, gifts: 0n }
      earned += (account.earned - booked.earned) * weiPerGwei
      gifts += (account.gifts - booked.gifts) * weiPerGwei
      this.#booked.set(pubkey, account)
    }
    this.#bookedDonations = opening.donations
    this.#same(number, 'the gain or loss', claimed.delta, earned + gifts)

    this.#books += claimed.delta
    this.#opening = undefined
    this.findings.push({ number, found, delta: claimed.delta, earned, gifts })
  }

  #same(number: number, what: string, actual: bigint, expected: bigint) {
    if (actual !== expected) throw new ReckoningError(number, what, actual, expected)
  }

  async #weigh(number: number) {
    const { publicClient, addresses } = this.#world
    const vault = await publicClient.getBalance({ address: addresses.vault })
    const registry = await publicClient.getBalance({ address: addresses.registry })
    const donations = this.#after.get(this.#newest)?.donations ?? 0n
    this.#newest = number
    this.#after.set(number, { execution: vault + registry, donations })
    forget(this.#after)
  }

  /** What moved on our validators since the block before, and why. */
  #observe({ deposits, withdrawals, slot }: Block, state: StateView) {
    const pending = this.#pendingIn(state)
    const made = deposits.map(({ pubkey, amount }) => ({ pubkey, amount, slot }))
    const applied = subtract([...this.#pending, ...made], pending)
    const balances = new Map<Hex, bigint>()

    for (const [pubkey, account] of this.#accounts) {
      const index = state.indexOf(pubkey)
      if (index === undefined) continue
      const balance = state.balance(index)
      balances.set(pubkey, balance)

      const arrived = applied.filter((it) => it.pubkey === pubkey)
      const own = sum(arrived.filter((it) => this.#isOwn(it)).map(({ amount }) => amount))
      const given = sum(arrived.map(({ amount }) => amount)) - own
      const left = sum(
        withdrawals.filter((it) => it.validatorIndex === index).map((it) => it.amount),
      )
      account.earned += balance - (this.#balances.get(pubkey) ?? 0n) - own - given + left
      account.gifts += given
    }
    this.#balances = balances
    this.#pending = pending
    this.#bySlot.set(slot, new Map([...this.#accounts].map(([key, it]) => [key, { ...it }])))
    forget(this.#bySlot)
  }

  #pendingIn(state: StateView): Deposit[] {
    return state
      .pendingDeposits()
      .filter(({ pubkey }) => this.#accounts.has(pubkey))
      .map(({ pubkey, amount, slot }) => ({ pubkey, amount, slot }))
  }

  #isOwn({ pubkey, amount }: Deposit) {
    return !this.#strange.has(`${pubkey} ${amount}`)
  }
}

type Claimed = {
  number: number
  execution: bigint
  beacon: bigint
  inFlight: bigint
  delta: bigint
}

const sum = (list: readonly bigint[]) => list.reduce((total, it) => total + it, 0n)

const keep = 1_000

/** A Map iterates in order of insertion: the first is the oldest. */
function forget<K>(map: Map<K, unknown>) {
  if (map.size > keep) map.delete(map.keys().next().value as K)
}

/** The elements of `from` that `list` doesn't account for. */
function subtract(from: readonly Deposit[], list: readonly Deposit[]): Deposit[] {
  const key = ({ pubkey, amount, slot }: Deposit) => `${pubkey} ${amount} ${slot}`
  const left = new Map<string, number>()
  for (const it of list) left.set(key(it), (left.get(key(it)) ?? 0) + 1)
  return from.filter((it) => {
    const count = left.get(key(it)) ?? 0
    left.set(key(it), count - 1)
    return count <= 0
  })
}
