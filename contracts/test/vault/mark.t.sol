// SPDX-License-Identifier: MIT
pragma solidity 0.8.31;

import {Bench} from "./Bench.sol";

contract MarkTest is Bench {
    uint256 private constant CROWD = 1000 ether;

    function setUp() public override {
        super.setUp();
        _deposit(alice, CROWD);
        _stakeAll();
        _checkpoint(0);
    }

    function _fees() private view returns (uint256) {
        return vault.balanceOf(address(vault));
    }

    function _vest() private {
        uint256 until = vault.snapshot().until;
        if (until > block.timestamp) vm.warp(until);
    }

    /// @dev FEE-3: the fee's shares are worth its part of the gain, and at most a share's rounding less.
    function testFuzz_mark_areTheirPartOfTheGain(uint256 gain) external {
        gain = _bound(gain, 1 gwei, 100 ether);
        _checkpoint(int256(gain));
        assertEq(_fees(), 0, "FEE-2: nothing before it has vested");
        _vest();
        uint256 worth = vault.convertToAssets(_fees());
        assertLe(worth, gain * p.feeBps / BPS, "FEE-3: more than its part");
        assertGe(worth + 2, gain * p.feeBps / BPS, "FEE-3: less than its part");
    }

    /// @dev FEE-2: halfway through, the fee of half.
    function testFuzz_mark_accrueAsGainsVest(uint256 time) external {
        time = _bound(time, 1, p.vestingPeriod);
        _checkpoint(1 ether);
        _skip(time);
        uint256 part = uint256(1 ether) * time / p.vestingPeriod * p.feeBps / BPS;
        assertNear(vault.convertToAssets(_fees()), part, 2, "FEE-2: the fee of what has vested");
    }

    /// @dev FEE-2: what only recovers a loss is free, whatever is deposited and redeemed in between; the first wei above isn't.
    function testFuzz_mark_onlyAboveTheHighWaterMark(uint256 loss, uint256 comes, uint256 goes, uint256 first)
        external
    {
        loss = _bound(loss, 1 ether, 500 ether);
        uint256 rate = _rate();
        uint256 shareWorth = vault.convertToAssets(1 ether);
        _checkpoint(-int256(loss));

        comes = _bound(comes, 0.01 ether, 2000 ether);
        _deposit(bob, comes);
        _leaveByQueue(bob, _bound(goes, 0.01 ether, vault.balanceOf(bob)));

        // A part of the way back, then the rest of it: from the mark per share, not from the vault's own note.
        uint256 missing = shareWorth * vault.totalSupply() / 1 ether - _assets();
        first = _bound(first, 0, missing);
        _checkpoint(int256(first));
        _vest();
        _checkpoint(int256(missing - first));
        _vest();
        assertEq(_fees(), 0, "FEE-2: a recovery paid a fee");
        assertLe(_rate(), rate, "FEE-2: the mark was passed");
        assertGe(_rate() + rate / 1e12, rate, "FEE-2: recovered");

        _checkpoint(1 ether);
        _vest();
        uint256 worth = vault.convertToAssets(_fees());
        assertLe(worth, uint256(1 ether) * p.feeBps / BPS, "FEE-3: more than its part");
        assertGe(worth + 1e6, uint256(1 ether) * p.feeBps / BPS, "FEE-2: what rises above the mark pays");
    }

    /// @dev FEE-2: the same by the lane.
    function testFuzz_mark_theMarkIsPerShareThroughTheLane(uint256 part) external {
        _deposit(bob, 100 ether);
        _checkpoint(-100 ether);
        uint256 deficit = vault.snapshot().deficit;
        uint256 supply = vault.totalSupply();
        part = _bound(part, 1 gwei, vault.convertToShares(vault.snapshot().laneCapacity));
        _instant(bob, part);
        assertEq(
            vault.snapshot().deficit, _ceilDiv(deficit * (supply - part), supply), "FEE-2: the mark is kept per share"
        );
    }

    /// @dev FEE-2: losses add up, gains that vest take them away, in any order.
    function test_mark_lossesAddUp() external {
        _checkpoint(-3 ether);
        _checkpoint(-2 ether);
        assertEq(vault.snapshot().deficit, 5 ether, "FEE-2: losses add up");
        _checkpoint(4 ether);
        assertEq(vault.snapshot().deficit, 5 ether, "FEE-2: what hasn't vested recovers nothing");
        _vest();
        vault.collectFees();
        assertEq(vault.snapshot().deficit, 1 ether, "FEE-2: what has vested does");
        assertEq(_fees(), 0, "FEE-2: no fee below the mark");
    }

    function _leaveByQueue(address who, uint256 shares) private {
        uint256 id = _request(who, shares);
        _checkpoint(0);
        if (vault.convertToAssets(shares) > vault.idle()) return;
        vault.fill(ALL);
        _claim(who, id);
    }

    /// @dev FEE-1, FEE-4: collecting leaves the provers' part, and moves the rest to the treasury.
    function testFuzz_mark_collectingLeavesTheProversPart(uint256 gain) external {
        _checkpoint(int256(_bound(gain, 1 gwei, 10 ether)));
        _vest();
        uint256 fees = _fees();
        uint256 supply = vault.totalSupply();
        vm.prank(mallory);
        uint256 collected = vault.collectFees();
        assertEq(_fees(), fees * p.tipBps / BPS, "FEE-4: the provers' part stays");
        assertEq(vault.balanceOf(treasury), fees - _fees(), "FEE-1: the rest is the treasury's");
        assertEq(collected, fees - _fees(), "FEE-1: what was moved");
        assertEq(vault.totalSupply(), supply, "RATE-3: collecting mints nothing that hadn't accrued");
    }

    /// @dev FEE-4: all provers together get what is set aside, however a checkpoint is cut.
    function testFuzz_mark_tipsAreAPartOfTheFees(uint256 part, uint256 whole) external {
        _checkpoint(10 ether);
        _vest();
        vault.collectFees();
        _checkpoint(0);
        uint256 fees = vault.snapshot().fees;
        whole = _bound(whole, 1, 1_000_000);
        part = _bound(part, 0, whole);
        vm.prank(registry);
        uint256 shares = vault.tip(prover, part, whole);
        assertEq(shares, fees * p.tipBps * part / (BPS * whole), "FEE-4: the part of the whole");
        assertEq(vault.balanceOf(prover), shares, "FEE-4: is the prover's");
        assertEq(_fees(), fees - shares, "FEE-1: out of the fees");
    }

    function test_mark_onlyTheRegistryTips() external {
        vm.expectRevert(abi.encodeWithSignature("OnlyRegistry(address)", address(this)));
        vault.tip(prover, 1, 1);
    }
}
