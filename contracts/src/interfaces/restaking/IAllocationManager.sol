// SPDX-License-Identifier: MIT
pragma solidity 0.8.31;

import {IPausable} from "./IPausable.sol";
import {IPermissionControlled} from "./IPermissionController.sol";

struct OperatorSet {
    address avs;
    uint32 id;
}

struct Allocation {
    uint64 currentMagnitude;
    int128 pendingDiff;
    uint32 effectBlock;
}

struct AllocationDelayInfo {
    uint32 delay;
    bool isSet;
    uint32 pendingDelay;
    uint32 effectBlock;
}

struct RegistrationStatus {
    bool registered;
    uint32 slashableUntil;
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
    address[] strategies;
    uint256[] wadsToSlash;
    string description;
}

struct AllocateParams {
    OperatorSet operatorSet;
    address[] strategies;
    uint64[] newMagnitudes;
}

struct RegisterParams {
    address avs;
    uint32[] operatorSetIds;
    bytes data;
}

struct DeregisterParams {
    address operator;
    address avs;
    uint32[] operatorSetIds;
}

struct CreateSetParams {
    uint32 operatorSetId;
    address[] strategies;
}

struct CreateSetParamsV2 {
    uint32 operatorSetId;
    address[] strategies;
    address slasher;
}

interface IAllocationManager is IPausable, IPermissionControlled {
    error AlreadyMemberOfSet();
    error Empty();
    error InputAddressZero();
    error InputArrayLengthMismatch();
    error InsufficientMagnitude();
    error InvalidAVSRegistrar();
    error InvalidCaller();
    error InvalidOperator();
    error InvalidOperatorSet();
    error InvalidPermissions();
    error InvalidRedistributionRecipient();
    error InvalidSnapshotOrdering();
    error InvalidStrategy();
    error InvalidWadToSlash();
    error ModificationAlreadyPending();
    error NonexistentAVSMetadata();
    error NotMemberOfSet();
    error OperatorNotSlashable();
    error OperatorSetAlreadyMigrated();
    error SameMagnitude();
    error SlasherNotSet();
    error StrategiesMustBeInAscendingOrder();
    error StrategyAlreadyInOperatorSet();
    error StrategyNotInOperatorSet();
    error UninitializedAllocationDelay();

    event AllocationDelaySet(address operator, uint32 delay, uint32 effectBlock);
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
    event OperatorSlashed(
        address operator, OperatorSet operatorSet, address[] strategies, uint256[] wadSlashed, string description
    );
    event RedistributionAddressSet(OperatorSet operatorSet, address redistributionRecipient);
    event SlasherMigrated(OperatorSet operatorSet, address slasher);
    event SlasherUpdated(OperatorSet operatorSet, address slasher, uint32 effectBlock);
    event StrategyAddedToOperatorSet(OperatorSet operatorSet, address strategy);
    event StrategyRemovedFromOperatorSet(OperatorSet operatorSet, address strategy);

    function addStrategiesToOperatorSet(address avs, uint32 operatorSetId, address[] calldata strategies) external;
    function clearDeallocationQueue(address operator, address[] calldata strategies, uint16[] calldata numToClear)
        external;
    function createOperatorSets(address avs, CreateSetParams[] calldata params) external;
    function createOperatorSets(address avs, CreateSetParamsV2[] calldata params) external;
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
    function deregisterFromOperatorSets(DeregisterParams calldata params) external;
    function migrateSlashers(OperatorSet[] calldata operatorSets) external;
    function modifyAllocations(address operator, AllocateParams[] calldata params) external;
    function registerForOperatorSets(address operator, RegisterParams calldata params) external;
    function removeStrategiesFromOperatorSet(address avs, uint32 operatorSetId, address[] calldata strategies) external;
    function setAllocationDelay(address operator, uint32 delay) external;
    function setAVSRegistrar(address avs, address registrar) external;
    function slashOperator(address avs, SlashingParams calldata params) external returns (uint256, uint256[] memory);
    function updateAVSMetadataURI(address avs, string calldata metadataURI) external;
    function updateSlasher(OperatorSet calldata operatorSet, address slasher) external;
    function ALLOCATION_CONFIGURATION_DELAY() external view returns (uint32);
    function DEALLOCATION_DELAY() external view returns (uint32);
    function delegation() external view returns (address);
    function eigenStrategy() external view returns (address);
    function getAllocatableMagnitude(address, address) external view returns (uint64 allocatableMagnitude);
    function getAllocatedSets(address) external view returns (OperatorSet[] memory operatorSets);
    function getAllocatedStake(OperatorSet calldata, address[] calldata, address[] calldata)
        external
        view
        returns (uint256[][] memory slashableStake);
    function getAllocatedStrategies(address, OperatorSet calldata) external view returns (address[] memory strategies);
    function getAllocation(address, OperatorSet calldata, address) external view returns (Allocation memory allocation);
    function getAllocationDelay(address operator) external view returns (bool, uint32);
    function getAllocations(address[] calldata, OperatorSet calldata, address)
        external
        view
        returns (Allocation[] memory allocations);
    function getAVSRegistrar(address avs) external view returns (address);
    function getEncumberedMagnitude(address, address) external view returns (uint64 encumberedMagnitude);
    function getMaxMagnitude(address, address) external view returns (uint64 maxMagnitude);
    function getMaxMagnitudes(address[] calldata, address) external view returns (uint64[] memory maxMagnitudes);
    function getMaxMagnitudes(address, address[] calldata) external view returns (uint64[] memory maxMagnitudes);
    function getMaxMagnitudesAtBlock(address, address[] calldata, uint32)
        external
        view
        returns (uint64[] memory maxMagnitudes);
    function getMemberCount(OperatorSet calldata) external view returns (uint256 memberCount);
    function getMembers(OperatorSet calldata) external view returns (address[] memory operators);
    function getMinimumSlashableStake(OperatorSet calldata, address[] calldata, address[] calldata, uint32)
        external
        view
        returns (uint256[][] memory slashableStake);
    function getOperatorSetCount(address) external view returns (uint256 count);
    function getPendingSlasher(OperatorSet calldata) external view returns (address pendingSlasher, uint32 effectBlock);
    function getRedistributionRecipient(OperatorSet calldata operatorSet) external view returns (address);
    function getRegisteredSets(address) external view returns (OperatorSet[] memory operatorSets);
    function getSlashCount(OperatorSet calldata) external view returns (uint256 slashCount);
    function getSlasher(OperatorSet calldata operatorSet) external view returns (address);
    function getStrategiesInOperatorSet(OperatorSet calldata) external view returns (address[] memory strategies);
    function getStrategyAllocations(address, address)
        external
        view
        returns (OperatorSet[] memory operatorSets, Allocation[] memory allocations);
    function isMemberOfOperatorSet(address, OperatorSet calldata) external view returns (bool result);
    function isOperatorRedistributable(address) external view returns (bool result);
    function isOperatorSet(OperatorSet calldata) external view returns (bool result);
    function isOperatorSlashable(address operator, OperatorSet calldata operatorSet) external view returns (bool);
    function isRedistributingOperatorSet(OperatorSet calldata operatorSet) external view returns (bool);
    function SLASHER_CONFIGURATION_DELAY() external view returns (uint32);
}
