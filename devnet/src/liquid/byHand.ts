import { farFutureEpoch, proveState, proveValidators } from '@cairn/beacon'
import { iCairnEigenPodAbi } from '@cairn/contracts/abi'
import { checkpointPod, podValidators } from '@cairn/daemons'
import { readPod } from '@cairn/sdk'
import { encodeFunctionData, type Hex, parseEther } from 'viem'
import type { Name } from '../accounts.ts'
import { smaller } from '../checks.ts'
import { createHand } from '../hand.ts'
import type { World } from '../world.ts'
import { behind, contractsOf } from './contracts.ts'
import type { Liquid } from './startLiquid.ts'

const gwei = 10n ** 9n

/**
 * What any passer-by can do for crETH with a beacon state and a key: the demo, the scenarios and the tests show with it that
 * nothing here needs the daemons.
 */
export function byHand(world: World & { liquid: Liquid }, name: Name) {
  const { publicClient, beacon, beaconApi } = world
  const { addresses } = world.liquid
  const wallet = world.wallet(name)
  const deployment = world.restaking!.addresses
  const contracts = contractsOf(addresses)
  const { send, call } = createHand({ publicClient, wallet, contracts, errors: behind })
  const indices = [...addresses.delegators.keys()]

  /** The newest state that a root on chain anchors, and the timestamp to ask EIP-4788 for. */
  function anchored() {
    const { head } = beacon
    const timestamp = BigInt(beacon.timestampOf(head.slot))
    return { state: beacon.stateOf(head.parentRoot), timestamp }
  }

  function evidenceOf(pubkey: Hex) {
    const { state, timestamp } = anchored()
    const index = state.indexOf(pubkey)
    if (index === undefined) throw new RangeError(`No validator has the key ${pubkey} yet.`)
    const { validators, siblings } = proveValidators(state, [index])
    return {
      timestamp,
      state: proveState(state),
      index: BigInt(index),
      validator: validators[0]!,
      siblings,
    }
  }

  const podOf = (index: number) =>
    readPod(wallet, { deployment, owner: addresses.delegators[index]!.delegator })

  /** Tops up a validator with `assets`, and puts it into the delegator's flights. */
  async function stake(index: number, pubkey: Hex, assets: bigint) {
    return call('native', 'stake', [BigInt(index), pubkey, assets, evidenceOf(pubkey)])
  }

  /** Shows a pod its validators that are active, or will be. */
  async function verify(index: number) {
    const { pod, type } = await podOf(index)
    if (type === 'none') return
    const { state, timestamp } = anchored()
    const known = await podValidators(wallet, { state, pod })
    const wanted = known
      .filter(({ status }) => status === 'unknown')
      .map((it) => it.index)
      .filter((it) => {
        const { activationEpoch, exitEpoch } = state.validator(it)
        return activationEpoch !== farFutureEpoch && exitEpoch === farFutureEpoch
      })
    if (wanted.length === 0) return
    const { validators, siblings } = proveValidators(state, wanted)
    const data = encodeFunctionData({
      abi: iCairnEigenPodAbi,
      functionName: 'verifyCredentialsMultiproof',
      args: [timestamp, proveState(state), wanted, validators, siblings],
    })
    await call('native', 'verifyCredentials', [BigInt(index), data])
  }

  /** Proves what a pod's validators hold. */
  async function checkpoint(index: number) {
    const found = await podOf(index)
    if (found.type === 'none' || found.validators === 0) return
    if (found.checkpoint.type !== 'open')
      await call('native', 'startCheckpoint', [BigInt(index), false])
    // Without a validator that it has to hear of, it ended as it began.
    const started = await podOf(index)
    if (started.type === 'none' || started.checkpoint.type !== 'open') return
    const owner = addresses.delegators[index]!.delegator
    await checkpointPod(wallet, { deployment, beacon: beaconApi, owner })
  }

  return {
    send,
    call,
    stake,
    verify,
    checkpoint,
    evidenceOf,

    /** Whatever the operators have brought, topped up as far as there is room and ether. */
    async stakeAll() {
      for (const { index, pubkey } of await world.liquid.validators.spare()) {
        const { state } = anchored()
        const place = state.indexOf(pubkey)
        if (place === undefined || state.validator(place).balance !== gwei) continue
        const room = await publicClient.readContract({
          ...contracts.spread,
          functionName: 'roomFor',
          args: [BigInt(index), 0n],
        })
        const stakeable = await publicClient.readContract({
          ...contracts.vault,
          functionName: 'stakeable',
        })
        // A pod counts whole ether.
        const most = smaller(room, stakeable)
        const assets = most - (most % parseEther('1'))
        if (assets >= parseEther('31')) await stake(index, pubkey, assets)
      }
    },

    /** Counts everything anew: pods, then delegators, in a round if one is due; and stamps it. */
    async count() {
      for (const index of indices) {
        await verify(index)
        await checkpoint(index)
      }
      const { openedAt, missing } = await publicClient.readContract({
        ...contracts.spread,
        functionName: 'round',
      })
      if (missing === 0n && world.now() >= Number(openedAt) + 3_600)
        await call('spread', 'openRound', [])
      for (const index of indices) await call('spread', 'sync', [BigInt(index)])
      await call('spread', 'check', [])
    },
  }
}
