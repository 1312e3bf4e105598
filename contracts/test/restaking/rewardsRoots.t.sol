// SPDX-License-Identifier: MIT
pragma solidity 0.8.31;

import {Ownable} from "@openzeppelin/contracts/access/Ownable.sol";

import {IPausable} from "../../src/interfaces/restaking/IPausable.sol";
import {DistributionRoot, IRewardsCoordinator} from "../../src/interfaces/restaking/IRewardsCoordinator.sol";
import {RewardsCoordinator} from "../../src/restaking/RewardsCoordinator.sol";
import {RewardsCoordinatorParameters} from "../../src/restaking/rewards/Settings.sol";
import {RewardsScene} from "./RewardsScene.sol";

contract RewardsRootsTest is RewardsScene {
    function test_submitRoot_isOfALaterDayThatIsOver() public {
        vm.startPrank(rewardsUpdater);
        vm.expectEmit(address(rewards));
        emit IRewardsCoordinator.DistributionRootSubmitted(0, "a", today, uint32(block.timestamp) + 1 days);
        rewards.submitRoot("a", today);

        _refuses(IRewardsCoordinator.NewRootMustBeForNewCalculatedPeriod.selector);
        rewards.submitRoot("b", today);
        _refuses(IRewardsCoordinator.RewardsEndTimestampNotElapsed.selector);
        rewards.submitRoot("b", uint32(block.timestamp));
        rewards.submitRoot("b", uint32(block.timestamp) - 1);
        vm.stopPrank();

        assertEq(rewards.getDistributionRootsLength(), 2, "ROOT-1");
        assertEq(rewards.currRewardsCalculationEndTimestamp(), block.timestamp - 1, "ROOT-1");
        DistributionRoot memory root = rewards.getDistributionRootAtIndex(0);
        assertEq(uint256(root.root), uint256(bytes32("a")), "ROOT-1");
        assertEq(root.rewardsCalculationEndTimestamp, today, "ROOT-1");
        assertEq(root.activatedAt, block.timestamp + 1 days, "ROOT-1");
        assertTrue(!root.disabled, "ROOT-1");
    }

    function test_roots_areTheUpdatersAlone() public {
        _post("a");
        vm.startPrank(governor);
        _refuses(IRewardsCoordinator.UnauthorizedCaller.selector);
        rewards.submitRoot("b", today);
        _refuses(IRewardsCoordinator.UnauthorizedCaller.selector);
        rewards.disableRoot(0);
        rewards.setRewardsUpdater(governor);
        rewards.submitRoot("b", today);
        rewards.disableRoot(0);
        vm.stopPrank();
        assertTrue(rewards.getDistributionRootAtIndex(0).disabled, "ROOT-1");
    }

    function test_disableRoot_isUntilItsActivation() public {
        uint32 first = _post("a");
        uint32 second = _post("b");
        uint32 activatedAt = rewards.getDistributionRootAtIndex(second).activatedAt;

        vm.startPrank(rewardsUpdater);
        _refuses(IRewardsCoordinator.InvalidRootIndex.selector);
        rewards.disableRoot(second + 1);
        vm.warp(activatedAt - 1);
        vm.expectEmit(address(rewards));
        emit IRewardsCoordinator.DistributionRootDisabled(second);
        rewards.disableRoot(second);
        _refuses(IRewardsCoordinator.RootDisabled.selector);
        rewards.disableRoot(second);
        vm.warp(rewards.getDistributionRootAtIndex(first).activatedAt);
        _refuses(IRewardsCoordinator.RootAlreadyActivated.selector);
        rewards.disableRoot(first);
        vm.stopPrank();

        assertTrue(!rewards.getDistributionRootAtIndex(first).disabled, "ROOT-1");
    }

    function test_views_findTheNewestThatCounts() public {
        assertEq(uint256(rewards.getCurrentClaimableDistributionRoot().root), 0, "ROOT-2");
        vm.expectRevert();
        rewards.getCurrentDistributionRoot();
        _refuses(IRewardsCoordinator.InvalidRoot.selector);
        rewards.getRootIndexFromHash("a");

        uint256 start = block.timestamp;
        _post("a");
        vm.warp(start + 1 hours);
        _post("b");
        vm.warp(start + 2 hours);
        _post("c");
        vm.prank(rewardsUpdater);
        rewards.disableRoot(1);

        assertEq(uint256(rewards.getCurrentDistributionRoot().root), uint256(bytes32("c")), "ROOT-2");
        assertEq(rewards.getRootIndexFromHash("b"), 1, "ROOT-2");
        _claimableIs(start + 1 days - 1, 0);
        _claimableIs(start + 1 days, "a");
        _claimableIs(rewards.getDistributionRootAtIndex(1).activatedAt, "a");
        _claimableIs(rewards.getDistributionRootAtIndex(2).activatedAt, "c");
    }

    function _claimableIs(uint256 time, bytes32 root) private {
        vm.warp(time);
        assertEq(uint256(rewards.getCurrentClaimableDistributionRoot().root), uint256(root), "ROOT-2");
    }

    function test_pause_stopsRoots() public {
        _post("a");
        _pause(3);
        vm.startPrank(rewardsUpdater);
        _refuses(IPausable.CurrentlyPaused.selector);
        rewards.submitRoot("b", today);
        _refuses(IPausable.CurrentlyPaused.selector);
        rewards.disableRoot(0);
        vm.stopPrank();
        assertEq(rewards.getDistributionRootsLength(), 1, "ROOT-1");
    }

    function test_settings_areTheOwners() public {
        vm.startPrank(rewardsUpdater);
        bytes memory refused = abi.encodeWithSelector(Ownable.OwnableUnauthorizedAccount.selector, rewardsUpdater);
        vm.expectRevert(refused);
        rewards.setRewardsUpdater(rewardsUpdater);
        vm.expectRevert(refused);
        rewards.setActivationDelay(1);
        vm.expectRevert(refused);
        rewards.setDefaultOperatorSplit(1);
        vm.expectRevert(refused);
        rewards.setFeeRecipient(rewardsUpdater);
        vm.expectRevert(refused);
        rewards.setRewardsForAllSubmitter(rewardsUpdater, true);
        vm.stopPrank();

        vm.startPrank(governor);
        vm.expectEmit(address(rewards));
        emit IRewardsCoordinator.ActivationDelaySet(1 days, 2 days);
        rewards.setActivationDelay(2 days);
        vm.expectEmit(address(rewards));
        emit IRewardsCoordinator.FeeRecipientSet(governor, bob);
        rewards.setFeeRecipient(bob);
        _refuses(IRewardsCoordinator.InvalidAddressZero.selector);
        rewards.setFeeRecipient(address(0));
        vm.stopPrank();
        assertEq(rewards.activationDelay(), 2 days, "REW-3");
        assertEq(rewards.feeRecipient(), bob, "REW-3");
    }

    function test_deployment_needsWholeDaysAndIntervals() public {
        RewardsCoordinatorParameters memory p;
        p.pauserRegistry = address(pauserRegistry);
        (p.owner, p.feeRecipient) = (governor, governor);
        p.calculationIntervalSeconds = 1 days + 1;
        _refuses(IRewardsCoordinator.InvalidCalculationIntervalSecondsRemainder.selector);
        new RewardsCoordinator(p);
        p.calculationIntervalSeconds = 7 days;
        p.genesisRewardsTimestamp = 8 days;
        _refuses(IRewardsCoordinator.InvalidGenesisRewardsTimestampRemainder.selector);
        new RewardsCoordinator(p);
        p.genesisRewardsTimestamp = 14 days;
        assertEq(new RewardsCoordinator(p).GENESIS_REWARDS_TIMESTAMP(), 14 days, "REW-2");
    }
}
