// SPDX-License-Identifier: MIT
pragma solidity 0.8.31;

import {IPausable} from "./IPausable.sol";
import {IPermissionControlled} from "./IPermissionController.sol";

/// @dev A service may make many, each with an id of its choice.
struct OperatorSet {
    address avs;
    uint32 id;
}

/// @dev What of an operator's stake in one strategy one set may slash.
struct Allocation {
    uint64 currentMagnitude; // of 1e18; slashable now
    int128 pendingDiff; // what it changes by at `effectBlock`; 0: nothing is pending
    uint32 effectBlock; // 0: nothing is pending
}

/// @dev `pendingDelay` counts from `effectBlock` on.
struct AllocationDelayInfo {
    uint32 delay; // blocks
    bool isSet;
    uint32 pendingDelay; // blocks
    uint32 effectBlock;
}

struct RegistrationStatus {
    bool registered;
    uint32 slashableUntil; // block, inclusive, of one who has left
}

struct StrategyInfo {
    uint64 maxMagnitude;
    uint64 encumberedMagnitude;
}

struct SlasherParams {
    address slasher;
    address pendingSlasher;
    uint32 effectBlock;
}

struct SlashingParams {
    address operator;
    uint32 operatorSetId;
    address[] strategies; // ascending
    uint256[] wadsToSlash; // of 1e18 of what is allocated to the set, a strategy each; above 0
    string description;
}

struct AllocateParams {
    OperatorSet operatorSet;
    address[] strategies;
    uint64[] newMagnitudes; // what the allocation is to be, not what it is to change by
}

struct RegisterParams {
    address avs;
    uint32[] operatorSetIds;
    bytes data; // for the service's registrar
}

struct DeregisterParams {
    address operator;
    address avs;
    uint32[] operatorSetIds;
}

/// @dev The service itself is the slasher.
struct CreateSetParams {
    uint32 operatorSetId;
    address[] strategies;
}

struct CreateSetParamsV2 {
    uint32 operatorSetId;
    address[] strategies;
    address slasher;
}

/// @title Operator sets, allocations and slashing
/// @notice A service (AVS) makes *operator sets*. Operators join them, and put a part of their stake at a set's disposal: of
/// each strategy an operator has a *magnitude* of 1e18, of which it *allocates* parts to sets, each part to one set only. The
/// set's slasher can take any fraction of what is allocated to it, at once and without appeal; the operator's magnitude falls
/// by what was taken, for good, and with it what all stakers who are delegated to the operator can withdraw.
///
/// To allocate takes the operator's own allocation delay (0 is allowed); to take an allocation back takes
/// `DEALLOCATION_DELAY` while it is slashable, and meanwhile it stays so. An allocation is slashable if the operator is in
/// the set, or left it within `DEALLOCATION_DELAY`, and the strategy is in the set: a set that adds a strategy makes
/// existing allocations slashable at once.
///
/// What is slashed is burnt or, if the set was made so, goes to a recipient that was fixed when the set was made. Such sets
/// can't have beacon ether, or the strategy `eigenStrategy`.
///
/// Delays are in blocks. Operators and services may let others act for them (`IPermissionController`); a set's slasher is a
/// single address. Pause bits: 0 allocations, 1 slashing, 2 registration.
interface IAllocationManager is IPausable, IPermissionControlled {
    /// @notice The operator is in the set, or left it and is still slashable: register after `slashableUntil`.
    error AlreadyMemberOfSet();
    /// @notice Part of EigenLayer's interface; nothing here reverts with it.
    error Empty();
    error InputAddressZero();
    error InputArrayLengthMismatch();
    /// @notice The allocations would exceed what slashing has left of the magnitude. See `getAllocatableMagnitude`.
    error InsufficientMagnitude();
    /// @notice The registrar says that it does not serve this service.
    error InvalidAVSRegistrar();
    /// @notice Slashing: the caller isn't the set's slasher. Deregistering: it acts neither for the operator nor for the service.
    error InvalidCaller();
    /// @notice Not registered as an operator with the delegation manager.
    error InvalidOperator();
    /// @notice The set does not exist; or, when it is being made, exists already.
    error InvalidOperatorSet();
    /// @notice The caller may not act for the operator or the service.
    error InvalidPermissions();
    /// @notice The address to which burnt tokens go redistributes nothing: make an ordinary set.
    error InvalidRedistributionRecipient();
    /// @notice Part of EigenLayer's interface; nothing here reverts with it.
    error InvalidSnapshotOrdering();
    /// @notice A redistributing set can't have this strategy.
    error InvalidStrategy();
    /// @notice A fraction is 0 or above 1e18.
    error InvalidWadToSlash();
    /// @notice The allocation's last change has not taken effect. See `getAllocation`.
    error ModificationAlreadyPending();
    /// @notice A service announces itself by `updateAVSMetadataURI` before it makes sets.
    error NonexistentAVSMetadata();
    error NotMemberOfSet();
    error OperatorNotSlashable();
    /// @notice Part of EigenLayer's interface; nothing here reverts with it.
    error OperatorSetAlreadyMigrated();
    error SameMagnitude();
    /// @notice Part of EigenLayer's interface; nothing here reverts with it: every set has a slasher.
    error SlasherNotSet();
    error StrategiesMustBeInAscendingOrder();
    error StrategyAlreadyInOperatorSet();
    error StrategyNotInOperatorSet();
    /// @notice The operator has no allocation delay yet. See `setAllocationDelay`.
    error UninitializedAllocationDelay();

