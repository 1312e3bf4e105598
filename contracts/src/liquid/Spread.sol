// SPDX-License-Identifier: MIT
pragma solidity 0.8.31;

import {SpreadParameters} from "../interfaces/liquid/ISpread.sol";
import {Holdings} from "./Holdings.sol";
import {Ladder} from "./Ladder.sol";
import {Rounds} from "./Rounds.sol";

/// @title What stands behind crETH
/// @notice See `ISpread`. The chapters:
///
/// - `Holdings`: the storage; counting a delegator, appraising an asset.
/// - `Rounds`: when what is counted counts; the stamp.
/// - `Routes`: the way in.
/// - `Ladder`: the way back.
///
/// No owner, no pause: delegators, assets, weights and ceilings are as they were deployed. Only the restaking layer's own interface
/// is spoken.
contract Spread is Ladder {
    constructor(SpreadParameters memory p) Holdings(p) Rounds(p) Ladder(p) {}

    /// @dev Ether comes from delegators, from the vault and from other vaults' escrows, in the middle of something.
    receive() external payable {}
}
