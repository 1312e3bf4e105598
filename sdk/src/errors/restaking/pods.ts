import { refusal } from './refusal.ts'

export class EigenPodAlreadyExistsError extends refusal(
  'EigenPodAlreadyExists',
  'This account has a pod already: one each. `getPod` says where it is.',
) {}

export class OnlyEigenPodError extends refusal(
  'OnlyEigenPod',
  "Only the owner's own pod reports balances. Prove them to the pod.",
) {}

export class OnlyEigenPodOwnerError extends refusal(
  'OnlyEigenPodOwner',
  "Only the pod's owner may do this. Send as the owner.",
) {}

export class OnlyEigenPodOwnerOrProofSubmitterError extends refusal(
  'OnlyEigenPodOwnerOrProofSubmitter',
  "Only the pod's owner and its proof submitter may do this. Send as one of them, or have the owner call `setProofSubmitter`.",
) {}

export class OnlyProofTimestampSetterError extends refusal(
  'OnlyProofTimestampSetter',
  'Only the proof timestamp setter announces forks. Send as it.',
) {}

export class LegacyWithdrawalsNotCompletedError extends refusal(
  'LegacyWithdrawalsNotCompleted',
  'The pod owes shares from before slashing existed. Complete the withdrawals of that time first.',
) {}

export class SharesNegativeError extends refusal(
  'SharesNegative',
  'More shares would be taken than there are. Read `podOwnerDepositShares` and take at most that.',
) {}

export class SharesNotMultipleOfGweiError extends refusal(
  'SharesNotMultipleOfGwei',
  'Beacon ether is counted in whole gwei. Round the amount down to a multiple of 10⁹ wei.',
) {}

export class CheckpointAlreadyActiveError extends refusal(
  'CheckpointAlreadyActive',
  'A checkpoint of this pod is open, and it can only be finished. Prove the balances that remain: anyone may.',
) {}

export class NoActiveCheckpointError extends refusal(
  'NoActiveCheckpoint',
  'No checkpoint of this pod is open. Start one first.',
) {}

export class CannotCheckpointTwiceInSingleBlockError extends refusal(
  'CannotCheckpointTwiceInSingleBlock',
  'A checkpoint of this pod was started in this block. Start the next one a block later.',
) {}

export class NoBalanceToCheckpointError extends refusal(
  'NoBalanceToCheckpoint',
  'No new ether is in the pod. Start the checkpoint without asking for some, or wait for a withdrawal to arrive.',
) {}

export class BeaconTimestampBeforeLatestCheckpointError extends refusal(
  'BeaconTimestampBeforeLatestCheckpoint',
  'The proof is of a state before the newest checkpoint (or before something that the pod itself asked of its validators). Prove against a newer block.',
) {}

export class BeaconTimestampTooFarInPastError extends refusal(
  'BeaconTimestampTooFarInPast',
  'The proof is of a state that is too old for this. Prove against a newer block.',
) {}

export class TimestampOutOfRangeError extends refusal(
  'TimestampOutOfRange',
  'EIP-4788 remembers about 27 hours of beacon roots, and the proof is older. Prove against a newer block.',
) {}

export class InvalidEIP4788ResponseError extends refusal(
  'InvalidEIP4788Response',
  'There was no block at that time, so there is no beacon root for it. Use the timestamp of a block.',
) {}

export class CredentialsAlreadyVerifiedError extends refusal(
  'CredentialsAlreadyVerified',
  "This validator's credentials were verified before (one that was withdrawn can't come back). Leave it out.",
) {}

export class ValidatorInactiveOnBeaconChainError extends refusal(
  'ValidatorInactiveOnBeaconChain',
  'The validator has no activation epoch yet. Wait until the beacon chain has queued its activation, and prove again.',
) {}

export class ValidatorIsExitingBeaconChainError extends refusal(
  'ValidatorIsExitingBeaconChain',
  'The validator is leaving the beacon chain. Let it arrive in the pod, and checkpoint its ether instead.',
) {}

export class ValidatorNotActiveInPodError extends refusal(
  'ValidatorNotActiveInPod',
  'The validator is not active in this pod. Verify its credentials first.',
) {}

export class ValidatorNotSlashedOnBeaconChainError extends refusal(
  'ValidatorNotSlashedOnBeaconChain',
  'The validator is not slashed in that state. Only a slashed one lets anyone start a checkpoint this way.',
) {}

export class WithdrawalCredentialsNotForEigenPodError extends refusal(
  'WithdrawalCredentialsNotForEigenPod',
  "The validator's withdrawal credentials don't point to this pod. Only validators with 0x01 or 0x02 and the pod's address count.",
) {}

export class InsufficientWithdrawableBalanceError extends refusal(
  'InsufficientWithdrawableBalance',
  'The pod has not so much checkpointed ether. Exit validators, wait for the sweep, finish a checkpoint, then complete the withdrawal.',
) {}

export class ForkTimestampZeroError extends refusal(
  'ForkTimestampZero',
  'The pods do not know yet when the fork was, so they take no proofs. The proof timestamp setter has to announce it.',
) {}

export class MsgValueNot32ETHError extends refusal(
  'MsgValueNot32ETH',
  'This deposit is of exactly 32 ETH. Send that; other amounts go to the deposit contract directly.',
) {}

export class PodFeeTooLowError extends refusal(
  'InsufficientFunds',
  'The ether sent does not cover the fee of the requests in this block. Send more; what is too much comes back.',
) {}

export class FeeQueryFailedError extends refusal(
  'FeeQueryFailed',
  'The fee of a request could not be read from its system contract. Check that this chain has EIP-7002 and EIP-7251.',
) {}

export class PredeployFailedError extends refusal(
  'PredeployFailed',
  'The system contract refused the request. Read its fee again, and send at least that.',
) {}

export class InvalidPubKeyLengthError extends refusal(
  'InvalidPubKeyLength',
  'A pubkey is 48 bytes. Check what was passed.',
) {}

export class InvalidProofError extends refusal(
  'InvalidProof',
  'The proof does not lead to the root. Prove again against the block that the pod asks for.',
) {}

export class InvalidProofLengthError extends refusal(
  'InvalidProofLength',
  'The proof has not the length that its tree asks for. Make it for the fork that is in force.',
) {}

export class InvalidValidatorFieldsLengthError extends refusal(
  'InvalidValidatorFieldsLength',
  'A validator has eight fields. Pass them all.',
) {}

export class InvalidIndexError extends refusal(
  'InvalidIndex',
  'The index does not fit the tree. Check it against the proof.',
) {}

export class EmptyRootError extends refusal(
  'EmptyRoot',
  'A root is zero, which proves nothing. Check what was passed.',
) {}

export class LeavesNotPowerOfTwoError extends refusal(
  'LeavesNotPowerOfTwo',
  'The number of leaves must be a power of two. Pad them with zeros.',
) {}

export class NotEnoughLeavesError extends refusal(
  'NotEnoughLeaves',
  'A tree has at least two leaves. Pass them.',
) {}
