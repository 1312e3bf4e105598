// SPDX-License-Identifier: MIT
pragma solidity 0.8.31;

import {ReportedEther} from "../../src/devnet/ReportedEther.sol";
import {IOperatorDelegator} from "../../src/interfaces/liquid/IOperatorDelegator.sol";
import {RiskParameters} from "../../src/interfaces/liquid/IRiskPolicy.sol";
import {AssetParameters, ISpread} from "../../src/interfaces/liquid/ISpread.sol";
import {OperatorSet} from "../../src/interfaces/restaking/IAllocationManager.sol";
import {SignatureWithExpiry, Withdrawal} from "../../src/interfaces/restaking/IDelegationManager.sol";
import {WstETHAdapter} from "../../src/liquid/adapters/WstETHAdapter.sol";
import {Scene} from "./Scene.sol";

/// @dev How much can be queued at a delegator, by whom, and what goes back.
contract LiquidLadderTest is Scene {
    uint256 private constant RPTETH = 2;

    ReportedEther private rptETH;
    OperatorSet private foreign;

    function setUp() public override {
        super.setUp();
        foreign = OperatorSet(account("foreign"), 7);
        _makeSet(foreign);
        _deposit(alice, 60 ether);
        _depositToken(bob, 30 ether);
        _routeAll();
    }

    function _riskParameters() internal view override returns (RiskParameters memory p) {
        p = super._riskParameters();
        p.maxServiceBps = 1500;
    }

    function _assets() internal override returns (AssetParameters[] memory assets) {
        AssetParameters[] memory two = super._assets();
        rptETH = new ReportedEther{value: 1 ether}(address(this));
        assets = new AssetParameters[](3);
        (assets[ETHER], assets[CSETH]) = (two[ETHER], two[CSETH]);
        address strategy = address(factory.deployNewStrategy(address(rptETH)));
        assets[RPTETH] = AssetParameters(strategy, address(new WstETHAdapter(address(rptETH))), 100 ether, 10, false);
    }

    // -- What is queued ----------------------------------------------------------------------------------------------

    function test_sync_whatIsQueuedIsCountedByItselfAndInTheSum() public {
        _queue(0, 3 ether);
        _queue(1, 2 ether);
        spread.sync(0);
        spread.sync(1);
        assertEq(spread.holdingOf(0, CSETH).queued, 3 ether, "NAV-2");
        assertEq(spread.holdingOf(0, CSETH).units, 10 ether, "NAV-2");
        assertEq(spread.assetAt(CSETH).queued, 5 ether, "NAV-2");
        assertEq(spread.coming(), 5 ether, "LADDER-3");
        _pass(DELAY + 1);
        _completeAll(0);
        assertEq(spread.assetAt(CSETH).queued, 2 ether, "NAV-2");
        assertEq(spread.coming(), 2 ether, "LADDER-3");
    }

    function test_lay_refusedAtSixteenRootsAndNotAtFifteen() public {
        _wantEther();
        _queueMany(0, 15);
        spread.lay(0, CSETH);
        assertEq(tally.rootCount(_delegatorOf(0)), 16, "LADDER-1");
        vm.warp(vm.getBlockTimestamp() + 1 days);
        vm.expectRevert(abi.encodeWithSelector(ISpread.TooManyRoots.selector, 0, 16));
        spread.lay(0, CSETH);
    }

    function test_lay_aCrumbOnlyWhereNothingIsQueued() public {
        _wantEther();
        _podReports(0, 0, 0.1 ether - 1e9);
        _podReports(1, 0, 0.1 ether);
        _queueMany(0, 1);
        _queueMany(1, 1);
        vm.expectRevert(abi.encodeWithSelector(ISpread.TooManyRoots.selector, 0, 1));
        spread.lay(0, ETHER);
        spread.lay(1, ETHER);
        _pass(DELAY + 1);
        _completeAll(0);
        spread.lay(0, ETHER);
        assertEq(spread.holdingOf(0, ETHER).queued, 0.1 ether - 1e9, "LADDER-8");
        assertEq(spread.holdingOf(1, ETHER).queued, 0.1 ether, "LADDER-8");
    }

    /// @dev Many that are small can't take the places of those that matter.
    function test_lay_smallRungsGetHalfOfThePlaces() public {
        _wantEther();
        _podReports(0, 0, 0.2 ether);
        _queueMany(0, 7);
        assertLt(0.2 ether, spread.rung() / 16, "it is small");
        spread.lay(0, ETHER);
        _podReports(0, 0.2 ether, 0.2 ether);
        vm.expectRevert(abi.encodeWithSelector(ISpread.TooManyRoots.selector, 0, 8));
        spread.lay(0, ETHER);
        spread.lay(0, CSETH);
        assertEq(tally.rootCount(_delegatorOf(0)), 9, "LADDER-1");
    }

    function test_unwind_crumbsOneAtATime() public {
        _wantEther();
        _depositToken(carol, 0.05 ether);
        spread.unwind(CSETH);
        _depositToken(carol, 0.05 ether);
        vm.expectRevert(abi.encodeWithSelector(ISpread.TooManyTickets.selector, 1));
        spread.unwind(CSETH);
        _depositToken(carol, 0.06 ether);
        spread.unwind(CSETH);
        assertEq(spread.tickets().length, 2, "LADDER-8");
    }

    function test_lay_nothingOfWhereThereIsNothing() public {
        _wantEther();
        vm.expectRevert(ISpread.ZeroUnits.selector);
        spread.lay(0, ETHER);
    }

    function test_lay_whatLeavesInKindOnlyGoesLast() public {
        _depositReported(carol, 9 ether);
        spread.route(0, RPTETH, 3 ether);
        _wantEther();
        vm.expectRevert(abi.encodeWithSelector(ISpread.NoQueue.selector, RPTETH));
        spread.lay(0, RPTETH);

        // All csETH is on its way, but for less than a tenth of an ether.
        for (uint256 i; i < OPERATORS; ++i) {
            _queue(i, i == 0 ? 10 ether - 0.099 ether : 10 ether);
            spread.sync(i);
        }
        uint256 coming = spread.coming();
        _request(carol, vault.balanceOf(carol));
        spread.lay(0, RPTETH);
        assertEq(spread.holdingOf(0, RPTETH).queued, 3 ether, "LADDER-7");
        assertEq(spread.coming(), coming, "LADDER-3: no ether comes of it");
    }

    function test_wanted_aTokenThatBringsNoEtherHelpsNobody() public {
        _depositReported(carol, 9 ether);
        _request(alice, vault.balanceOf(alice));
        _request(bob, vault.balanceOf(bob) / 2);
        assertEq(spread.wanted(), vault.shortfall(), "LADDER-3");
    }

    // -- What goes back ----------------------------------------------------------------------------------------------

    function test_route_whatSomebodyWaitsForStays() public {
        _wantEther();
        _queue(0, 10 ether);
        spread.sync(0);
        _pass(DELAY + 1);
        _completeAll(0);
        assertEq(spread.assetAt(CSETH).waiting, 10 ether, "ROUTE-5");
        assertEq(spread.routable(CSETH), 0, "ROUTE-5");
        vm.expectRevert(ISpread.ZeroUnits.selector);
        spread.route(0, CSETH, 10 ether);
    }

    function test_route_takesWhatNobodyWaitsFor() public {
        _request(alice, vault.balanceOf(alice));
        _depositToken(carol, 30 ether);
        uint256 owed = vault.shortfall();
        uint256 most = spread.routable(CSETH);
        assertTrue(owed != 0 && most != 0, "both are asked");
        assertNear(most, spread.assetAt(CSETH).waiting - owed, 0.001 ether, "ROUTE-5");
        uint256 room = spread.roomFor(0, CSETH);
        spread.route(0, CSETH, room);
        spread.route(1, CSETH, room);
        spread.route(2, CSETH, room);
        assertNear(spread.assetAt(CSETH).waiting, owed, 0.04 ether, "ROUTE-5");
        assertLt(spread.routable(CSETH), 0.001 ether, "ROUTE-5");
    }

    function test_route_refusedAtSixteenRootsAndNotAtFifteen() public {
        _depositToken(carol, 3 ether);
        _queueMany(0, 15);
        spread.route(0, CSETH, 0.5 ether);
        _queueMany(0, 1);
        vm.expectRevert(abi.encodeWithSelector(ISpread.TooManyRoots.selector, 0, 16));
        spread.route(0, CSETH, 0.5 ether);
    }

    function test_complete_asSharesPutsItBack() public {
        _queue(0, 4 ether);
        spread.sync(0);
        _pass(DELAY + 1);
        Withdrawal memory withdrawal = _withdrawalOf(0);
        uint256 before = spread.booked();
        spread.complete(0, withdrawal, false);
        assertEq(spread.holdingOf(0, CSETH).queued, 0, "NAV-6");
        assertNear(spread.holdingOf(0, CSETH).units, 10 ether, 2, "NAV-6");
        assertNear(spread.booked(), before, 2, "NAV-6");
        assertEq(spread.assetAt(CSETH).waiting, 0, "NAV-6");
        _assertBooked();
    }

    function test_complete_asSharesNotWhileSomebodyWaits() public {
        _queue(0, 4 ether);
        _pass(DELAY + 1);
        _wantEther();
        Withdrawal memory withdrawal = _withdrawalOf(0);
        vm.expectRevert(abi.encodeWithSelector(ISpread.Breached.selector, 0));
        spread.complete(0, withdrawal, false);
    }

    function test_complete_asSharesNotAtSixteenRoots() public {
        _queueMany(0, 16);
        _pass(DELAY + 1);
        Withdrawal memory withdrawal = _withdrawalOf(0);
        vm.expectRevert(abi.encodeWithSelector(ISpread.TooManyRoots.selector, 0, 16));
        spread.complete(0, withdrawal, false);
        spread.complete(0, withdrawal, true);
        withdrawal = _withdrawalOf(0);
        spread.complete(0, withdrawal, false);
        assertEq(tally.rootCount(_delegatorOf(0)), 14, "LADDER-4");
    }

    function test_complete_asSharesNotWhereNobodyIsServed() public {
        _putOut(0);
        _pass(DELAY + 1);
        Withdrawal memory withdrawal = _withdrawalOf(0);
        vm.expectRevert(abi.encodeWithSelector(ISpread.Breached.selector, 0));
        spread.complete(0, withdrawal, false);
    }

    // -- Out for a breach --------------------------------------------------------------------------------------------

    function test_derisk_aSmallExcessIsLeft() public {
        _serve(0, WAD * 7 / 10);
        _serve(1, WAD * 6 / 10);
        (uint256 total,) = vault.rate();
        uint256 own = total * 1500 / 10_000 - 13 ether + 0.005 ether;
        _join(2, set);
        _allocate(2, set, csStrategy, uint64(own * WAD / 10 ether));
        uint256 excess = policy.excess(2);
        assertTrue(excess != 0 && excess < 0.1 ether, "a little too much");
        vm.expectRevert(abi.encodeWithSelector(ISpread.NothingInExcess.selector, 2));
        spread.derisk(2, CSETH);
    }

    function test_derisk_lessThanATenthOfAnEtherOnlyWithAllThereIs() public {
        // 0.0999 of csETH are all there is.
        _queue(0, 10 ether - 0.0999 ether);
        spread.sync(0);
        _breach(0);
        spread.derisk(0, CSETH);
        assertEq(spread.holdingOf(0, CSETH).queued, 10 ether, "LADDER-8");
    }

    function test_derisk_atThirtyTwoRootsOnlyAPartThatMatters() public {
        _podReports(0, 0, 0.3 ether);
        spread.sync(0);
        _queueMany(0, 31);
        _breach(0);
        // Ether is less than a 32nd of what is there; csETH is more.
        spread.derisk(0, ETHER);
        _podReports(0, 0.3 ether, 0.3 ether);
        vm.expectRevert(abi.encodeWithSelector(ISpread.TooManyRoots.selector, 0, 32));
        spread.derisk(0, ETHER);
        spread.derisk(0, CSETH);
        assertEq(tally.rootCount(_delegatorOf(0)), 33, "LADDER-6");
        assertEq(spread.holdingOf(0, CSETH).queued, spread.holdingOf(0, CSETH).units, "RISK-9");
    }

    /// @dev What isn't exposed may leave first: as much of what is has to follow.
    function test_derisk_whicheverAssetLeavesFirst() public {
        _podReports(0, 0, 10 ether);
        spread.sync(0);
        _serve(1, WAD * 7 / 10);
        _join(0, set);
        _allocate(0, set, csStrategy, WAD * 8 / 10);
        vm.prank(operators[0]);
        spread.derisk(0, ETHER);
        assertEq(spread.holdingOf(0, ETHER).queued, 10 ether, "RISK-9");
        vm.prank(stranger);
        spread.derisk(0, CSETH);
        ISpread.Holding memory holding = spread.holdingOf(0, CSETH);
        (uint256 total,) = vault.rate();
        uint256 slashable = (holding.units - holding.queued) * 8 / 10 + 7 ether;
        assertLe(slashable, total * 1500 / 10_000 + 1e9, "RISK-9");
        assertEq(policy.excess(0), 0, "RISK-9");
    }

    // -- Whose it is -------------------------------------------------------------------------------------------------

    function test_delegate_refusedAtEightRootsAndNotAtSeven() public {
        _queueMany(0, 7);
        _queueMany(1, 6);
        _putOut(0);
        _putOut(1);
        vm.expectRevert(abi.encodeWithSelector(ISpread.TooManyRoots.selector, 0, 8));
        _delegate(0);
        assertEq(tally.rootCount(_delegatorOf(1)), 7, "LADDER-6");
        _delegate(1);
        assertEq(delegation.delegatedTo(_delegatorOf(1)), operators[1], "ROUTE-3");
        _pass(DELAY + 1);
        Withdrawal memory withdrawal = _withdrawalOf(0);
        spread.complete(0, withdrawal, true);
        _delegate(0);
    }

    function test_undelegate_onlyFromWhoIsExhausted() public {
        _join(0, set);
        _allocate(0, set, csStrategy, WAD);
        _pass(ALLOCATION_DELAY);
        _slash(0, set, csStrategy, WAD - WAD / 100);
        vm.expectRevert(abi.encodeWithSelector(ISpread.NotExhausted.selector, 0, CSETH));
        spread.undelegate(0, CSETH);

        _slash(0, set, csStrategy, 100);
        assertEq(alm.getMaxMagnitude(operators[0], csStrategy), WAD / 100 - 1, "a hundredth less one");
        vm.expectRevert(abi.encodeWithSelector(ISpread.NotExhausted.selector, 0, ETHER));
        spread.undelegate(0, ETHER);
        spread.sync(0);
        uint256 before = spread.booked();
        vm.prank(stranger);
        spread.undelegate(0, CSETH);
        assertTrue(!delegation.isDelegated(_delegatorOf(0)), "ROUTE-4");
        assertNear(spread.booked(), before, 2, "NAV-6");
        _assertBooked();
    }

    // -- How it comes about ------------------------------------------------------------------------------------------

    function _wantEther() private {
        _request(alice, vault.balanceOf(alice));
        _request(bob, vault.balanceOf(bob));
    }

    function _delegate(uint256 index) private {
        SignatureWithExpiry memory none;
        spread.delegate(index, none, 0);
    }

    function _breach(uint256 index) private {
        _join(index, foreign);
        _allocate(index, foreign, csStrategy, WAD);
    }

    /// @dev As the spread would, whatever its rungs.
    function _queue(uint256 index, uint256 shares) private {
        address delegator = _delegatorOf(index);
        vm.prank(address(spread));
        IOperatorDelegator(delegator).queue(csStrategy, shares);
    }

    function _queueMany(uint256 index, uint256 count) private {
        for (uint256 i; i < count; ++i) {
            _queue(index, 0.2 ether);
        }
    }

    function _putOut(uint256 index) private {
        address delegator = _delegatorOf(index);
        vm.prank(operators[index]);
        delegation.undelegate(delegator);
    }

    function _withdrawalOf(uint256 index) private view returns (Withdrawal memory) {
        (Withdrawal[] memory withdrawals,) = delegation.getQueuedWithdrawals(_delegatorOf(index));
        return withdrawals[0];
    }

    function _depositReported(address user, uint256 assets) private {
        vm.deal(user, assets);
        vm.startPrank(user);
        uint256 units = rptETH.stake{value: assets}();
        rptETH.approve(address(spread), units);
        spread.deposit(RPTETH, units, user, 0, vm.getBlockTimestamp());
        vm.stopPrank();
    }
}
