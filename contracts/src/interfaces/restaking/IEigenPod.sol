// SPDX-License-Identifier: MIT
pragma solidity 0.8.31;

import {StateProof, Validator} from "../IBeacon.sol";

// Amounts are gwei where a name says so, else wei. Timestamps are seconds. A pubkey hash is `sha256(pubkey ‖ 16 zero bytes)`.

/// @dev In the pod's eyes: never shown to it, counted by it, found empty by it.
enum ValidatorStatus {
    INACTIVE,
    ACTIVE,
    WITHDRAWN
}

/// @dev `restakedBalanceGwei` is what was last proven, at first the effective balance; `lastCheckpointedAt` the time of the
/// checkpoint that proved it, at first of the newest one there was.
struct ValidatorInfo {
    uint64 validatorIndex;
    uint64 restakedBalanceGwei;
    uint64 lastCheckpointedAt;
    ValidatorStatus status;
}

/// @dev What a checkpoint has found so far. `podBalanceGwei` came here since the one before; `balanceDeltasGwei` is what the
/// proven validators hold more than before; `prevBeaconBalanceGwei` what they held before.
struct Checkpoint {
    bytes32 beaconBlockRoot;
    uint24 proofsRemaining;
    uint64 podBalanceGwei;
    int64 balanceDeltasGwei;
    uint64 prevBeaconBalanceGwei;
}

// Single proofs: siblings from the bottom up, in one string of bytes. Indices and lengths are those of Electra and Fulu:
//
//   beacon state root under the block root           3 siblings    96 bytes   index 3
//   balances' root under the block root              9 siblings   288 bytes   index (3 << 6) | 12
//   validator's 8 fields under the state root       47 siblings  1504 bytes   index (11 << 41) | validator index
//   chunk of 4 balances under the balances' root    39 siblings  1248 bytes   index validator index / 4

struct StateRootProof {
    bytes32 beaconStateRoot;
    bytes proof;
}

struct ValidatorProof {
    bytes32[] validatorFields;
    bytes proof;
}

struct BalanceContainerProof {
    bytes32 balanceContainerRoot;
    bytes proof;
}

/// @dev `balanceRoot` is the chunk: four balances, 8 bytes each, the lowest byte first.
struct BalanceProof {
    bytes32 pubkeyHash;
    bytes32 balanceRoot;
    bytes proof;
}

/// @dev From one validator into another, or into itself: to compound.
struct ConsolidationRequest {
    bytes srcPubkey;
    bytes targetPubkey;
}

/// @dev 0 gwei asks for a full exit.
struct WithdrawalRequest {
    bytes pubkey;
    uint64 amountGwei;
}

/// @title A staker's validators, and what the beacon chain pays them out
/// @notice EigenLayer's surface: selectors, events, errors and proof formats are theirs, and so is the behaviour, but for three
/// things. Proofs of states before Electra are refused (`BeaconTimestampTooFarInPast`): no root of that age can be read any more.
/// Single proofs are read only of slots whose row in the table of layouts has their form (`InvalidProofLength`); a single proof
/// doesn't show its state's fork, so between a fork that nobody announced and the pausers' noticing it nothing stops them. And
/// credentials must be proven at a root that is newer than the last money that this pod moved: see `moneyMovedAt`.
///
/// Bits of the manager that pause: 2 credentials, 5 recovery of tokens, 6 start of a checkpoint, 7 balances, 8 (with 6) stale
/// balances, 9 consolidations, 10 withdrawal requests.
interface IEigenPod {
    /// @notice Name a timestamp after the newest checkpoint and after `moneyMovedAt`.
    error BeaconTimestampBeforeLatestCheckpoint();
    /// @notice The validator was checkpointed since, or the state is from before Electra.
    error BeaconTimestampTooFarInPast();
    error CannotCheckpointTwiceInSingleBlock();
    error CheckpointAlreadyActive();
    error CredentialsAlreadyVerified();
    error CurrentlyPaused();
    error EmptyRoot();
    error FeeQueryFailed();
    error ForkTimestampZero();
    error InputAddressZero();
    error InputArrayLengthMismatch();
    error InsufficientFunds();
    error InsufficientWithdrawableBalance();
    /// @notice There was no block at that timestamp.
    error InvalidEIP4788Response();
    error InvalidIndex();
    error InvalidProof();
    error InvalidProofLength();
    error InvalidPubKeyLength();
    error InvalidValidatorFieldsLength();
    error LeavesNotPowerOfTwo();
    error MsgValueNot32ETH();
    error NoActiveCheckpoint();
    error NoBalanceToCheckpoint();
    error NotEnoughLeaves();
    error OnlyEigenPodManager();
    error OnlyEigenPodOwner();
    error OnlyEigenPodOwnerOrProofSubmitter();
    error PredeployFailed();
    /// @notice Roots are kept for 8,191 slots.
    error TimestampOutOfRange();
    error ValidatorInactiveOnBeaconChain();
    error ValidatorIsExitingBeaconChain();
    error ValidatorNotActiveInPod();
    error ValidatorNotSlashedOnBeaconChain();
    /// @notice They must be 0x01 or 0x02, 11 zero bytes, this pod.
    error WithdrawalCredentialsNotForEigenPod();

