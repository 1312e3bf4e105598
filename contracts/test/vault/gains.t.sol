// SPDX-License-Identifier: MIT
pragma solidity 0.8.31;

import {ILiquidVault} from "../../src/interfaces/ILiquidVault.sol";
import {Bench} from "./Bench.sol";

contract GainsTest is Bench {
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

    /// @dev VEST-2: however large the gain, a day adds no more than the cap.
    function testFuzz_gains_noFasterThanTheCap(uint256 gain, uint256 time) external {
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
    function test_gains_theCapBindsFromOneWeiOn() external {
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

    /// @dev VEST-3: a wei every hour doesn't postpone a gain by more than the rounding of each hour's mean.
    function test_gains_smallGainsCantPostpone() external {
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

    /// @dev RATE-2, RATE-3: views count what has accrued, so writing it down changes nothing.
    function testFuzz_gains_writingItDownChangesNoPrice(uint256 gain, uint256 time) external {
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
    function test_gains_aGiftToTheEmptyVaultHoldsNothingBack() external {
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
    function testFuzz_gains_whatIsBroughtForwardObeysTheCap(uint256 gift, uint256 assets, uint256 time) external {
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

    /// @dev CKPT-1, CKPT-3: what is staked, deposited and credited while a checkpoint is open is neither gain nor loss.
    function testFuzz_gains_whatMovesWhileOpenIsNoGain(uint256 in1, uint256 in2, uint256 staked, int64 found) external {
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
