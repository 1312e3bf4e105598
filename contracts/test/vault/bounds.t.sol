// SPDX-License-Identifier: MIT
pragma solidity 0.8.31;

import { ILiquidVault } from "../../src/interfaces/ILiquidVault.sol";
import { IRedeemQueue } from "../../src/interfaces/IRedeemQueue.sol";
import { VaultFixture } from "./VaultFixture.sol";

/// @dev Deadlines and slippage bounds of every verb that has them, at one before, at, and one after.
contract BoundsTest is VaultFixture {
    uint256 private constant IN = 3 ether + 7;

    function setUp() public override {
        super.setUp();
        _deposit(alice, 100 ether);
        _checkpoint(0.1 ether);
        _skip(7 hours + 13);
        _checkpoint(0);
        _giveWeth(alice, 100 ether);
        vm.deal(alice, 100 ether);
    }

    /// @dev 0 is met with room, 1 exactly, 2 not.
    function _expect(uint256 i, bytes4 reason, uint256 had, uint256 bound) private {
        if (i == 2) vm.expectRevert(abi.encodeWithSelector(reason, had, bound));
        vm.prank(alice);
    }

    function test_bounds_depositETH() external {
        for (uint256 i; i < 3; ++i) {
            uint256 shares = vault.previewDeposit(IN);
            _expect(i, ILiquidVault.SharesBelowMinimum.selector, shares, shares - 1 + i);
            vault.depositETH{ value: IN }(alice, shares - 1 + i, block.timestamp);
        }
        _late();
        vault.depositETH{ value: IN }(alice, 0, block.timestamp - 1);
    }

    function test_bounds_deposit() external {
        for (uint256 i; i < 3; ++i) {
            uint256 shares = vault.previewDeposit(IN);
            _expect(i, ILiquidVault.SharesBelowMinimum.selector, shares, shares - 1 + i);
            vault.deposit(IN, alice, shares - 1 + i, block.timestamp);
        }
        _late();
        vault.deposit(IN, alice, 0, block.timestamp - 1);
    }

    function test_bounds_mint() external {
        for (uint256 i; i < 3; ++i) {
            uint256 assets = vault.previewMint(IN);
            _expect(i, ILiquidVault.AssetsAboveMaximum.selector, assets, assets + 1 - i);
            vault.mint(IN, alice, assets + 1 - i, block.timestamp);
        }
        _late();
        vault.mint(IN, alice, ALL, block.timestamp - 1);
    }

    function test_bounds_requestRedeem() external {
        for (uint256 i; i < 3; ++i) {
            uint256 worth = vault.convertToAssets(IN);
            _expect(i, ILiquidVault.AssetsBelowMinimum.selector, worth, worth - 1 + i);
            vault.requestRedeem(IN, alice, alice, worth - 1 + i, block.timestamp);
        }
        _late();
        vault.requestRedeem(IN, alice, alice, 0, block.timestamp - 1);
    }

    function test_bounds_redeemInstant() external {
        for (uint256 i; i < 3; ++i) {
            uint256 worth = vault.previewRedeemInstant(0.1 ether);
            _expect(i, ILiquidVault.AssetsBelowMinimum.selector, worth, worth - 1 + i);
            vault.redeemInstant(0.1 ether, alice, alice, worth - 1 + i, block.timestamp);
        }
        _late();
        vault.redeemInstant(0.1 ether, alice, alice, 0, block.timestamp - 1);
    }

    function test_bounds_claim() external {
        for (uint256 i; i < 3; ++i) {
            _request(alice, IN);
        }
        _checkpoint(0);
        vault.fill(ALL);
        for (uint256 i; i < 3; ++i) {
            uint256 id = 1e18 + i * IN;
            uint256 assets = queue.position(id).assets;
            _expect(i, IRedeemQueue.AssetsBelowMinimum.selector, assets, assets - 1 + i);
            queue.claim(id, alice, assets - 1 + i, block.timestamp);
        }
        _late();
        queue.claim(1e18 + 2 * IN, alice, 0, block.timestamp - 1);
        vm.prank(alice);
        queue.claim(1e18 + 2 * IN, alice, 0, block.timestamp + 1);
    }

    function _late() private {
        vm.expectRevert(abi.encodeWithSelector(ILiquidVault.DeadlinePassed.selector, block.timestamp - 1));
        vm.prank(alice);
    }

    /// @dev The least request and the least fill, at one below, at, and one above.
    function test_bounds_leastSizes() external {
        for (uint256 i; i < 3; ++i) {
            uint256 shares = p.minRequest - 1 + i;
            if (i == 0) {
                vm.expectRevert(abi.encodeWithSelector(ILiquidVault.RequestBelowMinimum.selector, shares, p.minRequest));
            }
            vm.prank(alice);
            vault.requestRedeem(shares, alice, alice);
        }
        _request(alice, 1 ether);
        _checkpoint(0);
        _refuses(ILiquidVault.FillBelowMinimum.selector);
        vault.fill(p.minFill - 1);
        // What rounding takes off the least amount makes it too small; that and a wei will do.
        vault.fill(p.minFill + 1);
        // Whatever finishes the eligible may be small.
        vault.fill(vault.convertToAssets(vault.snapshot().eligible) - 0.001 ether);
        (, uint256 paid) = vault.fill(ALL);
        assertLe(paid, p.minFill - 1, "the last of it is small");
        assertEq(vault.snapshot().eligible, 0, "and finishes it");
    }

    /// @dev EIP-712 aside, every owner's verb asks the owner: by allowance, or by ERC-7540's operators.
    function test_bounds_requestsAskTheOwner() external {
        vm.expectRevert(abi.encodeWithSelector(ILiquidVault.InsufficientAllowance.selector, bob, 0, 1 ether));
        vm.prank(bob);
        vault.requestRedeem(1 ether, bob, alice);
        vm.prank(alice);
        vault.approve(bob, 1 ether);
        vm.prank(bob);
        uint256 id = vault.requestRedeem(1 ether, bob, alice);
        assertTrue(queue.ownerOf(id) == bob, "the ticket is the controller's");
        assertEq(vault.allowance(alice, bob), 0, "the allowance is used up");
        vm.prank(alice);
        vault.setOperator(bob, true);
        vm.prank(bob);
        vault.requestRedeem(1 ether, bob, alice);
    }
}
