// SPDX-License-Identifier: MIT
pragma solidity 0.8.31;

import {IAllocationManager, OperatorSet} from "../../interfaces/restaking/IAllocationManager.sol";
import {OperatorSplit} from "../../interfaces/restaking/IRewardsCoordinator.sol";
import {OperatorSetKey} from "../types/OperatorSetKey.sol";
import {Settings} from "./Settings.sol";

/// @dev What part of rewards operators keep. They are told here, and applied where rewards are computed.
abstract contract Splits is Settings {
    using OperatorSetKey for OperatorSet;

    /// @dev Stands in for the split before the first: whatever the default is by then.
    uint16 private constant DEFAULT = type(uint16).max;

    mapping(address operator => mapping(address avs => OperatorSplit)) private splitOnAVS;
    mapping(address operator => OperatorSplit) private splitOfIncentives;
    mapping(address operator => mapping(bytes32 operatorSetKey => OperatorSplit)) private splitOnSet;

    function setOperatorAVSSplit(address operator, address avs, uint16 split)
        external
        whenNotPaused(AVS_SPLITS)
        onlyFor(operator)
    {
        (uint32 activatedAt, uint16 old) = _set(splitOnAVS[operator][avs], split);
        emit OperatorAVSSplitBipsSet(msg.sender, operator, avs, activatedAt, old, split);
    }

    function setOperatorPISplit(address operator, uint16 split)
        external
        whenNotPaused(INCENTIVE_SPLITS)
        onlyFor(operator)
    {
        (uint32 activatedAt, uint16 old) = _set(splitOfIncentives[operator], split);
        emit OperatorPISplitBipsSet(msg.sender, operator, activatedAt, old, split);
    }

    function setOperatorSetSplit(address operator, OperatorSet calldata operatorSet, uint16 split)
        external
        whenNotPaused(SET_SPLITS)
        onlyFor(operator)
    {
        if (!IAllocationManager(allocationManager).isOperatorSet(operatorSet)) revert InvalidOperatorSet();

        (uint32 activatedAt, uint16 old) = _set(splitOnSet[operator][operatorSet.key()], split);
        emit OperatorSetSplitBipsSet(msg.sender, operator, operatorSet, activatedAt, old, split);
    }

    function getOperatorAVSSplit(address operator, address avs) external view returns (uint16) {
        return _now(splitOnAVS[operator][avs]);
    }

    function getOperatorPISplit(address operator) external view returns (uint16) {
        return _now(splitOfIncentives[operator]);
    }

    function getOperatorSetSplit(address operator, OperatorSet calldata operatorSet) external view returns (uint16) {
        return _now(splitOnSet[operator][operatorSet.key()]);
    }

    function _set(OperatorSplit storage of_, uint16 split) private returns (uint32 activatedAt, uint16 old) {
        if (split > BIPS) revert SplitExceedsMax();
        if (block.timestamp <= of_.activatedAt) revert PreviousSplitPending();

        old = _now(of_);
        activatedAt = uint32(block.timestamp) + activationDelay;
        of_.oldSplitBips = of_.activatedAt == 0 ? DEFAULT : of_.newSplitBips;
        of_.newSplitBips = split;
        of_.activatedAt = activatedAt;
    }

    function _now(OperatorSplit storage of_) private view returns (uint16) {
        if (of_.activatedAt == 0) return defaultOperatorSplitBips;
        if (block.timestamp >= of_.activatedAt) return of_.newSplitBips;
        return of_.oldSplitBips == DEFAULT ? defaultOperatorSplitBips : of_.oldSplitBips;
    }
}
