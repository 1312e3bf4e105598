// SPDX-License-Identifier: MIT
pragma solidity 0.8.31;

import {
    IEigenPod,
    ValidatorInfo,
    ValidatorStatus,
    WithdrawalRequest
} from "../../src/interfaces/restaking/IEigenPod.sol";
import {BeaconState} from "../../src/beacon/BeaconState.sol";
import {Layout} from "../../src/interfaces/IBeacon.sol";
import {PodScene} from "./PodScene.sol";

contract PodCredentialsTest is PodScene {
    // -- What is credited --------------------------------------------------------------------------------------------

    function test_aSingleProofMakesTheEffectiveBalanceShares() public {
        _enter(1, 32e9 + 0.2e9);
        _mine(1);
        Credentials memory it = _credentials(_one(1), parent);

        vm.expectEmit(address(pod));
        emit IEigenPod.ValidatorRestaked(_hash(1));
        vm.expectEmit(address(pod));
        emit IEigenPod.ValidatorBalanceUpdated(_hash(1), 0, 32e9);
        _submit(it);

        assertEq(_shares(alice), 32 ether, "POD-1");
        _checkInfo(1, 32e9, 0);
        assertEq(pod.activeValidatorCount(), 1, "POD-1");
    }

    function test_manyAtOnceAreWhatTheyAreOneByOne() public {
        for (uint256 key = 1; key <= 6; ++key) {
            // One of 2,048 ETH, and a gap.
            if (key == 4) chain.setNextIndex(chain.nextIndex() + 9);
            _enter(key, key == 3 ? 2048e9 : uint64(31 + key) * 1e9, key == 3 ? COMPOUNDING : bytes1(0x01), address(pod));
        }
        _mine(1);
        uint256 before = vm.snapshotState();

        _submit(_credentials(_keys(1, 6), parent));
        bytes32 digest = _digest(6);
        vm.revertToState(before);
        _submit(_credentialsMulti(_keys(1, 6), parent));

        assertEq(uint256(_digest(6)), uint256(digest), "POD-2");
        assertEq(_shares(alice), (32 + 33 + 2048 + 35 + 36 + 37) * 1 ether, "POD-1");
    }

    function test_aValidatorOfTwoThousandEtherCountsWhole() public {
        _enter(1, 5000e9, COMPOUNDING, address(pod));
        _mine(1);
        _verify(_one(1));

        assertEq(_shares(alice), 5000 ether, "POD-1: whatever the chain takes for effective");
    }

    function test_theProofSubmitterMayAndAStrangerMayNot() public {
        _enter(1, 32e9);
        _mine(1);
        CredentialsMulti memory it = _credentialsMulti(_one(1), parent);

        vm.expectRevert(IEigenPod.OnlyEigenPodOwnerOrProofSubmitter.selector);
        pod.verifyCredentialsMultiproof(it.timestamp, it.state, it.indices, it.validators, it.siblings);

        vm.prank(alice);
        pod.setProofSubmitter(bob);
        vm.prank(bob);
        pod.verifyCredentialsMultiproof(it.timestamp, it.state, it.indices, it.validators, it.siblings);
        assertEq(_shares(alice), 32 ether, "POD-1: shares are the owner's");
    }

    // -- What isn't --------------------------------------------------------------------------------------------------

    function test_aValidatorIsCreditedOnce() public {
        _restake(1, 32e9);
        _mine(1);

        _refused(1, IEigenPod.CredentialsAlreadyVerified.selector);
    }

    function test_aValidatorIsCreditedOnceInABatch() public {
        _enter(1, 32e9);
        _mine(1);
        uint256[] memory twice = new uint256[](2);
        (twice[0], twice[1]) = (1, 1);
        Credentials memory it = _credentials(twice, parent);

        vm.expectRevert(IEigenPod.CredentialsAlreadyVerified.selector);
        _submit(it);
    }

    function test_aValidatorThatWasPaidOutNeverComesBack() public {
        _restake(1, 32e9);
        _payOutAll(1);
        _checkpoint(_one(1));
        assertEq(uint256(pod.validatorStatus(_hash(1))), uint256(ValidatorStatus.WITHDRAWN), "POD-5");
        _mine(1);

        _refused(1, IEigenPod.CredentialsAlreadyVerified.selector);
    }

    function test_aValidatorOfAnotherPodIsRefused() public {
        _enter(1, 32e9, 0x01, address(_createPod(bob)));
        _mine(1);

        _refused(1, IEigenPod.WithdrawalCredentialsNotForEigenPod.selector);
    }

    function test_credentialsOfAnotherKindAreRefused() public {
        _enter(1, 32e9, 0x00, address(pod));
        _enter(2, 32e9, 0x03, address(pod));
        _mine(1);

        _refused(1, IEigenPod.WithdrawalCredentialsNotForEigenPod.selector);
        _refused(2, IEigenPod.WithdrawalCredentialsNotForEigenPod.selector);
    }

    function test_aValidatorThatIsNotYetActivatedIsRefused() public {
        _enter(1, 32e9);
        chain.activate(_index(1), FAR);
        _mine(1);

        _refused(1, IEigenPod.ValidatorInactiveOnBeaconChain.selector);
    }

    function test_aValidatorThatLeavesIsRefused() public {
        _enter(1, 32e9);
        chain.exit(_index(1), slot / 32 + 1000);
        _mine(1);

        _refused(1, IEigenPod.ValidatorIsExitingBeaconChain.selector);
    }

    // -- Which roots -------------------------------------------------------------------------------------------------

    function test_aRootFromBeforeTheActiveCheckpointIsRefused() public {
        _restake(1, 32e9);
        _enter(2, 32e9);
        _mine(1);
        _start();

        _refused(2, IEigenPod.BeaconTimestampBeforeLatestCheckpoint.selector);
        _mine(1);
        _verify(_one(2));
        assertEq(_shares(alice), 64 ether, "POD-3: from the next one on");
    }

    function test_aRootFromBeforeTheLastCheckpointIsRefused() public {
        _enter(1, 32e9);
        _mine(1);
        _start();

        _refused(1, IEigenPod.BeaconTimestampBeforeLatestCheckpoint.selector);
        _mine(1);
        _verify(_one(1));
        assertEq(_shares(alice), 32 ether, "POD-3: from the next one on");
    }

    /// @dev 100 ether becoming 168: empty a validator into the pod, count the ether, then show the validator as it was.
    function test_attack_aValidatorIsNotEmptiedFirstAndShownAfterwards() public {
        _enter(1, 100e9, COMPOUNDING, address(pod));
        _mine(1);
        uint64 full = parent;
        WithdrawalRequest[] memory requests = new WithdrawalRequest[](1);
        requests[0] = WithdrawalRequest(_pubkey(1), 68e9);
        vm.deal(alice, 1 ether);

        vm.prank(alice);
        vm.expectRevert(IEigenPod.ValidatorNotActiveInPod.selector);
        pod.requestWithdrawal{value: 1 ether}(requests);

        // Were it paid out all the same, in mid-epoch, its effective balance would still be 100.
        _payOut(1, 68e9);
        _mine(1);
        CredentialsMulti memory it = _credentialsMulti(_one(1), full);
        _start();
        assertEq(_shares(alice), 68 ether, "what came is counted");
        vm.expectRevert(IEigenPod.BeaconTimestampBeforeLatestCheckpoint.selector);
        _submit(it);
    }

    function test_aRootFromBeforeThePodLastMovedMoneyIsRefused() public {
        _restake(1, 64e9);
        _enter(2, 32e9);
        _mine(1);
        _request(1, 1e9);
        assertEq(pod.moneyMovedAt(), timeAfter[parent], "POD-3");

        _refused(2, IEigenPod.BeaconTimestampBeforeLatestCheckpoint.selector);
        _mine(1);
        _verify(_one(2));
        assertEq(_shares(alice), 96 ether, "POD-3: from the next one on");
    }

    function test_aDonationDoesntCloseTheDoor() public {
        _enter(1, 32e9);
        _mine(1);
        vm.deal(bob, 1 gwei);
        vm.prank(bob);
        (bool ok,) = address(pod).call{value: 1 gwei}("");
        assertTrue(ok, "a pod takes ether");

        _verify(_one(1));
        assertEq(_shares(alice), 32 ether, "POD-3: others can't move it");
    }

    function test_rootsAreReadForADayAndNoLonger() public {
        _enter(1, 32e9);
        _mine(1);
        Credentials memory it = _credentials(_one(1), parent);
        uint256 then = it.timestamp;

        vm.warp(then + 8191 * 12);
        vm.expectRevert(IEigenPod.TimestampOutOfRange.selector);
        _submit(it);

        vm.warp(then + 8191 * 12 - 1);
        _submit(it);
        assertEq(_shares(alice), 32 ether, "POD-4");
    }

    function test_aMissedSlotHasNoRoot() public {
        _enter(1, 32e9);
        _mine(3);
        Credentials memory it = _credentials(_one(1), parent);

        it.timestamp -= 12;
        vm.expectRevert(IEigenPod.InvalidEIP4788Response.selector);
        _submit(it);
    }

    function test_singleProofsNeedAForkThatTheirFormIsFor() public {
        _enter(1, 32e9);
        _mine(1);
        Credentials memory it = _credentials(_one(1), parent);

        vm.prank(governor);
        eigenPodManager.setPectraForkTimestamp(it.timestamp);
        vm.expectRevert(IEigenPod.BeaconTimestampTooFarInPast.selector);
        _submit(it);

        vm.prank(governor);
        eigenPodManager.setPectraForkTimestamp(0);
        vm.expectRevert(IEigenPod.ForkTimestampZero.selector);
        _submit(it);

        _verify(_one(1));
        assertEq(_shares(alice), 32 ether, "POD-4: a multiproof shows its own fork");
    }

    function test_aForkOfAnotherFormEndsSingleProofs() public {
        uint64 from = slot + 60_000;
        vm.prank(governor);
        layouts.announce(Layout(from, 0x07000000, 7, 3, 11, 12, 34, 41, 39, 28));
        _mine(60_001);
        // The chain doesn't fork: a proof of the old form would still climb to its root.
        _enter(1, 32e9);
        _mine(1);

        _refused(_credentials(_one(1), parent), IEigenPod.InvalidProofLength.selector);
        CredentialsMulti memory it = _credentialsMulti(_one(1), parent);
        vm.expectPartialRevert(BeaconState.WrongFork.selector);
        _submit(it);
    }

    // -- Malformed ---------------------------------------------------------------------------------------------------

    function test_proofsOfAnotherLengthAreRefused() public {
        _enter(1, 32e9);
        _mine(1);

        Credentials memory it = _credentials(_one(1), parent);
        it.proofs[0] = abi.encodePacked(it.proofs[0], bytes32(0));
        _refused(it, IEigenPod.InvalidProofLength.selector);

        it = _credentials(_one(1), parent);
        it.state.proof = "";
        _refused(it, IEigenPod.InvalidProofLength.selector);

        it = _credentials(_one(1), parent);
        it.fields[0] = new bytes32[](7);
        _refused(it, IEigenPod.InvalidValidatorFieldsLength.selector);

        it = _credentials(_one(1), parent);
        it.proofs = new bytes[](0);
        _refused(it, IEigenPod.InputArrayLengthMismatch.selector);

        it = _credentials(_one(1), parent);
        it.indices[0] += 1;
        _refused(it, IEigenPod.InvalidProof.selector);

        it = _credentials(_one(1), parent);
        it.state.beaconStateRoot = 0;
        _refused(it, IEigenPod.InvalidProof.selector);
    }

    function test_pausedCredentialsWait() public {
        _enter(1, 32e9);
        _mine(1);
        vm.prank(pauser);
        eigenPodManager.pause(1 << 2);

        _refused(1, IEigenPod.CurrentlyPaused.selector);
    }

    // -- Inside ------------------------------------------------------------------------------------------------------

    /// @dev By either way.
    function _refused(uint256 key, bytes4 reason) private {
        _refused(_credentials(_one(key), parent), reason);

        CredentialsMulti memory it = _credentialsMulti(_one(key), parent);
        vm.expectRevert(reason);
        _submit(it);
    }

    function _refused(Credentials memory it, bytes4 reason) private {
        vm.expectRevert(reason);
        _submit(it);
    }

    function _checkInfo(uint256 key, uint64 balance, uint64 at) private view {
        ValidatorInfo memory info = pod.validatorPubkeyToInfo(_pubkey(key));
        assertEq(info.validatorIndex, _index(key), "POD-1");
        assertEq(info.restakedBalanceGwei, balance, "POD-1");
        assertEq(info.lastCheckpointedAt, at, "POD-1");
        assertEq(uint256(info.status), uint256(ValidatorStatus.ACTIVE), "POD-1");
        assertEq(uint256(pod.validatorStatus(_pubkey(key))), uint256(ValidatorStatus.ACTIVE), "POD-1");
    }

    function _digest(uint256 count) private view returns (bytes32 digest) {
        digest = keccak256(abi.encode(_shares(alice), pod.activeValidatorCount(), pod.currentCheckpoint()));
        for (uint256 key = 1; key <= count; ++key) {
            digest = keccak256(abi.encode(digest, pod.validatorPubkeyHashToInfo(_hash(key))));
        }
    }
}
