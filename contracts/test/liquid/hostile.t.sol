// SPDX-License-Identifier: MIT
pragma solidity 0.8.31;

import {ISpread} from "../../src/interfaces/liquid/ISpread.sol";
import {OperatorSet} from "../../src/interfaces/restaking/IAllocationManager.sol";
import {SignatureWithExpiry, Withdrawal} from "../../src/interfaces/restaking/IDelegationManager.sol";
import {IPausable} from "../../src/interfaces/restaking/IPausable.sol";
import {Registrar} from "../restaking/Registrar.sol";
import {BeaconScene} from "./BeaconScene.sol";

/// @dev What operators, services and the restaking layer's own powers can do to crETH: to the rate, little; to who is owed, nothing.
/// A third of alice's ether is a validator of the first operator's.
contract LiquidHostileTest is BeaconScene {
    uint256 private constant KEY = 1;

    function setUp() public override {
        super.setUp();
        _deposit(alice, 200 ether);
        _depositToken(bob, 90 ether);
        _routeAll();
        for (uint256 i; i < OPERATORS; ++i) {
            native.createPod(i);
        }
        _validate(0, KEY, 32 ether);
        _wholeRound();
    }

    /// @dev Whoever is in line when it opens is known to be: the pod is counted after that.
    function _wholeRound() private {
        vm.warp(vm.getBlockTimestamp() + 1 hours);
        spread.openRound();
        _checkpoint(0, _one(KEY));
        for (uint256 i; i < OPERATORS; ++i) {
            spread.sync(i);
        }
    }

    // -- Put out -----------------------------------------------------------------------------------------------------

    function test_putOut_byAllOperatorsAtOnceChangesNothingForHolders() public {
        uint256 id = _request(alice, 20 ether);
        _wholeRound();
        (uint256 before, uint256 supply) = vault.rate();
        for (uint256 i; i < OPERATORS; ++i) {
            address delegator = _delegatorOf(i);
            vm.prank(operators[i]);
            delegation.undelegate(delegator);
            spread.sync(i);
        }
        (uint256 assets, uint256 shares) = vault.rate();
        assertNear(assets, before, 10, "NAV-6: the rate stands");
        assertEq(shares, supply, "NAV-6: and nobody's shares moved");
        (uint256 filled,) = _fill();
        assertEq(filled, 20 ether, "LIVE-1: the line is paid");
        assertGe(_claim(alice, id), 20 ether, "LIVE-1: and claimed");
        _assertBooked();
    }

    /// @dev What comes as tokens waits for another delegator or goes back; the validators' ether goes back as shares, because nobody
    /// waits for it.
    function test_putOut_allOfItComesBackByAnyonesHand() public {
        address delegator = _delegatorOf(0);
        vm.prank(operators[0]);
        delegation.undelegate(delegator);
        (uint256 before,) = vault.rate();
        _pass(DELAY + 1);
        (Withdrawal[] memory withdrawals,) = delegation.getQueuedWithdrawals(delegator);
        SignatureWithExpiry memory none;
        vm.startPrank(stranger);
        spread.delegate(0, none, 0);
        for (uint256 i; i < withdrawals.length; ++i) {
            spread.complete(0, withdrawals[i], withdrawals[i].strategies[0] != BEACON_ETHER);
        }
        spread.route(0, CSETH, 30 ether);
        vm.stopPrank();
        assertEq(spread.holdingOf(0, ETHER).units, 33 ether, "LADDER-5: the validator's ether is stake again");
        assertEq(spread.holdingOf(0, CSETH).units, 30 ether, "LADDER-5: and the token");
        assertEq(spread.holdingOf(0, CSETH).queued, 0, "LADDER-5: nothing is left in the queue");
        (uint256 assets,) = vault.rate();
        assertNear(assets, before, 10, "NAV-6: the rate stands");
        _assertBooked();
    }

    // -- Slashed whole -----------------------------------------------------------------------------------------------

    function test_slashedWhole_theRateFallsOnceByWhatWasThereAndTheRestIsPaid() public {
        uint256 id = _request(alice, 20 ether);
        _slashWhole(0);
        (uint256 before,) = vault.rate();
        uint256 unvested = vault.snapshot().unvested;
        uint256 held = spread.assetsIn(0, ETHER) + spread.assetsIn(0, CSETH);
        vm.expectRevert(abi.encodeWithSelector(ISpread.Unsynced.selector, 0));
        spread.check();

        vm.prank(stranger);
        spread.sync(0);
        (uint256 left,) = vault.rate();
        assertNear(before + unvested - left - vault.snapshot().unvested, held, 4, "NAV-4: all that was there, once");
        spread.sync(0);
        (uint256 again,) = vault.rate();
        assertEq(again, left, "NAV-4: and once only");

        _wholeRound();
        _fill();
        assertNear(_claim(alice, id), _worth(20 ether), 2, "LIVE-1: who is in line is paid what is left");
        _assertBooked();
    }

    /// @dev An operator of whom nothing is left, with a validator that goes on earning: its pod can finish no checkpoint any more, and
    /// what isn't counted gets old. So anyone may leave it.
    function test_slashedWhole_aPodThatCantBeCountedIsFreedByAnyone() public {
        _slashWhole(0);
        spread.sync(0);
        chain.addBalance(_index(KEY), 1e9);
        vm.warp(vm.getBlockTimestamp() + 3 days);
        _csCheckpoint(0);
        _mine();
        native.startCheckpoint(0, false);
        vm.expectRevert();
        this.prove(0, KEY);

        vm.prank(stranger);
        spread.undelegate(0, ETHER);
        _prove(0, _one(KEY));
        uint256 id = _request(alice, 1 ether);
        _wholeRound();
        _deposit(carol, 1 ether);
        _fill();
        assertGt(_claim(alice, id), 0, "LIVE-2: the line is paid");
        assertEq(spread.holdingOf(0, ETHER).units, 1 ether, "NAV-8: and what came since is counted");
        _assertBooked();
    }

    function test_slashedWhole_nobodyPutsUsBack() public {
        _slashWhole(0);
        spread.undelegate(0, ETHER);
        SignatureWithExpiry memory none;
        vm.expectRevert();
        spread.delegate(0, none, 0);
        assertTrue(!delegation.isDelegated(_delegatorOf(0)), "ROUTE-4: of whom nothing is left gets nothing");
    }

    /// @dev Of an operator in whom something is left nobody can be rid for us.
    function test_undelegate_onlyOfWhoIsExhausted() public {
        vm.expectRevert(abi.encodeWithSelector(ISpread.NotExhausted.selector, 0, ETHER));
        vm.prank(stranger);
        spread.undelegate(0, ETHER);
    }

    function prove(uint256 index, uint256 key) external {
        _prove(index, _one(key));
    }

    function test_slashedWhole_nothingMoreGoesIn() public {
        _slashWhole(0);
        spread.sync(0);
        _depositToken(carol, 60 ether);
        vm.expectRevert(abi.encodeWithSelector(ISpread.Breached.selector, 0));
        spread.route(0, CSETH, 1 ether);
        spread.route(1, CSETH, 1 ether);
        assertEq(spread.holdingOf(1, CSETH).units, 31 ether, "ROUTE-4: and it holds up no other");
    }

    /// @dev With less than a hundredth left the restaking layer would still take it in, and rounding would eat it.
    function test_slashedAlmostWhole_nothingMoreGoesIn() public {
        _allot(0, set, WAD);
        _slash(0, set, csStrategy, WAD - WAD / 1000);
        spread.sync(0);
        _depositToken(carol, 30 ether);
        vm.expectRevert(abi.encodeWithSelector(ISpread.Breached.selector, 0));
        spread.route(0, CSETH, 1 ether);
    }

    function _slashWhole(uint256 index) private {
        _allot(index, set, WAD);
        _slash(index, set, csStrategy, WAD);
        _slash(index, set, BEACON_ETHER, WAD);
    }

    /// @dev In effect.
    function _allot(uint256 index, OperatorSet memory to, uint64 magnitude) private {
        _join(index, to);
        _allocate(index, to, csStrategy, magnitude);
        _allocate(index, to, BEACON_ETHER, magnitude);
        _pass(ALLOCATION_DELAY);
    }

    // -- Paused ------------------------------------------------------------------------------------------------------

    /// @dev Finding 36: crETH has no pause of its own. With every bit of the layer set, what holders need goes on: reading the rate,
    /// entering, asking, being filled from what is here, being paid. What can't go on is what moves stake.
    function test_incident36_everyBitOfTheLayerPausedHoldsUpOnlyStake() public {
        uint256 id = _request(alice, 20 ether);
        _wholeRound();
        _depositToken(bob, 3 ether);
        _pauseAll();

        (uint256 assets, uint256 supply) = vault.rate();
        assertTrue(assets > 0 && supply > 0, "RATE-3: the rate is read");
        _fill();
        assertGt(_claim(alice, id), 19 ether, "LIVE-1: a claim is paid");
        vm.prank(alice);
        assertGt(vault.redeemInstant(0.5 ether, alice, alice), 0, "LIVE-1: the lane pays");
        vm.prank(alice);
        assertGt(vault.redeemInKind(CSETH, 0.5 ether, alice, alice, 0, block.timestamp), 0, "LIVE-1: in kind, too");
        _deposit(carol, 1 ether);
        _depositToken(carol, 1 ether);
        _request(alice, 1 ether);
        vm.prank(bob);
        vault.transfer(alice, 1 ether);
        _round();
        _assertBooked();

        vm.expectRevert(IPausable.CurrentlyPaused.selector);
        spread.route(0, CSETH, 1 ether);
        _mine();
        vm.expectRevert(IPausable.CurrentlyPaused.selector);
        native.startCheckpoint(0, false);
    }

    /// @dev Each bit alone, of each contract: a view that failed would fail the count.
    function test_paused_noBitStopsTheCount() public {
        address[6] memory parts = _parts();
        for (uint256 i; i < parts.length; ++i) {
            for (uint256 bit; bit < 11; ++bit) {
                vm.prank(pauser);
                IPausable(parts[i]).pause(1 << bit);
                spread.sync(0);
                spread.check();
                (uint256 assets,) = vault.rate();
                assertGt(assets, 0, "NAV-2: it counts");
                vm.prank(unpauser);
                IPausable(parts[i]).unpause(0);
            }
        }
    }

    function _pauseAll() private {
        address[6] memory parts = _parts();
        for (uint256 i; i < parts.length; ++i) {
            vm.prank(pauser);
            IPausable(parts[i]).pauseAll();
        }
    }

    function _parts() private view returns (address[6] memory) {
        return [
            address(delegation),
            address(strategyManager),
            address(alm),
            address(eigenPodManager),
            address(rewardsCoordinator),
            csStrategy
        ];
    }

    // -- A registrar that refuses ------------------------------------------------------------------------------------

    /// @dev A service can keep an operator in its set. It can't keep the slash out of the rate, nor us in.
    function test_registrar_oneThatRefusesKeepsNoSlashFromTheRateAndNobodyIn() public {
        _allot(0, set, WAD / 2);
        Registrar(alm.getAVSRegistrar(avs)).refuse(true);
        (uint256 before,) = vault.rate();
        uint256 unvested = vault.snapshot().unvested;
        _slash(0, set, csStrategy, WAD / 2);
        spread.sync(0);
        (uint256 left,) = vault.rate();
        uint256 lost = before + unvested - left - vault.snapshot().unvested;
        assertNear(lost, 7.5 ether, 4, "NAV-4: a quarter of thirty");

        // The operator takes its allocation back, whatever the registrar says, and puts us out.
        _allocate(0, set, csStrategy, 0);
        address delegator = _delegatorOf(0);
        vm.prank(operators[0]);
        delegation.undelegate(delegator);
        _pass(DELAY + 1);
        (Withdrawal[] memory withdrawals,) = delegation.getQueuedWithdrawals(delegator);
        for (uint256 i; i < withdrawals.length; ++i) {
            if (withdrawals[i].strategies[0] == csStrategy) spread.complete(0, withdrawals[i], true);
        }
        assertNear(spread.assetAt(CSETH).waiting, 22.5 ether, 4, "LADDER-5: what is left comes back");
        _assertBooked();
    }

    // -- A ceiling is about to be broken -----------------------------------------------------------------------------

    /// @dev What must be shown, 2. A set that isn't listed: all of it goes, and the slash finds nothing. To the wei, the rate is what it
    /// would have been.
    function test_drain_aStrangerEmptiesADelegatorBeforeAForeignAllocationAndTheSlashCostsNothing() public {
        OperatorSet memory foreign = OperatorSet(account("foreign"), 7);
        _makeSet(foreign);
        _join(1, foreign);
        _allocate(1, foreign, csStrategy, WAD);
        vm.startPrank(stranger);
        spread.derisk(1, CSETH);
        _pass(DELAY + 1);
        _completeAll(1);
        vm.stopPrank();
        _pass(REACTION);
        spread.sync(1);
        assertEq(spread.holdingOf(1, CSETH).units, 0, "RISK-9: nothing is left to slash");

        (uint256 assets, uint256 supply) = vault.rate();
        _slash(1, foreign, csStrategy, WAD);
        spread.sync(1);
        (uint256 left, uint256 shares) = vault.rate();
        assertEq(left, assets, "RISK-9: a slash costs holders nothing");
        assertEq(shares, supply, "RISK-9: not a share");
        _assertBooked();
    }

    /// @dev A listed set, and a ceiling: what goes beyond it is taken out, and the slash takes no more than the ceiling.
    function test_drain_aStrangerTakesOutWhatGoesBeyondAServicesCeiling() public {
        for (uint256 i; i < 2; ++i) {
            _join(i, set);
            _allocate(i, set, csStrategy, WAD * 8 / 10);
            _allocate(i, set, BEACON_ETHER, WAD * 8 / 10);
        }
        _pass(ALLOCATION_DELAY);
        // All of crETH is some 324 ether: half of that is the ceiling. Only what bob brings now gets anywhere near.
        _depositToken(bob, 390 ether);
        _routeAll();
        _join(2, set);
        _allocate(2, set, csStrategy, WAD * 8 / 10);
        uint256 excess = policy.excess(2);
        assertGt(excess, 0, "RISK-1: it goes beyond");
        assertLt(excess, spread.assetsIn(2, CSETH), "RISK-3: and not all of it");
        vm.prank(stranger);
        spread.derisk(2, CSETH);
        _pass(ALLOCATION_DELAY);

        (uint256 total,) = vault.rate();
        uint256 before = spread.booked();
        for (uint256 i; i < OPERATORS; ++i) {
            _slash(i, set, csStrategy, WAD);
        }
        _slash(0, set, BEACON_ETHER, WAD);
        for (uint256 i; i < OPERATORS; ++i) {
            spread.sync(i);
        }
        assertLe(before - spread.booked(), total / 2 + 4, "RISK-10: no more than the ceiling");
        _assertBooked();
    }
}
