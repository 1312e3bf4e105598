// SPDX-License-Identifier: MIT
pragma solidity 0.8.31;

import {OperatorSet} from "./IAllocationManager.sol";
import {IPausable} from "./IPausable.sol";
import {IPermissionControlled} from "./IPermissionController.sol";

/// @dev What a share of a strategy counts for.
struct StrategyAndMultiplier {
    address strategy;
    uint96 multiplier; // by convention 1e18 is once
}

struct OperatorReward {
    address operator;
    uint256 amount; // of the submission's token, for the operator and its stakers together
}

/// @dev One slot: what operators keep, and when the newer word counts.
struct OperatorSplit {
    uint16 oldSplitBips; // type(uint16).max: the default of now
    uint16 newSplitBips;
    uint32 activatedAt; // seconds; 0: none was ever set
}

/// @dev Tokens for a span of days, shared out day by day.
struct RewardsSubmission {
    StrategyAndMultiplier[] strategiesAndMultipliers; // ascending by strategy; whitelisted, or beacon ether
    address token;
    uint256 amount; // 1 to 1e38 - 1
    uint32 startTimestamp; // seconds, whole intervals
    uint32 duration; // seconds, whole intervals
}

/// @dev Tokens for operators by name, of a span of days that is over.
struct OperatorDirectedRewardsSubmission {
    StrategyAndMultiplier[] strategiesAndMultipliers; // ascending by strategy; shares an operator's stakers' part among them
    address token;
    OperatorReward[] operatorRewards; // ascending by operator
    uint32 startTimestamp;
    uint32 duration;
    string description;
}

struct DistributionRoot {
    bytes32 root;
    uint32 rewardsCalculationEndTimestamp; // seconds: the beginning of the last day that is in it
    uint32 activatedAt; // seconds: claims count from then on
    bool disabled;
}

/// @dev Hashed as `keccak256(0x00 ‖ earner ‖ earnerTokenRoot)`.
struct EarnerTreeMerkleLeaf {
    address earner;
    bytes32 earnerTokenRoot;
}

/// @dev Hashed as `keccak256(0x01 ‖ token ‖ cumulativeEarnings)`.
struct TokenTreeMerkleLeaf {
    address token;
    uint256 cumulativeEarnings; // in all, from the first day on
}

/// @dev Trees are of `keccak256(left ‖ right)`, by place, filled up on the right with zeros to a power of two. A proof is the
/// siblings from the lowest on, 32 bytes each; a lone leaf is its own root.
struct RewardsMerkleClaim {
    uint32 rootIndex;
    uint32 earnerIndex;
    bytes earnerTreeProof;
    EarnerTreeMerkleLeaf earnerLeaf;
    uint32[] tokenIndices;
    bytes[] tokenTreeProofs;
    TokenTreeMerkleLeaf[] tokenLeaves;
}

