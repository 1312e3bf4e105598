// SPDX-License-Identifier: MIT
pragma solidity 0.8.31;

import {FixedPointMathLib as Math} from "solady/utils/FixedPointMathLib.sol";
import {SafeTransferLib} from "solady/utils/SafeTransferLib.sol";

import {AuctionParameters, IRewardAuction} from "../interfaces/liquid/IRewardAuction.sol";
import {IRestakedEther} from "../interfaces/liquid/IRestakedEther.sol";
import {ISpread} from "../interfaces/liquid/ISpread.sol";
import {Guard} from "../vault/Guard.sol";
import {BPS} from "../vault/types/Books.sol";
import {within} from "../vault/types/Parameters.sol";

/// @title Rewards in many tokens become ether
/// @dev A lot is what is here when its auction is opened. Its price falls in a straight line from `startFactorBps` of the basis to
/// `endFactorBps` of it. The basis is the price at which the last lot's last unit went; of a lot that didn't go, it halves. So
/// a price finds the market by itself; and dust, bought or brought to be sold, moves nothing.
contract RewardAuction is IRewardAuction, Guard {
    using SafeTransferLib for address;

    uint256 private constant ONE = 1e18;
    /// @dev wei for 1e18 units. Nothing can halve a price to 0.
    uint256 private constant MIN_PRICE = 1e6;
    uint256 private constant MAX_PRICE = 1e27;
    /// @dev wei. Nobody moves a price with less.
    uint256 private constant LEAST = 0.01 ether;

    struct Auction {
        uint96 basis; // wei for 1e18 units
        uint40 openedAt; // seconds
        uint112 lot; // units that aren't sold
        bool counts; // when it was opened, it was worth enough to say something of the price
    }

    address public immutable spread;
    address public immutable starter;
    uint256 private immutable duration;
    uint256 private immutable startFactorBps;
    uint256 private immutable endFactorBps;

    mapping(address token => Auction) private _auctions;

    constructor(AuctionParameters memory p) {
        within("duration", p.duration, 1 hours, 7 days);
        within("startFactorBps", p.startFactorBps, BPS, 100 * BPS);
        within("endFactorBps", p.endFactorBps, 1, BPS);
        within("starter", uint160(p.starter), 1, type(uint160).max);
        (spread, starter) = (p.spread, p.starter);
        (duration, startFactorBps, endFactorBps) = (p.duration, p.startFactorBps, p.endFactorBps);
    }

    // -- Auctions ----------------------------------------------------------------------------------------------------

    function list(address token, uint256 price) external {
        if (msg.sender != starter) revert OnlyStarter(msg.sender);
        if (_auctions[token].basis != 0) revert AlreadyListed(token);
        if (price < MIN_PRICE || price > MAX_PRICE) revert PriceOutOfBounds(price, MIN_PRICE, MAX_PRICE);
        _auctions[token].basis = uint96(price);

        emit Listed(token, price);
    }

    function open(address token) external guarded returns (uint256 lot) {
        Auction memory auction = _known(token);
        uint256 endsAt = auction.openedAt + duration;
        // Sold out or not: or else a crumb, sold at the first price again and again, would race the basis up.
        if (auction.openedAt != 0 && block.timestamp <= endsAt) revert AuctionRunning(token, endsAt);
        bool unsold = auction.counts && _worth(auction.lot, auction.basis) >= LEAST;
        if (unsold) auction.basis = uint96(Math.max(auction.basis / 2, MIN_PRICE));
        lot = Math.min(token.balanceOf(address(this)), type(uint112).max);
        if (lot == 0) revert NothingForSale(token);
        bool counts = _worth(lot, auction.basis) >= LEAST;
        _auctions[token] = Auction(auction.basis, uint40(block.timestamp), uint112(lot), counts);

        emit AuctionOpened(token, lot, auction.basis);
    }

    function buy(address token, uint256 units, uint256 minUnits, address receiver)
        external
        payable
        guarded
        returns (uint256 bought, uint256 cost)
    {
        uint256 price = priceOf(token);
        Auction memory auction = _auctions[token];
        bought = Math.min(units, auction.lot);
        if (bought == 0) revert NothingForSale(token);
        if (bought < minUnits) revert UnitsBelowMinimum(bought, minUnits);
        cost = Math.mulDivUp(bought, price, ONE);
        if (msg.value < cost) revert Underpaid(cost, msg.value);
        auction.lot -= uint112(bought);
        bool decides = auction.lot == 0 && auction.counts && cost >= LEAST;
        if (decides) auction.basis = uint96(Math.clamp(price, MIN_PRICE, MAX_PRICE));
        _auctions[token] = auction;

        emit Sold(token, msg.sender, bought, cost);

        IRestakedEther(ISpread(spread).vault()).earn{value: cost}();
        token.safeTransfer(receiver, bought);
        if (msg.value != cost) msg.sender.safeTransferETH(msg.value - cost);
    }

    // -- Prices ------------------------------------------------------------------------------------------------------

    function priceOf(address token) public view returns (uint256) {
        Auction memory auction = _known(token);
        if (auction.lot == 0) revert NothingForSale(token);
        uint256 passed = block.timestamp - auction.openedAt;
        if (passed > duration) revert AuctionOver(token, auction.openedAt + duration);

        uint256 fallBps = (startFactorBps - endFactorBps) * passed;
        return Math.mulDivUp(auction.basis, startFactorBps * duration - fallBps, BPS * duration);
    }

    function quote(address token, uint256 units) external view returns (uint256) {
        return Math.mulDivUp(units, priceOf(token), ONE);
    }

    function lotOf(address token) external view returns (uint256 units, uint256 basis, uint256 openedAt) {
        Auction memory auction = _auctions[token];
        return (auction.lot, auction.basis, auction.openedAt);
    }

    function _worth(uint256 units, uint256 price) private pure returns (uint256) {
        return Math.mulDiv(units, price, ONE);
    }

    function _known(address token) private view returns (Auction memory auction) {
        auction = _auctions[token];
        if (auction.basis == 0) revert NotListed(token);
    }

    function parameters() external view returns (AuctionParameters memory) {
        return AuctionParameters(spread, starter, duration, startFactorBps, endFactorBps);
    }
}
