// SPDX-License-Identifier: MIT
pragma solidity 0.8.31;

import {OperatorSet} from "./IAllocationManager.sol";
import {IPausable} from "./IPausable.sol";
import {IPermissionControlled} from "./IPermissionController.sol";

struct StrategyAndMultiplier {
    address strategy;
    uint96 multiplier;
}

struct OperatorReward {
    address operator;
    uint256 amount;
}

struct OperatorSplit {
    uint16 oldSplitBips;
    uint16 newSplitBips;
    uint32 activatedAt;
}

struct RewardsSubmission {
    StrategyAndMultiplier[] strategiesAndMultipliers;
    address token;
    uint256 amount;
    uint32 startTimestamp;
    uint32 duration;
}

struct OperatorDirectedRewardsSubmission {
    StrategyAndMultiplier[] strategiesAndMultipliers;
    address token;
    OperatorReward[] operatorRewards;
    uint32 startTimestamp;
    uint32 duration;
    string description;
}

struct DistributionRoot {
    bytes32 root;
    uint32 rewardsCalculationEndTimestamp;
    uint32 activatedAt;
    bool disabled;
}

struct EarnerTreeMerkleLeaf {
    address earner;
    bytes32 earnerTokenRoot;
}

struct TokenTreeMerkleLeaf {
    address token;
    uint256 cumulativeEarnings;
}

struct RewardsMerkleClaim {
    uint32 rootIndex;
    uint32 earnerIndex;
    bytes earnerTreeProof;
    EarnerTreeMerkleLeaf earnerLeaf;
    uint32[] tokenIndices;
    bytes[] tokenTreeProofs;
    TokenTreeMerkleLeaf[] tokenLeaves;
}

interface IRewardsCoordinator is IPausable, IPermissionControlled {
    error AmountExceedsMax();
    error AmountIsZero();
    error DurationExceedsMax();
    error DurationIsZero();
    error EarningsNotGreaterThanClaimed();
    error EmptyRoot();
    error InputAddressZero();
    error InputArrayLengthMismatch();
    error InputArrayLengthZero();
    error InvalidAddressZero();
    error InvalidCalculationIntervalSecondsRemainder();
    error InvalidClaimProof();
    error InvalidDurationRemainder();
    error InvalidEarner();
    error InvalidEarnerLeafIndex();
    error InvalidGenesisRewardsTimestampRemainder();
    error InvalidIndex();
    error InvalidOperatorSet();
    error InvalidPermissions();
    error InvalidProofLength();
    error InvalidRoot();
    error InvalidRootIndex();
    error InvalidStartTimestampRemainder();
    error InvalidTokenLeafIndex();
    error NewRootMustBeForNewCalculatedPeriod();
    error OperatorsNotInAscendingOrder();
    error PreviousSplitPending();
    error RewardsEndTimestampNotElapsed();
    error RootAlreadyActivated();
    error RootDisabled();
    error RootNotActivated();
    error SplitExceedsMax();
    error StartTimestampTooFarInFuture();
    error StartTimestampTooFarInPast();
    error StrategiesNotInAscendingOrder();
    error StrategyNotWhitelisted();
    error SubmissionNotRetroactive();
    error UnauthorizedCaller();

