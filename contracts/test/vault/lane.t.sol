// SPDX-License-Identifier: MIT
pragma solidity 0.8.31;

import {ILiquidVault} from "../../src/interfaces/ILiquidVault.sol";
import {InstantLane} from "../../src/vault/InstantLane.sol";
import {Bench} from "./Bench.sol";

contract LaneTest is Bench {
    function setUp() public override {
        super.setUp();
        _deposit(alice, 100 ether);
        _checkpoint(0);
    }

    function _capacityShares() private view returns (uint256) {
        return vault.convertToShares(vault.snapshot().laneCapacity);
    }

    /// @dev LANE-2: after any history, at any time.
    function testFuzz_lane_aPreviewIsWhatIsPaid(uint256 shares, uint256 gain, uint256 time, uint256 used) external {
        _checkpoint(int256(_bound(gain, 0, 5 ether)));
        _skip(_bound(time, 0, p.staleAfter));
        _instant(alice, _bound(used, 1 gwei, _capacityShares() / 2));
        shares = _bound(shares, 1 gwei, _capacityShares() / 2 - 1 gwei);

        uint256 expected = vault.previewRedeemInstant(shares);
        uint256 before = alice.balance;
        uint256 paid = _instant(alice, shares);
        assertEq(paid, expected, "LANE-2: a preview is what is paid");
        assertEq(alice.balance, before + paid, "LANE-2: in ether");
    }

    /// @dev LANE-2: at the slippage bound, and a wei beyond.
    function testFuzz_lane_theBoundIsExact(uint256 shares) external {
        shares = _bound(shares, 1 gwei, _capacityShares());
        uint256 expected = vault.previewRedeemInstant(shares);
        vm.expectRevert(abi.encodeWithSelector(ILiquidVault.AssetsBelowMinimum.selector, expected, expected + 1));
        vm.prank(alice);
        vault.redeemInstant(shares, alice, alice, expected + 1, block.timestamp);
        vm.prank(alice);
        assertEq(
            vault.redeemInstant(shares, alice, alice, expected, block.timestamp), expected, "the bound itself is met"
        );
    }

    /// @dev LANE-1: to the bucket's last wei, and not a wei more.
    function test_lane_endsWhereTheBucketDoes() external {
        uint256 capacity = vault.snapshot().laneCapacity;
        assertEq(capacity, _assets() * p.laneBps / BPS, "LANE-1: the bucket is its part of the assets");
        vm.expectRevert(abi.encodeWithSelector(ILiquidVault.LaneExhausted.selector, capacity + 1, capacity));
        vm.prank(alice);
        vault.redeemInstant(capacity + 1, alice, alice);

        _instant(alice, capacity - 1);
        vm.expectRevert(abi.encodeWithSelector(ILiquidVault.LaneExhausted.selector, 2, 1));
        vm.prank(alice);
        vault.redeemInstant(2, alice, alice);
        // The last wei alone would be eaten by its own fee, whole.
        _checkpoint(0);
        _instant(alice, vault.snapshot().laneCapacity);
        assertEq(vault.snapshot().laneUsed, vault.snapshot().laneCapacity, "LANE-1: all of it");
    }

    /// @dev LANE-1: neither time nor deposits refill or widen it; a checkpoint does.
    function test_lane_onlyACheckpointRefills() external {
        uint256 capacity = vault.snapshot().laneCapacity;
        _instant(alice, capacity);
        _skip(1 days);
        _deposit(bob, 1000 ether);
        _refuses(ILiquidVault.LaneExhausted.selector);
        vm.prank(alice);
        vault.redeemInstant(1 gwei, alice, alice);
        _open();
        uint256 used = vault.snapshot().laneUsed;
        assertEq(used, capacity, "LANE-1: opening refills nothing");
        _close(address(vault).balance, 0);
        assertEq(vault.snapshot().laneUsed, 0, "LANE-1: finishing does");
        assertEq(vault.snapshot().laneCapacity, _assets() * p.laneBps / BPS, "LANE-1: of the assets of now");
    }

    /// @dev LANE-4: what eligible tickets are owed isn't the lane's, to the wei.
    function testFuzz_lane_leavesWhatTicketsAreOwed(uint256 left) external {
        left = _bound(left, 1 gwei, 0.9 ether);
        _stakeAll();
        _request(alice, 50 ether);
        _checkpoint(0);
        // Idle ether is the lane's buffer of about one; give the line all of it but `left`.
        uint256 spare = vault.idle();
        _deposit(bob, 50 ether + left - spare);
        uint256 available = vault.idle() - vault.convertToAssets(vault.snapshot().eligible);
        assertEq(available, left, "idle less what is owed");
        vm.expectRevert(abi.encodeWithSelector(ILiquidVault.LaneExhausted.selector, left + 1, left));
        vm.prank(bob);
        vault.redeemInstant(left + 1, bob, bob);
        _instant(bob, left);
        vault.fill(ALL);
        assertEq(vault.snapshot().eligible, 0, "LANE-4: all that was eligible could be filled");
    }

    /// @dev VEST-1: the fee joins what vests, and is worth nothing to anyone at once.
    function testFuzz_lane_theFeeVests(uint256 shares) external {
        shares = _bound(shares, 1 gwei, _capacityShares());
        uint256 rate = _rate();
        uint256 backing = vault.snapshot().backing;
        uint256 paid = _instant(alice, shares);
        ILiquidVault.Snapshot memory s = vault.snapshot();
        assertEq(s.backing, backing - paid, "what wasn't paid stays");
        assertEq(s.unvested, shares - paid, "VEST-1: the fee is unvested");
        assertEq(_rate(), rate, "VEST-1: the fee was worth something at once");
    }

    /// @dev LANE-3: the price of the first wei is the least, of the last the greatest, and it never falls.
    function testFuzz_lane_thePriceRises(uint256 a, uint256 b, uint256 capacity) external pure {
        capacity = _bound(capacity, 1e9, type(uint88).max);
        a = _bound(a, 0, capacity);
        b = _bound(b, a, capacity);
        uint256 low = InstantLane.feeIntegralUp(a, capacity, 5, 200);
        uint256 high = InstantLane.feeIntegralUp(b, capacity, 5, 200);
        assertLe(low, high, "LANE-3: the integral falls");
        assertGe(high - low + 1, (b - a) * 5 / BPS, "LANE-3: cheaper than the least");
        assertLe(high - low, _ceilDiv((b - a) * 200, BPS) + 1, "LANE-3: dearer than the greatest");
    }

    /// @dev RATE-1: what is worth nothing, or no more than its fee, is refused.
    function test_lane_refusesWhatIsWorthNoMoreThanItsFee() external {
        for (uint256 shares; shares < 2; ++shares) {
            vm.expectRevert(ILiquidVault.ZeroAmount.selector);
            vault.previewRedeemInstant(shares);
            vm.expectRevert(ILiquidVault.ZeroAmount.selector);
            vm.prank(alice);
            vault.redeemInstant(shares, alice, alice);
        }
        assertEq(_instant(alice, 2), 1, "two wei less the one that the fee is");
    }

    /// @dev A spender needs allowance, an operator nothing more; a stranger gets nothing.
    function test_lane_asksTheOwner() external {
        vm.expectRevert(abi.encodeWithSelector(ILiquidVault.InsufficientAllowance.selector, bob, 0, 1 gwei));
        vm.prank(bob);
        vault.redeemInstant(1 gwei, bob, alice);
        vm.prank(alice);
        vault.approve(bob, 1 gwei);
        vm.prank(bob);
        vault.redeemInstant(1 gwei, bob, alice);
        assertEq(vault.allowance(alice, bob), 0, "the allowance is used up");
        vm.prank(alice);
        vault.setOperator(bob, true);
        vm.prank(bob);
        vault.redeemInstant(1 gwei, bob, alice);
    }
}
