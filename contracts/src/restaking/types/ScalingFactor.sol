// SPDX-License-Identifier: MIT
pragma solidity 0.8.31;

import {FixedPointMathLib as Math} from "solady/utils/FixedPointMathLib.sol";

import {SlashingFactor} from "./SlashingFactor.sol";
import {WAD} from "./Standing.sol";

/// @dev What turns a staker's deposit shares into scaled shares, which slashing doesn't touch; 1e18 is 1. It grows when a
/// deposit follows a slash, so that the new shares aren't slashed for the past.
type ScalingFactor is uint256;

ScalingFactor constant ONE = ScalingFactor.wrap(WAD);

using {isZero, toScaledDown, toScaledUp, toDepositSharesDown, afterDeposit, equals} for ScalingFactor global;

function isZero(ScalingFactor self) pure returns (bool) {
    return ScalingFactor.unwrap(self) == 0;
}

function toScaledDown(ScalingFactor self, uint256 depositShares) pure returns (uint256) {
    return Math.fullMulDiv(depositShares, ScalingFactor.unwrap(self), WAD);
}

function toScaledUp(ScalingFactor self, uint256 depositShares) pure returns (uint256) {
    return Math.fullMulDivUp(depositShares, ScalingFactor.unwrap(self), WAD);
}

function toDepositSharesDown(ScalingFactor self, uint256 scaledShares) pure returns (uint256) {
    return Math.fullMulDiv(scaledShares, WAD, ScalingFactor.unwrap(self));
}

/// @dev The factor that makes `held + added` deposit shares worth what `held` were worth, and `added` on top. Down, twice:
/// the staker carries the dust, and is worth no more than the operator was given.
/// @return 0 if there is no such factor within 18 digits.
function afterDeposit(ScalingFactor self, uint256 held, uint256 added, SlashingFactor factor)
    pure
    returns (ScalingFactor)
{
    uint256 worth = held == 0
        ? ScalingFactor.unwrap(self)
        : Math.fullMulDiv(factor.toWithdrawableDown(self.toScaledDown(held)) + added, WAD, held + added);

    return ScalingFactor.wrap(factor.toScaledDown(worth));
}

function equals(ScalingFactor self, ScalingFactor other) pure returns (bool) {
    return ScalingFactor.unwrap(self) == ScalingFactor.unwrap(other);
}
