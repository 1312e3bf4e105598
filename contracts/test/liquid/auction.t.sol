// SPDX-License-Identifier: MIT
pragma solidity 0.8.31;

import {IRewardAuction} from "../../src/interfaces/liquid/IRewardAuction.sol";
import {Token} from "../restaking/Token.sol";
import {Scene} from "./Scene.sol";

contract RewardAuctionTest is Scene {
    Token private token;

    function setUp() public override {
        super.setUp();
        _deposit(alice, 100 ether);
        token = new Token("reward", 18);
        token.mint(address(auction), 1000 ether);
        vm.prank(governor);
        auction.list(address(token), 0.01 ether);
        auction.open(address(token));
    }

    /// @dev Finding 41: no reward leaves to anyone but a buyer, and what it fetched vests.
    function test_incident41_aLotIsPaidInEtherThatVests() public {
        _wait(12 hours);
        // Half way from 200 % to 50 % of the basis.
        assertEq(auction.priceOf(address(token)), 0.0125 ether, "AUCT-2");
        uint256 before = _price();
        (uint256 bought, uint256 cost) = _buyLot(1000 ether, 20 ether);
        assertEq(bought, 1000 ether, "AUCT-2");
        assertEq(cost, 12.5 ether, "AUCT-2");
        assertEq(token.balanceOf(carol), 1000 ether, "AUCT-2");
        assertEq(carol.balance, 7.5 ether, "AUCT-2");
        assertEq(_price(), before, "AUCT-3");
        assertEq(vault.snapshot().unvested, 12.5 ether, "AUCT-3");
        assertEq(vault.idle(), 113.5 ether, "AUCT-3");
        _assertBooked();
    }

    function test_buy_thePriceEndsAtItsReserve() public {
        _wait(1 days);
        assertEq(auction.priceOf(address(token)), 0.005 ether, "AUCT-2");
        _wait(1);
        vm.expectPartialRevert(IRewardAuction.AuctionOver.selector);
        auction.priceOf(address(token));
    }

    function test_open_halvesAfterALotThatDidntGo() public {
        vm.expectPartialRevert(IRewardAuction.AuctionRunning.selector);
        auction.open(address(token));
        _wait(1 days + 1);
        auction.open(address(token));
        (, uint256 basis,) = auction.lotOf(address(token));
        assertEq(basis, 0.005 ether, "AUCT-4");
    }

    function test_open_afterASoldLotFromItsPriceAndNotAtOnce() public {
        _wait(12 hours);
        _buyLot(1000 ether, 20 ether);
        (, uint256 basis,) = auction.lotOf(address(token));
        assertEq(basis, 0.0125 ether, "AUCT-4");
        token.mint(address(auction), 1);
        vm.expectPartialRevert(IRewardAuction.AuctionRunning.selector);
        auction.open(address(token));
        _wait(30 days);
        auction.open(address(token));
        assertEq(auction.priceOf(address(token)), 0.025 ether, "AUCT-4");
    }

    function test_buy_dustMovesNothing() public {
        _wait(12 hours);
        _buyLot(1, 1 ether);
        assertEq(auction.priceOf(address(token)), 0.0125 ether, "AUCT-4");
        (uint256 units, uint256 basis,) = auction.lotOf(address(token));
        assertEq(units, 1000 ether - 1, "AUCT-4");
        assertEq(basis, 0.01 ether, "AUCT-4");
    }

    /// @dev Brought between the rewards, lots of nothing neither lower the price of what comes nor raise it.
    function test_open_crumbsMoveNoBasis() public {
        _wait(12 hours);
        _buyLot(1000 ether, 20 ether);
        for (uint256 i; i < 7; ++i) {
            _wait(1 days + 1);
            token.mint(address(auction), 1);
            auction.open(address(token));
            if (i % 2 == 0) _buyLot(1, 1 ether);
        }
        _wait(1 days + 1);
        token.mint(address(auction), 1000 ether);
        auction.open(address(token));
        (, uint256 basis,) = auction.lotOf(address(token));
        assertEq(basis, 0.0125 ether, "AUCT-4");
    }

    /// @dev Worth a hundredth of an ether at the basis, a lot says something; a unit less says nothing.
    function test_open_whatALotThatSaysSomethingIsWorth() public {
        _wait(1 days);
        _buyLot(999 ether + 1, 20 ether);
        _wait(1);
        auction.open(address(token));
        (uint256 units, uint256 basis,) = auction.lotOf(address(token));
        assertEq(units, 1 ether - 1, "AUCT-4");
        assertEq(basis, 0.01 ether, "AUCT-4: the rest of the lot was too little");
        token.mint(address(auction), 1);
        _wait(1 days + 1);
        auction.open(address(token));
        _wait(1 days + 1);
        auction.open(address(token));
        (, basis,) = auction.lotOf(address(token));
        assertEq(basis, 0.005 ether, "AUCT-4: and a whole lot wasn't");
    }

    function test_buy_notForLessThanItCosts() public {
        vm.deal(carol, 1 ether);
        vm.expectRevert(abi.encodeWithSelector(IRewardAuction.Underpaid.selector, 2 ether, 1 ether));
        vm.prank(carol);
        auction.buy{value: 1 ether}(address(token), 100 ether, 0, carol);
    }

    function _buyLot(uint256 units, uint256 value) private returns (uint256, uint256) {
        vm.deal(carol, value);
        vm.prank(carol);
        return auction.buy{value: value}(address(token), units, 0, carol);
    }

    function _wait(uint256 time) private {
        vm.warp(vm.getBlockTimestamp() + time);
    }
}
