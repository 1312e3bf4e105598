// SPDX-License-Identifier: MIT
pragma solidity 0.8.31;

import {BeaconRoots} from "../../beacon/BeaconRoots.sol";
import {Multiproof} from "../../beacon/Multiproof.sol";
import {ILayouts, Layout} from "../../interfaces/IBeacon.sol";
import {IPausable} from "../../interfaces/restaking/IPausable.sol";
import {
    Checkpoint,
    ICairnEigenPod,
    IEigenPod,
    ValidatorInfo,
    ValidatorStatus
} from "../../interfaces/restaking/IEigenPod.sol";
import {IEigenPodManager} from "../../interfaces/restaking/IEigenPodManager.sol";
import {Branch} from "./Branch.sol";
import {Member} from "./Member.sol";

struct EigenPodParameters {
    address ethPOS; // the deposit contract
    address eigenPodManager;
    address layouts;
    uint64 genesisTime; // seconds, of the beacon chain's slot 0
    uint64 forceAfter; // seconds without a checkpoint until anyone may start one
}

/// @dev What a pod knows, who may tell it more, and the lookups.
abstract contract PodBooks is IEigenPod, ICairnEigenPod {
    uint256 internal constant WEI_PER_GWEI = 1e9;
    uint256 private constant ROOTS_SPAN = 8191 * 12; // seconds

    uint8 internal constant PAUSED_CREDENTIALS = 2;
    uint8 internal constant PAUSED_RECOVERY = 5;
    uint8 internal constant PAUSED_START = 6;
    uint8 internal constant PAUSED_BALANCES = 7;
    uint8 internal constant PAUSED_STALE = 8;
    uint8 internal constant PAUSED_CONSOLIDATIONS = 9;
    uint8 internal constant PAUSED_WITHDRAWALS = 10;

    address public immutable ethPOS;
    address public immutable eigenPodManager;
    address public immutable layouts;
    uint64 public immutable genesisTime;
    uint64 public immutable forceAfter;

    /// @dev One slot. `_restaked` is ether here that has become shares, in gwei; `_movedAt` when this pod last moved money,
    /// or asked the beacon chain to: seconds, enough until 2106.
    address public podOwner;
    uint64 internal _restaked;
    uint32 internal _movedAt;

    /// @dev One slot. Seconds; `_current` is 0 while no checkpoint is active. `_activeSince` is when a validator came to a pod
    /// without any. `_active` validators are as many as a checkpoint can await.
    uint64 internal _current;
    uint64 internal _last;
    uint64 internal _activeSince;
    uint24 internal _active;

    address public proofSubmitter;

    Checkpoint internal _checkpoint;

    mapping(bytes32 pubkeyHash => Member) internal _members;

    /// @notice gwei that validators held before the checkpoint of that time found them empty.
    mapping(uint64 checkpointTimestamp => uint64) public checkpointBalanceExitedGwei;

    modifier onlyOwner() {
        if (msg.sender != podOwner) revert OnlyEigenPodOwner();
        _;
    }

    modifier onlyOwnerOrProofSubmitter() {
        if (msg.sender != podOwner && msg.sender != proofSubmitter) revert OnlyEigenPodOwnerOrProofSubmitter();
        _;
    }

    modifier onlyEigenPodManager() {
        if (msg.sender != eigenPodManager) revert OnlyEigenPodManager();
        _;
    }

    modifier whenNotPaused(uint8 index) {
        _requireNotPaused(index);
        _;
    }

    constructor(EigenPodParameters memory p) {
        if (p.ethPOS == address(0) || p.eigenPodManager == address(0) || p.layouts == address(0)) {
            revert InputAddressZero();
        }
        ethPOS = p.ethPOS;
        eigenPodManager = p.eigenPodManager;
        layouts = p.layouts;
        genesisTime = p.genesisTime;
        forceAfter = p.forceAfter;
    }

    // -- Views -------------------------------------------------------------------------------------------------------

    function activeValidatorCount() external view returns (uint256) {
        return _active;
    }

    function currentCheckpoint() external view returns (Checkpoint memory) {
        return _checkpoint;
    }

    function currentCheckpointTimestamp() external view returns (uint64) {
        return _current;
    }

    function lastCheckpointTimestamp() external view returns (uint64) {
        return _last;
    }

    function moneyMovedAt() external view returns (uint64) {
        return _movedAt;
    }

    function withdrawableRestakedExecutionLayerGwei() external view returns (uint64) {
        return _restaked;
    }

    function validatorPubkeyHashToInfo(bytes32 validatorPubkeyHash) external view returns (ValidatorInfo memory) {
        return _members[validatorPubkeyHash].info();
    }

    function validatorPubkeyToInfo(bytes calldata validatorPubkey) external view returns (ValidatorInfo memory) {
        return _members[_hashOf(validatorPubkey)].info();
    }

    function validatorStatus(bytes calldata validatorPubkey) external view returns (ValidatorStatus) {
        return _members[_hashOf(validatorPubkey)].status();
    }

    function validatorStatus(bytes32 pubkeyHash) external view returns (ValidatorStatus) {
        return _members[pubkeyHash].status();
    }

    function getParentBlockRoot(uint64 timestamp) public view returns (bytes32) {
        if (block.timestamp - timestamp >= ROOTS_SPAN) revert TimestampOutOfRange();

        (bool found, bytes memory answer) = BeaconRoots.CONTRACT.staticcall(abi.encode(timestamp));
        if (!found || answer.length != 32) revert InvalidEIP4788Response();
        return abi.decode(answer, (bytes32));
    }

    // -- Inside ------------------------------------------------------------------------------------------------------

    function _requireNotPaused(uint8 index) internal view {
        if (IPausable(eigenPodManager).paused(index)) revert CurrentlyPaused();
    }

    /// @dev A single proof doesn't say of which fork its state is. So it is read only where the table's row has the form
    /// that it is written for, and never before the form's first block.
    function _requireSingleProofsAt(uint64 timestamp) internal view {
        uint64 pectra = IEigenPodManager(eigenPodManager).pectraForkTimestamp();
        if (pectra == 0) revert ForkTimestampZero();
        if (timestamp <= pectra) revert BeaconTimestampTooFarInPast();

        uint64 slot = uint64((timestamp - genesisTime) / BeaconRoots.SECONDS_PER_SLOT);
        Layout memory layout = ILayouts(layouts).at(slot);
        bool fits = layout.stateDepth == Branch.STATE && layout.validatorsField == Branch.VALIDATORS_FIELD
            && layout.balancesField == Branch.BALANCES_FIELD && layout.validatorsDepth == Branch.VALIDATORS
            && layout.balancesDepth == Branch.BALANCES;
        if (!fits) revert InvalidProofLength();
    }

    function _record(uint256 previousWei, int256 deltaWei) internal {
        IEigenPodManager(eigenPodManager).recordBeaconChainETHBalanceUpdate(podOwner, previousWei, deltaWei);
    }

    function _hashOf(bytes calldata pubkey) internal view returns (bytes32) {
        if (pubkey.length != 48) revert InvalidPubKeyLength();
        return Multiproof.hashPair(bytes32(pubkey[:32]), bytes32(bytes16(pubkey[32:])));
    }
}
