// SPDX-License-Identifier: MIT
pragma solidity 0.8.31;

import {Ownable, Ownable2Step} from "@openzeppelin/contracts/access/Ownable2Step.sol";
import {ILayouts, Layout} from "../interfaces/IBeacon.sol";

/// @title The table of state layouts
/// @notice Its owner is the steward, who can append a row for a distant slot and do nothing else: no row is ever changed or
/// removed. Rows given at construction may start in the past.
///
/// A row can describe states whose containers and lists are balanced trees of a fixed depth, as in all forks up to Fulu. A
/// fork that changes that form can't be described here: with it, proofs end, and nothing is taken for proven.
contract Layouts is ILayouts, Ownable2Step {
    uint256 public constant MAX_ROWS = 16;
    uint256 private constant SECONDS_PER_SLOT = 12;

    /// @notice Seconds, of slot 0.
    uint256 public immutable genesisTime;

    /// @notice Slots between an announcement and the first slot it is for.
    uint64 public immutable notice;

    Layout[] private _rows;

    /// @notice Fields ascend in the order fork, validators, balances, pending deposits and fit the state's depth (at most
    /// 16); a list's depth is 2 to 64.
    error MalformedLayout(Layout layout);

    /// @notice Without a steward, proofs would end for ever with the next fork. Hand the office over by `transferOwnership`.
    error StewardRequired(address steward);

    constructor(uint256 genesisTime_, uint64 notice_, address steward, Layout[] memory rows) Ownable(steward) {
        genesisTime = genesisTime_;
        notice = notice_;

        for (uint256 i; i < rows.length; ++i) {
            _append(rows[i], i == 0 ? 0 : rows[i - 1].fromSlot + 1);
        }
    }

    function announce(Layout calldata layout) external onlyOwner {
        uint64 earliest = uint64((block.timestamp - genesisTime) / SECONDS_PER_SLOT) + notice;
        if (_rows.length != 0) {
            uint64 afterLast = _rows[_rows.length - 1].fromSlot + 1;
            if (afterLast > earliest) earliest = afterLast;
        }

        _append(layout, earliest);
    }

    function renounceOwnership() public view override {
        revert StewardRequired(owner());
    }

    function at(uint64 slot) external view returns (Layout memory layout) {
        for (uint256 i = _rows.length; i != 0; --i) {
            layout = _rows[i - 1];
            if (layout.fromSlot <= slot) return layout;
        }
        revert UnknownLayout(slot);
    }

    function count() external view returns (uint256) {
        return _rows.length;
    }

    function row(uint256 index) external view returns (Layout memory) {
        return _rows[index];
    }

    function _append(Layout memory layout, uint64 earliest) private {
        if (_rows.length == MAX_ROWS) revert TooManyLayouts(MAX_ROWS);
        if (layout.fromSlot < earliest) revert LayoutTooEarly(layout.fromSlot, earliest);
        if (!_wellFormed(layout)) revert MalformedLayout(layout);

        _rows.push(layout);

        emit LayoutAnnounced(_rows.length - 1, layout);
    }

    function _wellFormed(Layout memory layout) private pure returns (bool) {
        return layout.forkField < layout.validatorsField && layout.validatorsField < layout.balancesField
            && layout.balancesField < layout.pendingDepositsField && layout.stateDepth <= 16
            && layout.pendingDepositsField >> layout.stateDepth == 0 && _isListDepth(layout.validatorsDepth)
            && _isListDepth(layout.balancesDepth) && _isListDepth(layout.pendingDepositsDepth);
    }

    function _isListDepth(uint8 depth) private pure returns (bool) {
        return depth >= 2 && depth <= 64;
    }
}
