// SPDX-License-Identifier: MIT
pragma solidity 0.8.31;

import {FixedPointMathLib as Math} from "solady/utils/FixedPointMathLib.sol";

import {BPS} from "./types/Books.sol";

/// @title The price of leaving at once
/// @notice Between two checkpoints the lane pays from a bucket. The price of the bucket's next wei rises in a straight line
/// from the least fee to the greatest, and a redemption pays the area under that line over the part it takes:
/// `F(used + gross) − F(used)`. An area doesn't care how it is cut, so splitting saves nothing; `F` is rounded before the
/// difference is taken, so the roundings of the parts cancel too.
library InstantLane {
    /// @dev `F`: the fee, in wei, on the first `used` wei of a bucket of `capacity`. Up, and never falling.
    function feeIntegralUp(uint256 used, uint256 capacity, uint256 minFeeBps, uint256 maxFeeBps)
        internal
        pure
        returns (uint256)
    {
        if (used == 0) return 0;
        return Math.divUp(used * (2 * capacity * minFeeBps + used * (maxFeeBps - minFeeBps)), 2 * capacity * BPS);
    }
}
