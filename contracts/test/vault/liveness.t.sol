// SPDX-License-Identifier: MIT
pragma solidity 0.8.31;

import {ILiquidVault} from "../../src/interfaces/ILiquidVault.sol";
import {IRedeemQueue} from "../../src/interfaces/IRedeemQueue.sol";
import {Bench} from "./Bench.sol";

contract LivenessTest is Bench {
    uint256 private filledTicket;
    uint256 private settledTicket;

    function setUp() public override {
        super.setUp();
        _deposit(alice, 100 ether);
        filledTicket = _request(alice, 2 ether);
        settledTicket = _request(alice, 3 ether);
        _checkpoint(0);
        vault.fill(ALL);
        _settle(alice, settledTicket);
    }

    /// @dev LIVE-1: whatever the vault is in the middle of: lapsed, counting, slashed, all of it.
    function testFuzz_liveness_nobodyIsKeptFromLeaving(uint8 state, uint256 time) external {
        _bring(state, time);
        uint256 owed = queue.position(filledTicket).assets;
        uint256 before = alice.balance;
        _claim(alice, filledTicket);
        assertEq(alice.balance, before + owed, "LIVE-1: a claim is paid");

        cheats.startPrank(alice);
        vault.redeem(1 ether, alice, alice);
        vault.withdraw(vault.maxWithdraw(alice), alice, alice);
        assertEq(weth.balanceOf(alice), 3 ether, "LIVE-1: what is settled is paid");

        uint256 id = vault.requestRedeem(1 ether, alice, alice);
        vault.transfer(bob, 1 ether);
        queue.transferFrom(alice, bob, id);
        cheats.stopPrank();
        assertTrue(queue.ownerOf(id) == bob, "LIVE-1: tickets and shares can be sold");
        vault.collectFees();
        vault.rateAndAge();
    }

    /// @dev A state of many: each bit is something that closes some door.
    function _bring(uint8 state, uint256 time) private {
        _skip(_bound(time, 0, 3650 days));
        if (state & 1 != 0) _suspend();
        if (state & 2 != 0) _open();
        if (state & 4 != 0) vm.warp(vault.snapshot().provenAt + p.staleAfter + 1 + time % 3650 days);
    }

    /// @dev LIVE-2: a prover that lapses takes nothing from anyone: the rate goes on as it would, nobody can join at an old rate, and
    /// everything reopens by one checkpoint.
    function testFuzz_liveness_aLapsedProverHarmsNobodyInside(uint256 gain, uint256 time) external {
        _checkpoint(int256(_bound(gain, 0, 0.1 ether)));
        uint256 assets = _assets();
        uint256 supply = vault.totalSupply();
        gain = vault.snapshot().unvested;
        time = _bound(time, p.staleAfter + 1, 3650 days);
        _skip(time);
        assertEq(_assets(), assets + gain, "RATE-2: what was vesting has vested, and nothing is lost");
        assertGe(_assets() * supply, assets * vault.totalSupply(), "RATE-2: the rate fell");

        assertEq(vault.maxDeposit(bob), 0, "deposits are closed");
        assertEq(vault.maxMint(bob), 0, "deposits are closed");
        uint256 rate = _rate();
        uint256 id = _request(alice, 1 ether);
        _claim(alice, filledTicket);
        assertEq(_rate(), rate, "RATE-3: leaving moved the rate");

        _checkpoint(0);
        _deposit(bob, 1 ether);
        vault.fill(ALL);
        (uint256 paid,) = _claim(alice, id);
        assertGe(paid * supply, 1 ether * assets - supply, "RATE-2: who stayed is paid no less");
    }

    /// @dev Deposits and the lane, at a second before, at and after the moment they close.
    function test_liveness_staleFromTheSecondAfterOn() external {
        uint256 staleAt = vault.snapshot().provenAt + p.staleAfter;
        for (uint256 i; i < 3; ++i) {
            vm.warp(staleAt - 1 + i);
            bytes memory stale = abi.encodeWithSelector(ILiquidVault.Stale.selector, staleAt - p.staleAfter, staleAt);
            assertEq(vault.maxDeposit(bob) == 0 ? 1 : 0, i == 2 ? 1 : 0, "ERC-4626: maxDeposit knows");
            vm.deal(bob, 1 ether);
            if (i == 2) vm.expectRevert(stale);
            vm.prank(bob);
            vault.depositETH{value: 1 gwei}(bob);
            if (i == 2) vm.expectRevert(stale);
            vm.prank(registry);
            vault.credit(bob, 1 gwei);
            if (i == 2) vm.expectRevert(stale);
            vm.prank(alice);
            vault.redeemInstant(1 gwei, alice, alice);
            if (i == 2) vm.expectRevert(stale);
            vault.previewRedeemInstant(1 gwei);
        }
    }

    /// @dev Fills, at a second before, at and after the moment they close.
    function test_liveness_freshUntilTheSecondItself() external {
        _request(alice, 3 ether);
        _checkpoint(0);
        uint256 until = block.timestamp + p.freshFor;
        for (uint256 i; i < 3; ++i) {
            vm.warp(until - 1 + i);
            if (i == 2) {
                vm.expectRevert(abi.encodeWithSelector(ILiquidVault.NotFresh.selector, until - p.freshFor, until));
            }
            vault.fill(1 ether);
        }
        assertEq(queue.fillCount(), 3, "two fills more");
    }

    /// @dev CKPT-2: a slashing suspends payments until a checkpoint finishes, and no longer.
    function test_liveness_aSlashingSuspendsUntilItIsBooked() external {
        _request(alice, 1 ether);
        _checkpoint(0);
        _suspend();
        vm.expectRevert(ILiquidVault.SlashingUnbooked.selector);
        vault.fill(ALL);
        _deposit(bob, 1 ether);
        _open();
        vm.expectRevert(ILiquidVault.CheckpointOpen.selector);
        vault.fill(ALL);
        _close(address(vault).balance, 0);
        vault.fill(ALL);
        _instant(alice, 1 gwei);
    }

    /// @dev LIVE-2: a checkpoint that nobody finishes is replaced, and what was pinned is pinned anew.
    function test_liveness_anAbandonedCheckpointIsReplaced() external {
        _open();
        _skip(1 hours);
        uint256 id = _request(alice, 1 ether);
        _checkpoint(0);
        vault.fill(ALL);
        _claim(alice, id);
        vm.expectRevert(ILiquidVault.NoCheckpointOpen.selector);
        vm.prank(registry);
        vault.close(0, 0, block.timestamp);
    }

    /// @dev FIFO-6: a request of the opening second's end waits for the next checkpoint.
    function test_liveness_requestsAfterTheOpeningWait() external {
        uint256 early = _request(alice, 1 ether);
        uint256 execution = _open();
        uint256 late = _request(alice, 1 ether);
        _close(execution, 0);
        vault.fill(ALL);
        assertEq(queue.position(early).pendingShares, 0, "FIFO-6: who was there is filled");
        assertEq(queue.position(late).claimableShares, 0, "FIFO-6: who came later isn't");
        vm.expectRevert(ILiquidVault.NothingEligible.selector);
        vault.fill(ALL);
        vm.expectRevert(abi.encodeWithSelector(IRedeemQueue.NothingToClaim.selector, late, 0));
        vm.prank(alice);
        queue.claim(late, alice);
    }
}
