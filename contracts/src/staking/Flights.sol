// SPDX-License-Identifier: MIT
pragma solidity 0.8.31;

import {BeaconRoots} from "../beacon/BeaconRoots.sol";
import {BeaconState} from "../beacon/BeaconState.sol";
import {DepositData} from "../beacon/DepositData.sol";
import {Layout, PendingDeposit, StateProof, Validator} from "../interfaces/IBeacon.sol";
import {Roster} from "./Roster.sol";
import {Quad} from "./types/Quad.sol";
import {Notes, Progress} from "./types/Words.sol";

/// @title Top-ups between the deposit contract and a validator's balance
/// @dev Why the head of `pending_deposits` shows that a flight has landed. The list is processed from its head and grows at
/// its tail, so an entry that entered after ours can only become the head once ours is gone, and ours goes nowhere but
/// to its validator, which exists. The entries out of order are two kinds. Excess balances are queued with slot 0: a
/// head of slot 0 shows nothing, and isn't later than anything. Deposits of an exiting validator are taken off the
/// head and put at the tail again, under their old slot, until its withdrawable epoch: so for such a validator, ours
/// stays ahead only of what entered from that epoch on.
abstract contract Flights is Roster {
    using Quad for uint64;

    uint256 internal constant MAX_FLIGHTS = 64;
    uint64 internal constant MIN_ACTIVE = 32e9; // gwei
    uint64 internal constant MAX_EFFECTIVE = 2048e9; // gwei

    /// @dev Epochs from a first deposit's landing until the beacon chain takes requests: 256, and a few to be activated.
    uint64 internal constant SHARD_COMMITTEE_PERIOD = 256;
    uint64 internal constant ACTIVATION = 16;

    function topUp(
        uint256 id,
        bytes calldata pubkey,
        uint64 amount,
        uint64 timestamp,
        StateProof calldata state,
        Validator calldata validator,
        bytes32[] calldata siblings
    ) external {
        _requirePubkey(id, pubkey);
        _requireStaying(id, timestamp, state, validator, siblings);
        _requireRoom(id, amount, validator.effectiveBalance);
        if (_flights.length == MAX_FLIGHTS) revert TooManyFlights(MAX_FLIGHTS);

        uint64 slot = _slotNow();
        _flights.push(Flight({id: uint32(id), amount: amount, slot: slot, checkpoint: 0}));
        _notes[id].flight = uint8(_flights.length);

        emit ToppedUp(id, amount, slot);

        _stakedEther().stake(amount * WEI_PER_GWEI);
        bytes32 root = DepositData.topUpRoot(pubkey, withdrawalCredentials, amount);
        _deposit(pubkey, amount, new bytes(96), root);
    }

    function proveArrived(
        uint64 timestamp,
        StateProof calldata state,
        uint256[] calldata ids,
        Validator[] calldata validators,
        bytes32[] calldata siblings,
        PendingDeposit calldata head,
        bytes32[] calldata headSiblings
    ) external {
        if (validators.length != ids.length) revert WrongLength(validators.length, ids.length);
        _requireNotAfterPin(timestamp);

        Layout memory layout = _anchorAt(timestamp, state);
        BeaconState.verifyValidators(state, layout, _indicesOf(ids), validators, siblings);
        uint64 headSlot = _headSlot(state, layout, head, headSiblings);

        for (uint256 i; i < ids.length; ++i) _land(ids[i], timestamp, state, validators[i], headSlot);

        _finishIfPinned(timestamp, state.header.slot);
    }

    function proveWaiting(
        StateProof calldata state,
        uint256[] calldata ids,
        uint256[] calldata listIndices,
        PendingDeposit[] calldata deposits,
        bytes32[] calldata siblings
    ) external {
        if (listIndices.length != ids.length) revert WrongLength(listIndices.length, ids.length);
        if (deposits.length != ids.length) revert WrongLength(deposits.length, ids.length);
        Progress memory progress = _progress;
        if (!progress.open) revert NoCheckpointOpen();

        Layout memory layout = BeaconState.anchor(layouts, _root, state);
        BeaconState.verifyPendingDeposits(state, layout, listIndices, deposits, siblings);

        for (uint256 i; i < ids.length; ++i) _countWaiting(ids[i], progress, deposits[i]);

        _finishIfDone(state.header.slot);
    }

    /// @dev Counts, for a checkpoint that opens now, what is in flight without doubt: the pinned state is the one before
    /// this block, and what this block has sent so far has left the vault and isn't in any state yet.
    function _countFlights() internal view returns (uint48 inFlight, uint8 unsettled) {
        uint64 slot = _slotNow();
        uint256 count = _flights.length;
        for (uint256 i; i < count; ++i) {
            Flight memory flight = _flights[i];
            if (flight.slot == slot) inFlight += uint48(flight.amount);
            else ++unsettled;
        }
    }

    function _requireStaying(
        uint256 id,
        uint64 timestamp,
        StateProof calldata state,
        Validator calldata validator,
        bytes32[] calldata siblings
    ) private view {
        uint64 seat = _activeSeat(id);
        Notes memory notes = _notes[id];
        if (notes.flight != 0) revert DepositInFlight(id);
        _requireRecent(timestamp);
        // The effective balance is to hold what has landed.
        _requireSince(timestamp, state, notes.landedSlot);

        _verifyValidator(id, state, _anchorAt(timestamp, state), validator, siblings);
        if (validator.slashed || seat & Quad.SLASHED != 0) revert ValidatorSlashed(seat.indexOf());
        if (validator.exitEpoch != FAR_FUTURE_EPOCH || seat & Quad.EXITING != 0) {
            revert ValidatorExiting(seat.indexOf());
        }
    }

    /// @dev A newer state may hold what the pinned one had pending: it would be counted nowhere.
    function _requireNotAfterPin(uint64 timestamp) private view {
        Progress memory progress = _progress;
        if (progress.open && timestamp > progress.openedAt) {
            revert RootOutOfRange(timestamp, BeaconRoots.oldest(), progress.openedAt);
        }
    }

    function _finishIfPinned(uint64 timestamp, uint64 slot) private {
        Progress memory progress = _progress;
        if (progress.open && timestamp == progress.openedAt) _finishIfDone(slot);
    }

    /// @return The slot of the next deposit to be processed; later than any, if there is none.
    function _headSlot(
        StateProof calldata state,
        Layout memory layout,
        PendingDeposit calldata head,
        bytes32[] calldata headSiblings
    ) private view returns (uint64) {
        if (BeaconState.hasNoPendingDeposits(state, layout)) return type(uint64).max;

        BeaconState.verifyPendingDeposit(state, layout, 0, head, headSiblings);
        return head.slot;
    }

    /// @dev To 32 ETH at least: ether on a validator that can't be active earns nothing.
    function _requireRoom(uint256 id, uint64 amount, uint64 effectiveBalance) private view {
        uint64 held = _balanceLane(id).balanceOf();
        if (effectiveBalance > held) held = effectiveBalance;

        uint64 maximum = held < MAX_EFFECTIVE ? MAX_EFFECTIVE - held : 0;
        uint64 minimum = held + minTopUp < MIN_ACTIVE ? MIN_ACTIVE - held : minTopUp;
        if (amount < minimum || amount > maximum) revert TopUpOutOfRange(amount, minimum, maximum);
    }

    function _indicesOf(uint256[] calldata ids) private view returns (uint256[] memory indices) {
        indices = new uint256[](ids.length);
        for (uint256 i; i < ids.length; ++i) {
            if (ids[i] >= _count) revert UnknownValidator(ids[i]);
            indices[i] = _seat(ids[i]).indexOf();
        }
    }

    function _land(
        uint256 id,
        uint64 timestamp,
        StateProof calldata state,
        Validator calldata validator,
        uint64 headSlot
    ) private {
        if (validator.pubkeyRoot != _pubkeyRoots[id]) revert WrongPubkey(id);
        Flight memory flight = _flightOf(id);
        _requireSince(timestamp, state, flight.slot);
        uint64 bar = flight.slot;
        if (validator.exitEpoch != FAR_FUTURE_EPOCH) {
            uint64 withdrawableSlot = validator.withdrawableEpoch * SLOTS_PER_EPOCH;
            if (withdrawableSlot > bar) bar = withdrawableSlot;
        }
        if (headSlot <= bar) revert NotArrived(id, headSlot, bar);

        Progress memory progress = _progress;
        if (progress.open) {
            // What was seen waiting at the pin can't have landed by then.
            if (flight.checkpoint == progress.number) revert AlreadyProven(id);
            --_progress.unsettled;
        }
        _noteLanding(id, state.header.slot, validator.activationEpoch);
        _remove(_notes[id].flight - 1);
        _notes[id].flight = 0;

        emit DepositArrived(id, flight.amount, flight.slot);
    }

    function _noteLanding(uint256 id, uint64 slot, uint64 activationEpoch) private {
        Notes storage notes = _notes[id];
        notes.landedIn = _progress.number;
        notes.landedSlot = uint40(slot);
        notes.askableFrom = activationEpoch == FAR_FUTURE_EPOCH
            ? uint32(slot / SLOTS_PER_EPOCH + ACTIVATION + SHARD_COMMITTEE_PERIOD)
            : uint32(activationEpoch + SHARD_COMMITTEE_PERIOD);
    }

    function _countWaiting(uint256 id, Progress memory progress, PendingDeposit calldata pending) private {
        Flight memory flight = _flightOf(id);
        // Made in the pinning block or later: counted at the opening, or not part of this checkpoint.
        if (flight.slot >= (progress.openedAt - genesisTime) / SECONDS_PER_SLOT) revert NotInSet(id);
        if (flight.checkpoint == progress.number) revert AlreadyProven(id);
        bool same = pending.pubkeyRoot == _pubkeyRoots[id] && pending.withdrawalCredentials == withdrawalCredentials
            && pending.amount == flight.amount && pending.slot == flight.slot;
        if (!same) revert WrongPendingDeposit(id);

        _flights[_notes[id].flight - 1].checkpoint = progress.number;
        _found.inFlight += uint48(flight.amount);
        --_progress.unsettled;

        emit DepositWaiting(id, flight.amount, flight.slot);
    }

    function _flightOf(uint256 id) private view returns (Flight memory) {
        uint8 place = _notes[id].flight;
        if (place == 0) revert NoDepositInFlight(id);
        return _flights[place - 1];
    }

    function _remove(uint256 place) private {
        Flight memory last = _flights[_flights.length - 1];
        _flights[place] = last;
        _notes[last.id].flight = uint8(place + 1);
        _flights.pop();
    }
}
