import {
  farFutureEpoch,
  proveBalances,
  proveHeadDeposit,
  provePendingDeposits,
  proveState,
  proveValidators,
  type StateView,
} from '@cairn/beacon'
import {
  layoutsAbi,
  redeemQueueAbi,
  stakedEtherAbi,
  validatorRegistryAbi,
} from '@cairn/contracts/abi'
import type { Hex } from 'viem'
import type { Name } from './accounts.ts'
import { createHand, RefusedError } from './hand.ts'
import type { World } from './world.ts'

/**
 * What any passer-by can do with a beacon state and a key, one call at a time: the demo and the tests show with it that nothing
 * here needs the daemons. Proofs of the newest state are anchored by the newest block's root.
 */
export function byHand(world: World, name: Name) {
  const { publicClient, addresses, beacon } = world
  const { send, call } = createHand({
    publicClient,
    wallet: world.wallet(name),
    contracts: {
      vault: { address: addresses.vault, abi: stakedEtherAbi },
      registry: { address: addresses.registry, abi: validatorRegistryAbi },
      queue: { address: addresses.queue, abi: redeemQueueAbi },
    },
    errors: layoutsAbi,
  })

  /** The newest state that a root on chain anchors, and the timestamp to ask EIP-4788 for. */
  function anchored(): { state: StateView; timestamp: bigint } {
    const { head } = beacon
    const timestamp = BigInt(beacon.timestampOf(head.slot))
    return { state: beacon.stateOf(head.parentRoot), timestamp }
  }

  async function pinned() {
    const { root, openedAt } = await checkpoint()
    return { state: beacon.stateOf(root), timestamp: openedAt }
  }

  const registry = { address: addresses.registry, abi: validatorRegistryAbi } as const
  const checkpoint = () => publicClient.readContract({ ...registry, functionName: 'checkpoint' })
  const flights = () => publicClient.readContract({ ...registry, functionName: 'flights' })
  const count = () => publicClient.readContract({ ...registry, functionName: 'validatorCount' })
  const recordOf = (id: number) =>
    publicClient.readContract({ ...registry, functionName: 'validatorOf', args: [BigInt(id)] })

  async function validatorProof(id: number) {
    const { beaconIndex } = await recordOf(id)
    const { state, timestamp } = anchored()
    const { validators, siblings } = proveValidators(state, [beaconIndex])
    return { timestamp, state: proveState(state), validator: validators[0]!, siblings, beaconIndex }
  }

  async function topUpArgs(id: number, amount: bigint) {
    const { timestamp, state, validator, siblings, beaconIndex } = await validatorProof(id)
    const { pubkey } = beacon.headState.validator(beaconIndex)
    return [BigInt(id), pubkey, amount, timestamp, state, validator, siblings] as const
  }

  return {
    call,
    anchored,
    pinned,
    checkpoint,
    flights,
    count,
    recordOf,

    async proveCredentials(pubkey: Hex) {
      const { state, timestamp } = anchored()
      const index = state.indexOf(pubkey)
      if (index === undefined) throw new RefusedError('proveCredentials', 'NotThereYet', [pubkey])
      const { validators, siblings } = proveValidators(state, [index])
      const args = [timestamp, proveState(state), index, validators[0]!, siblings] as const
      return call('registry', 'proveCredentials', args)
    },

    async topUp(id: number, amount: bigint) {
      return call('registry', 'topUp', await topUpArgs(id, amount))
    },

    /** A top-up and an opening in one block, in this order, from one account. */
    async topUpAndOpen(id: number, amount: bigint) {
      const args = await topUpArgs(id, amount)
      const hashes = await world.lockstep.hold(async () => [
        await send('registry', 'topUp', args),
        await send('registry', 'open', []),
      ])
      const [toppedUp, opened] = await Promise.all(
        hashes.map((hash) => publicClient.waitForTransactionReceipt({ hash })),
      )
      return { toppedUp: toppedUp!.status === 'success', opened: opened!.status === 'success' }
    },

    async proveSlashing(id: number) {
      const { timestamp, state, validator, siblings } = await validatorProof(id)
      return call('registry', 'proveSlashing', [BigInt(id), timestamp, state, validator, siblings])
    },

    async proveExit(id: number) {
      const { timestamp, state, validator, siblings } = await validatorProof(id)
      return call('registry', 'proveExit', [BigInt(id), timestamp, state, validator, siblings])
    },

    /** Lowers the bar of a flight to a validator that has left, if a deposit of one that stays waits behind it. */
    async proveBar(id: number) {
      const {
        timestamp,
        state: anchor,
        validator,
        siblings,
        beaconIndex,
      } = await validatorProof(id)
      const { state } = anchored()
      const { pubkey } = state.validator(beaconIndex)
      const flight = (await flights()).find((it) => it.id === id)
      const pending = state.pendingDeposits()
      const own = pending.findIndex(
        (it) =>
          it.pubkey === pubkey && it.amount === flight?.amount && it.slot === Number(flight.slot),
      )
      const behind = pending.find(({ index, slot, pubkey: other }) => {
        const place = state.indexOf(other)
        if (own < 0 || index <= own || slot === 0 || place === undefined) return false
        return state.validator(place).exitEpoch === farFutureEpoch
      })
      if (behind === undefined) throw new RefusedError('proveBar', 'NothingBehind', [id])
      const other = state.indexOf(behind.pubkey)!
      const pair = provePendingDeposits(state, [own, behind.index])
      const proof = proveValidators(state, [other])
      const marker = {
        listIndices: [BigInt(own), BigInt(behind.index)],
        deposits: pair.deposits,
        depositSiblings: pair.siblings,
        beaconIndex: other,
        validator: proof.validators[0]!,
        siblings: proof.siblings,
      }
      const args = [BigInt(id), timestamp, anchor, validator, siblings, marker] as const
      return call('registry', 'proveBar', args)
    },

    async retire(id: number) {
      const { timestamp, state, validator, siblings } = await validatorProof(id)
      return call('registry', 'retire', [BigInt(id), timestamp, state, validator, siblings])
    },

    async requestWithdrawal(id: number, amount: bigint, fee = 1_000_000n) {
      const { beaconIndex } = await recordOf(id)
      const { pubkey } = beacon.headState.validator(beaconIndex)
      return call('registry', 'requestWithdrawal', [BigInt(id), pubkey, amount], fee)
    },

    open: () => call('registry', 'open', []),

    /** Proves the balances of `ids` at the pin, or of nobody: then only what is left to do is looked at. */
    async prove(ids: readonly number[]) {
      const { state } = await pinned()
      const records = await Promise.all(ids.map(recordOf))
      const indices = records.map(({ beaconIndex }) => beaconIndex)
      const { chunks, siblings } =
        ids.length > 0 ? proveBalances(state, indices) : { chunks: [], siblings: [] }
      const runs = ids.map((first) => ({ first, count: 1 }))
      return call('registry', 'prove', [proveState(state), runs, chunks, siblings])
    },

    /** Shows at the pin that flights are waiting, by their places in the list. */
    async proveWaiting(flights: readonly { id: number; place: number }[]) {
      const { state } = await pinned()
      const inOrder = [...flights].sort((a, b) => a.place - b.place)
      const places = inOrder.map(({ place }) => place)
      const { deposits, siblings } = provePendingDeposits(state, places)
      const args = [
        proveState(state),
        inOrder.map(({ id }) => BigInt(id)),
        places.map(BigInt),
        deposits,
        siblings,
      ] as const
      return call('registry', 'proveWaiting', args)
    },

    /** Shows that flights have landed: at the pin while a checkpoint is open, else at the newest root. */
    async proveArrived(ids: readonly number[]) {
      const { open } = await checkpoint()
      const { state, timestamp } = open ? await pinned() : anchored()
      const records = await Promise.all(
        ids.map(async (id) => ({ id, index: (await recordOf(id)).beaconIndex })),
      )
      records.sort((a, b) => a.index - b.index)
      const { validators, siblings } = proveValidators(
        state,
        records.map(({ index }) => index),
      )
      const { head, headSiblings } = proveHeadDeposit(state)
      const args = [
        timestamp,
        proveState(state),
        records.map(({ id }) => BigInt(id)),
        validators,
        siblings,
        head,
        headSiblings,
      ] as const
      return call('registry', 'proveArrived', args)
    },
  }
}
