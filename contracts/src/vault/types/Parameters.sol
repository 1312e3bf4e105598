// SPDX-License-Identifier: MIT
pragma solidity 0.8.31;

/// @dev Fixed at deployment. `Bps` are ten-thousandths.
struct VaultParameters {
    address weth;
    address queue;
    address treasury;
    uint256 vestingPeriod; // seconds in which a gain vests
    uint256 staleAfter; // seconds after which a proof admits no deposit and no instant redemption
    uint256 freshFor; // seconds for which a proof admits fills
    uint256 feeBps; // of what vests above the high-water mark
    uint256 maxDailyGrowthBps; // a gain vests no faster than this part of the assets in a day
    uint256 laneBps; // of the assets, the lane's bucket and its buffer
    uint256 laneMinFeeBps; // price of the bucket's first wei
    uint256 laneMaxFeeBps; // and of its last
    uint256 minRequest; // shares
    uint256 minFill; // wei
    uint256 tipBps; // of accrued fees, for a checkpoint's provers
}

/// @notice A vault can't be deployed with `name` outside of `minimum` … `maximum`.
error ParameterOutOfBounds(string name, uint256 value, uint256 minimum, uint256 maximum);

using {check} for VaultParameters global;

/// @dev The bounds that no deployment can leave.
function check(VaultParameters memory p) pure {
    within("vestingPeriod", p.vestingPeriod, 1 hours, 30 days);
    within("staleAfter", p.staleAfter, 6 hours, 30 days);
    within("freshFor", p.freshFor, 10 minutes, 1 days);
    within("feeBps", p.feeBps, 0, 2000);
    within("maxDailyGrowthBps", p.maxDailyGrowthBps, 1, 100);
    within("laneBps", p.laneBps, 0, 1000);
    // Never free: a redemption that costs nothing would let anyone in and out around whatever moves the rate.
    within("laneMinFeeBps", p.laneMinFeeBps, 1, 100);
    within("laneMaxFeeBps", p.laneMaxFeeBps, p.laneMinFeeBps, 1000);
    within("minRequest", p.minRequest, 1e12, 1e18);
    within("minFill", p.minFill, 1e12, 1 ether);
    within("tipBps", p.tipBps, 0, 2000);
}

function within(string memory name, uint256 value, uint256 minimum, uint256 maximum) pure {
    if (value < minimum || value > maximum) revert ParameterOutOfBounds(name, value, minimum, maximum);
}
