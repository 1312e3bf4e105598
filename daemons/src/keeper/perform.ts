import { proveState, proveValidators, type StateView } from '@cairn/beacon'
import { maxUint256, type PublicClient } from 'viem'
import {
  type Addresses,
  stakedEtherAbi,
  type Validator,
  validatorRegistryAbi,
  withdrawalRequests,
} from '../chain/index.ts'
import { type Head, prepare, type Request, RetryableError, type Signer } from '../runtime/index.ts'
import type { Step } from './plan.ts'
import { readRequestFee } from './readRequestFee.ts'

/** The newest beacon state that the chain knows the root of, and the block that knows it. */
export type Scene = {
  timestamp: bigint
  block: bigint
  state: StateView
  validators: readonly Validator[]
}

/** Turns a step into a transaction. Those that concern validators need a scene. */
export async function perform(
  client: PublicClient,
  { addresses, by, head, step, scene, maxRequestFee }: perform.Args,
): Promise<Request> {
  const vault = { duty: step.type, by, address: addresses.vault, abi: stakedEtherAbi } as const
  const registry = {
    duty: step.type,
    by,
    address: addresses.registry,
    abi: validatorRegistryAbi,
  } as const
  const indexOf = (id: number) => scene!.validators[id]!.beaconIndex

  switch (step.type) {
    case 'fill':
      return prepare(client, head, { ...vault, functionName: 'fill', args: [maxUint256] })

    case 'collectFees':
      return prepare(client, head, { ...vault, functionName: 'collectFees', args: [] })

    case 'topUp': {
      const { timestamp, state } = scene!
      const index = indexOf(step.id)
      const { validators, siblings } = proveValidators(state, [index])
      const { pubkey } = state.validator(index)
      const args = [
        BigInt(step.id),
        pubkey,
        step.amount,
        timestamp,
        proveState(state),
        validators[0]!,
        siblings,
      ] as const
      return prepare(client, head, { ...registry, functionName: 'topUp', args })
    }

    case 'requestWithdrawal': {
      const { pubkey } = scene!.state.validator(indexOf(step.id))
      const fee = await readRequestFee(client, withdrawalRequests, head)
      if (fee > maxRequestFee)
        throw new RetryableError(`A request costs ${fee} wei, the cap is ${maxRequestFee}.`)
      // Twice the fee, in case others ask first: what is too much comes back.
      const args = [BigInt(step.id), pubkey, step.amount] as const
      return prepare(client, head, {
        ...registry,
        functionName: 'requestWithdrawal',
        args,
        value: fee * 2n,
      })
    }
  }
}

export declare namespace perform {
  type Args = {
    addresses: Addresses
    by: Pick<Signer, 'address' | 'maxGas'>
    head: Head
    step: Step
    scene: Scene | undefined
    maxRequestFee: bigint
  }
}
