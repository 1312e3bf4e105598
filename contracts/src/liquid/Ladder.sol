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
import {Routes} from "./Routes.sol";

/// @title The way back
/// @dev What the vault is short of comes back by rungs: withdrawals that are queued day by day and mature one after another, so that
/// a long line never asks for everything at once. A day's rungs together are bounded, and each is as large as it can be, so
/// nobody can waste one.
abstract contract Ladder is Routes {
    using Math for uint256;
    using SafeCast for uint256;
    using SafeTransferLib for address;

    uint256 internal constant MAX_ROOTS = 16;
    uint256 internal constant MAX_TICKETS = 16;
    uint256 internal constant SECONDS_PER_BLOCK = 12;
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
        _asset(asset);
        _recount(index);
        uint256 missing = wanted();
        if (missing == 0) revert NothingWanted();
        uint256 today = block.timestamp / 1 days;
        uint256 laid = _day.number == today ? _day.laid : 0;
        uint256 left = Math.zeroFloorSub(rung(), laid);
        if (left < MIN_RUNG && laid != 0) revert RungLaid((today + 1) * 1 days);

        uint256 assets;
        (root, assets) = _queue(index, asset, Math.min(left, missing.max(MIN_RUNG)), false);
        _day = Day(uint32(today), (laid + assets).toUint96());
    }

    function derisk(uint256 index, uint256 asset) external guarded returns (bytes32 root) {
        _asset(asset);
        _recount(index);
        uint256 excess = IRiskPolicy(policy).excess(index);
        if (excess == 0) revert NothingInExcess(index);

        (root,) = _queue(index, asset, excess, true);
    }

    /// @dev Queues what is worth `want` wei, or all there is.
    function _queue(uint256 index, uint256 asset, uint256 want, bool derisking)
        private
        returns (bytes32 root, uint256 assets)
    {
        address account = _delegator(index).account;
        // What others made us queue doesn't count: nobody can keep us from leaving.
        if (!derisking && tally.rootCount(account) >= MAX_ROOTS) {
            revert TooManyRoots(index, MAX_ROOTS);
        }
        address strategy = _assets[asset].strategy;
        (uint256 shares, uint256 units) = tally.sharesFor(account, strategy, _unitsUp(asset, want));
        if (shares == 0) revert ZeroUnits();
        assets = _bookedOf(asset, units);

        root = IOperatorDelegator(account).queue(strategy, shares);
        _measure(index);
        _appraise(asset);

        emit RungQueued(index, asset, root, assets, derisking);
    }

    // -- Getting it --------------------------------------------------------------------------------------------------

    function complete(uint256 index, Withdrawal calldata withdrawal, bool asTokens) external guarded {
        bytes32 root = delegation.calculateWithdrawalRoot(withdrawal);
        if (withdrawal.strategies.length != 1) revert NotOneStrategy(root);
        uint256 asset = _assetOf(withdrawal.strategies[0]);
        address account = _delegator(index).account;
        _recount(index);
        if (!asTokens) {
            uint256 shortfall = ILiquidVault(vault).shortfall();
            bool admitted = delegation.isDelegated(account) && IRiskPolicy(policy).admits(index, asset, 0);
            if (shortfall != 0 || !admitted) revert Breached(index);
        }

        uint256 paid = IOperatorDelegator(account).complete(withdrawal, _assets[asset].token, asTokens);
        if (asset == ETHER) {
            if (paid != 0) _give(paid);
        } else {
            _sums[asset].waiting = (_sums[asset].waiting + paid).toUint80();
        }
        _measure(index);
        _appraise(asset);

        emit Completed(index, asset, root, paid);
    }

    function _assetOf(address strategy) private view returns (uint256 asset) {
        for (; asset < _assets.length; ++asset) {
            if (_assets[asset].strategy == strategy) return asset;
        }
        revert UnknownAsset(asset);
    }

    // -- Another vault's line ----------------------------------------------------------------------------------------

    function unwind(uint256 asset) external guarded returns (uint256 ticket) {
        AssetOf memory of_ = _token(asset);
        if (!of_.queues || of_.token != _ticketVault) revert NoQueue(asset);
        if (_tickets.length == MAX_TICKETS) revert TooManyTickets(MAX_TICKETS);
        _appraise(ETHER);
        _appraise(asset);
        uint256 missing = Math.zeroFloorSub(ILiquidVault(vault).shortfall(), _inLine());
        if (missing == 0) revert NothingWanted();

        // A unit more than the rounding took.
        uint256 units = IRateAdapter(of_.adapter).toUnitsDown(missing.max(MIN_RUNG)) + 1;
        units = Math.min(units, _sums[asset].waiting);
        if (units == 0) revert ZeroUnits();
        _rebook(asset, ETHER, _bookedOf(asset, units));
        _sums[asset].waiting = (_sums[asset].waiting - units).toUint80();
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
        (assets, remainder) = IRedeemQueue(ILiquidVault(_ticketVault).queue()).claim(ticket, address(this));
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

    function _valueOf(uint256 shares) private view returns (uint256) {
        (uint256 assets, uint256 supply) = ILiquidVault(vault).rate();
        return Math.mulDiv(shares, assets, supply);
    }

    /// @dev wei of tokens that wait here and can be unwound.
    function _unwindable() internal view returns (uint256 assets) {
        for (uint256 a = 1; a < _assets.length; ++a) {
            if (_assets[a].queues) assets += _bookedOf(a, _sums[a].waiting);
        }
    }

    function coming() public view returns (uint256 assets) {
        assets = _inLine();
        for (uint256 i; i < _delegators.length; ++i) {
            uint256[] memory queued = _count(_delegators[i]).queued;
            for (uint256 a; a < queued.length; ++a) {
                assets += _bookedOf(a, queued[a]);
            }
        }
    }

    /// @dev Units of an asset that are booked with `assets` wei.
    function _unitsUp(uint256 asset, uint256 assets) private view returns (uint256) {
        Sum memory sum = _sums[asset];
        if (asset == ETHER || sum.booked == 0) return assets;
        return Math.mulDivUp(assets, uint256(sum.units) + sum.waiting, sum.booked);
    }

    function estimateExit(uint256 shares) external view returns (Exit memory exit) {
        exit.ahead = ILiquidVault(vault).queued() + _valueOf(shares);
        exit.idle = ILiquidVault(vault).idle();
        exit.coming = coming();
        exit.rung = rung();
        exit.delay = delegation.minWithdrawalDelayBlocks() * SECONDS_PER_BLOCK;

        exit.seconds_ = roundInterval;
        if (exit.ahead <= exit.idle) return exit;
        exit.seconds_ += exit.delay;
        uint256 missing = Math.zeroFloorSub(exit.ahead, exit.idle + exit.coming);
        if (missing != 0) exit.seconds_ += Math.divUp(missing, exit.rung) * 1 days;
    }
}