    event ActivationDelaySet(uint32 oldActivationDelay, uint32 newActivationDelay);
    event AVSRewardsSubmissionCreated(
        address indexed avs,
        uint256 indexed submissionNonce,
        bytes32 indexed rewardsSubmissionHash,
        RewardsSubmission rewardsSubmission
    );
    event ClaimerForSet(address indexed earner, address indexed oldClaimer, address indexed claimer);
    event DefaultOperatorSplitBipsSet(uint16 oldDefaultOperatorSplitBips, uint16 newDefaultOperatorSplitBips);
    event DistributionRootDisabled(uint32 indexed rootIndex);
    event DistributionRootSubmitted(
        uint32 indexed rootIndex,
        bytes32 indexed root,
        uint32 indexed rewardsCalculationEndTimestamp,
        uint32 activatedAt
    );
    event FeeRecipientSet(address indexed oldFeeRecipient, address indexed newFeeRecipient);
    event OperatorAVSSplitBipsSet(
        address indexed caller,
        address indexed operator,
        address indexed avs,
        uint32 activatedAt,
        uint16 oldOperatorAVSSplitBips,
        uint16 newOperatorAVSSplitBips
    );
    event OperatorDirectedAVSRewardsSubmissionCreated(
        address indexed caller,
        address indexed avs,
        bytes32 indexed operatorDirectedRewardsSubmissionHash,
        uint256 submissionNonce,
        OperatorDirectedRewardsSubmission operatorDirectedRewardsSubmission
    );
    event OperatorDirectedOperatorSetRewardsSubmissionCreated(
        address indexed caller,
        bytes32 indexed operatorDirectedRewardsSubmissionHash,
        OperatorSet operatorSet,
        uint256 submissionNonce,
        OperatorDirectedRewardsSubmission operatorDirectedRewardsSubmission
    );
    event OperatorPISplitBipsSet(
        address indexed caller,
        address indexed operator,
        uint32 activatedAt,
        uint16 oldOperatorPISplitBips,
        uint16 newOperatorPISplitBips
    );
    event OperatorSetSplitBipsSet(
        address indexed caller,
        address indexed operator,
        OperatorSet operatorSet,
        uint32 activatedAt,
        uint16 oldOperatorSetSplitBips,
        uint16 newOperatorSetSplitBips
    );
    event OptInForProtocolFeeSet(address indexed submitter, bool indexed oldValue, bool indexed newValue);
    event RewardsClaimed(
        bytes32 root,
        address indexed earner,
        address indexed claimer,
        address indexed recipient,
        address token,
        uint256 claimedAmount
    );
    event RewardsForAllSubmitterSet(
        address indexed rewardsForAllSubmitter, bool indexed oldValue, bool indexed newValue
    );
    event RewardsSubmissionForAllCreated(
        address indexed submitter,
        uint256 indexed submissionNonce,
        bytes32 indexed rewardsSubmissionHash,
        RewardsSubmission rewardsSubmission
    );
    event RewardsSubmissionForAllEarnersCreated(
        address indexed tokenHopper,
        uint256 indexed submissionNonce,
        bytes32 indexed rewardsSubmissionHash,
        RewardsSubmission rewardsSubmission
    );
    event RewardsUpdaterSet(address indexed oldRewardsUpdater, address indexed newRewardsUpdater);
    event TotalStakeRewardsSubmissionCreated(
        address indexed caller,
        bytes32 indexed rewardsSubmissionHash,
        OperatorSet operatorSet,
        uint256 submissionNonce,
        RewardsSubmission rewardsSubmission
    );
    event UniqueStakeRewardsSubmissionCreated(
        address indexed caller,
        bytes32 indexed rewardsSubmissionHash,
        OperatorSet operatorSet,
        uint256 submissionNonce,
        RewardsSubmission rewardsSubmission
    );

