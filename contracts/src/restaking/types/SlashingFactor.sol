// SPDX-License-Identifier: MIT
pragma solidity 0.8.31;

import {FixedPointMathLib as Math} from "solady/utils/FixedPointMathLib.sol";

import {WAD} from "./Standing.sol";

uint256 constant WAD_SQUARED = 1e36;

/// @dev What slashing has left of a staker's shares: `m · l`, the operator's max magnitude times the pod's beacon-chain
/// slashing factor. 1e36 is all of it. Kept as the exact product: cut to 18 digits first, a small `m` would let a slash
/// change nothing, or take everything.
type SlashingFactor is uint256;

using {isZero, toWithdrawableDown, toWithdrawableUp, toScaledDown} for SlashingFactor global;

/// @param beaconFactor `WAD` for everything but beacon ether.
function slashingFactor(uint64 maxMagnitude, uint64 beaconFactor) pure returns (SlashingFactor) {
    return SlashingFactor.wrap(uint256(maxMagnitude) * beaconFactor);
}

function isZero(SlashingFactor self) pure returns (bool) {
    return SlashingFactor.unwrap(self) == 0;
}

/// @dev For tokens this is `⌊scaled · m / 1e18⌋`: numerator and denominator carry the same 1e18.
function toWithdrawableDown(SlashingFactor self, uint256 scaledShares) pure returns (uint256) {
    return Math.fullMulDiv(scaledShares, SlashingFactor.unwrap(self), WAD_SQUARED);
}

function toWithdrawableUp(SlashingFactor self, uint256 scaledShares) pure returns (uint256) {
    return Math.fullMulDivUp(scaledShares, SlashingFactor.unwrap(self), WAD_SQUARED);
}

/// @dev The inverse. Reverts if nothing is left.
function toScaledDown(SlashingFactor self, uint256 withdrawableShares) pure returns (uint256) {
    return Math.fullMulDiv(withdrawableShares, WAD_SQUARED, SlashingFactor.unwrap(self));
}

/// @dev The part of `shares` that a fall of the magnitude takes. Down: what is left is rounded up, so that the shares of
/// an operator never fall below those of its stakers.
function slashedDown(uint256 shares, uint64 prevMaxMagnitude, uint64 newMaxMagnitude) pure returns (uint256) {
    return shares - Math.fullMulDivUp(shares, newMaxMagnitude, prevMaxMagnitude);
}