    event CheckpointCreated(
        uint64 indexed checkpointTimestamp, bytes32 indexed beaconBlockRoot, uint256 validatorCount
    );
    event CheckpointFinalized(uint64 indexed checkpointTimestamp, int256 totalShareDeltaWei);
    event ConsolidationRequested(bytes32 indexed sourcePubkeyHash, bytes32 indexed targetPubkeyHash);
    event EigenPodStaked(bytes32 pubkeyHash);
    event ExitRequested(bytes32 indexed validatorPubkeyHash);
    /// @dev Ether that came by a call. It becomes shares in the next checkpoint, like the beacon chain's.
    event NonBeaconChainETHReceived(uint256 amountReceived);
    event ProofSubmitterUpdated(address prevProofSubmitter, address newProofSubmitter);
    event RestakedBeaconChainETHWithdrawn(address indexed recipient, uint256 amount);
    event SwitchToCompoundingRequested(bytes32 indexed validatorPubkeyHash);
    /// @dev Whichever way it was proven, if it changed.
    event ValidatorBalanceUpdated(bytes32 pubkeyHash, uint64 balanceTimestamp, uint64 newValidatorBalanceGwei);
    /// @dev By a single proof. `verifyCheckpointMultiproof` tells of all its validators in one `BalancesCheckpointed`.
    event ValidatorCheckpointed(uint64 indexed checkpointTimestamp, bytes32 indexed pubkeyHash);
    event ValidatorRestaked(bytes32 pubkeyHash);
    event ValidatorWithdrawn(uint64 indexed checkpointTimestamp, bytes32 indexed pubkeyHash);
    event WithdrawalRequested(bytes32 indexed validatorPubkeyHash, uint64 withdrawalAmountGwei);

