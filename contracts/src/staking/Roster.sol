// SPDX-License-Identifier: MIT
pragma solidity 0.8.31;

import {Ownable, Ownable2Step} from "@openzeppelin/contracts/access/Ownable2Step.sol";
import {BeaconRoots} from "../beacon/BeaconRoots.sol";
import {BeaconState} from "../beacon/BeaconState.sol";
import {DepositData} from "../beacon/DepositData.sol";
import {IDepositSignature, ILayouts, Layout, StateProof, Validator} from "../interfaces/IBeacon.sol";
import {IDepositContract} from "../interfaces/IExternal.sol";
import {IStakedEther} from "../interfaces/IStakedEther.sol";
import {IValidatorRegistry} from "../interfaces/IValidatorRegistry.sol";
import {RegistryParameters} from "./types/Parameters.sol";
import {Quad} from "./types/Quad.sol";
import {Finished, Found, Four, Notes, Progress, Registration} from "./types/Words.sol";
import {pack, toFinished, toFound, toNotes, toProgress} from "./types/Words.sol";

/// @title What is known of the validators, and how more is learned
/// @dev The storage of the whole registry, its lookups, and the ways to a proven state. The owner is the curator.
abstract contract Roster is IValidatorRegistry, Ownable2Step {
    using Quad for uint256;

    uint256 internal constant SECONDS_PER_SLOT = 12;
    uint256 internal constant SLOTS_PER_EPOCH = 32;
    uint256 internal constant FAR_FUTURE_EPOCH = type(uint64).max;
    uint256 internal constant WEI_PER_GWEI = 1e9;

    /// @dev Epochs from activation until the beacon chain takes requests, and the most that activation takes.
    uint256 internal constant SHARD_COMMITTEE_PERIOD = 256;
    uint256 internal constant ACTIVATION = 16;

    /// @dev Proofs that something is *not yet* so (not slashed, not exiting) go stale; this is for how long they count.
    uint256 internal constant RECENT = 1 hours;

    address public immutable vault;
    ILayouts public immutable layouts;
    IDepositSignature public immutable depositSignature;
    IDepositContract public immutable depositContract;
    uint64 public immutable genesisTime;
    uint32 public immutable checkpointInterval;
    uint64 public immutable minTopUp;
    bytes32 public immutable withdrawalCredentials;

    // Words, in and out of which `types/Words.sol` packs.
    uint256 private _progress;
    uint256 private _found;
    uint256 private _finished;
    uint256 internal _requests;
    mapping(uint256 id => uint256) private _notes;

    bytes32 internal _root;
    uint256 internal _count;
    uint256 internal _retired;
    mapping(uint256 group => Four) internal _fours;
    mapping(uint256 id => bytes32) internal _pubkeyRoots;
    mapping(bytes32 pubkeyRoot => Registration) internal _registrations;
    Flight[] private _flights;

    constructor(RegistryParameters memory p) Ownable(p.curator) {
        p.check();

        vault = p.vault;
        layouts = ILayouts(p.layouts);
        depositSignature = IDepositSignature(p.depositSignature);
        depositContract = IDepositContract(p.depositContract);
        genesisTime = p.genesisTime;
        checkpointInterval = p.checkpointInterval;
        minTopUp = p.minTopUp;
        withdrawalCredentials = bytes32(uint256(0x02) << 248 | uint160(address(this)));
    }

    // -- Views -------------------------------------------------------------------------------------------------------

    function validatorCount() external view returns (uint256) {
        return _count;
    }

    function validatorOf(uint256 id) external view returns (Record memory record) {
        uint256 balance = _balanceLane(id);
        uint256 seat = _knownSeat(id);
        uint256 flight = _notesOf(id).flight;

        record.status = _statusIn(seat);
        record.operator = uint16(seat.operatorOf());
        record.slashed = seat & Quad.SLASHED != 0;
        record.exiting = seat & Quad.EXITING != 0;
        record.beaconIndex = uint40(seat.indexOf());
        record.balance = uint64(balance.balanceOf());
        if (flight != 0) record.inFlight = _flightAt(flight).amount;
        record.checkpoint = uint32(balance.checkpointOf());
        record.pubkeyRoot = _pubkeyRoots[id];
    }

    function statusOf(bytes32 pubkeyRoot) public view returns (Status) {
        Registration storage registration = _registrations[pubkeyRoot];
        if (registration.depositor == address(0)) return Status.None;
        return registration.proven ? _statusIn(_seat(registration.id)) : Status.Registered;
    }

    function flights() external view returns (Flight[] memory) {
        return _flights;
    }

    // -- Words -------------------------------------------------------------------------------------------------------

    function _progressNow() internal view returns (Progress memory) {
        return toProgress(_progress);
    }

    function _foundNow() internal view returns (Found memory) {
        return toFound(_found);
    }

    function _finishedNow() internal view returns (Finished memory) {
        return toFinished(_finished);
    }

    function _notesOf(uint256 id) internal view returns (Notes memory) {
        return toNotes(_notes[id]);
    }

    /// @param place in the list, from 1 on.
    function _flightAt(uint256 place) internal view returns (Flight memory) {
        return _flights[place - 1];
    }

    function _save(uint256 place, Flight memory flight) internal {
        _flights[place - 1] = flight;
    }

    function _push(Flight memory flight) internal returns (uint256 place) {
        _flights.push();
        place = _flights.length;
        _save(place, flight);
    }

    function _pop() internal {
        _flights.pop();
    }

    function _flightCount() internal view returns (uint256) {
        return _flights.length;
    }

    function _save(Progress memory progress) internal {
        _progress = pack(progress);
    }

    function _save(Found memory found) internal {
        _found = pack(found);
    }

    function _save(Finished memory finished) internal {
        _finished = pack(finished);
    }

    function _save(uint256 id, Notes memory notes) internal {
        _notes[id] = pack(notes);
    }

    // -- Lookups -----------------------------------------------------------------------------------------------------

    function _balanceLane(uint256 id) internal view returns (uint256) {
        return _fours[id / 4].balances.lane(id);
    }

    function _seat(uint256 id) internal view returns (uint256) {
        return _fours[id / 4].seats.lane(id);
    }

    function _statusIn(uint256 seat) private pure returns (Status) {
        return seat & Quad.RETIRED == 0 ? Status.Proven : Status.Retired;
    }

    function _knownSeat(uint256 id) private view returns (uint256) {
        if (id >= _count) revert UnknownValidator(id);
        return _seat(id);
    }

    /// @dev The seat of a validator that is in the set.
    function _activeSeat(uint256 id) internal view returns (uint256 seat) {
        seat = _knownSeat(id);
        if (seat & Quad.RETIRED != 0) revert UnexpectedStatus(_pubkeyRoots[id], Status.Retired);
    }

    function _mark(uint256 id, uint256 flag) internal {
        Four storage four = _fours[id / 4];
        four.seats = four.seats.withLane(id, four.seats.lane(id) | flag);
    }

    function _requirePubkey(uint256 id, bytes32 pubkeyRoot) internal view {
        if (pubkeyRoot != _pubkeyRoots[id]) revert WrongPubkey(id);
    }

    function _requirePubkey(uint256 id, bytes calldata pubkey) internal view {
        _requirePubkey(id, DepositData.pubkeyRoot(pubkey));
    }

    function _requireNotSlashed(bool slashed, uint256 beaconIndex) internal pure {
        if (slashed) revert ValidatorSlashed(uint40(beaconIndex));
    }

    function _requireNotExiting(bool exiting, uint256 beaconIndex) internal pure {
        if (exiting) revert ValidatorExiting(uint40(beaconIndex));
    }

    function _slotNow() internal view returns (uint256) {
        return _slotAt(block.timestamp);
    }

    function _slotAt(uint256 timestamp) internal view returns (uint256) {
        return (timestamp - genesisTime) / SECONDS_PER_SLOT;
    }

    function _timeOf(uint256 slot) internal view returns (uint256) {
        return genesisTime + SECONDS_PER_SLOT * slot;
    }

    function _stakedEther() internal view returns (IStakedEther) {
        return IStakedEther(vault);
    }

    // -- Proofs ------------------------------------------------------------------------------------------------------

    function _anchor(bytes32 root, StateProof calldata state) internal view returns (Layout memory) {
        return BeaconState.anchor(layouts, root, state);
    }

    function _anchorAt(uint256 timestamp, StateProof calldata state) internal view returns (Layout memory) {
        return _anchor(BeaconRoots.parentRoot(uint64(timestamp)), state);
    }

    /// @dev Reverts unless the state of `timestamp` is from `since` on. The root kept for a timestamp is of the block
    /// before, so the first timestamp that can show the state of `since` is a slot later.
    function _requireSince(uint256 timestamp, StateProof calldata state, uint256 since) internal view {
        if (state.header.slot < since) _refuse(timestamp, _timeOf(since + 1), block.timestamp);
    }

    function _requireRecent(uint256 timestamp) internal view {
        uint256 oldest = block.timestamp - RECENT;
        if (timestamp < oldest || timestamp > block.timestamp) _refuse(timestamp, oldest, block.timestamp);
    }

    function _refuse(uint256 timestamp, uint256 oldest, uint256 newest) internal pure {
        revert RootOutOfRange(uint64(timestamp), uint64(oldest), uint64(newest));
    }

    /// @dev Proves `validator`, which is the one of `id`, in the state of `timestamp`.
    /// @return layout of that state.
    function _verifyValidator(
        uint256 id,
        uint256 timestamp,
        StateProof calldata state,
        Validator calldata validator,
        bytes32[] calldata siblings
    ) internal view returns (Layout memory layout) {
        _requirePubkey(id, validator.pubkeyRoot);

        layout = _anchorAt(timestamp, state);
        BeaconState.verifyValidator(state, layout, _seat(id).indexOf(), validator, siblings);
    }

    function _requireWithdrawable(uint256 id, StateProof calldata state, Validator calldata validator) internal pure {
        if (validator.withdrawableEpoch > state.header.slot / SLOTS_PER_EPOCH) revert NotWithdrawn(id);
    }

    /// @return The epoch before which the beacon chain would ignore a request.
    function _askableFrom(StateProof calldata state, Validator calldata validator) internal pure returns (uint256) {
        uint256 activation = validator.activationEpoch;
        if (activation == FAR_FUTURE_EPOCH) activation = state.header.slot / SLOTS_PER_EPOCH + ACTIVATION;
        return activation + SHARD_COMMITTEE_PERIOD;
    }

    /// @dev Whoever proves the last thing that was missing, at the pinned root, finishes the checkpoint.
    function _finishIfDone(uint256 slot) internal virtual;

    function _deposit(bytes calldata pubkey, uint256 amount, bytes memory signature, bytes32 depositDataRoot) internal {
        bytes memory credentials = abi.encodePacked(withdrawalCredentials);
        depositContract.deposit{value: amount * WEI_PER_GWEI}(pubkey, credentials, signature, depositDataRoot);
    }
}
