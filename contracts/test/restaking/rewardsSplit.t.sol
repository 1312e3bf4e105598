// SPDX-License-Identifier: MIT
pragma solidity 0.8.31;

import {OperatorSet} from "../../src/interfaces/restaking/IAllocationManager.sol";
import {IPausable} from "../../src/interfaces/restaking/IPausable.sol";
import {IRewardsCoordinator} from "../../src/interfaces/restaking/IRewardsCoordinator.sol";
import {RewardsScene} from "./RewardsScene.sol";

contract RewardsSplitTest is RewardsScene {
    uint16 private constant DEFAULT = 1000;
    uint32 private constant WAIT = 1 days;

    function testFuzz_split_countsFromItsActivationOn(uint256 first, uint256 second) public {
        (uint16 one, uint16 two) = (uint16(bound(first, 0, 10_000)), uint16(bound(second, 0, 10_000)));
        for (uint256 kind; kind < 3; ++kind) {
            uint256 start = block.timestamp;
            assertEq(_get(kind), DEFAULT, "SPLIT-1");

            _set(kind, one);
            vm.warp(start + WAIT - 1);
            assertEq(_get(kind), DEFAULT, "SPLIT-1");
            vm.warp(start + WAIT);
            assertEq(_get(kind), one, "SPLIT-1");

            vm.warp(start + WAIT + 1);
            _set(kind, two);
            vm.warp(start + 2 * WAIT);
            assertEq(_get(kind), one, "SPLIT-1");
            vm.warp(start + 2 * WAIT + 1);
            assertEq(_get(kind), two, "SPLIT-1");
        }
    }

    function test_split_thatIsPendingStays() public {
        for (uint256 kind; kind < 3; ++kind) {
            uint256 start = block.timestamp;
            _set(kind, 2000);
            vm.warp(start + WAIT);
            _refuses(IRewardsCoordinator.PreviousSplitPending.selector);
            _set(kind, 3000);
            vm.warp(start + WAIT + 1);
            _set(kind, 3000);
            assertEq(_get(kind), 2000, "SPLIT-1");
        }
    }

    function test_split_isOfTheDefaultOfNowUntilTheFirst() public {
        _set(0, 2000);
        vm.prank(governor);
        rewards.setDefaultOperatorSplit(1234);

        assertEq(_get(0), 1234, "SPLIT-1");
        assertEq(_get(1), 1234, "SPLIT-1");
        vm.warp(block.timestamp + WAIT);
        assertEq(_get(0), 2000, "SPLIT-1");
    }

    function test_split_withoutDelayCountsAtOnce() public {
        vm.prank(governor);
        rewards.setActivationDelay(0);
        _set(2, 2000);
        assertEq(_get(2), 2000, "SPLIT-1");
        _refuses(IRewardsCoordinator.PreviousSplitPending.selector);
        _set(2, 3000);
    }

    function test_split_isAtMostAll() public {
        for (uint256 kind; kind < 3; ++kind) {
            _refuses(IRewardsCoordinator.SplitExceedsMax.selector);
            _set(kind, 10_001);
            _set(kind, 10_000);
        }
        vm.startPrank(governor);
        _refuses(IRewardsCoordinator.SplitExceedsMax.selector);
        rewards.setDefaultOperatorSplit(10_001);
        rewards.setDefaultOperatorSplit(10_000);
        vm.stopPrank();
        assertEq(rewards.defaultOperatorSplitBips(), 10_000, "SPLIT-1");
    }

    function test_split_tellsWhatItReplaces() public {
        uint32 at = uint32(block.timestamp) + WAIT;
        vm.expectEmit(address(rewards));
        emit IRewardsCoordinator.OperatorAVSSplitBipsSet(operator, operator, avs, at, DEFAULT, 1);
        _set(0, 1);
        vm.expectEmit(address(rewards));
        emit IRewardsCoordinator.OperatorPISplitBipsSet(operator, operator, at, DEFAULT, 2);
        _set(1, 2);
        vm.expectEmit(address(rewards));
        emit IRewardsCoordinator.OperatorSetSplitBipsSet(operator, operator, set, at, DEFAULT, 3);
        _set(2, 3);

        vm.warp(at + 1);
        vm.expectEmit(address(rewards));
        emit IRewardsCoordinator.OperatorAVSSplitBipsSet(operator, operator, avs, at + 1 + WAIT, 1, 4);
        _set(0, 4);
        assertEq(_get(0), 1, "SPLIT-1");
    }

    function test_split_isTheOperatorsAlone() public {
        vm.startPrank(other);
        _refuses(IRewardsCoordinator.InvalidPermissions.selector);
        rewards.setOperatorAVSSplit(operator, avs, 1);
        _refuses(IRewardsCoordinator.InvalidPermissions.selector);
        rewards.setOperatorPISplit(operator, 1);
        _refuses(IRewardsCoordinator.InvalidPermissions.selector);
        rewards.setOperatorSetSplit(operator, set, 1);
        vm.stopPrank();

        _refuses(IRewardsCoordinator.InvalidOperatorSet.selector);
        vm.prank(operator);
        rewards.setOperatorSetSplit(operator, OperatorSet(avs, 2), 1);
        assertEq(_get(2), DEFAULT, "REW-3");
    }

    function test_pause_stopsOneKindOfSplitEach() public {
        for (uint256 kind; kind < 3; ++kind) {
            uint256 state = vm.snapshotState();
            _pause(uint8(6 + kind));
            for (uint256 i; i < 3; ++i) {
                if (i == kind) _refuses(IPausable.CurrentlyPaused.selector);
                _set(i, 1);
            }
            vm.revertToState(state);
        }
    }

    function _set(uint256 kind, uint16 split) private {
        vm.prank(operator);
        if (kind == 0) rewards.setOperatorAVSSplit(operator, avs, split);
        else if (kind == 1) rewards.setOperatorPISplit(operator, split);
        else rewards.setOperatorSetSplit(operator, set, split);
    }

    function _get(uint256 kind) private view returns (uint16) {
        if (kind == 0) return rewards.getOperatorAVSSplit(operator, avs);
        if (kind == 1) return rewards.getOperatorPISplit(operator);
        return rewards.getOperatorSetSplit(operator, set);
    }
}
