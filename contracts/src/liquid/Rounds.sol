// SPDX-License-Identifier: MIT
pragma solidity 0.8.31;

import {FixedPointMathLib as Math} from "solady/utils/FixedPointMathLib.sol";

import {IRateAdapter} from "../interfaces/liquid/IRateAdapter.sol";
import {IRestakedEther} from "../interfaces/liquid/IRestakedEther.sol";
import {SpreadParameters} from "../interfaces/liquid/ISpread.sol";
import {within} from "../vault/types/Parameters.sol";
import {AssetOf} from "./Charter.sol";
import {Holdings} from "./Holdings.sol";

/// @title When what is counted counts
/// @dev A round asks for every delegator once. Its end says since when the rate is proven, and who may be paid it: those who were
/// in line when it opened.
abstract contract Rounds is Holdings {
    /// @dev An unfinished round can be replaced after this long.
    uint256 private constant ROUND_LASTS = 1 hours;

    struct Round_ {
        uint32 number;
        uint32 openedAt;
        uint32 provenAt;
        uint32 missing;
        uint128 tail;
        uint32 lastOpenedAt; // of the round that ended before
        uint128 lastTail;
    }

    uint256 public immutable roundInterval;

    Round_ private _round;

    constructor(SpreadParameters memory p) {
        within("roundInterval", p.roundInterval, ROUND_LASTS, 1 days);
        roundInterval = p.roundInterval;
    }

    function openRound() external guarded {
        Round_ memory last = _round;
        uint256 dueAt = last.openedAt + (last.missing == 0 ? roundInterval : ROUND_LASTS);
        if (block.timestamp < dueAt) revert RoundNotDue(dueAt);

        _round = Round_({
            number: last.number + 1,
            openedAt: uint32(block.timestamp),
            provenAt: uint32(block.timestamp),
            missing: uint32((uint256(1) << delegatorCount) - 1),
            tail: uint128(line.tail()),
            // One that wasn't ended is no mark: the one before it stays.
            lastOpenedAt: last.missing == 0 ? last.openedAt : last.lastOpenedAt,
            lastTail: last.missing == 0 ? last.tail : last.lastTail
        });

        emit RoundOpened(last.number + 1, block.timestamp);
    }

    function sync(uint256 index) external guarded {
        _recount(index);
        _answer(index);
    }

    function appraise(uint256 asset) external guarded returns (int256) {
        _asset(asset);
        return _appraise(asset);
    }

    function _answer(uint256 index) private {
        uint32 missing = _round.missing;
        if (missing >> index & 1 == 0) return;

        missing ^= uint32(1 << index);
        _round.missing = missing;
        // Of whose validators the rate counts nothing, nothing has to be known.
        if (_holdings[index][ETHER].units != 0) {
            _round.provenAt = uint32(Math.min(_round.provenAt, native.provenAt(index)));
        }
        if (missing != 0) return;

        _appraiseAll();
        Round_ memory current = _round;
        uint256 eligible = Math.zeroFloorSub(_tailAt(current), line.filled());
        IRestakedEther(vault).finish(current.provenAt, eligible);

        emit RoundFinished(current.number, current.provenAt, eligible);
    }

    /// @dev Where the line ended in the newest round that opened before what is proven now was: who asked after it, knew it.
    function _tailAt(Round_ memory r) private pure returns (uint256) {
        if (r.provenAt >= r.openedAt) return r.tail;
        return r.provenAt >= r.lastOpenedAt ? r.lastTail : 0;
    }

    // -- The stamp ---------------------------------------------------------------------------------------------------

    function check() external guarded {
        for (uint256 a; a < assetCount; ++a) {
            Watch memory watch = _watches[a];
            if (watch.holders != 0) _checkSlashing(a, watch);
            Sum memory sum = _sums[a];
            AssetOf memory of_ = _asset(a);
            bool held = sum.units + sum.waiting != 0 || (of_.queues && _tickets.length != 0);
            if (a != ETHER && held) IRateAdapter(of_.adapter).checkSound();
            // Only a token's rate falls by itself; and a ticket's worth, with it.
            bool moves = a != ETHER || _tickets.length != 0;
            if (moves && _worth(a, sum) < sum.booked) revert Depreciated(a);
        }
        IRestakedEther(vault).stamp();

        emit Checked(block.number);
    }

    function _checkSlashing(uint256 asset, Watch memory watch) private view {
        uint64[] memory magnitudes = allocations.getMaxMagnitudes(_operators(watch.holders), _asset(asset).strategy);
        uint64[] memory factors = new uint64[](asset == ETHER ? magnitudes.length : 0);
        uint256 marks;
        // Cannot overflow: at most 64 of at most 1e18.
        unchecked {
            for (uint256 h; h < magnitudes.length; ++h) {
                marks += magnitudes[h];
            }
            if (asset == ETHER) {
                address[] memory accounts = _accounts(watch.holders);
                for (uint256 h; h < accounts.length; ++h) {
                    factors[h] = pods.beaconChainSlashingFactor(accounts[h]);
                    marks += factors[h];
                }
            }
        }
        if (marks < watch.marks) revert Unsynced(_fallen(asset, magnitudes, factors));
    }

    /// @dev The first of whom something fell.
    function _fallen(uint256 asset, uint64[] memory magnitudes, uint64[] memory factors)
        private
        view
        returns (uint256 index)
    {
        uint256 h;
        for (;; ++index) {
            Holding_ memory holding = _holdings[index][asset];
            if (holding.units == 0) continue;
            if (magnitudes[h] < holding.magnitude) break;
            if (asset == ETHER && factors[h] < _beacons[index].slashingFactor) break;
            ++h;
        }
    }

    function round() external view returns (Round memory) {
        Round_ memory r = _round;
        return Round(r.number, r.openedAt, r.provenAt, r.tail, r.missing);
    }
}