    /// @dev The manager's, once.
    function initialize(address podOwner) external;
    /// @notice Sends out tokens that came here by mistake. Ether can't leave this way.
    function recoverTokens(address[] calldata tokenList, uint256[] calldata amountsToWithdraw, address recipient)
        external;
    /// @notice Asks the beacon chain to move `src` into `target`, an active validator of this pod; each at `getConsolidationRequestFee`.
    /// @dev What is paid above the fees comes back.
    function requestConsolidation(ConsolidationRequest[] calldata requests) external payable;
    /// @notice Asks the beacon chain to pay out active validators, each at `getWithdrawalRequestFee`. It may be ignored there.
    /// @dev What is paid above the fees comes back.
    function requestWithdrawal(WithdrawalRequest[] calldata requests) external payable;
    /// @notice Lets another prove credentials, start checkpoints, and ask for withdrawals and consolidations. It can't move funds out.
    function setProofSubmitter(address newProofSubmitter) external;
    /// @dev The manager's. 32 ETH, credentials 0x01.
    function stake(bytes calldata pubkey, bytes calldata signature, bytes32 depositDataRoot) external payable;
    /// @notice Pins this block's parent root and the ether that has come here. Everything is counted when each active validator's
    /// balance is proven at that root; at once if there is none.
    function startCheckpoint(bool revertIfNoBalance) external;
    /// @notice Proves balances at the pinned root. Anyone may; what isn't awaited is passed over.
    function verifyCheckpointProofs(
        BalanceContainerProof calldata balanceContainerProof,
        BalanceProof[] calldata proofs
    ) external;
    /// @notice Starts a checkpoint by showing that an active validator was slashed since its last one. Anyone may.
    function verifyStaleBalance(
        uint64 beaconTimestamp,
        StateRootProof calldata stateRootProof,
        ValidatorProof calldata proof
    ) external;
    /// @notice Makes validators this pod's and their effective balances shares.
    function verifyWithdrawalCredentials(
        uint64 beaconTimestamp,
        StateRootProof calldata stateRootProof,
        uint40[] calldata validatorIndices,
        bytes[] calldata validatorFieldsProofs,
        bytes32[][] calldata validatorFields
    ) external;
    /// @dev The manager's, for shares that were withdrawn. Below a gwei nothing is paid.
    function withdrawRestakedBeaconChainETH(address recipient, uint256 amountWei) external;
    function activeValidatorCount() external view returns (uint256);
    /// @return gwei that validators held before the checkpoint of that time found them empty.
    function checkpointBalanceExitedGwei(uint64) external view returns (uint64);
    /// @return The active one, or what the last one found.
    function currentCheckpoint() external view returns (Checkpoint memory);
    /// @return 0 while none is active.
    function currentCheckpointTimestamp() external view returns (uint64);
    function eigenPodManager() external view returns (address);
    function ethPOS() external view returns (address);
    function getConsolidationRequestFee() external view returns (uint256);
    /// @return The root of the beacon block before the block of `timestamp` (EIP-4788).
    function getParentBlockRoot(uint64 timestamp) external view returns (bytes32);
    function getWithdrawalRequestFee() external view returns (uint256);
    function lastCheckpointTimestamp() external view returns (uint64);
    function podOwner() external view returns (address);
    function proofSubmitter() external view returns (address);
    function validatorPubkeyHashToInfo(bytes32 validatorPubkeyHash) external view returns (ValidatorInfo memory);
    function validatorPubkeyToInfo(bytes calldata validatorPubkey) external view returns (ValidatorInfo memory);
    function validatorStatus(bytes calldata validatorPubkey) external view returns (ValidatorStatus);
    function validatorStatus(bytes32 pubkeyHash) external view returns (ValidatorStatus);
    /// @return gwei here that are shares. Slashed ether stays among them for good.
    function withdrawableRestakedExecutionLayerGwei() external view returns (uint64);
}

/// @title What our pods do beside
/// @notice Multiproofs are of the one form of this repository (see `IBeacon.sol`), under a `StateProof` whose fork and slot choose
/// the layout: of a fork without a row nothing is accepted.
interface ICairnEigenPod {
    /// @notice `validators` more were proven by `prover` in one multiproof. Those whose balance changed, and those found empty, were
    /// told of one by one, by `ValidatorBalanceUpdated` and `ValidatorWithdrawn`.
    event BalancesCheckpointed(uint64 indexed checkpointTimestamp, address indexed prover, uint256 validators);

    /// @notice Anyone may force a checkpoint from `overdueAt` on.
    error CheckpointNotOverdue(uint256 overdueAt);

    /// @notice Proves balances of many validators at the pinned root. Anyone may; what isn't awaited is passed over, but its chunk is
    /// still a part of the proof.
    /// @param pubkeyHashes in ascending order of their beacon indices.
    /// @param chunks each that holds one of them, once: leaf `validator index / 4` of the balances.
    function verifyCheckpointMultiproof(
        StateProof calldata state,
        bytes32[] calldata pubkeyHashes,
        bytes32[] calldata chunks,
        bytes32[] calldata siblings
    ) external;

    /// @notice `verifyWithdrawalCredentials` of many validators.
    /// @param validatorIndices ascending.
    function verifyCredentialsMultiproof(
        uint64 beaconTimestamp,
        StateProof calldata state,
        uint40[] calldata validatorIndices,
        Validator[] calldata validators,
        bytes32[] calldata siblings
    ) external;

    /// @notice Starts a checkpoint that the owner has let slide, so that a loss can't be kept from the books. One that is active must be
    /// finished first; its proofs never expire, and anyone may bring them.
    function forceCheckpoint() external;

    /// @return Seconds: `forceAfter` after the newest checkpoint began, or after the first validator came. Never, of a pod without.
    function checkpointOverdueAt() external view returns (uint256);

    /// @return Seconds: when this pod last asked for a withdrawal or a consolidation, or paid one out. Credentials are taken only from
    /// roots after it: an older one could show as staked what has since been counted here. What others do doesn't move it.
    function moneyMovedAt() external view returns (uint64);

    function forceAfter() external view returns (uint64);

    function layouts() external view returns (address);
}
