// SPDX-License-Identifier: MIT
pragma solidity 0.8.31;

import {ICairnEigenPod, IEigenPod} from "../../src/interfaces/restaking/IEigenPod.sol";
import {PodScene} from "./PodScene.sol";

/// @dev Checkpoints that the owner would rather not have.
contract PodForceTest is PodScene {
    // -- Overdue -----------------------------------------------------------------------------------------------------

    function test_anyoneMayStartOneThatIsOverdue() public {
        _restake(1, 32e9);
        uint256 overdueAt = pod.checkpointOverdueAt();
        assertEq(overdueAt, timeAfter[parent] + 2 weeks, "POD-9: after the first validator came");
        chain.addBalance(_index(1), -8e9);

        vm.warp(overdueAt - 1);
        vm.expectRevert(abi.encodeWithSelector(ICairnEigenPod.CheckpointNotOverdue.selector, overdueAt));
        pod.forceCheckpoint();

        _mineTo(overdueAt);
        vm.prank(bob);
        pod.forceCheckpoint();
        _submit(_balancesMulti(_one(1), parent));
        assertEq(_withdrawable(alice, BEACON_ETHER), 24 ether, "POD-9: the loss is in the books");
        assertEq(pod.checkpointOverdueAt(), timeAfter[parent] + 2 weeks, "POD-9: again after as long");
    }

    function test_ofAPodWithoutValidatorsNoneIsOverdue() public {
        assertEq(pod.checkpointOverdueAt(), type(uint256).max, "POD-9");
        vm.warp(block.timestamp + 1000 weeks);
        vm.expectRevert(abi.encodeWithSelector(ICairnEigenPod.CheckpointNotOverdue.selector, type(uint256).max));
        pod.forceCheckpoint();
    }

    function test_aPodThatWasEmptyIsGivenTimeAnew() public {
        _start();
        _mine(200_000);
        _restake(1, 32e9);

        vm.expectRevert(
            abi.encodeWithSelector(ICairnEigenPod.CheckpointNotOverdue.selector, timeAfter[parent] + 2 weeks)
        );
        pod.forceCheckpoint();
    }

    function test_oneThatIsActiveIsFinishedFirst() public {
        _restake(1, 32e9);
        _mine(1);
        _start();
        uint64 pinned = parent;
        _mineTo(pod.checkpointOverdueAt() + 2 weeks);

        vm.expectRevert(IEigenPod.CheckpointAlreadyActive.selector);
        pod.forceCheckpoint();
        _submit(_balancesMulti(_one(1), pinned));
        pod.forceCheckpoint();
        assertEq(pod.currentCheckpointTimestamp(), timeAfter[parent], "POD-9");
    }

    function test_pausedNoneIsForced() public {
        _restake(1, 32e9);
        _mineTo(pod.checkpointOverdueAt());
        vm.prank(pauser);
        eigenPodManager.pause(1 << 6);

        vm.expectRevert(IEigenPod.CurrentlyPaused.selector);
        pod.forceCheckpoint();
    }

    // -- Stale -------------------------------------------------------------------------------------------------------

    function test_aSlashedValidatorCanBeShownByAnyone() public {
        _restake(1, 32e9);
        chain.slash(_index(1), slot / 32);
        _mine(1);

        vm.prank(bob);
        _proveStale(1, parent);
        _submit(_balances(_one(1), parent));
        assertLt(_withdrawable(alice, BEACON_ETHER), 32 ether, "POD-9: the loss is in the books");
    }

    function test_aSlashingIsShownOnceACheckpoint() public {
        _restake(1, 32e9);
        chain.slash(_index(1), slot / 32);
        _mine(1);
        uint64 shown = parent;
        _mine(1);
        _start();
        _submit(_balances(_one(1), parent));

        vm.expectRevert(IEigenPod.BeaconTimestampTooFarInPast.selector);
        this.proveStale(1, shown);
        vm.expectRevert(IEigenPod.BeaconTimestampTooFarInPast.selector);
        this.proveStale(1, parent);
        _mine(1);
        this.proveStale(1, parent);
        assertEq(pod.currentCheckpointTimestamp(), timeAfter[parent], "POD-9");
    }

    function test_anUnslashedValidatorStartsNothing() public {
        _restake(1, 32e9);
        chain.addBalance(_index(1), -16e9);
        _mine(1);

        vm.expectRevert(IEigenPod.ValidatorNotSlashedOnBeaconChain.selector);
        this.proveStale(1, parent);
    }

    function test_anothersValidatorStartsNothing() public {
        _enter(1, 32e9);
        chain.slash(_index(1), slot / 32);
        _mine(1);

        vm.expectRevert(IEigenPod.ValidatorNotActiveInPod.selector);
        this.proveStale(1, parent);
    }

    function test_eitherPauseStopsStaleBalances() public {
        _restake(1, 32e9);
        chain.slash(_index(1), slot / 32);
        _mine(1);
        for (uint256 bit = 6; bit <= 8; bit += 2) {
            vm.prank(pauser);
            eigenPodManager.pause(1 << bit);
            vm.expectRevert(IEigenPod.CurrentlyPaused.selector);
            this.proveStale(1, parent);
            vm.prank(unpauser);
            eigenPodManager.unpause(0);
        }
        this.proveStale(1, parent);
    }

    /// @dev A call of its own, so that what is expected to revert is it.
    function proveStale(uint256 key, uint64 at) external {
        _proveStale(key, at);
    }

    function _mineTo(uint256 time) private {
        _mine(uint64((time - GENESIS) / 12) - slot);
    }
}
