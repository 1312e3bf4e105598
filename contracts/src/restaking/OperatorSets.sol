// SPDX-License-Identifier: MIT
pragma solidity 0.8.31;

import {EnumerableSetLib} from "solady/utils/EnumerableSetLib.sol";

import {
    CreateSetParams,
    CreateSetParamsV2,
    DeregisterParams,
    IAllocationManager,
    OperatorSet,
    RegisterParams,
    RegistrationStatus
} from "../interfaces/restaking/IAllocationManager.sol";
import {IAVSRegistrar} from "../interfaces/restaking/IAVSRegistrar.sol";
import {IDelegationManager} from "../interfaces/restaking/IDelegationManager.sol";
import {Locked} from "./Lock.sol";
import {Pausable} from "./Pausable.sol";
import {PermissionControlled} from "./PermissionControlled.sol";
import {OperatorSetKey} from "./types/OperatorSetKey.sol";

/// @title The sets of operators that services make, who is in them, and who may slash them
abstract contract OperatorSets is IAllocationManager, Pausable, PermissionControlled, Locked {
    using EnumerableSetLib for EnumerableSetLib.AddressSet;
    using EnumerableSetLib for EnumerableSetLib.Bytes32Set;
    using OperatorSetKey for OperatorSet;
    using OperatorSetKey for bytes32[];

    /// @dev One slot.
    struct Service {
        address registrar; // 0: the service itself
        bool hasMetadata;
        uint64 sets;
    }

    /// @dev A set exists if it has a slasher. `slasher`'s successor is `pendingSlasher` from `effectBlock` on.
    struct Set {
        address slasher;
        uint32 effectBlock;
        uint64 slashes;
        address pendingSlasher;
        address redistributionRecipient; // 0: what is slashed is burnt
        EnumerableSetLib.AddressSet strategies;
        EnumerableSetLib.AddressSet members;
    }

    uint8 internal constant PAUSED_REGISTRATION = 2;
    address internal constant BEACON_ETHER = 0xbeaC0eeEeeeeEEeEeEEEEeeEEeEeeeEeeEEBEaC0;
    address internal constant BURN = 0x00000000000000000000000000000000000E16E4;

    address public immutable delegation;
    address public immutable eigenStrategy;
    uint32 public immutable DEALLOCATION_DELAY; // blocks
    uint32 public immutable ALLOCATION_CONFIGURATION_DELAY; // blocks

    mapping(address avs => Service) private services;
    mapping(bytes32 set => Set) internal sets;
    mapping(address operator => EnumerableSetLib.Bytes32Set) private registeredSets;
    mapping(address operator => mapping(bytes32 set => RegistrationStatus)) private registrations;
    mapping(address operator => EnumerableSetLib.Bytes32Set) internal allocatedSets;

    constructor(
        address delegation_,
        address eigenStrategy_,
        address pauserRegistry_,
        address permissionController_,
        uint32 deallocationDelay,
        uint32 allocationConfigurationDelay
    ) Pausable(pauserRegistry_) PermissionControlled(permissionController_) Locked(delegation_) {
        delegation = delegation_;
        eigenStrategy = eigenStrategy_;
        DEALLOCATION_DELAY = deallocationDelay;
        ALLOCATION_CONFIGURATION_DELAY = allocationConfigurationDelay;
    }

    function updateAVSMetadataURI(address avs, string calldata metadataURI) external onlyFor(avs) whenUnlocked {
        services[avs].hasMetadata = true;

        emit AVSMetadataURIUpdated(avs, metadataURI);
    }

    function setAVSRegistrar(address avs, address registrar) external onlyFor(avs) whenUnlocked {
        if (!IAVSRegistrar(registrar).supportsAVS(avs)) revert InvalidAVSRegistrar();
        services[avs].registrar = registrar;

        emit AVSRegistrarSet(avs, getAVSRegistrar(avs));
    }

    function createOperatorSets(address avs, CreateSetParams[] calldata params) external onlyFor(avs) whenUnlocked {
        for (uint256 i; i < params.length; ++i) {
            _create(OperatorSet(avs, params[i].operatorSetId), params[i].strategies, avs, BURN);
        }
    }

    function createOperatorSets(address avs, CreateSetParamsV2[] calldata params) external onlyFor(avs) whenUnlocked {
        for (uint256 i; i < params.length; ++i) {
            _create(OperatorSet(avs, params[i].operatorSetId), params[i].strategies, params[i].slasher, BURN);
        }
    }

    function createRedistributingOperatorSets(
        address avs,
        CreateSetParams[] calldata params,
        address[] calldata recipients
    ) external onlyFor(avs) whenUnlocked {
        if (params.length != recipients.length) revert InputArrayLengthMismatch();
        for (uint256 i; i < params.length; ++i) {
            _checkRecipient(recipients[i]);
            _create(OperatorSet(avs, params[i].operatorSetId), params[i].strategies, avs, recipients[i]);
        }
    }

    function createRedistributingOperatorSets(
        address avs,
        CreateSetParamsV2[] calldata params,
        address[] calldata recipients
    ) external onlyFor(avs) whenUnlocked {
        if (params.length != recipients.length) revert InputArrayLengthMismatch();
        for (uint256 i; i < params.length; ++i) {
            _checkRecipient(recipients[i]);
            _create(OperatorSet(avs, params[i].operatorSetId), params[i].strategies, params[i].slasher, recipients[i]);
        }
    }

    function addStrategiesToOperatorSet(address avs, uint32 operatorSetId, address[] calldata strategies)
        external
        onlyFor(avs)
        whenUnlocked
    {
        OperatorSet memory operatorSet = OperatorSet(avs, operatorSetId);
        _addStrategies(operatorSet, _existing(operatorSet.key()), strategies);
    }

    function removeStrategiesFromOperatorSet(address avs, uint32 operatorSetId, address[] calldata strategies)
        external
        onlyFor(avs)
        whenUnlocked
    {
        OperatorSet memory operatorSet = OperatorSet(avs, operatorSetId);
        Set storage set = _existing(operatorSet.key());
        for (uint256 i; i < strategies.length; ++i) {
            if (!set.strategies.remove(strategies[i])) revert StrategyNotInOperatorSet();
            emit StrategyRemovedFromOperatorSet(operatorSet, strategies[i]);
        }
    }

    function updateSlasher(OperatorSet calldata operatorSet, address slasher)
        external
        onlyFor(operatorSet.avs)
        whenUnlocked
    {
        Set storage set = _existing(operatorSet.key());
        if (slasher == address(0)) revert InputAddressZero();

        set.slasher = _slasher(set);
        set.pendingSlasher = slasher;
        set.effectBlock = uint32(block.number) + ALLOCATION_CONFIGURATION_DELAY + 1;

        emit SlasherUpdated(operatorSet, slasher, set.effectBlock);
    }

    /// @dev Every set was made with a slasher: there is nothing to migrate.
    function migrateSlashers(OperatorSet[] calldata) external {}

    function registerForOperatorSets(address operator, RegisterParams calldata params)
        external
        whenNotPaused(PAUSED_REGISTRATION)
        onlyFor(operator)
        whenUnlocked
    {
        if (!IDelegationManager(delegation).isOperator(operator)) revert InvalidOperator();

        for (uint256 i; i < params.operatorSetIds.length; ++i) {
            OperatorSet memory operatorSet = OperatorSet(params.avs, params.operatorSetIds[i]);
            bytes32 key = operatorSet.key();
            Set storage set = _existing(key);
            if (_isSlashable(operator, key)) revert AlreadyMemberOfSet();

            registrations[operator][key].registered = true;
            registeredSets[operator].add(key);
            set.members.add(operator);

            emit OperatorAddedToOperatorSet(operator, operatorSet);
        }

        IAVSRegistrar(getAVSRegistrar(params.avs))
            .registerOperator(operator, params.avs, params.operatorSetIds, params.data);
    }

    function deregisterFromOperatorSets(DeregisterParams calldata params)
        external
        whenNotPaused(PAUSED_REGISTRATION)
        whenUnlocked
    {
        (address operator, address avs) = (params.operator, params.avs);
        if (!_canCall(operator) && !_canCall(avs)) revert InvalidCaller();

        for (uint256 i; i < params.operatorSetIds.length; ++i) {
            OperatorSet memory operatorSet = OperatorSet(avs, params.operatorSetIds[i]);
            bytes32 key = operatorSet.key();
            Set storage set = _existing(key);
            if (!registrations[operator][key].registered) revert NotMemberOfSet();

            registrations[operator][key] = RegistrationStatus(false, uint32(block.number) + DEALLOCATION_DELAY);
            registeredSets[operator].remove(key);
            set.members.remove(operator);

            emit OperatorRemovedFromOperatorSet(operator, operatorSet);
        }

        IAVSRegistrar(getAVSRegistrar(avs)).deregisterOperator(operator, avs, params.operatorSetIds);
    }

    function getAVSRegistrar(address avs) public view returns (address registrar) {
        registrar = services[avs].registrar;
        if (registrar == address(0)) registrar = avs;
    }

    function getOperatorSetCount(address avs) external view returns (uint256) {
        return services[avs].sets;
    }

    function isOperatorSet(OperatorSet calldata operatorSet) external view returns (bool) {
        return sets[operatorSet.key()].slasher != address(0);
    }

    function getStrategiesInOperatorSet(OperatorSet calldata operatorSet) external view returns (address[] memory) {
        return sets[operatorSet.key()].strategies.values();
    }

    function getMembers(OperatorSet calldata operatorSet) external view returns (address[] memory) {
        return sets[operatorSet.key()].members.values();
    }

    function getMemberCount(OperatorSet calldata operatorSet) external view returns (uint256) {
        return sets[operatorSet.key()].members.length();
    }

    function getSlashCount(OperatorSet calldata operatorSet) external view returns (uint256) {
        return sets[operatorSet.key()].slashes;
    }

    function getSlasher(OperatorSet calldata operatorSet) external view returns (address) {
        return _slasher(sets[operatorSet.key()]);
    }

    function getPendingSlasher(OperatorSet calldata operatorSet)
        external
        view
        returns (address pendingSlasher, uint32 effectBlock)
    {
        Set storage set = sets[operatorSet.key()];
        if (block.number < set.effectBlock) return (set.pendingSlasher, set.effectBlock);
    }

    function getRedistributionRecipient(OperatorSet calldata operatorSet) external view returns (address recipient) {
        recipient = sets[operatorSet.key()].redistributionRecipient;
        if (recipient == address(0)) recipient = BURN;
    }

    function isRedistributingOperatorSet(OperatorSet calldata operatorSet) external view returns (bool) {
        return _redistributes(sets[operatorSet.key()]);
    }

    function getRegisteredSets(address operator) external view returns (OperatorSet[] memory) {
        return registeredSets[operator].values().toOperatorSets();
    }

    function isMemberOfOperatorSet(address operator, OperatorSet calldata operatorSet) external view returns (bool) {
        return registrations[operator][operatorSet.key()].registered;
    }

    function isOperatorSlashable(address operator, OperatorSet calldata operatorSet) external view returns (bool) {
        return _isSlashable(operator, operatorSet.key());
    }

    function isOperatorRedistributable(address operator) external view returns (bool) {
        return _anyRedistributes(registeredSets[operator]) || _anyRedistributes(allocatedSets[operator]);
    }

    function SLASHER_CONFIGURATION_DELAY() external view returns (uint32) {
        return ALLOCATION_CONFIGURATION_DELAY;
    }

    function _existing(bytes32 key) internal view returns (Set storage set) {
        set = sets[key];
        if (set.slasher == address(0)) revert InvalidOperatorSet();
    }

    function _isSlashable(address operator, bytes32 key) internal view returns (bool) {
        RegistrationStatus memory status = registrations[operator][key];
        return status.registered || block.number <= status.slashableUntil;
    }

    function _slasher(Set storage set) internal view returns (address) {
        return block.number < set.effectBlock ? set.slasher : set.pendingSlasher;
    }

    function _redistributes(Set storage set) private view returns (bool) {
        return set.redistributionRecipient != address(0);
    }

    function _anyRedistributes(EnumerableSetLib.Bytes32Set storage keys) private view returns (bool) {
        for (uint256 i; i < keys.length(); ++i) {
            if (_redistributes(sets[keys.at(i)])) return true;
        }
        return false;
    }

    function _create(OperatorSet memory operatorSet, address[] calldata strategies, address slasher, address recipient)
        private
    {
        Service storage service = services[operatorSet.avs];
        Set storage set = sets[operatorSet.key()];
        if (!service.hasMetadata) revert NonexistentAVSMetadata();
        if (set.slasher != address(0)) revert InvalidOperatorSet();
        if (slasher == address(0)) revert InputAddressZero();

        ++service.sets;
        set.slasher = slasher;
        set.pendingSlasher = slasher;
        set.effectBlock = uint32(block.number);
        if (recipient != BURN) set.redistributionRecipient = recipient;

        emit OperatorSetCreated(operatorSet);
        if (recipient != BURN) emit RedistributionAddressSet(operatorSet, recipient);
        _addStrategies(operatorSet, set, strategies);
        emit SlasherUpdated(operatorSet, slasher, uint32(block.number));
    }

    function _checkRecipient(address recipient) private pure {
        if (recipient == address(0)) revert InputAddressZero();
        if (recipient == BURN) revert InvalidRedistributionRecipient();
    }

    function _addStrategies(OperatorSet memory operatorSet, Set storage set, address[] calldata strategies) private {
        bool redistributes = _redistributes(set);
        for (uint256 i; i < strategies.length; ++i) {
            address strategy = strategies[i];
            if (redistributes && (strategy == BEACON_ETHER || strategy == eigenStrategy)) revert InvalidStrategy();
            if (!set.strategies.add(strategy)) revert StrategyAlreadyInOperatorSet();

            emit StrategyAddedToOperatorSet(operatorSet, strategy);
        }
    }
}
