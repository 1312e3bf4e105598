// SPDX-License-Identifier: MIT
pragma solidity 0.8.31;

import {SafeTransferLib} from "solady/utils/SafeTransferLib.sol";
import {ValidatorRequests} from "../beacon/ValidatorRequests.sol";
import {StateProof, Validator} from "../interfaces/IBeacon.sol";
import {Roster} from "./Roster.sol";
import {Quad} from "./types/Quad.sol";
import {Finished, Found, Notes, Progress, Requests, pack, toRequests} from "./types/Words.sol";

/// @title Getting ether back
/// @dev Whoever asks is limited by what the vault falls short of, less what is already on its way, so that nobody can send
/// validators home for sport. The beacon chain may ignore any request without a word, so nothing that is asked for
/// counts for ever: a partial withdrawal expires after one to two windows; a full exit counts until its validator is
/// found empty, and can be asked for again by anyone. A slashed validator counts for nothing: what it holds comes after
/// 36 days, when others can bring it in two.
abstract contract Withdrawals is Roster {
    using Quad for uint256;

    uint256 internal constant STAKE = 32e9; // gwei that a validator keeps
    uint256 internal constant EJECTION = 16e9; // gwei below which it can't be active
    uint256 internal constant WINDOW = 4 days;

    /// @dev gwei. While a partial withdrawal is pending, the beacon chain ignores a full exit: dust must not block one.
    uint256 internal constant MIN_PARTIAL = 1e9;

    function requestWithdrawal(uint256 id, bytes calldata pubkey, uint64 amount) external payable {
        uint256 seat = _activeSeat(id);
        _requirePubkey(id, pubkey);
        _requireNotSlashed(seat & Quad.SLASHED != 0, seat.indexOf());
        uint256 fee = ValidatorRequests.fee();
        if (msg.value < fee) revert FeeTooLow(msg.value, fee);

        if (amount != 0) _askPart(id, seat, amount);
        else if (seat & Quad.EXITING == 0) _askAll(id);

        emit WithdrawalRequested(id, amount, msg.sender);

        ValidatorRequests.request(pubkey, amount, fee);
        // Last: the receiver may call back.
        if (msg.value != fee) SafeTransferLib.safeTransferETH(msg.sender, msg.value - fee);
    }

    function proveExit(
        uint256 id,
        uint64 timestamp,
        StateProof calldata state,
        Validator calldata validator,
        bytes32[] calldata siblings
    ) external {
        uint256 seat = _activeSeat(id);
        if (seat & Quad.EXITING != 0) revert AlreadyProven(id);
        _verifyValidator(id, timestamp, state, validator, siblings);
        _requireNotSlashed(validator.slashed, seat.indexOf());
        if (validator.exitEpoch == FAR_FUTURE_EPOCH) revert NotExiting(uint40(seat.indexOf()));

        _leave(id);

        emit ExitProven(id, validator.withdrawableEpoch);
    }

    function withdrawing() public view returns (uint256) {
        return _requestsNow().sum() + _finishedNow().leaving;
    }

    function _askPart(uint256 id, uint256 seat, uint256 amount) private {
        _requireNotExiting(seat & Quad.EXITING != 0, seat.indexOf());
        uint256 need = _need();
        if (need == 0 || amount > _max(need, MIN_PARTIAL)) revert ExceedsShortfall(amount, need);
        uint256 left = _askable(id);
        uint256 room = _less(left, STAKE);
        if (amount < MIN_PARTIAL || amount > room) revert WithdrawalOutOfRange(uint64(amount), uint64(room));

        _note(id, left - amount);
        Requests memory requests = _requestsNow();
        requests.current += amount;
        _requests = pack(requests);
        _expect(0, amount);
    }

    function _askAll(uint256 id) private {
        // Not even the curator: until it is withdrawable, nothing would show where the deposit is.
        if (_notesOf(id).flight != 0) revert DepositInFlight(id);
        if (msg.sender != owner()) {
            uint256 need = _need();
            if (need == 0) revert ExceedsShortfall(_left(id), 0);
            uint256 spare = _finishedNow().spare;
            if (need <= spare) revert PartialFirst(spare);
        }
        // The beacon chain would ignore it; and it would count as leaving, and be given no more stake.
        if (_askable(id) < EJECTION) revert WithdrawalOutOfRange(0, 0);

        _leave(id);
    }

    function _leave(uint256 id) private {
        uint256 left = _left(id);
        _note(id, 0);
        _mark(id, Quad.EXITING);
        _expect(left, _spareOf(left));

        // The open checkpoint has already counted it among those that stay.
        Progress memory progress = _progressNow();
        uint256 lane = _balanceLane(id);
        if (progress.open && lane.checkpointOf() == progress.number) {
            progress.leaving += lane.balanceOf();
            _save(progress);
            Found memory found = _foundNow();
            found.spare = _less(found.spare, _spareOf(lane.balanceOf()));
            _save(found);
        }
    }

    /// @dev Takes back what `_leave` or the checkpoints have counted on it for.
    function _countOut(uint256 id, bool exiting) internal {
        uint256 lane = _balanceLane(id);
        uint256 balance = lane.balanceOf();
        Finished memory finished = _finishedNow();
        if (exiting) finished.leaving = _less(finished.leaving, balance);
        else finished.spare = _less(finished.spare, _spareOf(_left(id)));
        _save(finished);

        Progress memory progress = _progressNow();
        if (!progress.open || lane.checkpointOf() != progress.number) return;
        if (exiting) {
            progress.leaving = _less(progress.leaving, balance);
            _save(progress);
        } else {
            Found memory found = _foundNow();
            found.spare = _less(found.spare, _spareOf(balance));
            _save(found);
        }
    }

    /// @dev Until a checkpoint finds out.
    function _expect(uint256 leaving, uint256 spent) private {
        Finished memory finished = _finishedNow();
        finished.leaving += leaving;
        finished.spare = _less(finished.spare, spent);
        _save(finished);
    }

    /// @dev What a checkpoint found replaces what was expected. Ether that arrived beyond what left with exits is that of
    /// partial withdrawals, the oldest first.
    function _settleRequests(Finished memory finished, uint256 leaving, uint256 spare) internal {
        uint256 arrived = _less(finished.swept, _less(finished.leaving, leaving));
        Requests memory requests = _requestsNow();
        requests.current = _less(requests.current, _less(arrived, requests.previous));
        requests.previous = _less(requests.previous, arrived);
        _requests = pack(requests);

        finished.swept = 0;
        finished.leaving = leaving;
        finished.spare = _less(spare, requests.sum());
    }

    /// @dev gwei that partial withdrawals could bring from a validator of this balance.
    function _spareOf(uint256 balance) internal pure returns (uint256) {
        return balance < STAKE + MIN_PARTIAL ? 0 : balance - STAKE;
    }

    /// @return gwei, rounded up, that the vault falls short of and that nobody has asked for.
    function _need() private view returns (uint256) {
        return _less((_stakedEther().shortfall() + WEI_PER_GWEI - 1) / WEI_PER_GWEI, withdrawing());
    }

    function _requestsNow() private view returns (Requests memory requests) {
        requests = toRequests(_requests);
        uint256 age = _window() - requests.window;
        if (age == 0) return requests;

        requests.previous = age == 1 ? requests.current : 0;
        requests.current = 0;
        requests.window += age;
    }

    /// @dev gwei on the validator as last proven, less what it was asked for since the previous window began.
    function _left(uint256 id) private view returns (uint256) {
        Notes memory notes = _notesOf(id);
        uint256 balance = _balanceLane(id).balanceOf();
        return _window() > notes.window + 1 || balance < notes.left ? balance : notes.left;
    }

    /// @dev The same, or nothing if the beacon chain would ignore the request for the validator's youth.
    function _askable(uint256 id) private view returns (uint256) {
        return _slotNow() / SLOTS_PER_EPOCH < _notesOf(id).askableFrom ? 0 : _left(id);
    }

    function _note(uint256 id, uint256 left) private {
        Notes memory notes = _notesOf(id);
        notes.left = left;
        notes.window = _window();
        _save(id, notes);
    }

    function _window() private view returns (uint256) {
        return block.timestamp / WINDOW;
    }

    function _less(uint256 a, uint256 b) internal pure returns (uint256) {
        return a > b ? a - b : 0;
    }

    function _max(uint256 a, uint256 b) internal pure returns (uint256) {
        return a > b ? a : b;
    }

    function _min(uint256 a, uint256 b) internal pure returns (uint256) {
        return a < b ? a : b;
    }
}
