// SPDX-License-Identifier: MIT
pragma solidity 0.8.31;

import {FixedPointMathLib as Math} from "solady/utils/FixedPointMathLib.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import {SafeTransferLib} from "solady/utils/SafeTransferLib.sol";

import {ILiquidVault} from "../interfaces/ILiquidVault.sol";
import {IRedeemQueue} from "../interfaces/IRedeemQueue.sol";
import {IOperatorDelegator} from "../interfaces/liquid/IOperatorDelegator.sol";
import {IRateAdapter} from "../interfaces/liquid/IRateAdapter.sol";
import {IRiskPolicy} from "../interfaces/liquid/IRiskPolicy.sol";
import {SpreadParameters} from "../interfaces/liquid/ISpread.sol";
import {Withdrawal} from "../interfaces/restaking/IDelegationManager.sol";
import {BPS} from "../vault/types/Books.sol";
import {within} from "../vault/types/Parameters.sol";
import {AssetOf, Delegator} from "./Charter.sol";
import {Routes} from "./Routes.sol";

/// @title The way back
/// @dev What the vault is short of comes back by rungs: withdrawals that are queued day by day and mature one after another, so that
/// a long line never asks for everything at once. A day's rungs together are bounded, and each is as large as it can be, so
/// nobody can waste one.
abstract contract Ladder is Routes {
    using Math for uint256;
    using SafeCast for uint256;
    using SafeTransferLib for address;

    /// @dev Beyond, only a part of what there is that can't be had many times is taken out.
    uint256 private constant MANY_ROOTS = 32;
    uint256 private constant LEAST_PART = 32;
    uint256 private constant MAX_TICKETS = 16;
    /// @dev wei. What is wanted is rounded up to it, so that dust wants can't fill the queue.
    uint256 private constant MIN_RUNG = 0.1 ether;

    struct Day {
        uint32 number;
        uint96 laid; // wei
    }

    uint256 internal immutable rungBps;

    Day private _day;

    constructor(SpreadParameters memory p) {
        within("rungBps", p.rungBps, 10, 2000);
        rungBps = p.rungBps;
    }

    // -- Asking back -------------------------------------------------------------------------------------------------

    function lay(uint256 index, uint256 asset) external guarded returns (bytes32 root) {
        bool last = !_bringsEther(asset);
        uint256 all = _recount(index).free[asset];
        if (last && _free() >= MIN_RUNG) revert NoQueue(asset);
        uint256 missing = wanted();
        if (missing == 0) revert NothingWanted();
        uint256 today = block.timestamp / 1 days;
        uint256 laid = _day.number == today ? _day.laid : 0;
        uint256 left = Math.zeroFloorSub(rung(), laid);
        if (left < MIN_RUNG && laid != 0) revert RungLaid((today + 1) * 1 days);

        uint256 units = Math.min(_unitsUp(asset, Math.min(left, missing.max(MIN_RUNG))), all);
        if (units == 0) revert ZeroUnits();
        uint256 assets = _bookedOf(asset, units);
        // Crumbs, which anyone can bring to a pod, go one at a time; small rungs get half of the places. What has to be laid after
        // them has its room.
        _checkRoots(index, assets < MIN_RUNG ? 1 : assets < rung() / MAX_ROOTS ? MAX_ROOTS / 2 : MAX_ROOTS);
        _day = Day(uint32(today), (laid + assets).toUint96());
        root = _queue(index, asset, units, assets, false);
    }

    function derisk(uint256 index, uint256 asset) external guarded returns (bytes32 root) {
        _asset(asset);
        uint256 all = _recount(index).free[asset];
        uint256 excess = IRiskPolicy(policy).excess(index);
        uint256 units = Math.min(_unitsUp(asset, excess), all);
        if (excess == 0 || (excess < MIN_RUNG && units < all)) revert NothingInExcess(index);

        uint256 assets = _bookedOf(asset, units);
        // An operator can't use up our roots with crumbs and keep what matters.
        if (assets < _heldBy(index) / LEAST_PART) _checkRoots(index, MANY_ROOTS);
        root = _queue(index, asset, units, assets, true);
    }

    function _queue(uint256 index, uint256 asset, uint256 units, uint256 assets, bool derisking)
        private
        returns (bytes32 root)
    {
        (address account, address strategy) = (_delegator(index).account, _asset(asset).strategy);
        (uint256 shares,) = tally.sharesFor(account, strategy, units);
        if (shares == 0) revert ZeroUnits();

        root = IOperatorDelegator(account).queue(strategy, shares);
        _recount(index);

        emit RungQueued(index, asset, root, assets, derisking);
    }

    function _bringsEther(uint256 asset) private view returns (bool) {
        return asset == ETHER || _asset(asset).queues;
    }

    /// @dev wei of what could be asked back and would come as ether.
    function _free() private view returns (uint256 assets) {
        for (uint256 a; a < assetCount; ++a) {
            if (_bringsEther(a)) assets += _bookedOf(a, _sums[a].units - _watches[a].queued);
        }
    }

    function _heldBy(uint256 index) private view returns (uint256 assets) {
        for (uint256 a; a < assetCount; ++a) {
            assets += _bookedOf(a, _holdings[index][a].units);
        }
    }

    // -- Getting it --------------------------------------------------------------------------------------------------

    function complete(uint256 index, Withdrawal calldata withdrawal, bool asTokens) external guarded {
        bytes32 root = delegation.calculateWithdrawalRoot(withdrawal);
        if (withdrawal.strategies.length != 1) revert NotOneStrategy(root);
        uint256 asset = _assetOf(withdrawal.strategies[0]);
        address account = _delegator(index).account;
        _recount(index);
        if (!asTokens) {
            _checkRoots(index, MAX_ROOTS);
            if (ILiquidVault(vault).shortfall() != 0 || !_admits(index, asset, 0)) revert Breached(index);
        }

        uint256 paid = IOperatorDelegator(account).complete(withdrawal, _asset(asset).token, asTokens);
        if (asset == ETHER) {
            _beacons[index].paid += uint96(paid);
            if (paid != 0) _give(paid);
        } else {
            _sums[asset].waiting = (_sums[asset].waiting + paid).toUint80();
        }
        _measure(index, asset);
        _appraise(asset);

        emit Completed(index, asset, root, paid);
    }

    function _assetOf(address strategy) private view returns (uint256 asset) {
        for (; asset < assetCount; ++asset) {
            if (_asset(asset).strategy == strategy) return asset;
        }
        revert UnknownAsset(asset);
    }

    // -- Another vault's line ----------------------------------------------------------------------------------------

    function unwind(uint256 asset) external guarded returns (uint256 ticket) {
        AssetOf memory of_ = _token(asset);
        if (!of_.queues) revert NoQueue(asset);
        _appraise(ETHER);
        _appraise(asset);
        uint256 missing = _missing();
        if (missing == 0) revert NothingWanted();
        uint256 most = _bookedOf(asset, _sums[asset].waiting) < MIN_RUNG ? 1 : MAX_TICKETS;
        if (_tickets.length >= most) revert TooManyTickets(most);

        // A unit more than the rounding took.
        uint256 units = IRateAdapter(of_.adapter).toUnitsDown(missing.max(MIN_RUNG)) + 1;
        units = Math.min(units, _sums[asset].waiting);
        if (units == 0) revert ZeroUnits();
        _rebook(asset, ETHER, _bookedOf(asset, units));
        _sums[asset].waiting -= uint80(units);
        ticket = ILiquidVault(of_.token).requestRedeem(units, address(this), address(this));
        _tickets.push(ticket);
        _appraise(ETHER);
        _appraise(asset);

        emit Unwinding(asset, units, ticket);
    }

    function claim(uint256 place) external guarded returns (uint256 assets) {
        uint256 ticket = _tickets[place];
        _appraise(ETHER);
        uint256 remainder;
        (assets, remainder) = IRedeemQueue(ILiquidVault(ticketVault).queue()).claim(ticket, address(this));
        if (remainder != 0) {
            _tickets[place] = remainder;
        } else {
            _tickets[place] = _tickets[_tickets.length - 1];
            _tickets.pop();
        }
        _give(assets);
        _appraise(ETHER);

        emit Unwound(ticket, remainder, assets);
    }

    function payInKind(uint256 asset, address receiver, uint256 assets) external guarded returns (uint256 units) {
        if (msg.sender != vault) revert OnlyVault(msg.sender);
        AssetOf memory of_ = _token(asset);
        Sum memory sum = _sums[asset];
        units = IRateAdapter(of_.adapter).toUnitsDown(assets);
        if (units > sum.waiting) revert ExceedsWaiting(asset, units, sum.waiting);
        (sum.waiting, sum.booked) = ((sum.waiting - units).toUint80(), (sum.booked - assets).toUint88());
        _sums[asset] = sum;
        of_.token.safeTransfer(receiver, units);
    }

    // -- What to expect ----------------------------------------------------------------------------------------------

    function wanted() public view returns (uint256) {
        return Math.zeroFloorSub(ILiquidVault(vault).shortfall(), coming() + _unwindable());
    }

    function rung() public view returns (uint256) {
        (uint256 assets,) = ILiquidVault(vault).rate();
        return assets * rungBps / BPS;
    }

    /// @dev wei of tokens that wait here and can be unwound.
    function _unwindable() internal view returns (uint256 assets) {
        for (uint256 a = 1; a < assetCount; ++a) {
            if (_bringsEther(a)) assets += _bookedOf(a, _sums[a].waiting);
        }
    }

    function coming() public view returns (uint256 assets) {
        assets = _inLine();
        for (uint256 a; a < assetCount; ++a) {
            if (_bringsEther(a)) assets += _bookedOf(a, _watches[a].queued);
        }
    }
}
