// SPDX-License-Identifier: MIT
pragma solidity 0.8.31;

import { ILiquidVault } from "../../src/interfaces/ILiquidVault.sol";
import { VaultFixture } from "./VaultFixture.sol";

contract VestingTest is VaultFixture {
    uint256 private constant CROWD = 1000 ether;

    function setUp() public override {
        super.setUp();
        _deposit(alice, CROWD);
        _stakeAll();
        _checkpoint(0);
    }

    /// @dev The most that vests in a day, of what there is now.
    function _dailyCap() private view returns (uint256) {
        return _assets() * p.maxDailyGrowthBps / BPS;
    }

    function _unvested() private view returns (uint256) {
        return vault.snapshot().backing - _assets();
    }

    /// @dev VEST-1
    function testFuzz_vesting_aGainIsWorthNothingWhenItIsBooked(uint256 earlier, uint256 time, uint256 gain) external {
        _checkpoint(int256(_bound(earlier, 0, 10 ether)));
        _skip(_bound(time, 0, 2 days));
        uint256 rate = _rate();
        _checkpoint(int256(_bound(gain, 1, 1000 ether)));
        assertEq(_rate(), rate, "VEST-1: the rate moved");
    }

    /// @dev VEST-2: straight from the booking to its end, a second before which something is left.
    function testFuzz_vesting_isAStraightLine(uint256 gain, uint256 part) external {
        gain = _bound(gain, 1 gwei, _dailyCap());
        uint256 start = _assets();
        _checkpoint(int256(gain));
        assertEq(vault.snapshot().until, block.timestamp + p.vestingPeriod, "VEST-2: a small gain takes a period");

        part = _bound(part, 0, p.vestingPeriod);
        _skip(part);
        assertEq(_unvested(), _ceilDiv(gain * (p.vestingPeriod - part), p.vestingPeriod), "VEST-2: a straight line, up");
        vm.warp(vault.snapshot().until - 1);
        assertTrue(_unvested() > 0, "VEST-2: something is left a second before");
        _skip(1);
        assertEq(_unvested(), 0, "VEST-2: vested whole at `until`");
        assertEq(_assets(), start + gain, "VEST-2: the gain is in the rate");
        _skip(365 days);
        assertEq(_assets(), start + gain, "VEST-2: and nothing more");
    }

    /// @dev VEST-2: however large the gain, a day adds no more than the cap.
    function testFuzz_vesting_noFasterThanTheCap(uint256 gain, uint256 time) external {
        gain = _bound(gain, 1, 1000 ether);
        time = _bound(time, 1, 3 days);
        uint256 before = _assets();
        uint256 cap = before * p.maxDailyGrowthBps * time / (BPS * 1 days);
        _checkpoint(int256(gain));
        _skip(time);
        assertLe(_assets(), before + cap, "VEST-2: faster than the cap");
        if (gain > 10 ether) assertGe(_assets() + cap / 1e5, before + cap, "VEST-2: slower than the cap asks");
    }

    /// @dev VEST-2: at one wei around the amount that the cap just lets vest in a period.
    function test_vesting_theCapBindsFromOneWeiOn() external {
        uint256 most = _dailyCap();
        for (uint256 i; i < 3; ++i) {
            uint256 state = cheats.snapshotState();
            _checkpoint(int256(most - 1 + i));
            uint256 length = vault.snapshot().until - block.timestamp;
            if (i < 2) assertEq(length, p.vestingPeriod, "VEST-2: the cap bound too early");
            else assertEq(length, p.vestingPeriod + 1, "VEST-2: the cap didn't bind");
            cheats.revertToState(state);
        }
    }

    /// @dev VEST-3: the end is the mean weighted by amounts, and nothing that had vested is taken back.
    function testFuzz_vesting_theEndIsTheWeightedMean(uint256 first, uint256 time, uint256 second) external {
        uint256 cap = _dailyCap();
        first = _bound(first, 1 gwei, cap / 2);
        second = _bound(second, 0, cap / 2);
        time = _bound(time, 0, p.vestingPeriod - 1);
        _checkpoint(int256(first));
        _skip(time);
        uint256 left = _unvested();
        uint256 assets = _assets();
        _checkpoint(int256(second));

        uint256 mean = _ceilDiv(left * (p.vestingPeriod - time) + second * p.vestingPeriod, left + second);
        assertEq(vault.snapshot().until, block.timestamp + mean, "VEST-3: the weighted mean");
        assertEq(_assets(), assets, "VEST-1: what had vested stays, and nothing is added");
        assertEq(_unvested(), left + second, "VEST-3: what hadn't vested is joined");
    }

    /// @dev VEST-3: a wei every hour doesn't postpone a gain by more than the rounding of each hour's mean.
    function test_vesting_smallGainsCantPostpone() external {
        _checkpoint(1 ether);
        uint256 until = vault.snapshot().until;
        for (uint256 i; i < 23; ++i) {
            _skip(1 hours);
            _checkpoint(1);
        }
        assertLe(vault.snapshot().until, until + 23, "VEST-3: postponed by wei");
        vm.warp(until + 23);
        assertEq(_unvested(), 0, "VEST-3: all has vested");
    }

    /// @dev VEST-4: accruing in between moves a wei a time at most, and never forwards.
    function testFuzz_vesting_accruingOftenChangesNothing(uint256 gain, uint256 times) external {
        gain = _bound(gain, 1, 3 ether);
        times = _bound(times, 1, 12);
        _checkpoint(int256(gain));
        uint256 state = cheats.snapshotState();
        _skip(times * 1 hours);
        uint256 alone = _unvested();
        cheats.revertToState(state);
        for (uint256 i; i < times; ++i) {
            _skip(1 hours);
            vault.collectFees();
        }
        assertGe(_unvested(), alone, "VEST-4: accruing hastens");
        assertLe(_unvested(), alone + times, "VEST-4: accruing takes more than a wei");
    }

    /// @dev RATE-2, RATE-3: views count what has accrued, so writing it down changes nothing.
    function testFuzz_vesting_writingItDownChangesNoPrice(uint256 gain, uint256 time) external {
        _checkpoint(int256(_bound(gain, 0, 50 ether)));
        uint256 booked = _rate();
        _skip(_bound(time, 0, 3 days));
        uint256 rate = _rate();
        assertGe(rate, booked, "RATE-2: time lowered the rate");
        vault.collectFees();
        assertEq(_rate(), rate, "RATE-3: accruing moved the rate");
    }

    /// @dev VEST-5: a gift to the empty vault takes years to vest; when there are assets, a checkpoint brings it forward, and
    /// later gains aren't held back by it.
    function test_vesting_aGiftToTheEmptyVaultHoldsNothingBack() external {
        _deploy(GENESIS);
        _donate(address(vault), 10 ether);
        _checkpoint(0);
        assertTrue(vault.snapshot().until > block.timestamp + 3650 days, "a gift of a hundred times the assets");
        _skip(1 hours);
        _deposit(alice, 10_000 ether);
        _stakeAll();
        assertTrue(
            vault.snapshot().until > block.timestamp + 3650 days, "VEST-5: a deposit alone brings nothing forward"
        );

        for (uint256 i; i < 10; ++i) {
            _checkpoint(0.8 ether);
            _skip(1 days);
        }
        assertLe(_unvested(), 1.6 ether, "VEST-5: gains are held back");
        assertGe(_assets(), 10_000.1 ether + 10 ether + 10 * 0.8 ether - 1.6 ether, "VEST-5: gains are held back");
    }

    /// @dev VEST-5: what is brought forward still obeys the cap and the period. (A gift of more than fifty times the assets would be
    /// stretched beyond 2106, where the word for `until` ends, and so vests faster.)
    function testFuzz_vesting_whatIsBroughtForwardObeysTheCap(uint256 gift, uint256 assets, uint256 time) external {
        _deploy(GENESIS);
        _donate(address(vault), _bound(gift, 0.01 ether, 5 ether));
        _checkpoint(0);
        _deposit(alice, _bound(assets, 0.1 ether, 100_000 ether));
        time = _bound(time, 1, 2 days);
        _checkpoint(0);
        uint256 before = _assets();
        uint256 left = _unvested();
        _skip(time);
        uint256 vested = _assets() - before;
        assertLe(vested, before * p.maxDailyGrowthBps * time / (BPS * 1 days), "VEST-2: faster than the cap");
        assertLe(vested, left * time / p.vestingPeriod + 1, "VEST-2: faster than a period");
    }

    /// @dev LOSS-1: what hasn't vested pays first, its end stays; the rest is in the rate at once.
    function testFuzz_vesting_aLossTakesWhatHasntVestedFirst(uint256 gain, uint256 time, uint256 loss) external {
        _checkpoint(int256(_bound(gain, 1, 2 ether)));
        _skip(_bound(time, 0, 20 hours));
        uint256 until = vault.snapshot().until;
        (uint256 left, uint256 assets) = (_unvested(), _assets());
        loss = _bound(loss, 1, 900 ether);
        _checkpoint(-int256(loss));

        uint256 hit = loss < left ? loss : left;
        assertEq(_unvested(), left - hit, "LOSS-1: unvested gains pay first");
        assertEq(_assets(), assets - (loss - hit), "LOSS-1: the rest is in the rate");
        assertEq(vault.snapshot().until, until, "LOSS-1: the end stays");
        assertEq(vault.snapshot().deficit, loss - hit, "FEE-2: the distance to the mark is the loss");
    }

    /// @dev LOSS-2
    function test_vesting_aTotalLossLeavesAWei() external {
        vm.prank(registry);
        uint256 execution = vault.open();
        // Not even the idle ether is there: as if all had been counted twice.
        vm.prank(registry);
        vault.close(execution - execution, 0, block.timestamp);
        (uint256 assets, uint256 supply) = vault.rate();
        assertEq(assets, 1, "LOSS-2: one wei");
        assertEq(supply, CROWD + GENESIS, "LOSS-2: a loss burns no share");
    }

    /// @dev CKPT-1, CKPT-3: what is staked, deposited and credited while a checkpoint is open is neither gain nor loss.
    function testFuzz_vesting_whatMovesWhileOpenIsNoGain(uint256 in1, uint256 in2, uint256 staked, int64 found)
        external
    {
        uint256 execution = _open();
        uint256 outside = vault.snapshot().outside;
        uint256 backing = vault.snapshot().backing;
        in1 = _bound(in1, 1, 1000 ether);
        in2 = _bound(in2, 1, 1000 ether);
        _deposit(bob, in1);
        vm.prank(registry);
        vault.credit(bob, in2);
        uint256 most = vault.stakeable();
        staked = most == 0 ? 0 : _bound(staked, 0, most);
        vm.prank(registry);
        vault.stake(staked);

        vm.prank(registry);
        int256 delta = vault.close(execution, uint256(int256(outside) + found), block.timestamp);
        ILiquidVault.Snapshot memory s = vault.snapshot();
        assertTrue(delta == found, "CKPT-3: what moved was taken for a finding");
        assertEq(s.backing, uint256(int256(backing + in1 + in2) + found), "CKPT-1: backing is what is there");
        assertEq(s.outside, uint256(int256(outside + in2 + staked) + found), "CKPT-1: outside is what is there");
        assertEq(vault.idle(), address(vault).balance, "SOLV-3: idle is what is there");
    }
}
