// SPDX-License-Identifier: MIT
pragma solidity 0.8.31;

import {EnumerableSetLib} from "solady/utils/EnumerableSetLib.sol";
import {FixedPointMathLib} from "solady/utils/FixedPointMathLib.sol";

import {Allocation, OperatorSet, SlashingParams} from "../interfaces/restaking/IAllocationManager.sol";
import {IDelegationManager} from "../interfaces/restaking/IDelegationManager.sol";
import {Allocations} from "./Allocations.sol";
import {OperatorSets} from "./OperatorSets.sol";
import {OperatorSetKey} from "./types/OperatorSetKey.sol";
import {Pending} from "./types/Pending.sol";
import {Standing, WAD} from "./types/Standing.sol";

/// @title Operator sets, allocations and slashing
/// @notice `OperatorSets`: services make sets, operators join and leave them. `Allocations`: operators put parts of their
/// stake at the sets' disposal. Here: the sets' slashers take it.
contract AllocationManager is Allocations {
    using EnumerableSetLib for EnumerableSetLib.AddressSet;
    using FixedPointMathLib for uint256;
    using OperatorSetKey for OperatorSet;
    using Pending for Allocation;

    uint8 private constant PAUSED_SLASHING = 1;

    constructor(
        address delegation,
        address eigenStrategy,
        address pauserRegistry,
        address permissionController,
        uint32 deallocationDelay,
        uint32 allocationConfigurationDelay
    )
        OperatorSets(
            delegation,
            eigenStrategy,
            pauserRegistry,
            permissionController,
            deallocationDelay,
            allocationConfigurationDelay
        )
    {}

    function slashOperator(address avs, SlashingParams calldata params)
        external
        whenNotPaused(PAUSED_SLASHING)
        whenUnlocked
        returns (uint256 slashId, uint256[] memory shares)
    {
        OperatorSet memory operatorSet = OperatorSet(avs, params.operatorSetId);
        uint256 count = params.strategies.length;
        if (count != params.wadsToSlash.length) revert InputArrayLengthMismatch();
        Set storage set = _existing(operatorSet.key());
        if (msg.sender != _slasher(set)) revert InvalidCaller();
        if (!_isSlashable(params.operator, operatorSet.key())) revert OperatorNotSlashable();

        slashId = ++set.slashes;
        shares = new uint256[](count);
        uint256[] memory wadSlashed = new uint256[](count);
        for (uint256 i; i < count; ++i) {
            address strategy = params.strategies[i];
            if (i > 0 && strategy <= params.strategies[i - 1]) revert StrategiesMustBeInAscendingOrder();
            if (params.wadsToSlash[i] == 0 || params.wadsToSlash[i] > WAD) revert InvalidWadToSlash();
            if (!set.strategies.contains(strategy)) revert StrategyNotInOperatorSet();

            (wadSlashed[i], shares[i]) = _slash(params.operator, operatorSet, slashId, strategy, params.wadsToSlash[i]);
        }

        emit OperatorSlashed(params.operator, operatorSet, params.strategies, wadSlashed, params.description);
    }

    /// @return wadSlashed of all that the operator has in the strategy, down.
    function _slash(address operator, OperatorSet memory operatorSet, uint256 slashId, address strategy, uint256 wad)
        private
        returns (uint256 wadSlashed, uint256 shares)
    {
        (Allocation memory allocation, uint64 released) = _settled(operator, operatorSet.key(), strategy);
        if (allocation.currentMagnitude == 0) return (0, 0);

        // Up: whatever is slashed is felt.
        uint64 slashed = uint64(uint256(allocation.currentMagnitude).mulWadUp(wad));
        allocation.currentMagnitude -= slashed;
        if (allocation.pendingDiff < 0) {
            // What is leaving shrinks with the rest, and stays at most the rest: both are rounded alike.
            allocation.pendingDiff += int128(int256(uint256(int256(-allocation.pendingDiff)).mulWadUp(wad)));
            emit AllocationUpdated(operator, operatorSet, strategy, allocation.afterwards(), allocation.effectBlock);
        }

        Standing storage standing = standings[operator][strategy];
        uint64 max = standing.maxMagnitude();
        _encumber(operator, strategy, standing.encumbered - released - slashed);
        _store(operator, operatorSet.key(), strategy, allocation);
        emit AllocationUpdated(operator, operatorSet, strategy, allocation.currentMagnitude, uint32(block.number));

        standing.slash(pasts[operator][strategy], slashed);
        emit MaxMagnitudeUpdated(operator, strategy, max - slashed);

        wadSlashed = slashed * uint256(WAD) / max;
        shares = IDelegationManager(delegation)
            .slashOperatorShares(operator, operatorSet, slashId, strategy, max, max - slashed);
    }
}