/// @title Rewards: handed in by services, shared out off chain by rules that anyone can recompute, claimed by proof
/// @notice A *submission* takes in the tokens and tells, by its event, whom they are for: stakers and operators by stake, by the
/// stake that a set could slash, or each operator by name. It can't be taken back. From the events, what everyone has earned
/// in all, token by token, is computed once a day; `rewardsUpdater` posts the root of that, which counts after
/// `activationDelay` unless it is disabled before. An earner, or the *claimer* it has named, proves its leaf against any root
/// that counts, and is paid what exceeds all that it was paid before: the newest root is enough, and none is missed.
///
/// A submission's hash is `keccak256(abi.encode(submitter, nonce, submission))`, the submitter being the service (for-all: the
/// caller), the nonce one for all its submissions, and the submission as it is after the fee. Whoever submits may have opted in to
/// a fee of a fifth, which goes to `feeRecipient`; what is hashed, told and shared out is the rest.
///
/// Of what its stakers earn, an operator keeps a *split*: the default, or its own for a service, for one operator set, or for the
/// protocol's incentives. A new one counts after `activationDelay`; until then it can't be replaced.
///
/// The updater is trusted with who gets what: a wrong root, not disabled in time, pays one earner from what others are owed.
/// Services and operators may let others act for them (`IPermissionController`).
///
/// Pause bits: 0 by service, 1 for all stakers, 2 claims, 3 roots, 4 for all earners, 5 by operator of a service, 6 service
/// splits, 7 incentive splits, 8 set splits, 9 by operator of a set, 10 unique stake, 11 total stake.
interface IRewardsCoordinator is IPausable, IPermissionControlled {
    /// @notice More than 1e38 - 1.
    error AmountExceedsMax();
    error AmountIsZero();
    /// @notice Longer than `MAX_REWARDS_DURATION`: submit it in parts.
    error DurationExceedsMax();
    error DurationIsZero();
    /// @notice All of a token was claimed before: leave it out of the claim.
    error EarningsNotGreaterThanClaimed();
    /// @notice The root claimed against is zero.
    error EmptyRoot();
    /// @notice Part of EigenLayer's interface; here the pauser registry says it.
    error InputAddressZero();
    /// @notice A claim needs an index, a proof and a leaf for each token.
    error InputArrayLengthMismatch();
    /// @notice No strategies, or no operators.
    error InputArrayLengthZero();
    error InvalidAddressZero();
    /// @notice The interval isn't whole days.
    error InvalidCalculationIntervalSecondsRemainder();
    /// @notice The leaf isn't in the tree, or not at that place: fetch a proof against this very root.
    error InvalidClaimProof();
    /// @notice Not whole intervals.
    error InvalidDurationRemainder();
    /// @notice Only operators, and services with a set, have others name their claimer; anyone names one for himself.
    error InvalidEarner();
    /// @notice The tree has no such place.
    error InvalidEarnerLeafIndex();
    /// @notice Not whole intervals.
    error InvalidGenesisRewardsTimestampRemainder();
    /// @notice Part of EigenLayer's interface; nothing here reverts with it.
    error InvalidIndex();
    /// @notice The set does not exist.
    error InvalidOperatorSet();
    /// @notice The caller may not act for the operator or the service.
    error InvalidPermissions();
    /// @notice Not whole siblings of 32 bytes.
    error InvalidProofLength();
    /// @notice No root has this hash.
    error InvalidRoot();
    error InvalidRootIndex();
    /// @notice Not whole intervals.
    error InvalidStartTimestampRemainder();
    /// @notice The tree has no such place.
    error InvalidTokenLeafIndex();
    /// @notice A root of that day or a later one was posted: `currRewardsCalculationEndTimestamp`.
    error NewRootMustBeForNewCalculatedPeriod();
    /// @notice Or one twice.
    error OperatorsNotInAscendingOrder();
    /// @notice The last one set isn't active yet. Set another when it is.
    error PreviousSplitPending();
    /// @notice The day isn't over.
    error RewardsEndTimestampNotElapsed();
    /// @notice Too late to disable it.
    error RootAlreadyActivated();
    /// @notice Claim against another.
    error RootDisabled();
    /// @notice Claim from its `activatedAt` on.
    error RootNotActivated();
    /// @notice More than 10,000 bips.
    error SplitExceedsMax();
    /// @notice Later than now and `MAX_FUTURE_LENGTH`.
    error StartTimestampTooFarInFuture();
    /// @notice Before `GENESIS_REWARDS_TIMESTAMP`, or longer ago than `MAX_RETROACTIVE_LENGTH`.
    error StartTimestampTooFarInPast();
    /// @notice Or one twice.
    error StrategiesNotInAscendingOrder();
    /// @notice The strategy manager takes no deposits for it.
    error StrategyNotWhitelisted();
    /// @notice Its days aren't over yet.
    error SubmissionNotRetroactive();
    /// @notice Not the updater, an allowed submitter, the emissions controller; for claims, not the earner or its claimer.
    error UnauthorizedCaller();

    event ActivationDelaySet(uint32 oldActivationDelay, uint32 newActivationDelay);
    /// @notice In every event of a submission, `rewardsSubmission` is as it is after the fee.
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
    /// @notice Once a token: `claimedAmount` is what was paid now.
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

