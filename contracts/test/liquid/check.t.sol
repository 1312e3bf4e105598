// SPDX-License-Identifier: MIT
pragma solidity 0.8.31;

import {IRateAdapter} from "../../src/interfaces/liquid/IRateAdapter.sol";
import {IRestakedEther} from "../../src/interfaces/liquid/IRestakedEther.sol";
import {ISpread} from "../../src/interfaces/liquid/ISpread.sol";
import {SignatureWithExpiry} from "../../src/interfaces/restaking/IDelegationManager.sol";
import {Scene} from "./Scene.sol";

contract LiquidCheckTest is Scene {
    function setUp() public override {
        super.setUp();
        _deposit(alice, 60 ether);
        _depositToken(bob, 30 ether);
        _routeAll();
        _serve(0, WAD / 2);
        _round();
    }

    function test_check_namesWhoWasSlashed() public {
        _slash(0, set, csStrategy, WAD / 10);
        vm.expectRevert(abi.encodeWithSelector(ISpread.Unsynced.selector, 0));
        spread.check();
        spread.sync(0);
        spread.check();
        assertEq(vault.stampedAt(), vm.getBlockNumber(), "NAV-9");
    }

    function test_check_namesThePodThatLost() public {
        _podReports(1, 0, 32 ether);
        spread.sync(1);
        _podReports(1, 32 ether, -1 ether);
        vm.expectRevert(abi.encodeWithSelector(ISpread.Unsynced.selector, 1));
        spread.check();
    }

    /// @dev Finding 15: a token's loss reaches everyone in it, once, as soon as its issuer knows.
    function test_incident15_namesTheTokenThatFell() public {
        _csStakeAll();
        _csCheckpoint(-3 ether);
        vm.expectRevert(abi.encodeWithSelector(ISpread.Depreciated.selector, CSETH));
        spread.check();
        uint256 before = spread.booked();
        spread.appraise(CSETH);
        assertLt(spread.booked(), before, "NAV-9");
        spread.check();
        _assertBooked();
    }

    /// @dev A gain isn't a reason not to pay: it would only vest.
    function test_check_doesntAskForGains() public {
        _podReports(1, 0, 32 ether);
        spread.check();
    }

    function test_payments_needAStampOfThisBlock() public {
        _deposit(carol, 1 ether);
        spread.check();
        vm.prank(carol);
        vault.redeemInstant(0.1 ether, carol, carol);
        _pass(1);
        vm.expectPartialRevert(IRestakedEther.NotStamped.selector);
        vm.prank(carol);
        vault.redeemInstant(0.1 ether, carol, carol);
        vm.expectPartialRevert(IRestakedEther.NotStamped.selector);
        vault.fill(type(uint256).max);
    }

    /// @dev Fact 6 of section 4.3: nobody leaves ahead of a slash that has happened.
    function test_attack_nobodyLeavesAheadOfASlash() public {
        _pass(1);
        _slash(0, set, csStrategy, WAD);
        vm.expectPartialRevert(ISpread.Unsynced.selector);
        spread.check();
        vm.expectPartialRevert(IRestakedEther.NotStamped.selector);
        vm.prank(alice);
        vault.redeemInstant(0.1 ether, alice, alice);
    }

    function test_stamp_onlyTheSpreadGivesIt() public {
        vm.expectRevert(abi.encodeWithSelector(IRestakedEther.OnlySpread.selector, stranger));
        vm.prank(stranger);
        vault.stamp();
    }

    /// @dev A slashing that csETH knows of isn't in its rate yet.
    function test_check_notWhileCsETHKnowsOfALossItHasntBooked() public {
        vm.prank(registry);
        csETH.suspend();
        vm.expectRevert(abi.encodeWithSelector(IRateAdapter.IssuerUnsound.selector, address(csETH)));
        spread.check();
        _csCheckpoint(0);
        spread.check();
    }

    function test_check_notWhileCsETHIsUnsoundIfOnlyATicketStandsInItsLine() public {
        // So much that the lane's band exceeds what genesis brought.
        _deposit(alice, 60 ether);
        for (uint256 i; i < OPERATORS; ++i) {
            _undelegate(i);
        }
        _pass(DELAY + 1);
        for (uint256 i; i < OPERATORS; ++i) {
            _completeAll(i);
        }
        _request(alice, vault.balanceOf(alice));
        _request(bob, vault.balanceOf(bob));
        spread.unwind(CSETH);
        assertEq(spread.assetAt(CSETH).units + spread.assetAt(CSETH).waiting, 0, "only the ticket");
        vm.prank(registry);
        csETH.suspend();
        vm.expectRevert(abi.encodeWithSelector(IRateAdapter.IssuerUnsound.selector, address(csETH)));
        spread.check();
    }

    function test_check_namesOneAfterTheOther() public {
        _serve(2, WAD / 2);
        _slash(2, set, csStrategy, WAD / 10);
        _slash(0, set, csStrategy, 2);
        vm.expectRevert(abi.encodeWithSelector(ISpread.Unsynced.selector, 0));
        spread.check();
        spread.sync(0);
        vm.expectRevert(abi.encodeWithSelector(ISpread.Unsynced.selector, 2));
        spread.check();
        spread.sync(2);
        spread.check();
    }

    /// @dev Where nothing of ours is, nothing of ours is slashed.
    function test_check_doesntAskForWhoHoldsNothing() public {
        _undelegate(0);
        _pass(DELAY + 1);
        _completeAll(0);
        assertEq(spread.holdingOf(0, CSETH).magnitude, 0, "NAV-9");
        _slash(0, set, csStrategy, WAD / 10);
        spread.check();
        SignatureWithExpiry memory none;
        spread.delegate(0, none, 0);
        spread.route(0, CSETH, 1 ether);
        assertEq(spread.holdingOf(0, CSETH).magnitude, WAD - WAD / 20, "NAV-9");
        _slash(0, set, csStrategy, WAD / 10);
        vm.expectRevert(abi.encodeWithSelector(ISpread.Unsynced.selector, 0));
        spread.check();
    }

    function test_sync_booksWhatItChangedAndARoundsEndAll() public {
        _csStakeAll();
        _csCheckpoint(0.1 ether);
        vm.warp(vm.getBlockTimestamp() + 1 hours);
        uint256 before = spread.booked();
        spread.sync(1);
        assertEq(spread.booked(), before, "NAV-9");
        _round();
        assertGt(spread.booked(), before, "NAV-9");
        assertEq(spread.booked(), csETH.convertToAssets(30 ether), "NAV-1");
        _assertBooked();
    }

    function _undelegate(uint256 index) private {
        address delegator = _delegatorOf(index);
        vm.prank(operators[index]);
        delegation.undelegate(delegator);
    }
}
