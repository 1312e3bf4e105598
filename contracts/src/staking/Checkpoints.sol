// SPDX-License-Identifier: MIT
pragma solidity 0.8.31;

import {BeaconRoots} from "../beacon/BeaconRoots.sol";
import {BeaconState} from "../beacon/BeaconState.sol";
import {Layout, Run, StateProof, Validator} from "../interfaces/IBeacon.sol";
import {Flights} from "./Flights.sol";
import {Withdrawals} from "./Withdrawals.sol";
import {Quad} from "./types/Quad.sol";
import {Finished, Found, Four, Progress} from "./types/Words.sol";

/// @title Counting what stands behind the shares, at one instant
/// @dev The root that EIP-4788 gives for this block is of the block before; the withdrawals of that one were credited when it
/// ended. So ether here and balances there are of one instant, and nothing is in both or in neither but deposits in
/// flight.
abstract contract Checkpoints is Flights, Withdrawals {
    using Quad for uint256;

    /// @dev An unfinished checkpoint can be replaced after this.
    uint256 internal constant PATIENCE = 1 hours;

    /// @dev Epochs from a slashing to the earliest withdrawal.
    uint256 internal constant SLASHINGS_VECTOR = 8192;

    /// @dev What a call has counted.
    struct Tally {
        uint256 number; // of the checkpoint
        uint256[] positions; // of the chunks
        uint256 chunks; // used
        uint256 chunk; // the newest, as lanes
        uint256 chunkEnd; // the least beacon index above it
        uint256 nextIndex; // the least beacon index that may follow
        uint256 count;
        uint256 beacon; // gwei
        uint256 spare; // gwei
        uint256 leaving; // gwei
        uint256 released; // gwei that have gone from slashed validators
    }

    function open() external returns (uint32) {
        uint256 due = dueAt();
        if (block.timestamp < due) revert NotDue(due);

        Progress memory progress = _progressNow();
        ++progress.number;
        progress.open = true;
        progress.openedAt = block.timestamp;
        progress.validators = _count;
        progress.remaining = _count - _retired;
        progress.leaving = 0;
        Found memory found;
        (found.inFlight, progress.unsettled) = _countFlights();
        uint256 swept = address(this).balance;

        _save(progress);
        _root = BeaconRoots.parentRoot(uint64(block.timestamp));
        Finished memory finished = _finishedNow();
        finished.swept += swept / WEI_PER_GWEI;
        _save(finished);

        _emitOpened(progress);

        found.execution = _stakedEther().open{value: swept}();
        _save(found);
        return uint32(progress.number);
    }

    function prove(
        StateProof calldata state,
        Run[] calldata runs,
        bytes32[] calldata chunks,
        bytes32[] calldata siblings
    ) external {
        Progress memory progress = _openProgress();

        Layout memory layout = _anchor(_root, state);
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
        uint256 seat = _activeSeat(id);
        if (seat & Quad.SLASHED != 0) revert AlreadyProven(id);
        _requireSince(timestamp, state, _finishedNow().slot + 1);

        _verifyValidator(id, timestamp, state, validator, siblings);
        if (!validator.slashed) revert NotSlashed(uint40(seat.indexOf()));

        _mark(id, Quad.SLASHED);
        _countOut(id, seat & Quad.EXITING != 0);

        emit SlashingProven(id, state.header.slot);

        // A slashing is at the latest in the epoch one vector before it lets go; it may be in the newest checkpoint already.
        uint256 latest = (uint256(validator.withdrawableEpoch) + 1) * SLOTS_PER_EPOCH;
        Finished memory finished = _finishedNow();
        if (latest <= finished.slot + SLASHINGS_VECTOR * SLOTS_PER_EPOCH) return;
        finished.slashedSlot = _max(finished.slashedSlot, state.header.slot);
        _save(finished);

        _suspend();
    }

    function checkpoint() external view returns (Checkpoint memory view_) {
        Progress memory progress = _progressNow();
        Found memory found = _foundNow();
        view_.number = uint32(progress.number);
        view_.open = progress.open;
        view_.openedAt = uint64(progress.openedAt);
        view_.remaining = uint32(progress.remaining);
        view_.unsettled = uint32(progress.unsettled);
        view_.validators = uint32(progress.validators);
        view_.root = _root;
        view_.execution = found.execution;
        view_.beacon = found.beacon;
        view_.inFlight = found.inFlight;
        view_.finishedSlot = uint64(_finishedNow().slot);
    }

    function dueAt() public view returns (uint256) {
        Progress memory progress = _progressNow();
        if (progress.open) return progress.openedAt + PATIENCE;

        // A proven slashing can't wait.
        Finished memory finished = _finishedNow();
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
        _requireLength(chunks.length, tally.chunks);

        // Every id in the set was proven to exist at a root that is not newer than the pinned one.
        BeaconState.verifyBalances(state, layout, tally.positions, chunks, siblings);

        _book(progress, tally);
    }

    /// @dev Unchecked: ids and indices are below 2^41, sums of balances below 2^105.
    function _countRun(uint256 id, uint256 end, bytes32[] calldata chunks, Tally memory tally) private {
        unchecked {
            while (id < end) {
                Four storage four = _fours[id / 4];
                uint256 seats = four.seats;
                uint256 balances = four.balances;
                uint256 groupEnd = _min(end, (id | 3) + 1);
                for (; id < groupEnd; ++id) {
                    uint256 shift = (id & 3) << 6;
                    uint256 seat = seats >> shift & Quad.LANE;
                    uint256 index = seat >> 24;
                    if (index < tally.nextIndex) revert NotAscending(id);
                    tally.nextIndex = index + 1;
                    if (index >= tally.chunkEnd) _nextChunk(index, chunks, tally);
                    // Somebody was faster: that is no reason to lose the rest.
                    if (balances >> shift & Quad.MAX_CHECKPOINT == tally.number) continue;
                    uint256 balance = tally.chunk >> ((~index & 3) << 6) & Quad.LANE;

                    ++tally.count;
                    tally.beacon += balance;
                    if (seat & Quad.FLAGS != 0) _tallyFlagged(id, seat, balances >> shift & Quad.LANE, balance, tally);
                    else if (balance >= STAKE + MIN_PARTIAL) tally.spare += balance - STAKE;
                    balances = balances & ~(Quad.LANE << shift) | Quad.packBalance(balance, tally.number) << shift;
                }
                four.balances = balances;
            }
        }
    }

    function _nextChunk(uint256 index, bytes32[] calldata chunks, Tally memory tally) private pure {
        uint256 used = tally.chunks;
        if (used == chunks.length) revert WrongLength(used, used + 1);
        uint256 position = index / BeaconState.BALANCES_PER_CHUNK;
        tally.positions[used] = position;
        tally.chunk = Quad.fromChunk(chunks[used]);
        tally.chunks = used + 1;
        tally.chunkEnd = (position + 1) * BeaconState.BALANCES_PER_CHUNK;
    }

    function _tallyFlagged(uint256 id, uint256 seat, uint256 before, uint256 balance, Tally memory tally) private pure {
        if (seat & Quad.RETIRED != 0) revert NotInSet(id);
        if (seat & Quad.SLASHED == 0) tally.leaving += balance;
        else if (balance == 0) tally.released += before.balanceOf();
    }

    function _book(Progress memory progress, Tally memory tally) private {
        progress.remaining -= tally.count;
        progress.leaving += tally.leaving;
        // A replaced checkpoint's provers were paid for it: what is proven again isn't paid again.
        uint256 paid = _min(tally.count, _less(progress.validators, progress.tipped));
        progress.tipped += paid;
        _save(progress);
        Found memory found = _foundNow();
        found.beacon += tally.beacon;
        found.spare += tally.spare;
        _save(found);
        if (tally.released != 0) _takeForReleased(tally.released);

        emit BalancesProven(uint32(progress.number), msg.sender, tally.count, uint32(progress.remaining));

        if (paid != 0) _stakedEther().tip(msg.sender, paid, progress.validators);
    }

    /// @dev What a slashed validator held was never asked for: it answers no request.
    function _takeForReleased(uint256 released) private {
        Finished memory finished = _finishedNow();
        finished.swept = _less(finished.swept, released);
        _save(finished);
    }

    // -- The end -----------------------------------------------------------------------------------------------------

    function _finishIfDone(uint256 slot) internal override {
        Progress memory progress = _progressNow();
        if (progress.remaining != 0 || progress.unsettled != 0) return;

        Found memory found = _foundNow();
        Finished memory finished = _finishedNow();
        progress.open = false;
        progress.tipped = 0;
        _save(progress);
        finished.slot = slot;
        _settleRequests(finished, progress.leaving, found.spare);
        _save(finished);

        uint256 outside = (found.beacon + found.inFlight) * WEI_PER_GWEI;
        int256 delta = _stakedEther().close(found.execution, outside, _timeOf(slot));

        _emitFinished(progress, slot, found, delta);

        // A slashing that this checkpoint's state doesn't know of is still to be booked.
        if (finished.slashedSlot > slot) _suspend();
    }

    function _suspend() private {
        _stakedEther().suspend();
    }

    function _emitOpened(Progress memory progress) private {
        emit CheckpointOpened(
            uint32(progress.number),
            _root,
            uint64(progress.openedAt),
            uint32(progress.validators),
            uint32(progress.unsettled)
        );
    }

    function _emitFinished(Progress memory progress, uint256 slot, Found memory found, int256 delta) private {
        emit CheckpointFinished(
            uint32(progress.number), uint64(slot), found.execution, found.beacon, found.inFlight, delta
        );
    }
}
