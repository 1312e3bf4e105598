import { iEigenPodAbi } from '@cairn/contracts/abi'
import { type Log, parseEventLogs } from 'viem'

/** The checkpoint that a transaction opened. */
export function createdIn(logs: Log[]) {
  const [created] = parseEventLogs({ abi: iEigenPodAbi, eventName: 'CheckpointCreated', logs })
  const { checkpointTimestamp, beaconBlockRoot, validatorCount } = created!.args
  return { startedAt: checkpointTimestamp, beaconBlockRoot, validators: Number(validatorCount) }
}

/** Wei by which the pod's shares changed, if a transaction finished its checkpoint. */
export function deltaIn(logs: Log[]): bigint | undefined {
  const [finalized] = parseEventLogs({ abi: iEigenPodAbi, eventName: 'CheckpointFinalized', logs })
  return finalized?.args.totalShareDeltaWei
}

/** The validators that a transaction restaked, with what they have (gwei). */
export function restakedIn(logs: Log[]) {
  return parseEventLogs({ abi: iEigenPodAbi, eventName: 'ValidatorBalanceUpdated', logs }).map(
    ({ args }) => ({ pubkeyHash: args.pubkeyHash, balance: args.newValidatorBalanceGwei }),
  )
}
