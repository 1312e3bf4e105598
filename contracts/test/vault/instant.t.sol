// SPDX-License-Identifier: MIT
pragma solidity 0.8.31;

import {ILiquidVault} from "../../src/interfaces/ILiquidVault.sol";
import {InstantLane} from "../../src/vault/InstantLane.sol";
import {Scene} from "./Scene.sol";

contract InstantTest is Scene {
    function setUp() public override {
        super.setUp();
        deposit(alice, 40_000 ether);
        deposit(bob, 60_000 ether - GENESIS);
        stakeAll();
        checkpoint();
    }

    /// @dev A bucket of about 1,000 ether, used to some extent, at some rate.
    function anyLane(uint256 seed) private {
        if (seed % 3 == 1) earn(bound(seed >> 8, 1, 100 ether));
        if (seed % 3 == 2) suffer(bound(seed >> 8, 1, 10_000 ether));
        pass(bound(seed >> 16, 0, 1 days));
        uint256 used = bound(seed >> 32, 0, 900 ether);
        if (worth(used) > 10) redeemInstant(bob, used * 1e18 / worth(1e18));
    }

    function available() private view returns (uint256) {
        ILiquidVault.Snapshot memory s = snapshot();
        uint256 left = s.laneCapacity - s.laneUsed;
        uint256 owed = worth(s.eligible);
        uint256 idle = vault.idle() > owed ? vault.idle() - owed : 0;
        return left < idle ? left : idle;
    }

    function testFuzz_redeemInstant_paysWhatWasPreviewed(uint256 seed, uint256 shares) public {
        anyLane(seed);
        shares = bound(shares, 10, 1500 ether);
        if (worth(shares) > available()) {
            vm.expectRevert(abi.encodeWithSelector(ILiquidVault.LaneExhausted.selector, worth(shares), available()));
            vault.previewRedeemInstant(shares);
            return;
        }
        uint256 expected = vault.previewRedeemInstant(shares);
        assertEq(redeemInstant(alice, shares), expected, "LANE-2");
        assertEq(alice.balance, expected, "LANE-2");
    }

    function testFuzz_redeemInstant_feeJoinsTheGainsAndNoPriceFalls(uint256 seed, uint256 shares) public {
        anyLane(seed);
        shares = bound(shares, 1 ether, 90 ether);
        if (worth(shares) > available()) return;
        uint256 gross = worth(shares);
        uint256 before = price();
        uint256 used = snapshot().laneUsed;
        uint256 held = address(vault).balance;
        vault.collectFees();
        uint256 unvested = snapshot().unvested;

        uint256 paid = redeemInstant(alice, shares);
        assertGe(price(), before, "RATE-1");
        assertEq(snapshot().unvested, unvested + gross - paid, "VEST-1");
        assertEq(snapshot().laneUsed, used + gross, "LANE-1");
        assertEq(address(vault).balance, held - paid, "SOLV-3");
        assertEq(vault.idle(), address(vault).balance, "SOLV-3");
        assertGt(gross - paid, 0, "never free");
        assertLe(gross - paid, gross * 200 / 1e4 + 1, "the greatest fee");
    }

    function testFuzz_redeemInstant_inPartsNeverPaysTheSplitterMore(uint256 seed, uint256 shares, uint256 parts)
        public
    {
        anyLane(seed);
        shares = bound(shares, 1 ether, 90 ether);
        if (worth(shares) > available()) return;
        parts = [uint256(1), 4, 16][parts % 3];

        uint256 state = vm.snapshotState();
        uint256 whole = redeemInstant(alice, shares);
        uint256 wholeFee = snapshot().unvested;
        vm.revertToState(state);

        uint256 sum;
        uint256 left = shares;
        for (uint256 i; i < parts; ++i) {
            uint256 part = i + 1 == parts ? left : shares / parts;
            left -= part;
            sum += redeemInstant(alice, part);
        }
        assertLe(sum, whole, "LANE-3");
        assertLe(whole - sum, parts, "LANE-3");
        assertNear(snapshot().unvested, wholeFee, parts, "LANE-3");
    }

    /// @dev The whole bucket in 1, 4, 16 parts: the same fee, to a wei a part.
    function test_redeemInstant_drainingInPartsCostsTheSame() public {
        uint256 shares = snapshot().laneCapacity;
        uint256 state = vm.snapshotState();
        uint256 whole = redeemInstant(alice, shares);
        // The area under the line from 0.05 % to 2 %.
        assertEq(whole, shares - shares * (5 + 200) / 2e4, "LANE-3");
        for (uint256 parts = 4; parts <= 16; parts *= 4) {
            vm.revertToState(state);
            state = vm.snapshotState();
            uint256 sum;
            for (uint256 i; i < parts; ++i) {
                sum += redeemInstant(alice, shares / parts);
            }
            sum += shares % parts == 0 ? 0 : redeemInstant(alice, shares % parts);
            assertLe(sum, whole, "LANE-3");
            assertLe(whole - sum, parts, "LANE-3");
        }
        assertEq(snapshot().laneUsed, snapshot().laneCapacity, "LANE-1");
        vm.expectRevert(abi.encodeWithSelector(ILiquidVault.LaneExhausted.selector, 1, 0));
        redeemInstant(alice, 1);
    }

    function testFuzz_feeIntegral_risesAndIsConvexAndIsCutFreely(uint256 a, uint256 b, uint256 capacity) public pure {
        capacity = bound(capacity, 1, 1e26);
        a = bound(a, 0, capacity);
        b = bound(b, 0, capacity - a);
        uint256 low = InstantLane.feeIntegralUp(a, capacity, 5, 200);
        uint256 high = InstantLane.feeIntegralUp(a + b, capacity, 5, 200);
        assertGe(high, low, "LANE-3");
        assertGe(high - low + 1, InstantLane.feeIntegralUp(b, capacity, 5, 200), "LANE-3");
        assertLe(high, (a + b) * 200 / 1e4 + 1, "the greatest fee");
        assertGe(high, (a + b) * 5 / 1e4, "the least fee");
    }

    function test_redeemInstant_theBucketIsRefilledByCheckpointsAlone() public {
        uint256 capacity = snapshot().laneCapacity;
        assertEq(capacity, vault.totalAssets() / 100, "LANE-1");
        redeemInstant(alice, 900 ether);
        deposit(carol, 50_000 ether);
        pass(12 hours);
        assertEq(snapshot().laneCapacity, capacity, "LANE-1");
        assertEq(snapshot().laneUsed, 900 ether, "LANE-1");
        checkpoint();
        assertEq(snapshot().laneUsed, 0, "LANE-1");
        assertEq(snapshot().laneCapacity, vault.totalAssets() / 100, "LANE-1");
    }

    function testFuzz_redeemInstant_neverTakesWhatEligibleTicketsAreOwed(uint256 queued) public {
        queued = bound(queued, 1 ether, 1200 ether);
        request(bob, queued);
        checkpoint();
        uint256 unowed = vault.idle() > queued ? vault.idle() - queued : 0;
        uint256 most = unowed < snapshot().laneCapacity ? unowed : snapshot().laneCapacity;
        vm.expectRevert(abi.encodeWithSelector(ILiquidVault.LaneExhausted.selector, most + 1, most));
        redeemInstant(alice, most + 1);
        if (most > 1) redeemInstant(alice, most);

        if (queued < vault.idle()) {
            (uint256 filled,) = fill();
            assertEq(filled, queued, "LANE-4");
        }
    }

    function test_redeemInstant_isClosedWhileACheckpointIsOpenASlashingUnbookedOrTheProofStale() public {
        uint256 execution = open();
        vm.expectRevert(ILiquidVault.CheckpointOpen.selector);
        redeemInstant(alice, 1 ether);
        vm.expectRevert(ILiquidVault.CheckpointOpen.selector);
        vault.previewRedeemInstant(1 ether);
        close(execution);

        vm.prank(registry);
        vault.suspend();
        vm.expectRevert(ILiquidVault.SlashingUnbooked.selector);
        redeemInstant(alice, 1 ether);
        checkpoint();

        uint256 proven = block.timestamp;
        pass(2 days + 1);
        vm.expectRevert(abi.encodeWithSelector(ILiquidVault.Stale.selector, proven, proven + 2 days));
        redeemInstant(alice, 1 ether);
        vm.warp(proven + 2 days);
        redeemInstant(alice, 1 ether);
    }

    function test_redeemInstant_thresholdsAndWhoMay() public {
        uint256 pays = vault.previewRedeemInstant(10 ether);
        vm.startPrank(alice);
        vm.expectRevert(abi.encodeWithSelector(ILiquidVault.AssetsBelowMinimum.selector, pays, pays + 1));
        vault.redeemInstant(10 ether, alice, alice, pays + 1, block.timestamp);
        vm.expectRevert(abi.encodeWithSelector(ILiquidVault.DeadlinePassed.selector, block.timestamp - 1));
        vault.redeemInstant(10 ether, alice, alice, pays, block.timestamp - 1);
        vm.expectRevert(ILiquidVault.ZeroAmount.selector);
        vault.redeemInstant(0, alice, alice);
        vm.expectRevert(ILiquidVault.ZeroAmount.selector);
        vault.redeemInstant(1, alice, alice);
        vm.stopPrank();

        vm.expectRevert(abi.encodeWithSelector(ILiquidVault.InsufficientAllowance.selector, bob, 0, 10 ether));
        vm.prank(bob);
        vault.redeemInstant(10 ether, bob, alice);
        vm.prank(alice);
        vault.approve(bob, 10 ether);
        vm.expectEmit(address(vault));
        emit ILiquidVault.RedeemedInstant(bob, carol, alice, 10 ether, pays, 10 ether - pays);
        vm.prank(bob);
        vault.redeemInstant(10 ether, carol, alice, pays, block.timestamp);
        assertEq(carol.balance, pays, "paid where bob said");
    }
}