    event AllocationDelaySet(address operator, uint32 delay, uint32 effectBlock);
    /// @param magnitude the allocation has from `effectBlock` on.
    event AllocationUpdated(
        address operator, OperatorSet operatorSet, address strategy, uint64 magnitude, uint32 effectBlock
    );
    event AVSMetadataURIUpdated(address indexed avs, string metadataURI);
    event AVSRegistrarSet(address avs, address registrar);
    event EncumberedMagnitudeUpdated(address operator, address strategy, uint64 encumberedMagnitude);
    event MaxMagnitudeUpdated(address operator, address strategy, uint64 maxMagnitude);
    event OperatorAddedToOperatorSet(address indexed operator, OperatorSet operatorSet);
    event OperatorRemovedFromOperatorSet(address indexed operator, OperatorSet operatorSet);
    event OperatorSetCreated(OperatorSet operatorSet);
    /// @param wadSlashed of 1e18 of all that the operator had in the strategy, rounded down.
    event OperatorSlashed(
        address operator, OperatorSet operatorSet, address[] strategies, uint256[] wadSlashed, string description
    );
    event RedistributionAddressSet(OperatorSet operatorSet, address redistributionRecipient);
    event SlasherMigrated(OperatorSet operatorSet, address slasher);
    event SlasherUpdated(OperatorSet operatorSet, address slasher, uint32 effectBlock);
    event StrategyAddedToOperatorSet(OperatorSet operatorSet, address strategy);
    event StrategyRemovedFromOperatorSet(OperatorSet operatorSet, address strategy);

