// SPDX-License-Identifier: MIT
pragma solidity 0.8.31;

import {ILiquidVault} from "../../src/interfaces/ILiquidVault.sol";
import {VaultFixture} from "./VaultFixture.sol";

contract VestingTest is VaultFixture {
    uint256 private constant DEPOSITED = 10_000 ether;

    function setUp() public override {
        super.setUp();
        deposit(bob, DEPOSITED - GENESIS);
        stakeAll();
        checkpoint();
    }

    // -- Gains -------------------------------------------------------------------------------------------------------

    function testFuzz_gain_isWorthNothingWhenItIsBooked(uint256 gained) public {
        gained = bound(gained, 0, 100 ether);
        uint256 before = price();
        assertEq(earn(gained), int256(gained), "CKPT-1");
        assertEq(price(), before, "VEST-1");
        assertEq(snapshot().unvested, gained, "VEST-1");
    }

    function testFuzz_gain_vestsInAStraightLineAndWhole(uint256 gained, uint256 time) public {
        gained = bound(gained, 1, 20 ether);
        earn(gained);
        uint256 period = snapshot().until - block.timestamp;
        assertEq(period, 1 days, "VEST-2");

        time = bound(time, 0, period);
        pass(time);
        // Nine tenths of what has vested; the rest is the fee's.
        uint256 vested = gained * time / period;
        assertLe(vault.totalAssets(), DEPOSITED + vested, "RATE-2");
        assertNear(vault.totalAssets(), DEPOSITED + vested, 1, "VEST-2");

        pass(period - time);
        assertEq(vault.totalAssets(), DEPOSITED + gained, "VEST-2");
        pass(1000 days);
        assertEq(vault.totalAssets(), DEPOSITED + gained, "VEST-2");
    }

    function testFuzz_gain_neverRaisesTheRateFasterThanTheCap(uint256 gained, uint256 time) public {
        gained = bound(gained, 1, 2000 ether);
        earn(gained);
        time = bound(time, 1, 1 days);
        pass(time);
        assertLe(vault.totalAssets() - DEPOSITED, DEPOSITED * 20 * time / (1e4 * 1 days), "VEST-2");
    }

    /// @dev A gain of half the assets takes as long as the cap says, to the second.
    function test_gain_beyondTheCapVestsLonger() public {
        earn(DEPOSITED / 2);
        assertEq(snapshot().until - block.timestamp, 250 days, "VEST-2");
    }

    function testFuzz_gain_timeNeverLowersTheRate(uint256 gained, uint256 first, uint256 second) public {
        earn(bound(gained, 0, 100 ether));
        pass(bound(first, 0, 2 days));
        uint256 before = price();
        pass(bound(second, 0, 2 days));
        assertGe(price(), before, "RATE-2");
    }

    function testFuzz_gain_smallOnesDoNotPostponeALargeOne(uint256 small, uint256 count, uint256 step) public {
        earn(10 ether);
        uint256 until = snapshot().until;
        small = bound(small, 0, 1 gwei);
        count = bound(count, 1, 40);
        step = bound(step, 1, 30 minutes);
        uint256 unvested = 10 ether;
        for (uint256 i; i < count; ++i) {
            pass(step);
            if (block.timestamp >= until) break;
            earn(small);
            // Each moves the end by no more than its own weight, rounded up to a second.
            unvested = snapshot().unvested;
            assertLe(snapshot().until, until + small * 1 days / unvested + 1, "VEST-3");
            until = snapshot().until;
        }
    }

    function testFuzz_gain_joinsByWeight(uint256 first, uint256 second, uint256 time) public {
        first = bound(first, 1 ether, 10 ether);
        second = bound(second, 1, 10 ether);
        earn(first);
        pass(bound(time, 0, 1 days - 1));
        uint256 left = snapshot().until - block.timestamp;
        earn(second);
        uint256 unvested = snapshot().unvested - second;
        uint256 mean = (unvested * left + second * 1 days + unvested + second - 1) / (unvested + second);
        assertEq(snapshot().until - block.timestamp, mean, "VEST-3");
    }

    function testFuzz_gain_isNeverRetroactive(uint256 gained, uint256 time) public {
        earn(bound(gained, 1, 50 ether));
        time = bound(time, 1, 1 days);
        pass(time);
        uint256 before = vault.totalAssets();
        earn(30 ether);
        assertLe(vault.totalAssets(), before, "VEST-1");
        assertNear(vault.totalAssets(), before, 1, "VEST-4");
    }

    function testFuzz_accrual_oftenerMovesAtMostAWeiATime(uint256 gained, uint8[8] memory waits) public {
        earn(bound(gained, 1, 50 ether));
        uint256 total;
        for (uint256 i; i < 8; ++i) {
            total += waits[i];
        }
        uint256 state = vm.snapshotState();
        pass(total);
        uint256 once = vault.totalAssets();
        uint256 worthOnce = worth(1e24);
        vm.revertToState(state);

        for (uint256 i; i < 8; ++i) {
            pass(waits[i]);
            vm.prank(keeper);
            vault.collectFees();
        }
        assertLe(vault.totalAssets(), once, "VEST-4");
        assertNear(vault.totalAssets(), once, 8, "VEST-4");
        // The fee's first shares earn with the others; but for a rounding each time, holders have no more by it.
        assertLe(worth(1e24), worthOnce + 8 * 2 * 1e24 / DEPOSITED, "VEST-4");
    }

    // -- Losses ------------------------------------------------------------------------------------------------------

    function testFuzz_loss_isInTheRateAtOnceAndWhole(uint256 lost) public {
        lost = bound(lost, 1, outside);
        assertEq(suffer(lost), -int256(lost), "CKPT-1");
        assertEq(vault.totalAssets(), DEPOSITED - lost, "LOSS-1");
        pass(30 days);
        assertEq(vault.totalAssets(), DEPOSITED - lost, "LOSS-1");
    }

    function testFuzz_loss_takesWhatHasNotVestedFirst(uint256 gained, uint256 time, uint256 lost) public {
        gained = bound(gained, 1 ether, 100 ether);
        earn(gained);
        pass(bound(time, 0, 1 days));
        uint256 before = vault.totalAssets();
        uint256 unvested = DEPOSITED + gained - before;
        lost = bound(lost, 1, 200 ether);
        suffer(lost);

        uint256 hit = lost > unvested ? lost - unvested : 0;
        assertEq(vault.totalAssets(), before - hit, "LOSS-1");
        assertEq(snapshot().deficit, hit, "LOSS-1");
        assertEq(snapshot().unvested, lost > unvested ? 0 : unvested - lost, "LOSS-1");
    }

    function test_loss_ofEverythingLeavesAWei() public {
        // All of it on the beacon chain, and gone; what is idle too.
        vm.deal(address(vault), 0);
        outside = 0;
        checkpoint();
        assertEq(vault.totalAssets(), 1, "LOSS-2");
        (uint256 assets, uint256 supply) = vault.rate();
        assertEq(assets, 1, "LOSS-2");
        assertEq(supply, DEPOSITED, "SOLV-1");

        // The next finding is a gain like any other.
        assertEq(earn(32 ether), 32 ether - 1, "CKPT-1");
        assertEq(vault.totalAssets(), 1, "VEST-1");
    }

    // -- What is booked ----------------------------------------------------------------------------------------------

    function testFuzz_close_leavesBackingAtExecutionAndOutsideAndWhatMovedSince(
        uint256 moved,
        uint256 staked,
        uint256 credited,
        int256 change
    ) public {
        moved = bound(moved, 0.01 ether, 1000 ether);
        credited = bound(credited, 0, 5 ether);
        change = change % 100 ether;
        uint256 pinnedOutside = uint256(int256(outside) + change);

        uint256 execution = open(3 ether);
        deposit(alice, moved);
        staked = bound(staked, 0, vault.stakeable());
        vm.prank(registry);
        vault.stake(staked);
        if (credited > 0) {
            vm.prank(registry);
            vault.credit(carol, credited);
        }
        uint256 before = price();
        vm.prank(registry);
        vault.close(execution, pinnedOutside, block.timestamp);

        assertEq(snapshot().backing, execution + pinnedOutside + moved + credited, "CKPT-1");
        assertEq(snapshot().outside, pinnedOutside + staked + credited, "CKPT-3");
        assertEq(vault.idle(), address(vault).balance, "SOLV-3");
        if (change >= 0) assertEq(price(), before, "VEST-1");
    }

    function test_close_withoutOpenIsRefused() public {
        vm.expectRevert(ILiquidVault.NoCheckpointOpen.selector);
        vm.prank(registry);
        vault.close(1, 1, block.timestamp);
    }

    function test_open_replacesAnOpenOne() public {
        uint256 first = open();
        deposit(alice, 5 ether);
        uint256 second = open();
        assertEq(second, first + 5 ether, "pinned anew");
        assertEq(close(second), 0, "CKPT-3");
    }

    // -- Ether that nobody sent for ----------------------------------------------------------------------------------

    function testFuzz_donation_changesNothingUntilItIsBookedAndThenVests(uint256 donated) public {
        donated = bound(donated, 1, 1000 ether);
        uint256 before = price();
        uint256 idle = vault.idle();
        (bool sent,) = address(vault).call{value: donated}("");
        assertTrue(sent, "ether is accepted");
        assertEq(price(), before, "SOLV-6");
        assertEq(vault.idle(), idle, "SOLV-6");
        pass(1 days);
        assertEq(price(), before, "SOLV-6");

        assertEq(checkpoint(), int256(donated), "SOLV-6");
        assertEq(price(), before, "SOLV-6");
        assertEq(vault.idle(), idle + donated, "SOLV-6");
        pass(400 days);
        assertEq(vault.totalAssets(), DEPOSITED + donated, "SOLV-6");
    }

    function test_donation_ofWethIsNobodys() public {
        weth.deposit{value: 5 ether}();
        weth.transfer(address(vault), 5 ether);
        assertEq(checkpoint(), 0, "SOLV-6");
        vm.deal(alice, 1 ether);
        vm.startPrank(alice);
        weth.deposit{value: 1 ether}();
        weth.approve(address(vault), 1 ether);
        vault.deposit(1 ether, alice);
        vm.stopPrank();
        assertEq(weth.balanceOf(address(vault)), 5 ether, "SOLV-6");
    }
}
