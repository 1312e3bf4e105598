// SPDX-License-Identifier: MIT
pragma solidity 0.8.31;

import {ILiquidVault} from "../../src/interfaces/ILiquidVault.sol";
import {Scene} from "./Scene.sol";

contract DepositTest is Scene {
    function testFuzz_deposit_roundTripThroughTheLaneCreatesNothing(uint256 seed, uint256 assets) public {
        anyRate(seed);
        assets = bound(assets, 1e6, 100_000 ether);
        // Enough in the lane for all of it.
        deposit(carol, assets * 101);
        checkpoint();

        uint256 shares = deposit(alice, assets);
        assertLe(redeemInstant(alice, shares), assets, "SOLV-5");
    }

    function testFuzz_deposit_roundTripThroughTheQueueCreatesNothing(uint256 seed, uint256 assets) public {
        anyRate(seed);
        assets = bound(assets, 10 ether, 1_000_000 ether);

        uint256 shares = deposit(alice, assets);
        vm.assume(shares >= 0.01 ether);
        uint256 id = request(alice, shares);
        checkpoint();
        (uint256 filled,) = fill();
        (uint256 paid,) = claim(alice, id);

        assertEq(filled, shares, "all of it was eligible");
        assertLe(paid, assets, "SOLV-5");
    }

    function testFuzz_deposit_lowersNoPrice(uint256 seed, uint256 assets) public {
        anyRate(seed);
        uint256 before = price();
        deposit(alice, bound(assets, 1e6, 1_000_000 ether));
        assertGe(price(), before, "RATE-1");
    }

    function testFuzz_deposit_mintsWhatWasPreviewedAndConverts(uint256 seed, uint256 assets) public {
        anyRate(seed);
        assets = bound(assets, 1e6, 1_000_000 ether);
        uint256 expected = vault.previewDeposit(assets);
        assertEq(expected, vault.convertToShares(assets), "RATE-3");
        assertEq(deposit(alice, assets), expected, "RATE-3");
        assertEq(vault.balanceOf(alice), expected, "credited");
    }

    function testFuzz_mint_takesWhatWasPreviewedAndNeverLessThanTheSharesAreWorth(uint256 seed, uint256 shares) public {
        anyRate(seed);
        shares = bound(shares, 1, 1_000_000 ether);
        uint256 expected = vault.previewMint(shares);
        uint256 before = price();
        _giveWeth(alice, expected);

        vm.prank(alice);
        assertEq(vault.mint(shares, alice), expected, "RATE-3");
        assertEq(vault.balanceOf(alice), shares, "credited");
        assertGe(expected, worth(shares), "SOLV-5");
        assertGe(price(), before, "RATE-1");
        assertEq(weth.balanceOf(alice), 0, "taken");
    }

    function testFuzz_deposit_wethAndEtherBuyTheSame(uint256 seed, uint256 assets) public {
        anyRate(seed);
        assets = bound(assets, 1e6, 1_000_000 ether);
        uint256 state = vm.snapshotState();
        uint256 byEther = deposit(alice, assets);
        uint256 held = address(vault).balance;
        vm.revertToState(state);

        _giveWeth(alice, assets);
        vm.prank(alice);
        assertEq(vault.deposit(assets, alice), byEther, "same shares");
        assertEq(address(vault).balance, held, "unwrapped on entry");
        assertEq(weth.balanceOf(address(vault)), 0, "unwrapped on entry");
    }

    function test_deposit_ofWethThatIsNotThereFails() public {
        vm.prank(alice);
        weth.approve(address(vault), 1 ether);
        vm.expectRevert(bytes4(0x7939f424)); // TransferFromFailed()
        vm.prank(alice);
        vault.deposit(1 ether, alice);
    }

    function testFuzz_deposit_guardsHoldAtTheirThresholds(uint256 seed, uint256 assets) public {
        anyRate(seed);
        assets = bound(assets, 1 ether, 1000 ether);
        uint256 shares = vault.previewDeposit(assets);
        vm.deal(alice, 2 * assets);

        vm.startPrank(alice);
        vm.expectRevert(abi.encodeWithSelector(ILiquidVault.SharesBelowMinimum.selector, shares, shares + 1));
        vault.depositETH{value: assets}(alice, shares + 1, block.timestamp);
        vm.expectRevert(abi.encodeWithSelector(ILiquidVault.DeadlinePassed.selector, block.timestamp - 1));
        vault.depositETH{value: assets}(alice, shares, block.timestamp - 1);
        assertEq(vault.depositETH{value: assets}(alice, shares, block.timestamp), shares, "at both thresholds");
        vm.stopPrank();
    }

    function test_mint_guardsHoldAtTheirThresholds() public {
        _giveWeth(alice, 10 ether);
        uint256 assets = vault.previewMint(5 ether);
        vm.startPrank(alice);
        vm.expectRevert(abi.encodeWithSelector(ILiquidVault.AssetsAboveMaximum.selector, assets, assets - 1));
        vault.mint(5 ether, alice, assets - 1, block.timestamp);
        vm.expectRevert(abi.encodeWithSelector(ILiquidVault.DeadlinePassed.selector, block.timestamp - 1));
        vault.mint(5 ether, alice, assets, block.timestamp - 1);
        vault.mint(5 ether, alice, assets, block.timestamp);
        vm.expectRevert(abi.encodeWithSelector(ILiquidVault.DeadlinePassed.selector, block.timestamp - 1));
        vault.deposit(1 ether, alice, 0, block.timestamp - 1);
        vault.deposit(1 ether, alice, 1, block.timestamp);
        vm.stopPrank();
    }

    function test_deposit_ofNothingIsRefused() public {
        vm.expectRevert(ILiquidVault.ZeroAmount.selector);
        vault.depositETH(alice);
        vm.expectRevert(ILiquidVault.ZeroAmount.selector);
        vault.deposit(0, alice);
        vm.expectRevert(ILiquidVault.ZeroAmount.selector);
        vault.mint(0, alice);
    }

    function test_deposit_isClosedWhenTheProofIsStaleAndReopensWithTheNextCheckpoint() public {
        pass(2 days);
        deposit(alice, 1 ether);
        assertGt(vault.maxDeposit(alice), 0, "open at the threshold");

        pass(1);
        assertEq(vault.maxDeposit(alice), 0, "closed");
        assertEq(vault.maxMint(alice), 0, "closed");
        vm.expectRevert(abi.encodeWithSelector(ILiquidVault.Stale.selector, START, START + 2 days));
        vault.depositETH{value: 1 ether}(alice);
        vm.expectRevert(abi.encodeWithSelector(ILiquidVault.Stale.selector, START, START + 2 days));
        vault.mint(1 ether, alice);

        checkpoint();
        deposit(alice, 1 ether);
    }

    function test_deposit_toNobodyTheVaultOrTheQueueIsRefused() public {
        address[3] memory receivers = [address(0), address(vault), address(queue)];
        for (uint256 i; i < 3; ++i) {
            vm.expectRevert(abi.encodeWithSelector(ILiquidVault.InvalidReceiver.selector, receivers[i]));
            vault.depositETH{value: 1 ether}(receivers[i]);
            vm.expectRevert(abi.encodeWithSelector(ILiquidVault.InvalidReceiver.selector, receivers[i]));
            vault.mint(1, receivers[i]);
        }
    }

    /// @dev The classic: be first, donate, let the second one's deposit round to nothing.
    function testFuzz_deposit_theFirstDepositorTakesNothingFromTheSecond(
        uint256 first,
        uint256 donation,
        uint256 second
    ) public {
        first = bound(first, 1, 10 ether);
        donation = bound(donation, 0, 1_000_000 ether);
        second = bound(second, 1 gwei, 1000 ether);

        uint256 attackers = deposit(alice, first);
        (bool sent,) = address(vault).call{value: donation}("");
        assertTrue(sent, "ether is accepted");
        uint256 victims = deposit(bob, second);
        assertGe(worth(victims) + 1, second, "SOLV-7");

        // Booked, the donation vests, and most of it is the dead shares' and the victim's.
        checkpoint();
        assertGe(worth(victims) + 1, second, "SOLV-7");
        pass(30 days);
        assertLe(worth(attackers), first + donation + 1, "SOLV-7");
    }

    function testFuzz_deposit_maxDepositIsWhatTheLedgerHasRoomFor(uint256 seed) public {
        anyRate(seed);
        uint256 most = vault.maxDeposit(alice);
        vm.deal(alice, most);
        vm.prank(alice);
        vault.depositETH{value: most}(alice);
        assertLe(vault.maxDeposit(alice), most, "room was used");
    }

    function test_deposit_eventsTellWhoPaidAndWhoGot() public {
        vm.deal(alice, 1 ether);
        vm.expectEmit(address(vault));
        emit ILiquidVault.Deposit(alice, bob, 1 ether, 1 ether);
        vm.prank(alice);
        vault.depositETH{value: 1 ether}(bob);
    }

    function _giveWeth(address user, uint256 amount) private {
        vm.deal(user, amount);
        vm.startPrank(user);
        weth.deposit{value: amount}();
        weth.approve(address(vault), type(uint256).max);
        vm.stopPrank();
    }
}