    function createAVSRewardsSubmission(RewardsSubmission[] calldata rewardsSubmissions) external;
    function createEigenDARewardsSubmission(address avs, RewardsSubmission[] calldata rewardsSubmissions) external;
    function createOperatorDirectedAVSRewardsSubmission(
        address avs,
        OperatorDirectedRewardsSubmission[] calldata operatorDirectedRewardsSubmissions
    ) external;
    function createOperatorDirectedOperatorSetRewardsSubmission(
        OperatorSet calldata operatorSet,
        OperatorDirectedRewardsSubmission[] calldata operatorDirectedRewardsSubmissions
    ) external;
    function createRewardsForAllEarners(RewardsSubmission[] calldata rewardsSubmissions) external;
    function createRewardsForAllSubmission(RewardsSubmission[] calldata rewardsSubmissions) external;
    function createTotalStakeRewardsSubmission(
        OperatorSet calldata operatorSet,
        RewardsSubmission[] calldata rewardsSubmissions
    ) external;
    function createUniqueStakeRewardsSubmission(
        OperatorSet calldata operatorSet,
        RewardsSubmission[] calldata rewardsSubmissions
    ) external;
    function disableRoot(uint32 rootIndex) external;
    function processClaim(RewardsMerkleClaim calldata claim, address recipient) external;
    function processClaims(RewardsMerkleClaim[] calldata claims, address recipient) external;
    function setActivationDelay(uint32 activationDelay) external;
    function setClaimerFor(address claimer) external;
    function setClaimerFor(address earner, address claimer) external;
    function setDefaultOperatorSplit(uint16 split) external;
    function setFeeRecipient(address feeRecipient) external;
    function setOperatorAVSSplit(address operator, address avs, uint16 split) external;
    function setOperatorPISplit(address operator, uint16 split) external;
    function setOperatorSetSplit(address operator, OperatorSet calldata operatorSet, uint16 split) external;
    function setOptInForProtocolFee(address submitter, bool optInForProtocolFee) external;
    function setRewardsForAllSubmitter(address submitter, bool newValue) external;
    function setRewardsUpdater(address rewardsUpdater) external;
    function submitRoot(bytes32 root, uint32 rewardsCalculationEndTimestamp) external;
    function activationDelay() external view returns (uint32);
    function allocationManager() external view returns (address);
    function beaconChainETHStrategy() external view returns (address);
    function calculateEarnerLeafHash(EarnerTreeMerkleLeaf calldata leaf) external pure returns (bytes32);
    function calculateTokenLeafHash(TokenTreeMerkleLeaf calldata leaf) external pure returns (bytes32);
    function CALCULATION_INTERVAL_SECONDS() external view returns (uint32);
    function checkClaim(RewardsMerkleClaim calldata claim) external view returns (bool);
    function claimerFor(address earner) external view returns (address claimer);
    function cumulativeClaimed(address earner, address token) external view returns (uint256 totalClaimed);
    function currRewardsCalculationEndTimestamp() external view returns (uint32);
    function defaultOperatorSplitBips() external view returns (uint16);
    function delegationManager() external view returns (address);
    function emissionsController() external view returns (address);
    function feeRecipient() external view returns (address);
    function GENESIS_REWARDS_TIMESTAMP() external view returns (uint32);
    function getCurrentClaimableDistributionRoot() external view returns (DistributionRoot memory);
    function getCurrentDistributionRoot() external view returns (DistributionRoot memory);
    function getDistributionRootAtIndex(uint256 index) external view returns (DistributionRoot memory);
    function getDistributionRootsLength() external view returns (uint256);
    function getOperatorAVSSplit(address operator, address avs) external view returns (uint16);
    function getOperatorPISplit(address operator) external view returns (uint16);
    function getOperatorSetSplit(address operator, OperatorSet calldata operatorSet) external view returns (uint16);
    function getRootIndexFromHash(bytes32 rootHash) external view returns (uint32);
    function isAVSRewardsSubmissionHash(address avs, bytes32 hash) external view returns (bool valid);
    function isOperatorDirectedAVSRewardsSubmissionHash(address avs, bytes32 hash) external view returns (bool valid);
    function isOperatorDirectedOperatorSetRewardsSubmissionHash(address avs, bytes32 hash)
        external
        view
        returns (bool valid);
    function isOptedInForProtocolFee(address submitter) external view returns (bool isOptedIn);
    function isRewardsForAllSubmitter(address submitter) external view returns (bool valid);
    function isRewardsSubmissionForAllEarnersHash(address avs, bytes32 hash) external view returns (bool valid);
    function isRewardsSubmissionForAllHash(address avs, bytes32 hash) external view returns (bool valid);
    function isTotalStakeRewardsSubmissionHash(address avs, bytes32 hash) external view returns (bool valid);
    function isUniqueStakeRewardsSubmissionHash(address avs, bytes32 hash) external view returns (bool valid);
    function MAX_FUTURE_LENGTH() external view returns (uint32);
    function MAX_RETROACTIVE_LENGTH() external view returns (uint32);
    function MAX_REWARDS_DURATION() external view returns (uint32);
    function rewardsUpdater() external view returns (address);
    function strategyManager() external view returns (address);
    function submissionNonce(address avs) external view returns (uint256 nonce);
}
