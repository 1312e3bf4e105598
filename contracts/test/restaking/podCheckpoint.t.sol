// SPDX-License-Identifier: MIT
pragma solidity 0.8.31;

import {BeaconState} from "../../src/beacon/BeaconState.sol";
import {Multiproof} from "../../src/beacon/Multiproof.sol";
import {
    BalanceProof,
    Checkpoint,
    ICairnEigenPod,
    IEigenPod,
    ValidatorStatus
} from "../../src/interfaces/restaking/IEigenPod.sol";
import {PodScene} from "./PodScene.sol";

contract PodCheckpointTest is PodScene {
    // -- What is counted ---------------------------------------------------------------------------------------------

    function test_aGainBecomesShares() public {
        _restake(1, 32e9);
        chain.addBalance(_index(1), 0.5e9);
        _mine(1);
        _start();

        uint64 at = pod.currentCheckpointTimestamp();
        Balances memory it = _balances(_one(1), parent);
        vm.expectEmit(address(pod));
        emit IEigenPod.ValidatorBalanceUpdated(_hash(1), at, 32.5e9);
        vm.expectEmit(address(pod));
        emit IEigenPod.ValidatorCheckpointed(at, _hash(1));
        vm.expectEmit(address(pod));
        emit IEigenPod.CheckpointFinalized(at, 0.5 ether);
        _submit(it);

        assertEq(_shares(alice), 32.5 ether, "POD-6");
        assertEq(pod.lastCheckpointTimestamp(), at, "POD-6");
        assertEq(pod.currentCheckpointTimestamp(), 0, "POD-6");
    }

    function test_aMultiproofTellsOfEachValidatorThatChanged() public {
        _restake(1, 32e9);
        chain.addBalance(_index(1), 0.5e9);
        _mine(1);
        _start();

        uint64 at = pod.currentCheckpointTimestamp();
        BalancesMulti memory it = _balancesMulti(_one(1), parent);
        vm.expectEmit(address(pod));
        emit IEigenPod.ValidatorBalanceUpdated(_hash(1), at, 32.5e9);
        vm.expectEmit(address(pod));
        emit IEigenPod.CheckpointFinalized(at, 0.5 ether);
        vm.expectEmit(address(pod));
        emit ICairnEigenPod.BalancesCheckpointed(at, address(this), 1);
        _submit(it);
    }

    function test_manyAtOnceAreWhatTheyAreOneByOne() public {
        _population();
        _mine(1);
        _start();
        Balances memory single = _balances(_keys(1, 9), parent);
        BalancesMulti memory multi = _balancesMulti(_keys(1, 9), parent);
        uint256 before = vm.snapshotState();

        _submit(single);
        bytes32 digest = _digest();
        vm.revertToState(before);
        _submit(multi);

        assertEq(uint256(_digest()), uint256(digest), "POD-2");
        assertEq(pod.currentCheckpointTimestamp(), 0, "POD-6: all were proven");
    }

    /// forge-config: default.fuzz.runs = 48
    function testFuzz_inPartsAndBothWaysItIsTheSame(uint256 order) public {
        _population();
        _mine(1);
        _start();
        uint64 pinned = parent;
        uint256 before = vm.snapshotState();
        _submit(_balancesMulti(_keys(1, 9), pinned));
        bytes32 digest = _digest();
        vm.revertToState(before);

        // Each in one of three parts; a part is shown whole or one by one, some of them twice.
        for (uint256 part; part < 3; ++part) {
            uint256[] memory keys = new uint256[](9);
            uint256 count;
            for (uint256 key = 1; key <= 9; ++key) {
                uint256 dice = uint256(keccak256(abi.encode(order, key)));
                if (dice % 3 == part || dice % 7 == part) keys[count++] = key;
            }
            assembly ("memory-safe") {
                mstore(keys, count)
            }
            if (count == 0 || pod.currentCheckpointTimestamp() == 0) continue;
            if (uint256(keccak256(abi.encode(order, "way", part))) % 2 == 0) _submit(_balances(keys, pinned));
            else _submit(_balancesMulti(keys, pinned));
        }

        assertEq(uint256(_digest()), uint256(digest), "POD-2");
    }

    function test_whatThePodWasPaidIsCountedOnce() public {
        _restake(1, 32e9);
        chain.addBalance(_index(1), 1e9);
        _mine(1);
        // The payload of this block brings the gain: at the pin it is here, and off the balance.
        _payOut(1, 1e9);
        _checkpoint(_one(1));
        assertEq(_shares(alice), 33 ether, "POD-6");
        assertEq(pod.withdrawableRestakedExecutionLayerGwei(), 1e9, "POD-6");

        _checkpoint(_one(1));
        assertEq(_shares(alice), 33 ether, "POD-6: not again");
    }

    function test_whatIsPaidInThePinningBlockIsTheNextOnes() public {
        _restake(1, 32e9);
        chain.addBalance(_index(1), 1e9);
        _mine(1);
        _start();
        _payOut(1, 1e9);
        uint64 pinned = parent;
        _mine(1);
        _submit(_balancesMulti(_one(1), pinned));
        assertEq(_shares(alice), 33 ether, "POD-6: as balance");
        assertEq(pod.withdrawableRestakedExecutionLayerGwei(), 0, "POD-6: not yet as ether");

        _start();
        _submit(_balancesMulti(_one(1), parent));
        assertEq(_shares(alice), 33 ether, "POD-6: now as ether");
        assertEq(pod.withdrawableRestakedExecutionLayerGwei(), 1e9, "POD-6");
    }

    function test_aValidatorThatWasPaidOutIsWithdrawn() public {
        _restake(1, 32e9);
        _restake(2, 32e9);
        _payOutAll(1);
        _mine(1);
        _start();
        uint64 at = pod.currentCheckpointTimestamp();

        BalancesMulti memory it = _balancesMulti(_keys(1, 2), parent);
        vm.expectEmit(address(pod));
        emit IEigenPod.ValidatorBalanceUpdated(_hash(1), at, 0);
        vm.expectEmit(address(pod));
        emit IEigenPod.ValidatorWithdrawn(at, _hash(1));
        _submit(it);

        assertEq(uint256(pod.validatorStatus(_hash(1))), uint256(ValidatorStatus.WITHDRAWN), "POD-5");
        assertEq(pod.checkpointBalanceExitedGwei(at), 32e9, "POD-5");
        assertEq(pod.activeValidatorCount(), 1, "POD-5");
        assertEq(_shares(alice), 64 ether, "POD-6: it is ether now");
        assertEq(eigenPodManager.beaconChainSlashingFactor(alice), WAD, "BCSF-1");

        // What comes to it afterwards is paid out to the pod, and counted there.
        _mine(1);
        _start();
        assertEq(pod.currentCheckpoint().proofsRemaining, 1, "POD-5: it is asked for no more");
        _submit(_balancesMulti(_keys(1, 2), parent));
        assertEq(_shares(alice), 64 ether, "POD-7");
    }

    function test_aLossLowersTheFactorAndNoShares() public {
        _restake(1, 32e9);
        _restake(2, 32e9);
        chain.addBalance(_index(1), -16e9);
        _mine(1);
        _start();
        _submit(_balances(_one(1), parent));
        _submit(_balancesMulti(_one(2), parent));

        assertEq(_shares(alice), 64 ether, "BCSF-2");
        assertEq(eigenPodManager.beaconChainSlashingFactor(alice), 0.75e18, "BCSF-1");
        assertEq(_withdrawable(alice, BEACON_ETHER), 48 ether, "BCSF-2");
    }

    function test_incomeMakesUpForALossFirst() public {
        _restake(1, 32e9);
        chain.addBalance(_index(1), -1e9);
        vm.deal(address(pod), 0.5 ether);
        _checkpoint(_one(1));

        assertEq(_shares(alice), 32 ether, "BCSF-2");
        assertEq(_withdrawable(alice, BEACON_ETHER), 31.5 ether, "BCSF-1: the net loss");
    }

    function test_whatCameAfterTheLossIsWhatALaterLossIsAPartOf() public {
        _restake(1, 32e9);
        vm.deal(address(pod), 32 ether);
        _checkpoint(_one(1));
        chain.addBalance(_index(1), -16e9);
        _checkpoint(_one(1));

        assertEq(eigenPodManager.beaconChainSlashingFactor(alice), 0.75e18, "BCSF-1: 16 of 64");
    }

    // -- Who is awaited ----------------------------------------------------------------------------------------------

    function test_whoCameDuringACheckpointIsTheNextOnes() public {
        _restake(1, 32e9);
        _mine(1);
        _start();
        uint64 at = pod.currentCheckpointTimestamp();
        uint64 pinned = parent;
        _enter(2, 32e9);
        _mine(1);
        _verify(_one(2));
        assertEq(pod.validatorPubkeyHashToInfo(_hash(2)).lastCheckpointedAt, at, "POD-7");

        _submit(_balancesMulti(_one(1), pinned));
        assertEq(pod.currentCheckpointTimestamp(), 0, "POD-7: nobody waited for it");
        assertEq(_shares(alice), 64 ether, "POD-7");
    }

    function test_whoCameDuringACheckpointBearsItsLoss() public {
        _restake(1, 32e9);
        chain.addBalance(_index(1), -16e9);
        _mine(1);
        _start();
        uint64 pinned = parent;
        _enter(2, 32e9);
        _mine(1);
        _verify(_one(2));
        _submit(_balancesMulti(_one(1), pinned));

        // 16 of 64, not of 32: else the newcomer would lose half.
        assertEq(_withdrawable(alice, BEACON_ETHER), 48 ether, "BCSF-1");
    }

    function test_whatWasShownIsPassedOver() public {
        _restake(1, 32e9);
        _restake(2, 32e9);
        chain.addBalance(_index(1), 1e9);
        chain.addBalance(_index(2), 1e9);
        _mine(1);
        _start();
        _submit(_balancesMulti(_one(1), parent));

        _submit(_balances(_one(1), parent));
        _submit(_balancesMulti(_one(1), parent));
        assertEq(pod.currentCheckpoint().proofsRemaining, 1, "POD-7");

        // Somebody else's transaction was first: the rest counts.
        _submit(_balancesMulti(_keys(1, 2), parent));
        assertEq(_shares(alice), 66 ether, "POD-7");
    }

    function test_aSingleProofOfAStrangerIsPassedOver() public {
        _restake(1, 32e9);
        _enter(2, 32e9);
        _mine(1);
        _start();

        _submit(_balances(_one(2), parent));
        assertEq(pod.currentCheckpoint().proofsRemaining, 1, "POD-7");
        _submit(_balances(_keys(1, 2), parent));
        assertEq(pod.currentCheckpointTimestamp(), 0, "POD-7");
    }

    function test_aMultiproofOfAStrangerIsRefused() public {
        _restake(1, 32e9);
        _enter(2, 32e9);
        _mine(1);
        _start();

        BalancesMulti memory it = _balancesMulti(_keys(1, 2), parent);
        vm.expectRevert(IEigenPod.ValidatorNotActiveInPod.selector);
        _submit(it);
    }

    // -- Start -------------------------------------------------------------------------------------------------------

    function test_withoutValidatorsItEndsAsItBegins() public {
        vm.deal(address(pod), 3 ether + 7);
        uint64 at = uint64(GENESIS + 12 * slot);
        bytes32 root = pod.getParentBlockRoot(at);
        vm.expectEmit(address(pod));
        emit IEigenPod.CheckpointCreated(at, root, 0);
        vm.expectEmit(address(pod));
        emit IEigenPod.CheckpointFinalized(at, 3 ether);
        _start();

        assertEq(_shares(alice), 3 ether, "POD-6: whole gwei");
        assertEq(pod.withdrawableRestakedExecutionLayerGwei(), 3e9, "POD-6");
    }

    function test_notTwiceInABlock() public {
        _start();
        vm.expectRevert(IEigenPod.CannotCheckpointTwiceInSingleBlock.selector);
        _start();
        _mine(1);
        _start();
    }

    function test_notTwoAtOnce() public {
        _restake(1, 32e9);
        _mine(1);
        _start();
        _mine(1);
        vm.expectRevert(IEigenPod.CheckpointAlreadyActive.selector);
        _start();
    }

    function test_notForNothingIfAskedNotTo() public {
        vm.startPrank(alice);
        vm.expectRevert(IEigenPod.NoBalanceToCheckpoint.selector);
        pod.startCheckpoint(true);

        vm.deal(address(pod), 1 gwei - 1);
        vm.expectRevert(IEigenPod.NoBalanceToCheckpoint.selector);
        pod.startCheckpoint(true);

        vm.deal(address(pod), 1 gwei);
        pod.startCheckpoint(true);
        assertEq(_shares(alice), 1 gwei, "POD-6");
    }

    function test_theOwnerAndTheSubmitterStartAndNobodyElse() public {
        vm.expectRevert(IEigenPod.OnlyEigenPodOwnerOrProofSubmitter.selector);
        pod.startCheckpoint(false);

        vm.prank(alice);
        pod.setProofSubmitter(bob);
        vm.prank(bob);
        pod.startCheckpoint(false);
        assertEq(pod.lastCheckpointTimestamp(), timeAfter[parent], "POD-8");
    }

    function test_aFinishedCheckpointStaysReadable() public {
        _restake(1, 32e9);
        chain.addBalance(_index(1), 2e9);
        vm.deal(address(pod), 1 ether);
        _checkpoint(_one(1));

        Checkpoint memory it = pod.currentCheckpoint();
        assertEq(uint256(it.beaconBlockRoot), uint256(chain.rootAt(parent)), "POD-6");
        assertEq(it.proofsRemaining, 0, "POD-6");
        assertEq(it.podBalanceGwei, 1e9, "POD-6");
        assertEq(int256(it.balanceDeltasGwei), 2e9, "POD-6");
        assertEq(it.prevBeaconBalanceGwei, 32e9, "POD-6");
    }

    function test_nothingIsProvenWithoutACheckpoint() public {
        _restake(1, 32e9);
        _mine(1);
        Balances memory single = _balances(_one(1), parent);
        BalancesMulti memory multi = _balancesMulti(_one(1), parent);

        vm.expectRevert(IEigenPod.NoActiveCheckpoint.selector);
        _submit(single);
        vm.expectRevert(IEigenPod.NoActiveCheckpoint.selector);
        _submit(multi);
    }

    function test_proofsOfAPinnedRootNeverExpire() public {
        _restake(1, 32e9);
        chain.addBalance(_index(1), 1e9);
        _mine(1);
        _start();
        uint64 pinned = parent;
        _mine(20_000);

        _submit(_balancesMulti(_one(1), pinned));
        assertEq(_shares(alice), 33 ether, "POD-8: anyone can finish it at any time");
    }

    // -- Malformed ---------------------------------------------------------------------------------------------------

    function test_keysAscendAndEachChunkIsUsed() public {
        _population();
        _mine(1);
        _start();

        BalancesMulti memory it = _balancesMulti(_keys(1, 9), parent);
        (it.pubkeyHashes[0], it.pubkeyHashes[1]) = (it.pubkeyHashes[1], it.pubkeyHashes[0]);
        _refused(it, IEigenPod.InvalidIndex.selector);

        it = _balancesMulti(_keys(1, 9), parent);
        it.pubkeyHashes[1] = it.pubkeyHashes[0];
        _refused(it, IEigenPod.InvalidIndex.selector);

        it = _balancesMulti(_keys(1, 9), parent);
        it.chunks = new bytes32[](1);
        _refused(it, IEigenPod.InputArrayLengthMismatch.selector);

        it = _balancesMulti(_keys(1, 9), parent);
        bytes32[] memory more = new bytes32[](it.chunks.length + 1);
        for (uint256 i; i < it.chunks.length; ++i) {
            more[i] = it.chunks[i];
        }
        it.chunks = more;
        _refused(it, IEigenPod.InputArrayLengthMismatch.selector);

        it = _balancesMulti(_keys(1, 9), parent);
        it.pubkeyHashes = new bytes32[](0);
        it.chunks = new bytes32[](0);
        _refused(it, Multiproof.NoLeaves.selector);
    }

    function test_singleProofsOfAnotherLengthAreRefused() public {
        _restake(1, 32e9);
        _mine(1);
        _start();

        Balances memory it = _balances(_one(1), parent);
        it.container.proof = abi.encodePacked(it.container.proof, bytes32(0));
        _refused(it, IEigenPod.InvalidProofLength.selector);

        it = _balances(_one(1), parent);
        it.proofs[0].proof = new bytes(39 * 32 - 1);
        _refused(it, IEigenPod.InvalidProofLength.selector);

        it = _balances(_one(1), parent);
        it.proofs[0].balanceRoot = bytes32(uint256(it.proofs[0].balanceRoot) + 1);
        _refused(it, IEigenPod.InvalidProof.selector);
    }

    function test_aPausedProofWaits() public {
        _restake(1, 32e9);
        _mine(1);
        vm.prank(pauser);
        eigenPodManager.pause(1 << 6);
        vm.prank(alice);
        vm.expectRevert(IEigenPod.CurrentlyPaused.selector);
        pod.startCheckpoint(false);

        vm.prank(unpauser);
        eigenPodManager.unpause(0);
        _start();
        vm.prank(pauser);
        eigenPodManager.pause(1 << 7);
        Balances memory single = _balances(_one(1), parent);
        BalancesMulti memory multi = _balancesMulti(_one(1), parent);
        _refused(single, IEigenPod.CurrentlyPaused.selector);
        _refused(multi, IEigenPod.CurrentlyPaused.selector);
    }

    function test_aStateOfAnUnknownForkIsRefused() public {
        _restake(1, 32e9);
        chain.setVersion(0x07000000);
        _mine(1);
        _start();

        BalancesMulti memory it = _balancesMulti(_one(1), parent);
        vm.expectPartialRevert(BeaconState.WrongFork.selector);
        _submit(it);
    }

    // -- Inside ------------------------------------------------------------------------------------------------------

    /// @dev Nine validators, some to a chunk and some apart: one gained, one lost, one left, one came as the last one was
    /// counted.
    function _population() private {
        for (uint256 key = 1; key <= 9; ++key) {
            if (key == 3 || key == 8) chain.setNextIndex(chain.nextIndex() + uint40(key) * 5);
            _enter(key, 32e9 + uint64(key) * 1e9);
        }
        _mine(1);
        _verify(_keys(1, 9));
        chain.addBalance(_index(2), 0.1e9);
        chain.addBalance(_index(3), -3e9);
        _payOutAll(5);
        _mine(32);
    }

    function _refused(Balances memory it, bytes4 reason) private {
        vm.expectRevert(reason);
        _submit(it);
    }

    function _refused(BalancesMulti memory it, bytes4 reason) private {
        vm.expectRevert(reason);
        _submit(it);
    }

    function _digest() private view returns (bytes32 digest) {
        digest = keccak256(
            abi.encode(
                _shares(alice),
                eigenPodManager.beaconChainSlashingFactor(alice),
                pod.activeValidatorCount(),
                pod.currentCheckpoint(),
                pod.lastCheckpointTimestamp(),
                pod.checkpointBalanceExitedGwei(pod.lastCheckpointTimestamp()),
                pod.withdrawableRestakedExecutionLayerGwei()
            )
        );
        for (uint256 key = 1; key <= 9; ++key) {
            digest = keccak256(abi.encode(digest, pod.validatorPubkeyHashToInfo(_hash(key))));
        }
    }
}