    /// @notice For all stakers of operators registered to the calling service, by stake.
    function createAVSRewardsSubmission(RewardsSubmission[] calldata rewardsSubmissions) external;
    /// @notice The same in the name of `avs`, paid by the emissions controller.
    function createEigenDARewardsSubmission(address avs, RewardsSubmission[] calldata rewardsSubmissions) external;
    /// @notice Each operator's own, for the days on which it was registered to the service.
    function createOperatorDirectedAVSRewardsSubmission(
        address avs,
        OperatorDirectedRewardsSubmission[] calldata operatorDirectedRewardsSubmissions
    ) external;
    /// @notice Each operator's own, for the days on which it was in the set.
    function createOperatorDirectedOperatorSetRewardsSubmission(
        OperatorSet calldata operatorSet,
        OperatorDirectedRewardsSubmission[] calldata operatorDirectedRewardsSubmissions
    ) external;
    /// @notice For all stakers of operators registered to any service, by stake. Only allowed submitters; no fee.
    function createRewardsForAllEarners(RewardsSubmission[] calldata rewardsSubmissions) external;
    /// @notice For all stakers, delegated or not, by stake. Only allowed submitters; no fee.
    function createRewardsForAllSubmission(RewardsSubmission[] calldata rewardsSubmissions) external;
    /// @notice For the set's operators and their stakers, by all stake that is delegated to them.
    function createTotalStakeRewardsSubmission(
        OperatorSet calldata operatorSet,
        RewardsSubmission[] calldata rewardsSubmissions
    ) external;
    /// @notice For the set's operators and their stakers, by the stake that is allocated to the set.
    function createUniqueStakeRewardsSubmission(
        OperatorSet calldata operatorSet,
        RewardsSubmission[] calldata rewardsSubmissions
    ) external;
    /// @notice The updater takes back a root that doesn't count yet.
    function disableRoot(uint32 rootIndex) external;
    /// @notice Pays `recipient` what the leaves exceed earlier claims by. If one of them doesn't, all of the claim reverts.
    function processClaim(RewardsMerkleClaim calldata claim, address recipient) external;
    function processClaims(RewardsMerkleClaim[] calldata claims, address recipient) external;
    function setActivationDelay(uint32 activationDelay) external;
    /// @notice Who alone claims for the caller from now on; zero: the caller itself.
    function setClaimerFor(address claimer) external;
    /// @notice The same for an operator, or a service with a set, by whoever may act for it.
    function setClaimerFor(address earner, address claimer) external;
    /// @notice At most 10,000. (EigenLayer's looks at that only where rewards are computed.)
    function setDefaultOperatorSplit(uint16 split) external;
    function setFeeRecipient(address feeRecipient) external;
    function setOperatorAVSSplit(address operator, address avs, uint16 split) external;
    function setOperatorPISplit(address operator, uint16 split) external;
    function setOperatorSetSplit(address operator, OperatorSet calldata operatorSet, uint16 split) external;
    /// @notice A fifth of what `submitter` submits from now on goes to `feeRecipient`.
    function setOptInForProtocolFee(address submitter, bool optInForProtocolFee) external;
    function setRewardsForAllSubmitter(address submitter, bool newValue) external;
    function setRewardsUpdater(address rewardsUpdater) external;
    /// @notice What everyone has earned up to and with the day that begins at `rewardsCalculationEndTimestamp`.
    function submitRoot(bytes32 root, uint32 rewardsCalculationEndTimestamp) external;
    /// @notice Seconds, of roots and of splits.
    function activationDelay() external view returns (uint32);
    function allocationManager() external view returns (address);
    function beaconChainETHStrategy() external view returns (address);
    function calculateEarnerLeafHash(EarnerTreeMerkleLeaf calldata leaf) external pure returns (bytes32);
    function calculateTokenLeafHash(TokenTreeMerkleLeaf calldata leaf) external pure returns (bytes32);
    function CALCULATION_INTERVAL_SECONDS() external view returns (uint32);
    /// @notice True, or reverts as `processClaim` would for what is proven. Who claims, and how much is left, isn't looked at.
    function checkClaim(RewardsMerkleClaim calldata claim) external view returns (bool);
    function claimerFor(address earner) external view returns (address claimer);
    function cumulativeClaimed(address earner, address token) external view returns (uint256 totalClaimed);
    function currRewardsCalculationEndTimestamp() external view returns (uint32);
    function defaultOperatorSplitBips() external view returns (uint16);
    function delegationManager() external view returns (address);
    function emissionsController() external view returns (address);
    function feeRecipient() external view returns (address);
    function GENESIS_REWARDS_TIMESTAMP() external view returns (uint32);
    /// @notice The newest that counts; all zero if none does.
    function getCurrentClaimableDistributionRoot() external view returns (DistributionRoot memory);
    /// @notice The newest, whether or not it counts. Panics if there is none.
    function getCurrentDistributionRoot() external view returns (DistributionRoot memory);
    function getDistributionRootAtIndex(uint256 index) external view returns (DistributionRoot memory);
    function getDistributionRootsLength() external view returns (uint256);
    /// @notice Bips of now.
    function getOperatorAVSSplit(address operator, address avs) external view returns (uint16);
    function getOperatorPISplit(address operator) external view returns (uint16);
    function getOperatorSetSplit(address operator, OperatorSet calldata operatorSet) external view returns (uint16);
    /// @notice Of the newest root with that hash. Reads them one by one.
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
