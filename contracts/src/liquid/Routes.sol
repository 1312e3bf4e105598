// SPDX-License-Identifier: MIT
pragma solidity 0.8.31;

import {FixedPointMathLib as Math} from "solady/utils/FixedPointMathLib.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import {SafeTransferLib} from "solady/utils/SafeTransferLib.sol";

import {ILiquidVault} from "../interfaces/ILiquidVault.sol";
import {IOperatorDelegator} from "../interfaces/liquid/IOperatorDelegator.sol";
import {IRateAdapter} from "../interfaces/liquid/IRateAdapter.sol";
import {IRestakedEther} from "../interfaces/liquid/IRestakedEther.sol";
import {IRiskPolicy} from "../interfaces/liquid/IRiskPolicy.sol";
import {SignatureWithExpiry} from "../interfaces/restaking/IDelegationManager.sol";
import {BPS} from "../vault/types/Books.sol";
import {AssetOf, Delegator} from "./Charter.sol";
import {Rounds} from "./Rounds.sol";

/// @title The way in
/// @dev A deposit waits here, whoever made it; a second step, which anyone takes, brings it to a delegator that has room by its weight
/// and that the policy admits.
abstract contract Routes is Rounds {
    using SafeCast for uint256;
    using SafeTransferLib for address;

    /// @dev Of our own asking.
    uint256 internal constant MAX_ROOTS = 16;
    uint256 private constant MAX_ROOTS_TO_DELEGATE = 8;
    /// @dev Of 1e18: with less, as with nothing, the restaking layer may not take in what a pod has gained.
    uint256 private constant EXHAUSTED = 1e16;

    // -- Entering ----------------------------------------------------------------------------------------------------

    function deposit(uint256 asset, uint256 units, address receiver, uint256 minShares, uint256 deadline)
        external
        guarded
        returns (uint256 shares)
    {
        if (block.timestamp > deadline) revert DeadlinePassed(deadline);
        AssetOf memory of_ = _token(asset);
        IRateAdapter(of_.adapter).checkDoor();
        uint256 worth = IRateAdapter(of_.adapter).toAssetsDown(units);
        Sum memory sum = _sums[asset];
        uint256 room = Math.zeroFloorSub(of_.capWei, sum.booked);
        if (worth > room) revert DoorClosed(asset, worth, room);

        // What the haircut takes is found by the next appraisal, and vests.
        uint256 assets = worth * (BPS - of_.haircutBps) / BPS;
        (sum.waiting, sum.booked) = ((sum.waiting + units).toUint80(), (sum.booked + assets).toUint88());
        _sums[asset] = sum;
        shares = IRestakedEther(vault).credit(receiver, assets, minShares);

        emit Deposited(msg.sender, receiver, asset, units, assets);

        of_.token.safeTransferFrom(msg.sender, address(this), units);
    }

    // -- Onwards -----------------------------------------------------------------------------------------------------

    function delegate(uint256 index, SignatureWithExpiry calldata approval, bytes32 salt) external guarded {
        Delegator memory delegator = _delegator(index);
        // Else an operator could put us out, and each time leave more to count.
        _checkRoots(index, MAX_ROOTS_TO_DELEGATE);
        for (uint256 a; a < assetCount; ++a) {
            if (_isExhausted(delegator.operator, a)) revert Breached(index);
        }
        IOperatorDelegator(delegator.account).delegate(approval, salt);
        _recount(index);

        emit Delegated(index, delegator.operator, delegator.account);
    }

    function undelegate(uint256 index, uint256 asset) external guarded {
        Delegator memory delegator = _delegator(index);
        if (!_isExhausted(delegator.operator, asset)) revert NotExhausted(index, asset);
        IOperatorDelegator(delegator.account).undelegate();
        _recount(index);

        emit Undelegated(index, delegator.operator, delegator.account);
    }

    function _isExhausted(address operator, uint256 asset) private view returns (bool) {
        return allocations.getMaxMagnitude(operator, _asset(asset).strategy) < EXHAUSTED;
    }

    function route(uint256 index, uint256 asset, uint256 units) external guarded {
        AssetOf memory of_ = _token(asset);
        // First what there is, so that no room is granted by what was.
        _recount(index);
        units = Math.min(units, routable(asset));
        if (units == 0) revert ZeroUnits();
        _checkRoom(index, asset, units, _bookedOf(asset, units));

        address account = _delegator(index).account;
        _sums[asset].waiting -= uint80(units);
        of_.token.safeTransfer(account, units);
        IOperatorDelegator(account).depositInto(of_.strategy, of_.token, units);
        _measure(index, asset);
        _appraise(asset);

        emit Routed(index, asset, units);
    }

    /// @dev What somebody waits for in ether, and could be asked for here, stays.
    function routable(uint256 asset) public view returns (uint256) {
        uint256 owed = _token(asset).queues ? _unitsUp(asset, _missing()) : 0;
        return Math.zeroFloorSub(_sums[asset].waiting, owed);
    }

    function roomFor(uint256 index, uint256 asset) public view returns (uint256) {
        Sum memory sum = _sums[asset];
        uint256 all = uint256(sum.units) + sum.waiting;
        if (asset == ETHER) all += ILiquidVault(vault).stakeable();
        uint256 target = all * _delegator(index).weight / weights;
        return Math.zeroFloorSub(target, _holdings[index][asset].units);
    }

    function _checkRoom(uint256 index, uint256 asset, uint256 units, uint256 assets) private view {
        _checkRoots(index, MAX_ROOTS);
        if (!_admits(index, asset, assets)) revert Breached(index);
        uint256 room = roomFor(index, asset);
        if (units > room) revert ExceedsRoom(index, asset, units, room);
    }

    /// @dev Who isn't delegated would earn nothing there, and be slashed by nobody.
    function _admits(uint256 index, uint256 asset, uint256 assets) internal view returns (bool) {
        return delegation.isDelegated(_delegator(index).account) && IRiskPolicy(policy).admits(index, asset, assets);
    }

    function _checkRoots(uint256 index, uint256 maximum) internal view {
        if (tally.rootCount(_delegator(index).account) >= maximum) revert TooManyRoots(index, maximum);
    }

    function fund(uint256 index, uint256 assets, uint256 predeposit) external guarded {
        if (msg.sender != address(native)) revert OnlyNative(msg.sender);
        _checkRoom(index, ETHER, assets, assets);
        _sums[ETHER].booked = (_sums[ETHER].booked + assets + predeposit).toUint88();

        IRestakedEther(vault).credit(_delegator(index).operator, predeposit, 0);
        IRestakedEther(vault).stake(assets);
        msg.sender.safeTransferETH(assets);
        _measure(index, ETHER);
        _appraise(ETHER);
    }
}
