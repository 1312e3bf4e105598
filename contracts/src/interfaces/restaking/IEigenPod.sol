// SPDX-License-Identifier: MIT
pragma solidity 0.8.31;

enum ValidatorStatus {
    INACTIVE,
    ACTIVE,
    WITHDRAWN
}

struct ValidatorInfo {
    uint64 validatorIndex;
    uint64 restakedBalanceGwei;
    uint64 lastCheckpointedAt;
    ValidatorStatus status;
}

struct Checkpoint {
    bytes32 beaconBlockRoot;
    uint24 proofsRemaining;
    uint64 podBalanceGwei;
    int64 balanceDeltasGwei;
    uint64 prevBeaconBalanceGwei;
}

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

struct BalanceProof {
    bytes32 pubkeyHash;
    bytes32 balanceRoot;
    bytes proof;
}

struct ConsolidationRequest {
    bytes srcPubkey;
    bytes targetPubkey;
}

struct WithdrawalRequest {
    bytes pubkey;
    uint64 amountGwei;
}

interface IEigenPod {
    error BeaconTimestampBeforeLatestCheckpoint();
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
    error TimestampOutOfRange();
    error ValidatorInactiveOnBeaconChain();
    error ValidatorIsExitingBeaconChain();
    error ValidatorNotActiveInPod();
    error ValidatorNotSlashedOnBeaconChain();
    error WithdrawalCredentialsNotForEigenPod();

    event CheckpointCreated(
        uint64 indexed checkpointTimestamp, bytes32 indexed beaconBlockRoot, uint256 validatorCount
    );
    event CheckpointFinalized(uint64 indexed checkpointTimestamp, int256 totalShareDeltaWei);
    event ConsolidationRequested(bytes32 indexed sourcePubkeyHash, bytes32 indexed targetPubkeyHash);
    event EigenPodStaked(bytes32 pubkeyHash);
    event ExitRequested(bytes32 indexed validatorPubkeyHash);
    event NonBeaconChainETHReceived(uint256 amountReceived);
    event ProofSubmitterUpdated(address prevProofSubmitter, address newProofSubmitter);
    event RestakedBeaconChainETHWithdrawn(address indexed recipient, uint256 amount);
    event SwitchToCompoundingRequested(bytes32 indexed validatorPubkeyHash);
    event ValidatorBalanceUpdated(bytes32 pubkeyHash, uint64 balanceTimestamp, uint64 newValidatorBalanceGwei);
    event ValidatorCheckpointed(uint64 indexed checkpointTimestamp, bytes32 indexed pubkeyHash);
    event ValidatorRestaked(bytes32 pubkeyHash);
    event ValidatorWithdrawn(uint64 indexed checkpointTimestamp, bytes32 indexed pubkeyHash);
    event WithdrawalRequested(bytes32 indexed validatorPubkeyHash, uint64 withdrawalAmountGwei);

    function initialize(address podOwner) external;
    function recoverTokens(address[] calldata tokenList, uint256[] calldata amountsToWithdraw, address recipient)
        external;
    function requestConsolidation(ConsolidationRequest[] calldata requests) external payable;
    function requestWithdrawal(WithdrawalRequest[] calldata requests) external payable;
    function setProofSubmitter(address newProofSubmitter) external;
    function stake(bytes calldata pubkey, bytes calldata signature, bytes32 depositDataRoot) external payable;
    function startCheckpoint(bool revertIfNoBalance) external;
    function verifyCheckpointProofs(
        BalanceContainerProof calldata balanceContainerProof,
        BalanceProof[] calldata proofs
    ) external;
    function verifyStaleBalance(
        uint64 beaconTimestamp,
        StateRootProof calldata stateRootProof,
        ValidatorProof calldata proof
    ) external;
    function verifyWithdrawalCredentials(
        uint64 beaconTimestamp,
        StateRootProof calldata stateRootProof,
        uint40[] calldata validatorIndices,
        bytes[] calldata validatorFieldsProofs,
        bytes32[][] calldata validatorFields
    ) external;
    function withdrawRestakedBeaconChainETH(address recipient, uint256 amountWei) external;
    function activeValidatorCount() external view returns (uint256);
    function checkpointBalanceExitedGwei(uint64) external view returns (uint64);
    function currentCheckpoint() external view returns (Checkpoint memory);
    function currentCheckpointTimestamp() external view returns (uint64);
    function eigenPodManager() external view returns (address);
    function ethPOS() external view returns (address);
    function getConsolidationRequestFee() external view returns (uint256);
    function getParentBlockRoot(uint64 timestamp) external view returns (bytes32);
    function getWithdrawalRequestFee() external view returns (uint256);
    function lastCheckpointTimestamp() external view returns (uint64);
    function podOwner() external view returns (address);
    function proofSubmitter() external view returns (address);
    function validatorPubkeyHashToInfo(bytes32 validatorPubkeyHash) external view returns (ValidatorInfo memory);
    function validatorPubkeyToInfo(bytes calldata validatorPubkey) external view returns (ValidatorInfo memory);
    function validatorStatus(bytes calldata validatorPubkey) external view returns (ValidatorStatus);
    function validatorStatus(bytes32 pubkeyHash) external view returns (ValidatorStatus);
    function withdrawableRestakedExecutionLayerGwei() external view returns (uint64);
}
