import {
  BeaconChain,
  type ChainOptions,
  type ExecutionBlock,
  type Hex,
  interopValidators,
  type ProducedBlock,
  slotsPerEpoch,
} from '../src/index.ts'

export const ether = 1_000_000_000n // gwei
export const ours: Hex = `0x${'ca'.repeat(20)}`

export const stake = 2_000n * ether

/**
 * A chain with as many validators as asked, of 2,000 ETH each: proposers are drawn by balance, large ones at the first tries,
 * and at 2,048 ETH the sweep would begin. The execution layer is as far as the consensus layer looks: a chain of hashes.
 */
export function world(options: ChainOptions & { validators?: number } = {}) {
  const validators = interopValidators(options.validators ?? 32, {
    balance: stake,
    withdrawalAddress: `0x${'bb'.repeat(20)}`,
  })
  return worldOf(BeaconChain.create({ ...options, validators }))
}

export function worldOf(chain: BeaconChain) {
  type Requests = Omit<Partial<ExecutionBlock>, 'number' | 'hash' | 'timestamp'>

  const produce = (slot: number, requests: Requests = {}): ProducedBlock =>
    chain.produce(slot, {
      number: slot,
      hash: `0x${slot.toString(16).padStart(64, '0')}`,
      timestamp: chain.timestampOf(slot),
      ...requests,
    })

  return {
    chain,
    produce,
    /** The next block, in the next slot that can have one. */
    step: (requests?: Requests) => produce(chain.nextSlot(), requests),
    /** One block in each slot, up to and including the first at or after `slot`. */
    walkTo(slot: number) {
      while (chain.head.slot < slot) produce(chain.nextSlot())
    },
    /** One block an epoch: its first. */
    runTo(epoch: number, requests?: Requests) {
      const from = Math.floor(chain.head.slot / slotsPerEpoch) + 1
      for (let at = from; at <= epoch; at++) produce(chain.nextSlot(at * slotsPerEpoch), requests)
    },
    /** Nothing until the first block of `epoch`. */
    leapTo(epoch: number) {
      return produce(chain.nextSlot(epoch * slotsPerEpoch))
    },
  }
}
