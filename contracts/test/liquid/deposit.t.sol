// SPDX-License-Identifier: MIT
pragma solidity 0.8.31;

import {ISpread} from "../../src/interfaces/liquid/ISpread.sol";
import {IRateAdapter} from "../../src/interfaces/liquid/IRateAdapter.sol";
import {Scene} from "./Scene.sol";

contract LiquidDepositTest is Scene {
    function test_deposit_etherMintsAtTheRateAndStaysIdle() public {
        uint256 shares = _deposit(alice, 10 ether);
        assertEq(shares, 10 ether, "RATE-1");
        assertEq(vault.idle(), 11 ether, "RATE-1");
        _assertBooked();
    }

    function test_deposit_tokenIsWorthItsIssuersRateLessTheHaircut() public {
        uint256 shares = _depositToken(alice, 10 ether);
        assertNear(shares, 9.99 ether, 2, "RATE-1");
        assertEq(csETH.balanceOf(address(spread)), 10 ether, "NAV-3");
        _assertBooked();
    }

    function test_deposit_theHaircutVestsForThoseInside() public {
        _deposit(bob, 10 ether);
        uint256 before = _price();
        _depositToken(alice, 10 ether);
        assertNear(_price(), before, 1e9, "RATE-1");
        spread.appraise(CSETH);
        assertNear(vault.snapshot().unvested, 0.01 ether, 2, "RATE-1");
        _assertBooked();
    }

    function test_deposit_theDoorIsClosedWhileCsETHKnowsOfALossItHasntBooked() public {
        uint256 units = _buy(alice, 10 ether);
        vm.prank(registry);
        csETH.suspend();
        vm.startPrank(alice);
        csETH.approve(address(spread), units);
        vm.expectPartialRevert(IRateAdapter.IssuerUnsound.selector);
        spread.deposit(CSETH, units, alice, 0, block.timestamp);
        vm.stopPrank();
    }

    function test_deposit_theCapIsADoor() public {
        uint256 units = _buy(alice, 10_001 ether);
        vm.startPrank(alice);
        csETH.approve(address(spread), units);
        vm.expectPartialRevert(ISpread.DoorClosed.selector);
        spread.deposit(CSETH, units, alice, 0, block.timestamp);
        vm.stopPrank();
    }

    function test_deposit_aDonationMovesNothing() public {
        _deposit(alice, 10 ether);
        uint256 units = _buy(bob, 5 ether);
        vm.startPrank(bob);
        csETH.transfer(address(spread), units / 2);
        csETH.transfer(_delegatorOf(0), units / 2);
        vm.stopPrank();
        uint256 before = _price();
        _round();
        assertEq(_price(), before, "RATE-3");
    }
}
