// SPDX-License-Identifier: MIT
pragma solidity 0.8.31;

import {BeaconRoots} from "../beacon/BeaconRoots.sol";
import {BeaconState} from "../beacon/BeaconState.sol";
import {DepositData} from "../beacon/DepositData.sol";
import {Layout, PendingDeposit, StateProof, Validator} from "../interfaces/IBeacon.sol";
import {Roster} from "./Roster.sol";
import {Quad} from "./types/Quad.sol";
import {Found, Notes, Progress} from "./types/Words.sol";

/// @title Top-ups between the deposit contract and a validator's balance
/// @dev Why the head of `pending_deposits` shows that a flight has landed. The list is processed from its head and grows at
/// its tail, so an entry that entered after ours can only become the head once ours is gone, and ours goes nowhere but
/// to its validator, which exists. The entries out of order are of two kinds. Excess balances are queued with slot 0: a
/// head of slot 0 isn't later than anything, and shows nothing. Deposits of an exiting validator are taken off the head
/// and put at the tail again, under their old slot, until its withdrawable epoch: for such a validator ours stays ahead
/// only of what entered from that epoch on. `proveBar` says more of what is ahead of it.
abstract contract Flights is Roster {
    using Quad for uint256;

    uint256 internal constant MAX_FLIGHTS = 64;
    uint256 internal constant MIN_ACTIVE = 32e9; // gwei
    uint256 internal constant MAX_EFFECTIVE = 2048e9; // gwei

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
        _requireStaying(id, timestamp, state, validator);
        _verifyValidator(id, timestamp, state, validator, siblings);
        _requireRoom(id, amount, validator.effectiveBalance);

        _launch(id, amount);

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
        _requireLength(validators.length, ids.length);
        _requireNotAfterPin(timestamp);

        Layout memory layout = _anchorAt(timestamp, state);
        BeaconState.verifyValidators(state, layout, _indicesOf(ids), validators, siblings);
        uint256 headSlot = _headSlot(state, layout, head, headSiblings);

        for (uint256 i; i < ids.length; ++i) {
            _land(ids[i], timestamp, state, validators[i], headSlot);
        }

        Progress memory progress = _progressNow();
        if (progress.open && timestamp == progress.openedAt) _finishIfDone(state.header.slot);
    }

    function proveWaiting(
        StateProof calldata state,
        uint256[] calldata ids,
        uint256[] calldata listIndices,
        PendingDeposit[] calldata deposits,
        bytes32[] calldata siblings
    ) external {
        _requireLength(listIndices.length, ids.length);
        _requireLength(deposits.length, ids.length);
        Progress memory progress = _openProgress();

        BeaconState.verifyPendingDeposits(state, _anchor(_root, state), listIndices, deposits, siblings);

        for (uint256 i; i < ids.length; ++i) {
            _wait(ids[i], progress, deposits[i]);
        }
        _save(progress);

        _finishIfDone(state.header.slot);
    }

    /// @dev Why a head later than the marker shows that the flight has landed, at whatever root. The marker's validator has no exit
    /// epoch, and had none before, since it never goes back; so the marker was never put at the tail again and is where it entered,
    /// in its slot. What is ahead of it, ours and all ahead of ours, was in the list by then: entered no later, or is of slot
    /// 0, or was put at the tail again under a slot older still. None is of a later slot than the marker's. From this state on
    /// ours isn't put at the tail again, since its validator is withdrawable, which even a slashing can't change any more:
    /// until it is gone, the head is one of those, or ours. And before this state the head was never later than the marker,
    /// for what entered after the marker was behind it. (A stranger's deposit like ours to the last bit may stand for
    /// it; then that one has landed instead, and is as much.)
    function proveBar(
        uint256 id,
        uint64 timestamp,
        StateProof calldata state,
        Validator calldata validator,
        bytes32[] calldata siblings,
        Marker calldata marker
    ) external {
        (uint256 place, Flight memory flight) = _flightOf(id);
        _requireLength(marker.deposits.length, 2);

        Layout memory layout = _verifyValidator(id, timestamp, state, validator, siblings);
        _requireWithdrawable(id, state, validator);
        // In ascending order: the marker is behind ours.
        BeaconState.verifyPendingDeposits(state, layout, marker.listIndices, marker.deposits, marker.depositSiblings);
        _requireOurs(id, flight, marker.deposits[0]);
        uint64 bar = marker.deposits[1].slot;
        if (bar == 0 || marker.deposits[1].pubkeyRoot != marker.validator.pubkeyRoot) {
            revert WrongMarker(marker.beaconIndex, bar);
        }
        BeaconState.verifyValidator(state, layout, marker.beaconIndex, marker.validator, marker.siblings);
        _requireNotExiting(marker.validator.exitEpoch != FAR_FUTURE_EPOCH, marker.beaconIndex);

        // Every marker's bar holds; the lowest tells the most.
        if (bar >= flight.bar) return;
        flight.bar = bar;
        _save(place, flight);

        emit BarProven(id, bar);
    }

    function _openProgress() internal view returns (Progress memory progress) {
        progress = _progressNow();
        if (!progress.open) revert NoCheckpointOpen();
    }

    /// @dev What is in flight beyond doubt for a checkpoint that opens now: the pinned state is the one before this block, and
    /// what this block has sent so far has left the vault and isn't in any state yet.
    function _countFlights() internal view returns (uint256 inFlight, uint256 unsettled) {
        uint256 slot = _slotNow();
        unsettled = _flightCount();
        for (uint256 i = unsettled; i != 0; --i) {
            Flight memory flight = _flightAt(i);
            if (flight.slot != slot) continue;
            inFlight += flight.amount;
            --unsettled;
        }
    }

    // -- Leaving -----------------------------------------------------------------------------------------------------

    function _requireStaying(uint256 id, uint256 timestamp, StateProof calldata state, Validator calldata validator)
        private
        view
    {
        uint256 seat = _activeSeat(id);
        Notes memory notes = _notesOf(id);
        if (notes.flight != 0) revert DepositInFlight(id);
        _requireRecent(timestamp);
        // The effective balance is to hold what has landed.
        _requireSince(timestamp, state, notes.landedSlot);
        _requireNotSlashed(validator.slashed || seat & Quad.SLASHED != 0, seat.indexOf());
        _requireNotExiting(validator.exitEpoch != FAR_FUTURE_EPOCH || seat & Quad.EXITING != 0, seat.indexOf());
    }

    /// @dev To 32 ETH at least: ether on a validator that can't be active earns nothing. And a 32nd of what can be staked, if
    /// there is room: a full list of flights, each a 32nd of what the one before left, is 87 % of it, so that nobody can
    /// use up the places with dust.
    function _requireRoom(uint256 id, uint64 amount, uint256 effectiveBalance) private view {
        uint256 held = _balanceLane(id).balanceOf();
        if (effectiveBalance > held) held = effectiveBalance;

        uint256 maximum = held < MAX_EFFECTIVE ? MAX_EFFECTIVE - held : 0;
        uint256 minimum = _stakedEther().stakeable() / (32 * WEI_PER_GWEI);
        if (minimum > maximum) minimum = maximum;
        if (minimum < minTopUp) minimum = minTopUp;
        if (held + minimum < MIN_ACTIVE) minimum = MIN_ACTIVE - held;
        if (amount < minimum || amount > maximum) revert TopUpOutOfRange(amount, uint64(minimum), uint64(maximum));
    }

    function _launch(uint256 id, uint64 amount) private {
        if (_flightCount() == MAX_FLIGHTS) revert TooManyFlights(MAX_FLIGHTS);

        uint64 slot = uint64(_slotNow());
        _setPlace(id, _push(Flight({id: uint32(id), amount: amount, slot: slot, checkpoint: 0, bar: type(uint64).max})));

        emit ToppedUp(id, amount, slot);
    }

    // -- Landing -----------------------------------------------------------------------------------------------------

    /// @dev A newer state may hold what the pinned one had pending: it would be counted nowhere.
    function _requireNotAfterPin(uint256 timestamp) private view {
        Progress memory progress = _progressNow();
        if (progress.open && timestamp > progress.openedAt) {
            _refuse(timestamp, BeaconRoots.oldest(), progress.openedAt);
        }
    }

    /// @return The slot of the next deposit to be processed; later than any, if there is none.
    function _headSlot(
        StateProof calldata state,
        Layout memory layout,
        PendingDeposit calldata head,
        bytes32[] calldata headSiblings
    ) private view returns (uint256) {
        if (BeaconState.hasNoPendingDeposits(state, layout)) return type(uint64).max;

        BeaconState.verifyPendingDeposit(state, layout, 0, head, headSiblings);
        return head.slot;
    }

    function _indicesOf(uint256[] calldata ids) private view returns (uint256[] memory indices) {
        indices = new uint256[](ids.length);
        for (uint256 i; i < ids.length; ++i) {
            indices[i] = _activeSeat(ids[i]).indexOf();
        }
    }

    function _land(
        uint256 id,
        uint256 timestamp,
        StateProof calldata state,
        Validator calldata validator,
        uint256 headSlot
    ) private {
        _requirePubkey(id, validator.pubkeyRoot);
        (uint256 place, Flight memory flight) = _flightOf(id);
        _requireSince(timestamp, state, flight.slot);
        uint256 bar = flight.slot;
        if (validator.exitEpoch != FAR_FUTURE_EPOCH) {
            uint256 withdrawableSlot = validator.withdrawableEpoch * SLOTS_PER_EPOCH;
            if (withdrawableSlot > bar) bar = withdrawableSlot;
            if (flight.bar < bar) bar = flight.bar;
        }
        if (headSlot <= bar) revert NotArrived(id, uint64(headSlot), uint64(bar));

        Progress memory progress = _progressNow();
        if (progress.open) {
            // What was seen waiting at the pin can't have landed by then.
            if (flight.checkpoint == progress.number) revert AlreadyProven(id);
            --progress.unsettled;
            _save(progress);
        }
        Flight memory last = _flightAt(_flightCount());
        _save(place, last);
        _pop();
        _setPlace(last.id, place);
        _noteLanding(id, flight.amount, progress.number, state, validator);

        emit DepositArrived(id, flight.amount, flight.slot);
    }

    function _noteLanding(
        uint256 id,
        uint256 amount,
        uint256 number,
        StateProof calldata state,
        Validator calldata validator
    ) private {
        Notes memory notes = _notesOf(id);
        notes.flight = 0;
        notes.landedIn = number;
        notes.landedSlot = state.header.slot;
        notes.askableFrom = _askableFrom(state, validator);
        notes.left += amount;
        _save(id, notes);
    }

    // -- Waiting -----------------------------------------------------------------------------------------------------

    /// @dev Moves `progress`; the caller saves it.
    function _wait(uint256 id, Progress memory progress, PendingDeposit calldata pending) private {
        (uint256 place, Flight memory flight) = _flightOf(id);
        // Made in the pinning block or later: counted at the opening, or not part of this checkpoint.
        if (flight.slot >= _slotAt(progress.openedAt)) revert NotInSet(id);
        _requireOurs(id, flight, pending);

        // Somebody was faster: that is no reason to lose the rest.
        if (flight.checkpoint == progress.number) return;
        flight.checkpoint = uint32(progress.number);
        _save(place, flight);
        Found memory found = _foundNow();
        found.inFlight += flight.amount;
        _save(found);
        --progress.unsettled;

        emit DepositWaiting(id, flight.amount, flight.slot);
    }

    // -- The list ----------------------------------------------------------------------------------------------------

    function _requireOurs(uint256 id, Flight memory flight, PendingDeposit calldata pending) private view {
        bool same = pending.pubkeyRoot == _pubkeyRoots[id] && pending.withdrawalCredentials == withdrawalCredentials
            && pending.amount == flight.amount && pending.slot == flight.slot;
        if (!same) revert WrongPendingDeposit(id);
    }

    function _flightOf(uint256 id) private view returns (uint256 place, Flight memory flight) {
        place = _notesOf(id).flight;
        if (place == 0) revert NoDepositInFlight(id);
        flight = _flightAt(place);
    }

    function _setPlace(uint256 id, uint256 place) private {
        Notes memory notes = _notesOf(id);
        notes.flight = place;
        _save(id, notes);
    }

    function _requireLength(uint256 length, uint256 expected) internal pure {
        if (length != expected) revert WrongLength(length, expected);
    }
}