    /// @notice Operators' existing allocations to the set become slashable at once.
    function addStrategiesToOperatorSet(address avs, uint32 operatorSetId, address[] calldata strategies) external;
    /// @notice Gives back the magnitude of deallocations that are done, oldest first. Anyone may; `modifyAllocations` does it too.
    /// @param numToClear how many at most, a strategy each.
    function clearDeallocationQueue(address operator, address[] calldata strategies, uint16[] calldata numToClear)
        external;
    /// @notice Makes sets whose slashed stake is burnt.
    function createOperatorSets(address avs, CreateSetParams[] calldata params) external;
    function createOperatorSets(address avs, CreateSetParamsV2[] calldata params) external;
    /// @notice Makes sets whose slashed stake goes to a recipient, for good.
    function createRedistributingOperatorSets(
        address avs,
        CreateSetParams[] calldata params,
        address[] calldata redistributionRecipients
    ) external;
    function createRedistributingOperatorSets(
        address avs,
        CreateSetParamsV2[] calldata params,
        address[] calldata redistributionRecipients
    ) external;
    /// @notice For the operator or the service. The operator stays slashable for `DEALLOCATION_DELAY`; its allocations stay too and
    /// are taken back by `modifyAllocations`. Reverts if the registrar does.
    function deregisterFromOperatorSets(DeregisterParams calldata params) external;
    /// @notice Does nothing: every set was made with a slasher.
    function migrateSlashers(OperatorSet[] calldata operatorSets) external;
    /// @notice Sets allocations to new magnitudes. More of it counts after the allocation delay, but takes its part of what can be
    /// allocated at once; less of it counts at once if nobody can slash it, or after `DEALLOCATION_DELAY` + 1.
    function modifyAllocations(address operator, AllocateParams[] calldata params) external;
    /// @notice Joins sets of one service: slashable from now on. Reverts if the registrar does.
    function registerForOperatorSets(address operator, RegisterParams calldata params) external;
    /// @notice Allocations of these strategies to the set stay as they are, but are no longer slashable.
    function removeStrategiesFromOperatorSet(address avs, uint32 operatorSetId, address[] calldata strategies) external;
    /// @notice Counts after `ALLOCATION_CONFIGURATION_DELAY` + 1; at once for who is just registering as an operator.
    /// @param delay blocks.
    function setAllocationDelay(address operator, uint32 delay) external;
    /// @notice Names the contract that is asked when operators join or leave, instead of the service itself.
    function setAVSRegistrar(address avs, address registrar) external;
    /// @notice Takes `wadsToSlash` of what the operator has allocated to the set, of each strategy; rounded up, in magnitude. Strategies
    /// of which nothing is allocated are passed over.
    /// @return slashId counted by set, from 1.
    /// @return shares that go, a strategy each.
    function slashOperator(address avs, SlashingParams calldata params)
        external
        returns (uint256 slashId, uint256[] memory shares);
    /// @notice Announces a service, or what describes it now.
    function updateAVSMetadataURI(address avs, string calldata metadataURI) external;
    /// @notice Counts after `SLASHER_CONFIGURATION_DELAY` + 1.
    function updateSlasher(OperatorSet calldata operatorSet, address slasher) external;
    /// @notice Blocks until a change of an allocation delay counts.
    function ALLOCATION_CONFIGURATION_DELAY() external view returns (uint32);
    /// @notice Blocks for which a deallocation, and an operator who left, stay slashable.
    function DEALLOCATION_DELAY() external view returns (uint32);
    function delegation() external view returns (address);
    function eigenStrategy() external view returns (address);
    /// @notice What of the magnitude is free, counting deallocations that are done but not cleared.
    function getAllocatableMagnitude(address operator, address strategy)
        external
        view
        returns (uint64 allocatableMagnitude);
    function getAllocatedSets(address operator) external view returns (OperatorSet[] memory operatorSets);
    /// @notice Shares that are allocated to the set, by operator and strategy; also of strategies that it no longer has, and of operators
    /// who are not in it.
    function getAllocatedStake(
        OperatorSet calldata operatorSet,
        address[] calldata operators,
        address[] calldata strategies
    ) external view returns (uint256[][] memory slashableStake);
    function getAllocatedStrategies(address operator, OperatorSet calldata operatorSet)
        external
        view
        returns (address[] memory strategies);
    /// @notice The allocation as it is now: a change that is due has happened.
    function getAllocation(address operator, OperatorSet calldata operatorSet, address strategy)
        external
        view
        returns (Allocation memory allocation);
    function getAllocationDelay(address operator) external view returns (bool isSet, uint32 delay);
    function getAllocations(address[] calldata operators, OperatorSet calldata operatorSet, address strategy)
        external
        view
        returns (Allocation[] memory allocations);
    /// @notice The service itself, if it has named none.
    function getAVSRegistrar(address avs) external view returns (address);
    /// @notice What of the magnitude is allocated, or about to be; including deallocations that are done but not cleared.
    function getEncumberedMagnitude(address operator, address strategy)
        external
        view
        returns (uint64 encumberedMagnitude);
    /// @notice What slashing has left of 1e18.
    function getMaxMagnitude(address operator, address strategy) external view returns (uint64 maxMagnitude);
    function getMaxMagnitudes(address[] calldata operators, address strategy)
        external
        view
        returns (uint64[] memory maxMagnitudes);
    function getMaxMagnitudes(address operator, address[] calldata strategies)
        external
        view
        returns (uint64[] memory maxMagnitudes);
    /// @notice As they were at the end of that block.
    function getMaxMagnitudesAtBlock(address operator, address[] calldata strategies, uint32 blockNumber)
        external
        view
        returns (uint64[] memory maxMagnitudes);
    function getMemberCount(OperatorSet calldata operatorSet) external view returns (uint256 memberCount);
    function getMembers(OperatorSet calldata operatorSet) external view returns (address[] memory operators);
    /// @notice The least that the set can slash until `futureBlock`, as things stand: 0 for operators whom it can not slash.
    function getMinimumSlashableStake(
        OperatorSet calldata operatorSet,
        address[] calldata operators,
        address[] calldata strategies,
        uint32 futureBlock
    ) external view returns (uint256[][] memory slashableStake);
    function getOperatorSetCount(address avs) external view returns (uint256 count);
    /// @notice Zeros if no change is pending.
    function getPendingSlasher(OperatorSet calldata operatorSet)
        external
        view
        returns (address pendingSlasher, uint32 effectBlock);
    /// @notice The burn address, if the set redistributes nothing.
    function getRedistributionRecipient(OperatorSet calldata operatorSet) external view returns (address);
    function getRegisteredSets(address operator) external view returns (OperatorSet[] memory operatorSets);
    function getSlashCount(OperatorSet calldata operatorSet) external view returns (uint256 slashCount);
    function getSlasher(OperatorSet calldata operatorSet) external view returns (address);
    function getStrategiesInOperatorSet(OperatorSet calldata operatorSet)
        external
        view
        returns (address[] memory strategies);
    /// @notice The operator's allocations of one strategy to all sets to which it has allocated anything.
    function getStrategyAllocations(address operator, address strategy)
        external
        view
        returns (OperatorSet[] memory operatorSets, Allocation[] memory allocations);
    function isMemberOfOperatorSet(address operator, OperatorSet calldata operatorSet)
        external
        view
        returns (bool result);
    /// @notice Whether the operator is in a redistributing set, or has allocated to one.
    function isOperatorRedistributable(address operator) external view returns (bool result);
    function isOperatorSet(OperatorSet calldata operatorSet) external view returns (bool result);
    /// @notice Whether the operator is in the set, or left it within `DEALLOCATION_DELAY`.
    function isOperatorSlashable(address operator, OperatorSet calldata operatorSet) external view returns (bool);
    function isRedistributingOperatorSet(OperatorSet calldata operatorSet) external view returns (bool);
    /// @notice Blocks until a change of a slasher counts.
    function SLASHER_CONFIGURATION_DELAY() external view returns (uint32);
}
