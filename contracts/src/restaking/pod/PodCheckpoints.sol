// SPDX-License-Identifier: MIT
pragma solidity 0.8.31;

import {BeaconState} from "../../beacon/BeaconState.sol";
import {LittleEndian} from "../../beacon/LittleEndian.sol";
import {ILayouts, Layout, StateProof} from "../../interfaces/IBeacon.sol";
import {
    BalanceContainerProof,
    BalanceProof,
    Checkpoint,
    StateRootProof,
    ValidatorProof
} from "../../interfaces/restaking/IEigenPod.sol";
import {Branch} from "./Branch.sol";
import {Member} from "./Member.sol";
import {PodCensus} from "./PodCensus.sol";

/// @dev Counting what the pod's validators hold and what has come to the pod, at one instant: the root that EIP-4788 gives for
/// this block is of the block before, whose withdrawals were credited when it ended. So no ether is on both sides, or on
/// neither.
abstract contract PodCheckpoints is PodCensus {
    // -- Start -------------------------------------------------------------------------------------------------------

    function startCheckpoint(bool revertIfNoBalance) external onlyOwnerOrProofSubmitter whenNotPaused(PAUSED_START) {
        _start(revertIfNoBalance);
    }

    function forceCheckpoint() external whenNotPaused(PAUSED_START) {
        uint256 overdueAt = checkpointOverdueAt();
        if (block.timestamp < overdueAt) revert CheckpointNotOverdue(overdueAt);

        _start(false);
    }

    function verifyStaleBalance(
        uint64 beaconTimestamp,
        StateRootProof calldata stateRootProof,
        ValidatorProof calldata proof
    ) external whenNotPaused(PAUSED_START) whenNotPaused(PAUSED_STALE) {
        bytes32[] calldata fields = proof.validatorFields;
        if (fields.length != 8) revert InvalidValidatorFieldsLength();
        Member member = _members[fields[0]];
        if (beaconTimestamp <= member.checkpointedAt()) revert BeaconTimestampTooFarInPast();
        if (!member.isActive()) revert ValidatorNotActiveInPod();
        if (LittleEndian.at(fields[3], 0) == 0) revert ValidatorNotSlashedOnBeaconChain();

        _requireSingleProofsAt(beaconTimestamp);
        bytes32 stateRoot = stateRootProof.beaconStateRoot;
        Branch.verifyState(getParentBlockRoot(beaconTimestamp), stateRoot, stateRootProof.proof);
        Branch.verifyValidator(stateRoot, uint40(member.index()), fields, proof.proof);

        _start(false);
    }

    function checkpointOverdueAt() public view returns (uint256) {
        if (_active == 0) return type(uint256).max;
        return uint256(_last > _activeSince ? _last : _activeSince) + forceAfter;
    }

    // -- Balances ----------------------------------------------------------------------------------------------------

    function verifyCheckpointProofs(
        BalanceContainerProof calldata balanceContainerProof,
        BalanceProof[] calldata proofs
    ) external whenNotPaused(PAUSED_BALANCES) {
        Tally memory tally = _newTally();
        _requireSingleProofsAt(uint64(tally.timestamp));

        bytes32 root = balanceContainerProof.balanceContainerRoot;
        Branch.verifyBalances(_checkpoint.beaconBlockRoot, root, balanceContainerProof.proof);
        bytes32[] memory pubkeyHash = new bytes32[](1);
        bytes32[] memory chunk = new bytes32[](1);
        for (uint256 i; i < proofs.length; ++i) {
            BalanceProof calldata proof = proofs[i];
            Member member = _members[proof.pubkeyHash];
            if (!member.isAwaited(tally.timestamp)) continue;

            Branch.verifyBalance(root, member.index(), proof.balanceRoot, proof.proof);
            (pubkeyHash[0], chunk[0]) = (proof.pubkeyHash, proof.balanceRoot);
            _count(tally, pubkeyHash, chunk);

            emit ValidatorCheckpointed(uint64(tally.timestamp), proof.pubkeyHash);
        }

        _book(tally);
    }

    /// @dev Every validator counted was proven to exist at a root that is not newer than the pinned one: it is from before the
    /// checkpoint.
    function verifyCheckpointMultiproof(
        StateProof calldata state,
        bytes32[] calldata pubkeyHashes,
        bytes32[] calldata chunks,
        bytes32[] calldata siblings
    ) external whenNotPaused(PAUSED_BALANCES) {
        Tally memory tally = _newTally();
        Layout memory layout = BeaconState.anchor(ILayouts(layouts), _checkpoint.beaconBlockRoot, state);

        uint256[] memory positions = _count(tally, pubkeyHashes, chunks);
        BeaconState.verifyBalances(state, layout, positions, chunks, siblings);

        _book(tally);

        emit BalancesCheckpointed(uint64(tally.timestamp), msg.sender, tally.count);
    }

    // -- Inside ------------------------------------------------------------------------------------------------------

    function _start(bool revertIfNoBalance) private {
        if (_current != 0) revert CheckpointAlreadyActive();
        if (_last == block.timestamp) revert CannotCheckpointTwiceInSingleBlock();
        // What is withdrawable is still here: it leaves only as it is taken off.
        uint256 arrived = address(this).balance / WEI_PER_GWEI - _restaked;
        if (revertIfNoBalance && arrived == 0) revert NoBalanceToCheckpoint();

        uint64 timestamp = uint64(block.timestamp);
        Checkpoint memory checkpoint;
        checkpoint.beaconBlockRoot = getParentBlockRoot(timestamp);
        checkpoint.proofsRemaining = _active;
        checkpoint.podBalanceGwei = uint64(arrived);
        _current = timestamp;

        emit CheckpointCreated(timestamp, checkpoint.beaconBlockRoot, checkpoint.proofsRemaining);

        _update(checkpoint);
    }

    function _book(Tally memory tally) private {
        Checkpoint memory checkpoint = _checkpoint;
        checkpoint.proofsRemaining -= uint24(tally.count);
        checkpoint.prevBeaconBalanceGwei += uint64(tally.previous);
        checkpoint.balanceDeltasGwei += int64(int256(tally.found) - int256(tally.previous));
        if (tally.withdrawn != 0) {
            _active -= uint24(tally.withdrawn);
            checkpointBalanceExitedGwei[uint64(tally.timestamp)] += uint64(tally.exited);
        }

        _update(checkpoint);
    }

    function _update(Checkpoint memory checkpoint) private {
        _checkpoint = checkpoint;
        if (checkpoint.proofsRemaining != 0) return;

        uint256 previous = uint256(_restaked) + checkpoint.prevBeaconBalanceGwei;
        int256 delta = int256(uint256(checkpoint.podBalanceGwei)) + checkpoint.balanceDeltasGwei;
        int256 deltaWei = delta * int256(WEI_PER_GWEI);
        uint64 timestamp = _current;
        _last = timestamp;
        _current = 0;
        _restaked += checkpoint.podBalanceGwei;

        _record(previous * WEI_PER_GWEI, deltaWei);

        emit CheckpointFinalized(timestamp, deltaWei);
    }
}
