import {
  proveBalances,
  proveHeadDeposit,
  provePendingDeposits,
  proveState,
  proveValidators,
  type StateView,
} from '@cairn/beacon'
import type { PublicClient } from 'viem'
import { type Addresses, type Validator, validatorRegistryAbi } from '../chain/index.ts'
import { type Head, prepare, type Request, type Signer } from '../runtime/index.ts'
import type { Step } from './plan.ts'
import { toRuns } from './toRuns.ts'

/** Turns a step into a transaction, with its proof taken from `state`. */
export function perform(
  client: PublicClient,
  { addresses, by, head, step, state, validators }: perform.Args,
): Promise<Request> {
  const call = {
    duty: step.type,
    by,
    address: addresses.registry,
    abi: validatorRegistryAbi,
  } as const
  const indexOf = (id: number) => validators[id]!.beaconIndex
  const one = (index: number) => {
    const { validators, siblings } = proveValidators(state, [index])
    return { validator: validators[0]!, siblings }
  }

  switch (step.type) {
    case 'proveWaiting': {
      const listIndices = step.flights.map(({ listIndex }) => listIndex)
      const { deposits, siblings } = provePendingDeposits(state, listIndices)
      const ids = step.flights.map(({ id }) => BigInt(id))
      const args = [proveState(state), ids, listIndices.map(BigInt), deposits, siblings] as const
      return prepare(client, head, { ...call, functionName: 'proveWaiting', args })
    }

    case 'proveArrived': {
      const { validators, siblings } = proveValidators(state, step.ids.map(indexOf))
      const { head: first, headSiblings } = proveHeadDeposit(state)
      const ids = step.ids.map(BigInt)
      const args = [
        step.timestamp,
        proveState(state),
        ids,
        validators,
        siblings,
        first,
        headSiblings,
      ] as const
      return prepare(client, head, { ...call, functionName: 'proveArrived', args })
    }

    case 'prove': {
      const nothing = { chunks: [], siblings: [] }
      const { chunks, siblings } =
        step.ids.length === 0 ? nothing : proveBalances(state, step.ids.map(indexOf))
      const args = [proveState(state), toRuns(step.ids), chunks, siblings] as const
      return prepare(client, head, { ...call, functionName: 'prove', args })
    }

    case 'proveCredentials': {
      const { validator, siblings } = one(step.beaconIndex)
      const args = [
        step.timestamp,
        proveState(state),
        step.beaconIndex,
        validator,
        siblings,
      ] as const
      return prepare(client, head, { ...call, functionName: 'proveCredentials', args })
    }

    case 'proveBar': {
      const { listIndex, behind, beaconIndex } = step.marker
      const listIndices = [listIndex, behind]
      const { deposits, siblings: depositSiblings } = provePendingDeposits(state, listIndices)
      const marker = {
        listIndices: listIndices.map(BigInt),
        deposits,
        depositSiblings,
        beaconIndex,
        ...one(beaconIndex),
      }
      const { validator, siblings } = one(indexOf(step.id))
      const id = BigInt(step.id)
      const args = [id, step.timestamp, proveState(state), validator, siblings, marker] as const
      return prepare(client, head, { ...call, functionName: 'proveBar', args })
    }

    case 'proveSlashing':
    case 'proveExit':
    case 'retire': {
      const { validator, siblings } = one(indexOf(step.id))
      const args = [
        BigInt(step.id),
        step.timestamp,
        proveState(state),
        validator,
        siblings,
      ] as const
      return prepare(client, head, { ...call, functionName: step.type, args })
    }
  }
}

export declare namespace perform {
  type Args = {
    addresses: Addresses
    by: Pick<Signer, 'address' | 'maxGas'>
    head: Head
    step: Exclude<Step, { type: 'open' }>
    state: StateView
    /** by id */
    validators: readonly Validator[]
  }
}
