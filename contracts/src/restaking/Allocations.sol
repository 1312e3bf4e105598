// SPDX-License-Identifier: MIT
pragma solidity 0.8.31;

import {EnumerableSetLib} from "solady/utils/EnumerableSetLib.sol";

import {
    AllocateParams,
    Allocation,
    AllocationDelayInfo,
    OperatorSet
} from "../interfaces/restaking/IAllocationManager.sol";
import {IDelegationManager} from "../interfaces/restaking/IDelegationManager.sol";
import {OperatorSets} from "./OperatorSets.sol";
import {OperatorSetKey} from "./types/OperatorSetKey.sol";
import {Pending} from "./types/Pending.sol";
import {Past, Standing, WAD} from "./types/Standing.sol";

/// @title What operators put at stake for whom
/// @dev An allocation that is stored may be one whose change is due: what is read is always settled first. A deallocation
/// gives its magnitude back when it leaves the line of those that wait.
abstract contract Allocations is OperatorSets {
    using EnumerableSetLib for EnumerableSetLib.AddressSet;
    using EnumerableSetLib for EnumerableSetLib.Bytes32Set;
    using OperatorSetKey for OperatorSet;
    using OperatorSetKey for bytes32[];
    using Pending for Allocation;

    uint8 internal constant PAUSED_ALLOCATION = 0;

    mapping(address operator => AllocationDelayInfo) private allocationDelays;
    mapping(address operator => mapping(address strategy => Standing)) internal standings;
    mapping(address operator => mapping(address strategy => mapping(uint256 => Past))) internal pasts;
    mapping(address operator => mapping(address strategy => mapping(uint256 place => bytes32 set))) private line;
    mapping(address operator => mapping(bytes32 set => mapping(address strategy => Allocation))) private allocations;
    mapping(address operator => mapping(bytes32 set => EnumerableSetLib.AddressSet)) private allocatedStrategies;

    /// @dev The delegation manager calls it with its lock held, for an operator that has just registered.
    function setAllocationDelay(address operator, uint32 delay) external {
        if (msg.sender == delegation) _setDelay(operator, delay, uint32(block.number));
        else _changeDelay(operator, delay);
    }

    function modifyAllocations(address operator, AllocateParams[] calldata params)
        external
        whenNotPaused(PAUSED_ALLOCATION)
        onlyFor(operator)
        whenUnlocked
    {
        (bool isSet, uint32 delay) = getAllocationDelay(operator);
        if (!isSet) revert UninitializedAllocationDelay();

        for (uint256 i; i < params.length; ++i) {
            if (params[i].strategies.length != params[i].newMagnitudes.length) revert InputArrayLengthMismatch();
            bytes32 key = params[i].operatorSet.key();
            Set storage set = _existing(key);
            bool isSlashable = _isSlashable(operator, key);

            for (uint256 j; j < params[i].strategies.length; ++j) {
                address strategy = params[i].strategies[j];
                _modify(
                    operator,
                    params[i].operatorSet,
                    strategy,
                    params[i].newMagnitudes[j],
                    delay,
                    isSlashable && set.strategies.contains(strategy)
                );
            }
        }
    }

    function clearDeallocationQueue(address operator, address[] calldata strategies, uint16[] calldata numToClear)
        external
        whenNotPaused(PAUSED_ALLOCATION)
        whenUnlocked
    {
        if (strategies.length != numToClear.length) revert InputArrayLengthMismatch();
        if (!IDelegationManager(delegation).isOperator(operator)) revert InvalidOperator();

        for (uint256 i; i < strategies.length; ++i) {
            _clear(operator, strategies[i], numToClear[i]);
        }
    }

    function getAllocationDelay(address operator) public view returns (bool isSet, uint32 delay) {
        AllocationDelayInfo storage info = allocationDelays[operator];
        return _isDue(info) ? (true, info.pendingDelay) : (info.isSet, info.delay);
    }

    function getAllocation(address operator, OperatorSet memory operatorSet, address strategy)
        public
        view
        returns (Allocation memory allocation)
    {
        (allocation,) = _settled(operator, operatorSet.key(), strategy);
    }

    function getAllocations(address[] calldata operators, OperatorSet calldata operatorSet, address strategy)
        external
        view
        returns (Allocation[] memory found)
    {
        found = new Allocation[](operators.length);
        for (uint256 i; i < operators.length; ++i) {
            found[i] = getAllocation(operators[i], operatorSet, strategy);
        }
    }

    function getStrategyAllocations(address operator, address strategy)
        external
        view
        returns (OperatorSet[] memory operatorSets, Allocation[] memory found)
    {
        operatorSets = getAllocatedSets(operator);
        found = new Allocation[](operatorSets.length);
        for (uint256 i; i < operatorSets.length; ++i) {
            found[i] = getAllocation(operator, operatorSets[i], strategy);
        }
    }

    function getAllocatedSets(address operator) public view returns (OperatorSet[] memory) {
        return allocatedSets[operator].values().toOperatorSets();
    }

    function getAllocatedStrategies(address operator, OperatorSet calldata operatorSet)
        external
        view
        returns (address[] memory)
    {
        return allocatedStrategies[operator][operatorSet.key()].values();
    }

    function getEncumberedMagnitude(address operator, address strategy) external view returns (uint64) {
        return standings[operator][strategy].encumbered;
    }

    function getAllocatableMagnitude(address operator, address strategy) external view returns (uint64) {
        Standing memory standing = standings[operator][strategy];
        uint64 encumbered = standing.encumbered;
        for (uint256 i = standing.front; i < standing.back; ++i) {
            (Allocation memory allocation, uint64 released) = _settled(operator, line[operator][strategy][i], strategy);
            if (allocation.effectBlock != 0) break;
            encumbered -= released;
        }
        return WAD - standing.slashed - encumbered;
    }

    function getMaxMagnitude(address operator, address strategy) public view returns (uint64) {
        return standings[operator][strategy].maxMagnitude();
    }

    function getMaxMagnitudes(address[] calldata operators, address strategy)
        external
        view
        returns (uint64[] memory magnitudes)
    {
        magnitudes = new uint64[](operators.length);
        for (uint256 i; i < operators.length; ++i) {
            magnitudes[i] = getMaxMagnitude(operators[i], strategy);
        }
    }

    function getMaxMagnitudes(address operator, address[] calldata strategies)
        external
        view
        returns (uint64[] memory magnitudes)
    {
        return getMaxMagnitudesAtBlock(operator, strategies, uint32(block.number));
    }

    function getMaxMagnitudesAtBlock(address operator, address[] calldata strategies, uint32 blockNumber)
        public
        view
        returns (uint64[] memory magnitudes)
    {
        magnitudes = new uint64[](strategies.length);
        for (uint256 i; i < strategies.length; ++i) {
            magnitudes[i] =
                standings[operator][strategies[i]].maxMagnitudeAt(pasts[operator][strategies[i]], blockNumber);
        }
    }

    function getAllocatedStake(
        OperatorSet calldata operatorSet,
        address[] calldata operators,
        address[] calldata strategies
    ) external view returns (uint256[][] memory) {
        return _stakeUntil(operatorSet, operators, strategies, uint32(block.number));
    }

    function getMinimumSlashableStake(
        OperatorSet calldata operatorSet,
        address[] calldata operators,
        address[] calldata strategies,
        uint32 futureBlock
    ) external view returns (uint256[][] memory stake) {
        stake = _stakeUntil(operatorSet, operators, strategies, futureBlock);
        for (uint256 i; i < operators.length; ++i) {
            if (!_isSlashable(operators[i], operatorSet.key())) stake[i] = new uint256[](strategies.length);
        }
    }

    function _settled(address operator, bytes32 set, address strategy)
        internal
        view
        returns (Allocation memory allocation, uint64 released)
    {
        allocation = allocations[operator][set][strategy];
        released = allocation.settle();
    }

    function _store(address operator, bytes32 set, address strategy, Allocation memory allocation) internal {
        Allocation memory before = allocations[operator][set][strategy];
        allocations[operator][set][strategy] = allocation;
        if (allocation.isListed() == before.isListed()) return;

        EnumerableSetLib.AddressSet storage strategies = allocatedStrategies[operator][set];
        if (allocation.isListed()) {
            if (strategies.length() == 0) allocatedSets[operator].add(set);
            strategies.add(strategy);
        } else {
            strategies.remove(strategy);
            if (strategies.length() == 0) allocatedSets[operator].remove(set);
        }
    }

    function _encumber(address operator, address strategy, uint64 magnitude) internal {
        Standing storage standing = standings[operator][strategy];
        if (standing.encumbered == magnitude) return;
        standing.encumbered = magnitude;

        emit EncumberedMagnitudeUpdated(operator, strategy, magnitude);
    }

    function _changeDelay(address operator, uint32 delay) private onlyFor(operator) whenUnlocked {
        if (!IDelegationManager(delegation).isOperator(operator)) revert InvalidOperator();

        _setDelay(operator, delay, uint32(block.number) + ALLOCATION_CONFIGURATION_DELAY + 1);
    }

    function _setDelay(address operator, uint32 delay, uint32 effectBlock) private {
        AllocationDelayInfo storage info = allocationDelays[operator];
        if (_isDue(info)) (info.delay, info.isSet) = (info.pendingDelay, true);
        info.pendingDelay = delay;
        info.effectBlock = effectBlock;

        emit AllocationDelaySet(operator, delay, effectBlock);
    }

    function _modify(
        address operator,
        OperatorSet calldata operatorSet,
        address strategy,
        uint64 magnitude,
        uint32 delay,
        bool isSlashable
    ) private {
        _clear(operator, strategy, type(uint256).max);

        bytes32 set = operatorSet.key();
        Standing storage standing = standings[operator][strategy];
        (Allocation memory allocation,) = _settled(operator, set, strategy);
        if (allocation.effectBlock != 0) revert ModificationAlreadyPending();
        if (allocation.currentMagnitude == magnitude) revert SameMagnitude();

        uint256 current = allocation.currentMagnitude;
        uint32 effectBlock = uint32(block.number);
        uint256 encumbered = standing.encumbered;
        if (magnitude > current) {
            encumbered += magnitude - current;
            if (encumbered > standing.maxMagnitude()) revert InsufficientMagnitude();
            effectBlock += delay;
        } else if (isSlashable) {
            line[operator][strategy][standing.back++] = set;
            effectBlock += DEALLOCATION_DELAY + 1;
        }
        allocation.pendingDiff = int128(uint128(magnitude)) - int128(uint128(current));
        allocation.effectBlock = effectBlock;
        // What is due now happens now.
        encumbered -= allocation.settle();

        _encumber(operator, strategy, uint64(encumbered));
        _store(operator, set, strategy, allocation);
        emit AllocationUpdated(operator, operatorSet, strategy, magnitude, effectBlock);
    }

    /// @dev The line is in the order of effect blocks, as all wait equally long. Some in it may have been settled by a slash.
    function _clear(address operator, address strategy, uint256 max) private {
        Standing storage standing = standings[operator][strategy];
        (uint32 front, uint32 back) = (standing.front, standing.back);
        if (front == back) return;

        for (; front < back && max > 0; ++front) {
            bytes32 set = line[operator][strategy][front];
            (Allocation memory allocation, uint64 released) = _settled(operator, set, strategy);
            if (allocation.effectBlock != 0) break;

            delete line[operator][strategy][front];
            _store(operator, set, strategy, allocation);
            _encumber(operator, strategy, standing.encumbered - released);
            --max;
        }
        standing.front = front;
    }

    function _isDue(AllocationDelayInfo storage info) private view returns (bool) {
        return info.effectBlock != 0 && block.number >= info.effectBlock;
    }

    /// @dev The least of it until `futureBlock`: deallocations that take effect by then count as done, allocations don't.
    function _stakeUntil(
        OperatorSet calldata operatorSet,
        address[] calldata operators,
        address[] calldata strategies,
        uint32 futureBlock
    ) private view returns (uint256[][] memory stake) {
        stake = IDelegationManager(delegation).getOperatorsShares(operators, strategies);
        for (uint256 i; i < operators.length; ++i) {
            for (uint256 j; j < strategies.length; ++j) {
                Allocation memory allocation = getAllocation(operators[i], operatorSet, strategies[j]);
                uint256 magnitude = allocation.pendingDiff < 0 && allocation.effectBlock <= futureBlock
                    ? allocation.afterwards()
                    : allocation.currentMagnitude;
                uint256 max = getMaxMagnitude(operators[i], strategies[j]);

                // Down twice, as the strategy's slash would be announced. Nothing is left of what was slashed whole.
                stake[i][j] = max == 0 ? 0 : stake[i][j] * (magnitude * WAD / max) / WAD;
            }
        }
    }
}
