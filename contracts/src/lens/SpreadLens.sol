// SPDX-License-Identifier: MIT
pragma solidity 0.8.31;

import {FixedPointMathLib as Math} from "solady/utils/FixedPointMathLib.sol";

import {ILiquidVault} from "../interfaces/ILiquidVault.sol";
import {ISpread} from "../interfaces/liquid/ISpread.sol";

/// @title When crETH's line pays
/// @notice Reads only, and holds nothing.
contract SpreadLens {
    /// @return How long a block takes: the restaking layer counts its delay in them.
    uint256 public immutable secondsPerBlock;

    struct Exit {
        uint256 ahead; // wei in line before a request of now, and its own
        uint256 idle; // wei that can be filled now
        uint256 coming; // wei queued in the restaking layer or in csETH's line
        uint256 rung; // wei a day that rungs bring
        uint256 delay; // seconds from a rung to its ether
        uint256 seconds_; // until a request of `shares` now is filled, if nothing else comes or goes
    }

    constructor(uint256 secondsPerBlock_) {
        secondsPerBlock = secondsPerBlock_;
    }

    /// @notice What a request for `shares` would wait for, by what is known now: a round; the delay of what was asked back; and, for
    /// what wasn't, as many days as it takes rungs.
    function estimateExit(ISpread spread, uint256 shares) external view returns (Exit memory exit) {
        ILiquidVault vault = ILiquidVault(spread.vault());
        exit.ahead = vault.queued() + _worth(vault, shares);
        exit.idle = vault.idle();
        exit.coming = spread.coming();
        exit.rung = spread.rung();
        exit.delay = spread.tally().delegation().minWithdrawalDelayBlocks() * secondsPerBlock;

        exit.seconds_ = spread.roundInterval();
        if (exit.ahead <= exit.idle) return exit;
        exit.seconds_ += exit.delay;
        uint256 missing = Math.zeroFloorSub(exit.ahead, exit.idle + exit.coming);
        if (missing != 0) exit.seconds_ += Math.divUp(missing, exit.rung) * 1 days;
    }

    function _worth(ILiquidVault vault, uint256 shares) private view returns (uint256) {
        (uint256 assets, uint256 supply) = vault.rate();
        return Math.mulDiv(shares, assets, supply);
    }
}
