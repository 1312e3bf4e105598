// SPDX-License-Identifier: MIT
pragma solidity 0.8.31;

import {FixedPointMathLib as Math} from "solady/utils/FixedPointMathLib.sol";

import {ITally} from "../interfaces/liquid/ITally.sol";
import {IAllocationManager} from "../interfaces/restaking/IAllocationManager.sol";
import {IDelegationManager, Withdrawal} from "../interfaces/restaking/IDelegationManager.sol";
import {IEigenPodManager} from "../interfaces/restaking/IEigenPodManager.sol";
import {IStrategy} from "../interfaces/restaking/IStrategy.sol";

/// @title What a staker has, by the restaking layer's own views
/// @dev Reads deposit shares after slashing, and every queued withdrawal at what it would pay now: what moves between the two
/// changes no sum. Tokens are converted once a sum, so that a withdrawal's rounding isn't counted twice.
contract Tally is ITally {
    IDelegationManager public immutable delegation;
    IAllocationManager private immutable allocations;
    IEigenPodManager private immutable pods;
    address private immutable beaconEther;

    constructor(address delegation_) {
        delegation = IDelegationManager(delegation_);
        allocations = IAllocationManager(delegation.allocationManager());
        pods = IEigenPodManager(delegation.eigenPodManager());
        beaconEther = delegation.beaconChainETHStrategy();
    }

    function count(address staker, address operator, address[] calldata strategies)
        external
        view
        returns (Count memory c)
    {
        (c.free,) = delegation.getWithdrawableShares(staker, strategies);
        c.queued = _queued(staker, strategies);
        c.magnitudes = new uint64[](strategies.length);
        for (uint256 i; i < strategies.length; ++i) {
            (c.free[i], c.queued[i]) = (_units(strategies[i], c.free[i]), _units(strategies[i], c.queued[i]));
            c.magnitudes[i] = allocations.getMaxMagnitude(operator, strategies[i]);
        }
        c.slashingFactor = pods.beaconChainSlashingFactor(staker);
    }

    /// @dev Withdrawals that others forced hold one strategy each, ours too; yet several would be counted.
    function _queued(address staker, address[] calldata strategies) private view returns (uint256[] memory shares) {
        shares = new uint256[](strategies.length);
        (Withdrawal[] memory withdrawals, uint256[][] memory worth) = delegation.getQueuedWithdrawals(staker);
        for (uint256 w; w < withdrawals.length; ++w) {
            for (uint256 s; s < worth[w].length; ++s) {
                for (uint256 i; i < strategies.length; ++i) {
                    if (withdrawals[w].strategies[s] == strategies[i]) shares[i] += worth[w][s];
                }
            }
        }
    }

    function sharesFor(address staker, address strategy, uint256 units)
        external
        view
        returns (uint256 shares, uint256 worth)
    {
        address[] memory strategies = new address[](1);
        strategies[0] = strategy;
        (uint256[] memory withdrawable, uint256[] memory deposited) =
            delegation.getWithdrawableShares(staker, strategies);
        uint256 all = _units(strategy, withdrawable[0]);
        if (all <= units) return (deposited[0], all);
        return (Math.mulDivUp(deposited[0], units, all), units);
    }

    function rootCount(address staker) external view returns (uint256) {
        return delegation.getQueuedWithdrawalRoots(staker).length;
    }

    function _units(address strategy, uint256 shares) private view returns (uint256) {
        if (strategy == beaconEther || shares == 0) return shares;
        return IStrategy(strategy).sharesToUnderlyingView(shares);
    }
}
