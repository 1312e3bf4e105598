// SPDX-License-Identifier: MIT
pragma solidity 0.8.31;

import {BeaconState} from "../../beacon/BeaconState.sol";
import {LittleEndian} from "../../beacon/LittleEndian.sol";
import {ILayouts, Layout, StateProof, Validator} from "../../interfaces/IBeacon.sol";
import {StateRootProof, ValidatorStatus} from "../../interfaces/restaking/IEigenPod.sol";
import {Branch} from "./Branch.sol";
import {toMember} from "./Member.sol";
import {PodBooks} from "./PodBooks.sol";

/// @dev Validators whose withdrawal address is this pod become its own, and their effective balances shares.
abstract contract PodCredentials is PodBooks {
    uint64 private constant FAR_FUTURE_EPOCH = type(uint64).max;

    /// @dev What a call restakes.
    struct Batch {
        bytes32 credentials; // 0x01 ‖ 11 zero bytes ‖ this pod
        bytes32 compounding; // 0x02 ‖ 11 zero bytes ‖ this pod
        uint64 checkpointedAt;
        uint256 total; // gwei
    }

    function verifyWithdrawalCredentials(
        uint64 beaconTimestamp,
        StateRootProof calldata stateRootProof,
        uint40[] calldata validatorIndices,
        bytes[] calldata validatorFieldsProofs,
        bytes32[][] calldata validatorFields
    ) external onlyOwnerOrProofSubmitter whenNotPaused(PAUSED_CREDENTIALS) {
        uint256 count = validatorIndices.length;
        if (count != validatorFieldsProofs.length || count != validatorFields.length) {
            revert InputArrayLengthMismatch();
        }
        Batch memory batch = _newBatch(beaconTimestamp);
        _requireSingleProofsAt(beaconTimestamp);

        bytes32 stateRoot = stateRootProof.beaconStateRoot;
        Branch.verifyState(getParentBlockRoot(beaconTimestamp), stateRoot, stateRootProof.proof);
        for (uint256 i; i < count; ++i) {
            bytes32[] calldata fields = validatorFields[i];
            Branch.verifyValidator(stateRoot, validatorIndices[i], fields, validatorFieldsProofs[i]);
            _restake(
                batch,
                fields[0],
                validatorIndices[i],
                fields[1],
                LittleEndian.at(fields[2], 0),
                LittleEndian.at(fields[5], 0),
                LittleEndian.at(fields[6], 0)
            );
        }

        _book(batch, count);
    }

    function verifyCredentialsMultiproof(
        uint64 beaconTimestamp,
        StateProof calldata state,
        uint40[] calldata validatorIndices,
        Validator[] calldata validators,
        bytes32[] calldata siblings
    ) external onlyOwnerOrProofSubmitter whenNotPaused(PAUSED_CREDENTIALS) {
        if (validatorIndices.length != validators.length) revert InputArrayLengthMismatch();
        Batch memory batch = _newBatch(beaconTimestamp);
        Layout memory layout = BeaconState.anchor(ILayouts(layouts), getParentBlockRoot(beaconTimestamp), state);

        uint256[] memory positions = new uint256[](validators.length);
        for (uint256 i; i < positions.length; ++i) {
            Validator calldata validator = validators[i];
            positions[i] = validatorIndices[i];
            _restake(
                batch,
                validator.pubkeyRoot,
                validatorIndices[i],
                validator.withdrawalCredentials,
                validator.effectiveBalance,
                validator.activationEpoch,
                validator.exitEpoch
            );
        }
        BeaconState.verifyValidators(state, layout, positions, validators, siblings);

        _book(batch, validators.length);
    }

    /// @dev A root from before the newest checkpoint, or from before money was last moved, can show as staked what has been
    /// paid out to this pod since, and counted here.
    function _newBatch(uint64 timestamp) private view returns (Batch memory batch) {
        (uint64 current, uint64 last) = (_current, _last);
        bool stale = timestamp <= current || timestamp <= last || timestamp <= _movedAt;
        if (stale) revert BeaconTimestampBeforeLatestCheckpoint();

        batch.credentials = bytes32(bytes1(0x01)) | bytes32(uint256(uint160(address(this))));
        batch.compounding = bytes32(bytes1(0x02)) | bytes32(uint256(uint160(address(this))));
        // A checkpoint that is active was pinned before, and doesn't wait for this validator.
        batch.checkpointedAt = current == 0 ? last : current;
    }

    function _restake(
        Batch memory batch,
        bytes32 pubkeyHash,
        uint40 index,
        bytes32 credentials,
        uint64 effectiveBalance,
        uint64 activationEpoch,
        uint64 exitEpoch
    ) private {
        if (_members[pubkeyHash].status() != ValidatorStatus.INACTIVE) {
            revert CredentialsAlreadyVerified();
        }
        if (activationEpoch == FAR_FUTURE_EPOCH) revert ValidatorInactiveOnBeaconChain();
        if (exitEpoch != FAR_FUTURE_EPOCH) revert ValidatorIsExitingBeaconChain();
        bool ours = credentials == batch.credentials || credentials == batch.compounding;
        if (!ours) revert WithdrawalCredentialsNotForEigenPod();

        _members[pubkeyHash] = toMember(index, effectiveBalance, batch.checkpointedAt);
        batch.total += effectiveBalance;

        emit ValidatorRestaked(pubkeyHash);
        emit ValidatorBalanceUpdated(pubkeyHash, batch.checkpointedAt, effectiveBalance);
    }

    function _book(Batch memory batch, uint256 count) private {
        if (_active == 0) _activeSince = uint64(block.timestamp);
        _active += uint24(count);
        // What a loss in the active checkpoint is a part of.
        _checkpoint.prevBeaconBalanceGwei += uint64(batch.total);

        _record(0, int256(batch.total * WEI_PER_GWEI));
    }
}
