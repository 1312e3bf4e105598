// SPDX-License-Identifier: MIT
pragma solidity 0.8.31;

import {DistributionRoot} from "../../interfaces/restaking/IRewardsCoordinator.sol";
import {Settings} from "./Settings.sol";

/// @dev What everybody has earned up to a day, by a root that waits before it counts.
abstract contract Roots is Settings {
    DistributionRoot[] internal roots;

    modifier onlyRewardsUpdater() {
        if (msg.sender != rewardsUpdater) revert UnauthorizedCaller();
        _;
    }

    function submitRoot(bytes32 root, uint32 end) external whenNotPaused(ROOTS) onlyRewardsUpdater {
        if (end <= currRewardsCalculationEndTimestamp) revert NewRootMustBeForNewCalculatedPeriod();
        if (end >= block.timestamp) revert RewardsEndTimestampNotElapsed();

        uint32 index = uint32(roots.length);
        uint32 activatedAt = uint32(block.timestamp) + activationDelay;
        currRewardsCalculationEndTimestamp = end;
        roots.push(DistributionRoot(root, end, activatedAt, false));

        emit DistributionRootSubmitted(index, root, end, activatedAt);
    }

    function disableRoot(uint32 index) external whenNotPaused(ROOTS) onlyRewardsUpdater {
        if (index >= roots.length) revert InvalidRootIndex();
        if (roots[index].disabled) revert RootDisabled();
        if (block.timestamp >= roots[index].activatedAt) revert RootAlreadyActivated();

        roots[index].disabled = true;

        emit DistributionRootDisabled(index);
    }

    function getDistributionRootsLength() external view returns (uint256) {
        return roots.length;
    }

    function getDistributionRootAtIndex(uint256 index) external view returns (DistributionRoot memory) {
        return roots[index];
    }

    function getCurrentDistributionRoot() external view returns (DistributionRoot memory) {
        return roots[roots.length - 1];
    }

    function getCurrentClaimableDistributionRoot() external view returns (DistributionRoot memory root) {
        for (uint256 i = roots.length; i > 0; --i) {
            root = roots[i - 1];
            if (!root.disabled && block.timestamp >= root.activatedAt) return root;
        }
        return DistributionRoot(0, 0, 0, false);
    }

    function getRootIndexFromHash(bytes32 root) external view returns (uint32) {
        for (uint256 i = roots.length; i > 0; --i) {
            if (roots[i - 1].root == root) return uint32(i - 1);
        }
        revert InvalidRoot();
    }
}
