// SPDX-License-Identifier: MIT
pragma solidity 0.8.31;

import {ILiquidVault} from "../../src/interfaces/ILiquidVault.sol";
import {IRestakedEther} from "../../src/interfaces/liquid/IRestakedEther.sol";
import {ISpread} from "../../src/interfaces/liquid/ISpread.sol";
import {SpreadLens} from "../../src/lens/SpreadLens.sol";
import {Scene} from "./Scene.sol";

contract LiquidRedeemTest is Scene {
    function setUp() public override {
        super.setUp();
        _deposit(alice, 20 ether);
        _depositToken(bob, 60 ether);
        _routeAll();
        _round();
    }

    function test_fill_onlyWhoWasInLineWhenTheRoundOpened() public {
        uint256 early = _request(alice, 1 ether);
        _pass(1);
        vm.warp(vm.getBlockTimestamp() + 1 hours);
        spread.openRound();
        uint256 late = _request(alice, 1 ether);
        for (uint256 i; i < OPERATORS; ++i) {
            spread.sync(i);
        }
        (uint256 shares,) = _fill();
        assertEq(shares, 1 ether, "NAV-7");
        assertGt(_claim(alice, early), 0, "NAV-7");
        assertEq(queue.position(late).claimableShares, 0, "NAV-7");
        spread.check();
        vm.expectPartialRevert(ILiquidVault.NothingEligible.selector);
        vault.fill(type(uint256).max);
    }

    /// @dev Finding 11: a place in line is no option on the rate.
    function test_incident11_aTicketBearsWhatHappensUntilItIsFilled() public {
        _serve(0, WAD / 2);
        uint256 id = _request(alice, 1 ether);
        _slash(0, set, csStrategy, WAD);
        _round();
        _fill();
        uint256 paid = _claim(alice, id);
        assertLt(paid, 1 ether, "NAV-4");
        assertNear(paid, _worth(1 ether), 2, "NAV-4");
    }

    function test_round_aSecondSyncOfOneDoesntEndIt() public {
        vm.warp(vm.getBlockTimestamp() + 1 hours);
        spread.openRound();
        spread.sync(0);
        spread.sync(0);
        assertEq(spread.round().missing, 6, "NAV-7");
    }

    function test_round_isNotReplacedBeforeAnHour() public {
        vm.warp(vm.getBlockTimestamp() + 1 hours);
        spread.openRound();
        vm.expectPartialRevert(ISpread.RoundNotDue.selector);
        spread.openRound();
    }

    /// @dev Everyone leaves: what was put in is what is paid, to the dust that rounding leaves.
    function test_bankRun_everyoneIsPaidWhatTheyPutIn() public {
        uint256 aliceId = _request(alice, vault.balanceOf(alice));
        uint256 bobId = _request(bob, vault.balanceOf(bob));
        _round();
        _drainAll();
        uint256 paid = _claim(alice, aliceId) + _claim(bob, bobId);
        // The haircut and what genesis holds stay.
        assertLe(paid, 80 ether, "LADDER-5");
        assertGe(paid, 79.9 ether, "LADDER-5");
        _assertBooked();
    }

    function test_lay_nothingWithoutWant() public {
        vm.expectPartialRevert(ISpread.NothingWanted.selector);
        spread.lay(0, CSETH);
    }

    /// @dev Incident 4: a run on the queue doesn't ask for everything at once.
    function test_incident4_aDayHasItsRungAndNoMore() public {
        _request(bob, vault.balanceOf(bob));
        uint256 rung = spread.rung();
        spread.lay(0, CSETH);
        assertNear(spread.coming(), rung, 4, "LADDER-2");
        vm.expectPartialRevert(ISpread.RungLaid.selector);
        spread.lay(1, CSETH);
        vm.warp(vm.getBlockTimestamp() + 1 days);
        spread.lay(1, CSETH);
        assertNear(spread.coming(), 2 * rung, 0.01 ether, "LADDER-2");
    }

    /// @dev Finding 26: an estimate stands on stated inputs.
    function test_estimateExit_saysWhatItCounts() public {
        SpreadLens lens = new SpreadLens(12);
        SpreadLens.Exit memory exit = lens.estimateExit(spread, 1 ether);
        assertEq(exit.seconds_, 1 hours, "EXITT-1");
        _request(bob, vault.balanceOf(bob));
        exit = lens.estimateExit(spread, 0);
        uint256 days_ = (exit.ahead - exit.idle + exit.rung - 1) / exit.rung;
        assertEq(exit.seconds_, 1 hours + uint256(DELAY) * 12 + days_ * 1 days, "EXITT-1");
    }

    function test_redeemInKind_paysTokensAtTheLanesPrice() public {
        _depositToken(carol, 3 ether);
        spread.check();
        uint256 used = vault.snapshot().laneUsed;
        vm.prank(carol);
        uint256 units = vault.redeemInKind(CSETH, 0.5 ether, carol, carol, 0, block.timestamp);
        assertLt(units, 0.5 ether, "RATE-1");
        assertGe(units, 0.4899 ether, "RATE-1");
        assertEq(csETH.balanceOf(carol), units, "RATE-1");
        assertGt(vault.snapshot().laneUsed, used, "RATE-1");
        _assertBooked();
    }

    function test_redeemInKind_theLineComesFirst() public {
        _depositToken(carol, 3 ether);
        _request(bob, vault.balanceOf(bob));
        _round();
        spread.check();
        vm.expectPartialRevert(IRestakedEther.QueueFirst.selector);
        vm.prank(carol);
        vault.redeemInKind(CSETH, 0.5 ether, carol, carol, 0, block.timestamp);
    }

    /// @dev Day by day: rungs, their ether by csETH's line, fills. A rung is a part of what is left, so the last ones are small.
    function _drainAll() private {
        for (uint256 day; day < 150 && vault.queued() != 0; ++day) {
            vm.warp(vm.getBlockTimestamp() + 1 days);
            _csCheckpoint(0);
            for (uint256 i; i < OPERATORS; ++i) {
                if (spread.holdingOf(i, CSETH).units == 0 || spread.wanted() == 0) continue;
                try spread.lay(i, CSETH) {} catch {}
            }
            _pass(DELAY + 1);
            for (uint256 i; i < OPERATORS; ++i) {
                _completeAll(i);
            }
            if (spread.assetAt(CSETH).waiting != 0) try spread.unwind(CSETH) {} catch {}
            _csCheckpoint(0);
            if (csETH.snapshot().eligible != 0) _csFillAll();
            while (spread.tickets().length != 0) {
                spread.claim(0);
            }
            _round();
            spread.check();
            try vault.fill(type(uint256).max) {} catch {}
        }
    }
}
