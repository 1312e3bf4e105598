// SPDX-License-Identifier: MIT
pragma solidity 0.8.31;

import {ISpread} from "../../src/interfaces/liquid/ISpread.sol";
import {SignatureWithExpiry} from "../../src/interfaces/restaking/IDelegationManager.sol";
import {Scene} from "./Scene.sol";

contract LiquidSyncTest is Scene {
    function setUp() public override {
        super.setUp();
        _deposit(alice, 60 ether);
        _depositToken(bob, 30 ether);
        _routeAll();
    }

    function test_route_fillsDelegatorsByWeight() public view {
        for (uint256 i; i < OPERATORS; ++i) {
            assertEq(spread.holdingOf(i, CSETH).units, 10 ether, "ROUTE-2");
        }
        assertEq(spread.assetAt(CSETH).waiting, 0, "ROUTE-2");
        _assertBooked();
    }

    function test_route_neverBeyondTheRoom() public {
        _depositToken(bob, 3 ether);
        uint256 room = spread.roomFor(0, CSETH);
        assertEq(room, 1 ether, "ROUTE-2");
        vm.expectRevert(abi.encodeWithSelector(ISpread.ExceedsRoom.selector, 0, CSETH, room + 1, room));
        spread.route(0, CSETH, room + 1);
        spread.route(0, CSETH, room);
        assertEq(spread.roomFor(0, CSETH), 0, "ROUTE-2");
    }

    /// @dev Incident 23, finding 1: slashing reaches the rate by a call of anyone's, whole, at once.
    function test_sync_aSlashFallsOnTheRateWholeAtOnce() public {
        _serve(0, WAD / 2);
        (uint256 before,) = vault.rate();
        uint256 unvested = vault.snapshot().unvested;
        _slash(0, set, csStrategy, WAD / 2);
        vm.prank(stranger);
        spread.sync(0);
        (uint256 left,) = vault.rate();
        // A quarter of ten. What hasn't vested bears it first.
        assertNear(before - left + unvested - vault.snapshot().unvested, 2.5 ether, 4, "NAV-4");
        _assertBooked();
    }

    /// @dev Finding 19: the value of what is queued is read, not noted.
    function test_incident19_queueingMovesNoWei() public {
        _wantEther();
        uint256 before = spread.booked();
        spread.lay(0, CSETH);
        assertNear(spread.booked(), before, 2, "NAV-6");
        assertGt(spread.coming(), 0, "NAV-6");
        _assertBooked();
    }

    /// @dev Finding 23: queued stake is slashed in the rate as well.
    function test_incident23_queuedStakeIsSlashedInTheRate() public {
        _serve(0, WAD / 2);
        _wantEther();
        spread.lay(0, CSETH);
        uint256 before = spread.booked();
        _slash(0, set, csStrategy, WAD / 2);
        spread.sync(0);
        assertNear(before - spread.booked(), 2.5 ether, 4, "NAV-5");
        _assertBooked();
    }

    /// @dev Finding 22: whoever undelegates the delegator changes nothing for anyone.
    function test_incident22_forcedUndelegationMovesNoWei() public {
        uint256 before = spread.booked();
        address delegator = _delegatorOf(0);
        vm.prank(operators[0]);
        delegation.undelegate(delegator);
        spread.sync(0);
        assertNear(spread.booked(), before, 2, "NAV-6");
        spread.check();
        _assertBooked();
    }

    /// @dev Finding 22: and all of it comes back.
    function test_incident22_whatWasForcedOutComesBackAsTokens() public {
        address delegator = _delegatorOf(0);
        vm.prank(operators[0]);
        delegation.undelegate(delegator);
        _pass(DELAY + 1);
        uint256 before = spread.booked();
        _completeAll(0);
        assertEq(spread.assetAt(CSETH).waiting, 10 ether, "NAV-6");
        assertNear(spread.booked(), before, 2, "NAV-6");
        SignatureWithExpiry memory none;
        spread.delegate(0, none, 0);
        _routeAll();
        assertEq(spread.holdingOf(0, CSETH).units, 10 ether, "ROUTE-2");
        _assertBooked();
    }

    /// @dev Finding 44: an operator of whom nothing is left.
    function test_incident44_aFullSlashLeavesTheRateReadableAndTheRestPayable() public {
        _join(0, set);
        _allocate(0, set, csStrategy, WAD);
        _pass(ALLOCATION_DELAY);
        _slash(0, set, csStrategy, WAD);
        spread.sync(0);
        assertEq(spread.holdingOf(0, CSETH).units, 0, "NAV-4");
        spread.check();
        uint256 id = _request(bob, 10 ether);
        _round();
        _fill();
        uint256 paid = _claim(bob, id);
        assertGt(paid, 0, "NAV-4");
        _depositToken(carol, 1 ether);
        vm.expectRevert(abi.encodeWithSelector(ISpread.Breached.selector, 0));
        spread.route(0, CSETH, 0.1 ether);
        _assertBooked();
    }

    /// @dev The beacon chain's losses and an operator's multiply.
    function test_sync_beaconLossAndSlashCompound() public {
        _podReports(1, 0, 32 ether);
        spread.sync(1);
        assertEq(spread.holdingOf(1, ETHER).units, 32 ether, "NAV-4");
        _join(1, set);
        _allocate(1, set, BEACON_ETHER, WAD / 2);
        _pass(ALLOCATION_DELAY);
        _podReports(1, 32 ether, -16 ether);
        _slash(1, set, BEACON_ETHER, WAD / 2);
        spread.sync(1);
        assertNear(spread.holdingOf(1, ETHER).units, 12 ether, 2, "NAV-4");
        _assertBooked();
    }

    /// @dev Finding 8 of the ten: the getter that lending markets read doesn't revert.
    function test_rate_readsWhateverHappensBelow() public {
        address delegator = _delegatorOf(0);
        vm.prank(operators[0]);
        delegation.undelegate(delegator);
        vm.prank(pauser);
        delegation.pauseAll();
        vm.prank(registry);
        csETH.suspend();
        (uint256 assets, uint256 supply) = vault.rate();
        assertTrue(assets > 0 && supply > 0, "RATE-3");
    }

    function _wantEther() private {
        uint256 all = vault.balanceOf(alice);
        _request(alice, all);
        uint256 half = vault.balanceOf(bob) / 2;
        _request(bob, half);
    }
}
