// SPDX-License-Identifier: MIT
pragma solidity 0.8.31;

import {BeaconRoots} from "../beacon/BeaconRoots.sol";
import {BeaconState} from "../beacon/BeaconState.sol";
import {LittleEndian} from "../beacon/LittleEndian.sol";
import {Layout, Run, StateProof, Validator} from "../interfaces/IBeacon.sol";
import {Flights} from "./Flights.sol";
import {Withdrawals} from "./Withdrawals.sol";
import {Quad} from "./types/Quad.sol";
import {Finished, Found, Progress} from "./types/Words.sol";

/// @title Counting what stands behind the shares, at one instant
/// @dev The root that EIP-4788 gives for this block is of the block before; the withdrawals of that one were credited when it
/// ended. So ether here and balances there are of one instant, and nothing is in both or in neither but deposits in
/// flight.
abstract contract Checkpoints is Flights, Withdrawals {
    using Quad for uint256;
    using Quad for uint64;

    /// @dev An unfinished checkpoint can be replaced after this.
    uint256 internal constant PATIENCE = 1 hours;

    /// @dev Epochs from a slashing to the earliest withdrawal.
    uint64 internal constant SLASHINGS_VECTOR = 8192;

    /// @dev What a call has counted.
    struct Tally {
        uint256 number; // of the checkpoint
        uint256[] positions; // of the chunks
        uint256 chunks; // used
        bytes32 chunk; // the newest
        uint256 nextIndex; // the least beacon index that may follow
        uint256 count;
        uint256 beacon; // gwei
        uint256 spare; // gwei
        uint256 leaving; // gwei
    }

    function open() external returns (uint32 number) {
        uint256 due = dueAt();
        if (block.timestamp < due) revert NotDue(due);

        Progress memory progress = _progress;
        number = ++progress.number;
        progress.open = true;
        progress.openedAt = uint40(block.timestamp);
        progress.validators = _count;
        progress.remaining = _count - _retired;
        progress.leaving = 0;
        Found memory found;
        (found.inFlight, progress.unsettled) = _countFlights();
        bytes32 root = BeaconRoots.parentRoot(uint64(block.timestamp));
        uint256 swept = address(this).balance;

        _progress = progress;
        _root = root;
        _finished.swept += uint64(swept / WEI_PER_GWEI);

        emit CheckpointOpened(number, root, uint64(block.timestamp), progress.validators, progress.unsettled);

        found.execution = uint88(_stakedEther().open{value: swept}());
        _found = found;
    }

    function prove(
        StateProof calldata state,
        Run[] calldata runs,
        bytes32[] calldata chunks,
        bytes32[] calldata siblings
    ) external {
        Progress memory progress = _progress;
        if (!progress.open) revert NoCheckpointOpen();

        Layout memory layout = BeaconState.anchor(layouts, _root, state);
        if (runs.length != 0) _countBalances(progress, state, layout, runs, chunks, siblings);

        _finishIfDone(state.header.slot);
    }

    function proveSlashing(
        uint256 id,
        uint64 timestamp,
        StateProof calldata state,
        Validator calldata validator,
        bytes32[] calldata siblings
    ) external {
        uint64 seat = _activeSeat(id);
        if (seat & Quad.SLASHED != 0) revert AlreadyProven(id);
        uint64 finishedSlot = _finished.slot;
        _requireSince(timestamp, state, finishedSlot + 1);

        _verifyValidator(id, state, _anchorAt(timestamp, state), validator, siblings);
        if (!validator.slashed) revert NotSlashed(seat.indexOf());
        if (_isBooked(validator.withdrawableEpoch, finishedSlot)) revert AlreadyProven(id);

        _mark(id, Quad.SLASHED);
        uint40 slot = uint40(state.header.slot);
        if (slot > _finished.slashedSlot) _finished.slashedSlot = slot;

        emit SlashingProven(id, slot);

        _stakedEther().suspend();
    }

    function checkpoint() external view returns (Checkpoint memory) {
        Progress memory progress = _progress;
        Found memory found = _found;
        return Checkpoint({
            number: progress.number,
            open: progress.open,
            openedAt: progress.openedAt,
            remaining: progress.remaining,
            unsettled: progress.unsettled,
            validators: progress.validators,
            root: _root,
            execution: found.execution,
            beacon: found.beacon,
            inFlight: found.inFlight,
            finishedSlot: _finished.slot
        });
    }

    function dueAt() public view returns (uint256) {
        Progress memory progress = _progress;
        if (progress.open) return progress.openedAt + PATIENCE;

        // A proven slashing can't wait.
        Finished memory finished = _finished;
        return finished.slashedSlot > finished.slot ? progress.openedAt : progress.openedAt + checkpointInterval;
    }

    // -- Balances ----------------------------------------------------------------------------------------------------

    function _countBalances(
        Progress memory progress,
        StateProof calldata state,
        Layout memory layout,
        Run[] calldata runs,
        bytes32[] calldata chunks,
        bytes32[] calldata siblings
    ) private {
        Tally memory tally;
        tally.number = progress.number;
        tally.positions = new uint256[](chunks.length);
        for (uint256 i; i < runs.length; ++i) {
            uint256 end = uint256(runs[i].first) + runs[i].count;
            if (end > progress.validators) revert NotInSet(end - 1);
            _countRun(runs[i].first, end, chunks, tally);
        }
        if (tally.chunks != chunks.length) revert WrongLength(chunks.length, tally.chunks);

        // Every id in the set was proven to exist at a root that is not newer than the pinned one.
        BeaconState.verifyBalances(state, layout, tally.positions, chunks, siblings);

        _book(progress, tally);
    }

    function _countRun(uint256 id, uint256 end, bytes32[] calldata chunks, Tally memory tally) private {
        while (id < end) {
            uint256 group = id / 4;
            uint256 groupEnd = _min(end, group * 4 + 4);
            uint256 seats = _seats[group];
            uint256 balances = _balances[group];
            for (; id < groupEnd; ++id) {
                uint64 seat = seats.lane(id);
                if (seat & Quad.RETIRED != 0) revert NotInSet(id);
                if (balances.lane(id).checkpointOf() == tally.number) revert AlreadyProven(id);

                uint256 balance = _balanceAt(id, seat.indexOf(), chunks, tally);
                balances = balances.withLane(id, Quad.packBalance(balance, tally.number));
                _tally(tally, seat, balance);
            }
            _balances[group] = balances;
        }
    }

    function _balanceAt(uint256 id, uint256 index, bytes32[] calldata chunks, Tally memory tally)
        private
        pure
        returns (uint256)
    {
        if (index < tally.nextIndex) revert NotAscending(id);
        tally.nextIndex = index + 1;

        uint256 position = index / BeaconState.BALANCES_PER_CHUNK;
        uint256 used = tally.chunks;
        if (used == 0 || tally.positions[used - 1] != position) {
            if (used == chunks.length) revert WrongLength(used, used + 1);
            tally.positions[used] = position;
            tally.chunk = chunks[used];
            tally.chunks = used + 1;
        }
        return LittleEndian.at(tally.chunk, index % BeaconState.BALANCES_PER_CHUNK);
    }

    function _tally(Tally memory tally, uint64 seat, uint256 balance) private pure {
        ++tally.count;
        tally.beacon += balance;
        if (seat & Quad.EXITING != 0) tally.leaving += balance;
        else if (seat & Quad.SLASHED == 0) tally.spare += _spareOf(balance);
    }

    function _book(Progress memory progress, Tally memory tally) private {
        uint32 count = uint32(tally.count);
        progress.remaining -= count;
        progress.leaving += uint56(tally.leaving);
        // A replaced checkpoint's provers were paid for it: what is proven again isn't paid again.
        uint256 paid = _min(count, progress.validators - _min(progress.tipped, progress.validators));
        progress.tipped += uint32(paid);

        _progress = progress;
        _found.beacon += uint64(tally.beacon);
        _found.spare += uint56(tally.spare);

        emit BalancesProven(progress.number, msg.sender, count, progress.remaining);

        if (paid != 0) _stakedEther().tip(msg.sender, paid, progress.validators);
    }

    // -- The end -----------------------------------------------------------------------------------------------------

    function _finishIfDone(uint64 slot) internal override {
        Progress memory progress = _progress;
        if (progress.remaining != 0 || progress.unsettled != 0) return;

        Found memory found = _found;
        _progress.open = false;
        _progress.tipped = 0;
        _finished.slot = uint40(slot);
        _settleRequests(progress.leaving, found.spare);

        uint256 outside = (uint256(found.beacon) + found.inFlight) * WEI_PER_GWEI;
        int256 delta = _stakedEther().close(found.execution, outside, _timeOf(slot));

        emit CheckpointFinished(progress.number, slot, found.execution, found.beacon, found.inFlight, delta);

        // A slashing that this checkpoint's state doesn't know of is still to be booked.
        if (_finished.slashedSlot > slot) _stakedEther().suspend();
    }

    /// @dev Whether a slashing that led to this withdrawable epoch is certainly in the newest finished checkpoint: it
    /// was at the latest in the epoch that is one slashings vector before.
    function _isBooked(uint64 withdrawableEpoch, uint64 finishedSlot) private pure returns (bool) {
        if (withdrawableEpoch < SLASHINGS_VECTOR) return false;
        uint64 epoch = withdrawableEpoch - SLASHINGS_VECTOR;
        return (epoch + 1) * SLOTS_PER_EPOCH <= finishedSlot;
    }
}
