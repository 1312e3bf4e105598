// SPDX-License-Identifier: MIT
pragma solidity 0.8.31;

import {FixedPointMathLib as Math} from "solady/utils/FixedPointMathLib.sol";
import {SafeTransferLib} from "solady/utils/SafeTransferLib.sol";

import {IOperatorDelegator} from "../interfaces/liquid/IOperatorDelegator.sol";
import {IRewardAuction} from "../interfaces/liquid/IRewardAuction.sol";
import {ISpread} from "../interfaces/liquid/ISpread.sol";
import {ITips} from "../interfaces/liquid/ITips.sol";
import {Withdrawal} from "../interfaces/restaking/IDelegationManager.sol";
import {RewardsMerkleClaim} from "../interfaces/restaking/IRewardsCoordinator.sol";
import {Guard} from "../vault/Guard.sol";

/// @title What keepers are paid
/// @dev What is of use is measured, not believed: an empty claim, a crumb brought to be moved, and a lot of nothing pay nothing.
contract Tips is ITips, Guard {
    using SafeTransferLib for address;

    uint256 private constant PART = 32;
    /// @dev wei
    uint256 private constant LEAST = 0.1 ether;
    uint256 private constant LEAST_REWARD = 0.01 ether;
    uint256 private constant ONE = 1e18;

    address public immutable vault;
    address public immutable spread;
    address public immutable auction;

    constructor(address vault_, address spread_, address auction_) {
        (vault, spread, auction) = (vault_, spread_, auction_);
    }

    function pot() public view returns (uint256) {
        return vault.balanceOf(address(this));
    }

    function _tip(bool useful) private {
        uint256 shares = useful ? pot() / PART : 0;
        if (shares == 0) return;

        emit Tipped(msg.sender, msg.sig, shares);

        vault.safeTransfer(msg.sender, shares);
    }

    // -- Counting ----------------------------------------------------------------------------------------------------

    function sync(uint256 index) external guarded {
        bool missed = ISpread(spread).round().missing >> index & 1 == 1;
        ISpread(spread).sync(index);
        _tip(missed);
    }

    // -- Moving ------------------------------------------------------------------------------------------------------

    function route(uint256 index, uint256 asset, uint256 units) external guarded {
        ISpread spread_ = ISpread(spread);
        uint256 most = Math.min(spread_.routable(asset), spread_.roomFor(index, asset));
        spread_.route(index, asset, units);
        _tip(units >= most && _worth(asset, most) >= LEAST);
    }

    function lay(uint256 index, uint256 asset) external guarded returns (bytes32 root) {
        uint256 before = _queued(asset);
        root = ISpread(spread).lay(index, asset);
        _tip(_moved(asset, before, _queued(asset)));
    }

    function derisk(uint256 index, uint256 asset) external guarded returns (bytes32 root) {
        uint256 before = _queued(asset);
        root = ISpread(spread).derisk(index, asset);
        _tip(_moved(asset, before, _queued(asset)));
    }

    function complete(uint256 index, Withdrawal calldata withdrawal, bool asTokens) external guarded {
        uint256[] memory before = _queued();
        ISpread(spread).complete(index, withdrawal, asTokens);
        bool useful;
        for (uint256 a; a < before.length; ++a) {
            useful = useful || _moved(a, _queued(a), before[a]);
        }
        _tip(useful);
    }

    function unwind(uint256 asset) external guarded returns (uint256 ticket) {
        uint256 before = ISpread(spread).assetAt(asset).waiting;
        ticket = ISpread(spread).unwind(asset);
        _tip(_moved(asset, ISpread(spread).assetAt(asset).waiting, before));
    }

    function claim(uint256 place) external guarded returns (uint256 assets) {
        assets = ISpread(spread).claim(place);
        _tip(assets >= LEAST);
    }

    // -- Rewards -----------------------------------------------------------------------------------------------------

    function claimRewards(uint256 index, RewardsMerkleClaim[] calldata claims) external guarded {
        uint256 before = _atAuction(claims);
        (address delegator,,) = ISpread(spread).delegatorAt(index);
        IOperatorDelegator(delegator).claimRewards(claims);
        _tip(_atAuction(claims) >= before + LEAST_REWARD);
    }

    function openAuction(address token) external guarded returns (uint256 lot) {
        lot = IRewardAuction(auction).open(token);
        _tip(_price(token, lot) >= LEAST_REWARD);
    }

    // -- What it was worth -------------------------------------------------------------------------------------------

    function _moved(uint256 asset, uint256 less, uint256 more) private view returns (bool) {
        return more > less && _worth(asset, more - less) >= LEAST;
    }

    function _queued(uint256 asset) private view returns (uint256) {
        return ISpread(spread).assetAt(asset).queued;
    }

    function _queued() private view returns (uint256[] memory units) {
        units = new uint256[](ISpread(spread).assetCount());
        for (uint256 a; a < units.length; ++a) {
            units[a] = _queued(a);
        }
    }

    /// @dev wei as booked. Ether is its own.
    function _worth(uint256 asset, uint256 units) private view returns (uint256) {
        ISpread.Asset memory of_ = ISpread(spread).assetAt(asset);
        uint256 all = of_.units + of_.waiting;
        return of_.token == address(0) ? units : all == 0 ? 0 : Math.mulDiv(units, of_.booked, all);
    }

    /// @dev wei at their bases; nothing for what isn't listed.
    function _atAuction(RewardsMerkleClaim[] calldata claims) private view returns (uint256 assets) {
        for (uint256 i; i < claims.length; ++i) {
            for (uint256 t; t < claims[i].tokenLeaves.length; ++t) {
                assets += _price(claims[i].tokenLeaves[t].token, claims[i].tokenLeaves[t].token.balanceOf(auction));
            }
        }
    }

    function _price(address token, uint256 units) private view returns (uint256) {
        (, uint256 basis,) = IRewardAuction(auction).lotOf(token);
        return Math.mulDiv(units, basis, ONE);
    }
}
