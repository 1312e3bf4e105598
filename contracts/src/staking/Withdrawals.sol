// SPDX-License-Identifier: MIT
pragma solidity 0.8.31;

import {SafeTransferLib} from "solady/utils/SafeTransferLib.sol";
import {ValidatorRequests} from "../beacon/ValidatorRequests.sol";
import {Roster} from "./Roster.sol";
import {Quad} from "./types/Quad.sol";
import {Notes, Progress, Requests} from "./types/Words.sol";

/// @title Getting ether back
/// @dev Whoever asks is limited by what the vault falls short of, less what is already on its way, so that nobody can send
/// validators home for sport. The beacon chain may ignore any request without a word, so nothing that is asked for
/// counts for ever: a partial withdrawal expires after one to two windows; a full exit counts until its validator is
/// found empty, and can be asked for again by anyone.
abstract contract Withdrawals is Roster {
    using Quad for uint256;
    using Quad for uint64;

    uint64 internal constant STAKE = 32e9; // gwei that a validator keeps
    uint64 internal constant EJECTION = 16e9; // gwei below which it can't be active
    uint32 internal constant WINDOW = 4 days;

    /// @dev gwei. While a partial withdrawal is pending, the beacon chain ignores a full exit: dust must not be able to block one.
    uint64 internal constant MIN_PARTIAL = 1e9;

    function requestWithdrawal(uint256 id, bytes calldata pubkey, uint64 amount) external payable {
        uint64 seat = _activeSeat(id);
        _requirePubkey(id, pubkey);
        if (seat & Quad.SLASHED != 0) revert ValidatorSlashed(seat.indexOf());
        uint256 fee = ValidatorRequests.fee();
        if (msg.value < fee) revert FeeTooLow(msg.value, fee);

        if (amount != 0) _askPart(id, seat, amount);
        else if (seat & Quad.EXITING == 0) _askAll(id);

        emit WithdrawalRequested(id, amount, msg.sender);

        ValidatorRequests.request(pubkey, amount, fee);
        // Last: the receiver may call back.
        if (msg.value != fee) SafeTransferLib.safeTransferETH(msg.sender, msg.value - fee);
    }

    function withdrawing() external view returns (uint256) {
        return _pendingPartials() + _finished.leaving;
    }

    function _askPart(uint256 id, uint64 seat, uint64 amount) private {
        if (seat & Quad.EXITING != 0) revert ValidatorExiting(seat.indexOf());
        uint256 need = _need();
        if (need == 0 || amount > _max(need, MIN_PARTIAL)) revert ExceedsShortfall(amount, need);
        uint64 left = _askable(id);
        uint64 room = left > STAKE ? left - STAKE : 0;
        if (amount < MIN_PARTIAL || amount > room) revert WithdrawalOutOfRange(amount, room);

        _note(id, left - amount);
        Requests memory requests = _rotated();
        requests.current += amount;
        _requests = requests;
        _finished.spare = uint56(_less(_finished.spare, amount));
    }

    function _askAll(uint256 id) private {
        uint64 left = _left(id);
        if (msg.sender != owner()) {
            uint256 need = _need();
            if (need == 0) revert ExceedsShortfall(left, 0);
            if (need <= _finished.spare) revert PartialFirst(_finished.spare);
            // The beacon chain would ignore it, and it would count as leaving, and be given no more stake.
            if (_askable(id) < EJECTION) revert WithdrawalOutOfRange(0, 0);
        }

        _note(id, 0);
        _mark(id, Quad.EXITING);
        _finished.leaving += uint56(left);
        _finished.spare = uint56(_less(_finished.spare, _spareOf(left)));

        // The open checkpoint has already counted it among those that stay.
        uint64 balance = _balanceLane(id);
        if (_progress.open && balance.checkpointOf() == _progress.number) {
            _progress.leaving += uint56(balance.balanceOf());
            _found.spare = uint56(_less(_found.spare, _spareOf(balance.balanceOf())));
        }
    }

    /// @dev What a checkpoint found replaces what was expected. Ether that arrived beyond what left with exits is that of
    /// partial withdrawals, the oldest first.
    function _settleRequests(uint56 leaving, uint56 spare) internal {
        uint256 arrived = _less(_finished.swept, _less(_finished.leaving, leaving));
        Requests memory requests = _rotated();
        uint256 ofPrevious = _min(arrived, requests.previous);
        requests.previous -= uint64(ofPrevious);
        requests.current = uint64(_less(requests.current, arrived - ofPrevious));
        _requests = requests;

        _finished.swept = 0;
        _finished.leaving = leaving;
        _finished.spare = uint56(_less(spare, uint256(requests.current) + requests.previous));
    }

    /// @dev What partial withdrawals could bring from a validator of this balance.
    function _spareOf(uint256 balance) internal pure returns (uint256) {
        return balance < STAKE + MIN_PARTIAL ? 0 : balance - STAKE;
    }

    /// @return gwei, rounded up, that the vault falls short of and that nobody has asked for.
    function _need() private view returns (uint256) {
        uint256 shortfall = (_stakedEther().shortfall() + WEI_PER_GWEI - 1) / WEI_PER_GWEI;
        return _less(shortfall, _pendingPartials() + _finished.leaving);
    }

    function _pendingPartials() private view returns (uint256) {
        Requests memory requests = _rotated();
        return uint256(requests.current) + requests.previous;
    }

    function _rotated() private view returns (Requests memory requests) {
        requests = _requests;
        uint32 window = uint32(block.timestamp / WINDOW);
        if (requests.window == window) return requests;

        requests.previous = requests.window + 1 == window ? requests.current : 0;
        requests.current = 0;
        requests.window = window;
    }

    /// @dev gwei on the validator as last proven, less what it was asked for since the previous window began.
    function _left(uint256 id) private view returns (uint64 left) {
        Notes memory notes = _notes[id];
        left = _balanceLane(id).balanceOf();
        if (notes.window + 1 >= block.timestamp / WINDOW && notes.left < left) left = notes.left;
    }

    /// @dev The same, or nothing if the beacon chain would ignore the request for the validator's youth.
    function _askable(uint256 id) private view returns (uint64) {
        return _slotNow() / SLOTS_PER_EPOCH < _notes[id].askableFrom ? 0 : _left(id);
    }

    function _note(uint256 id, uint64 left) private {
        Notes storage notes = _notes[id];
        notes.left = left;
        notes.window = uint32(block.timestamp / WINDOW);
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
