// SPDX-License-Identifier: MIT
pragma solidity 0.8.31;

import {ILiquidVault} from "../../src/interfaces/ILiquidVault.sol";
import {IRedeemEscrow, IRedeemQueue} from "../../src/interfaces/IRedeemQueue.sol";
import {Bench} from "./Bench.sol";

contract SolvencyTest is Bench {
    uint256 private constant MAX80 = type(uint80).max;
    uint256 private constant MAX88 = type(uint88).max;

    // -- Coming and going --------------------------------------------------------------------------------------------

    /// @dev SOLV-5, RATE-1: at any rate, by any door.
    function testFuzz_solvency_aRoundTripCreatesNothing(uint256 assets, uint256 found, bool loses, uint256 time)
        external
    {
        _anyRate(found, loses, time);
        assets = _bound(assets, 0.011 ether, 1_000_000 ether);
        uint256 rate = _rate();
        uint256 expected = vault.previewDeposit(assets);
        uint256 shares = _deposit(bob, assets);
        assertEq(shares, expected, "ERC-4626: a deposit mints what was previewed");
        assertLe(vault.convertToAssets(shares), assets, "SOLV-5: a deposit is worth more than it brought");
        assertGe(_rate() + 1, rate, "RATE-1: a deposit lowered the rate");

        _giveWeth(mallory, assets);
        vm.prank(mallory);
        assertEq(vault.deposit(assets, mallory), vault.balanceOf(mallory), "deposit mints to its receiver");
        assertLe(vault.balanceOf(mallory), shares, "RATE-1: WETH mints no more than ether");
        assertEq(weth.balanceOf(mallory), 0, "the WETH was taken");
        assertEq(weth.balanceOf(address(vault)), 0, "and unwrapped");
    }

    /// @dev ERC-4626: a mint costs what was previewed, and no less than its shares are worth.
    function testFuzz_solvency_aMintCostsWhatItIsWorth(uint256 shares, uint256 found, bool loses, uint256 time)
        external
    {
        _anyRate(found, loses, time);
        shares = _bound(shares, 1, 1_000_000 ether);
        uint256 expected = vault.previewMint(shares);
        _giveWeth(bob, expected);
        vm.prank(bob);
        assertEq(vault.mint(shares, bob), expected, "ERC-4626: a mint costs what was previewed");
        assertEq(vault.balanceOf(bob), shares, "ERC-4626: a mint mints exactly");
        assertLe(vault.convertToAssets(shares), expected, "SOLV-5: a mint is worth more than it cost");
    }

    function _anyRate(uint256 found, bool loses, uint256 time) private {
        _deposit(alice, 1000 ether);
        _stakeAll();
        if (loses) _checkpoint(-int256(_bound(found, 0, 989 ether)));
        else _checkpoint(int256(_bound(found, 0, 100 ether)));
        _skip(_bound(time, 0, p.staleAfter));
    }

    /// @dev FIFO-5: what is settled comes out whole, in whatever pieces, by shares or by wei.
    function testFuzz_solvency_settledBalancesPayOutWhole(uint256 a, uint256 b, uint256 gain) external {
        _deposit(alice, 50 ether);
        _checkpoint(int256(_bound(gain, 0, 1 ether)));
        _skip(5 hours + 1);
        uint256 id = _request(alice, 7 ether + 3);
        _checkpoint(0);
        vault.fill(ALL);
        _settle(alice, id);
        (uint256 shares, uint256 assets) = queue.settled(alice);
        assertEq(vault.maxRedeem(alice), shares, "ERC-4626: maxRedeem is what is settled");
        assertEq(vault.maxWithdraw(alice), assets, "ERC-4626: maxWithdraw is what is settled");

        cheats.startPrank(alice);
        vault.redeem(_bound(a, 1, shares - 1), alice, alice);
        vault.withdraw(_bound(b, 1, vault.maxWithdraw(alice)), alice, alice);
        uint256 left = vault.maxWithdraw(alice);
        if (left != 0) vault.withdraw(left, alice, alice);
        cheats.stopPrank();
        assertEq(weth.balanceOf(alice), assets, "FIFO-5: to the wei");
        assertEq(queue.escrow().balance, 0, "SOLV-2: nothing is left over");
    }

    function test_solvency_nobodyTakesMoreThanIsSettled() external {
        _deposit(alice, 50 ether);
        uint256 id = _request(alice, 1 ether);
        _checkpoint(0);
        vault.fill(ALL);
        _settle(alice, id);
        cheats.startPrank(alice);
        vm.expectRevert(abi.encodeWithSelector(IRedeemQueue.ExceedsClaimable.selector, 1 ether + 1, 1 ether));
        vault.redeem(1 ether + 1, alice, alice);
        vm.expectRevert(abi.encodeWithSelector(IRedeemQueue.ExceedsClaimable.selector, 1 ether + 1, 1 ether));
        vault.withdraw(1 ether + 1, alice, alice);
        cheats.stopPrank();
        vm.expectRevert(abi.encodeWithSelector(ILiquidVault.NotAuthorized.selector, bob, alice));
        vm.prank(bob);
        vault.redeem(1 ether, bob, alice);
    }

    /// @dev SOLV-2: the escrow obeys the queue, the queue the vault, the vault its registry, and nobody else.
    function test_solvency_nobodyElseMovesTheEther() external {
        address escrow = queue.escrow();
        _donate(escrow, 1 ether);
        cheats.startPrank(mallory);
        _refuses(IRedeemEscrow.OnlyQueue.selector);
        IRedeemEscrow(escrow).pay(mallory, 1);
        _refuses(IRedeemQueue.OnlyVault.selector);
        queue.push(mallory, 1 ether);
        _refuses(IRedeemQueue.OnlyVault.selector);
        queue.record(1, 1);
        _refuses(IRedeemQueue.OnlyVault.selector);
        queue.redeem(1, mallory, mallory);
        _refuses(IRedeemQueue.OnlyVault.selector);
        queue.withdraw(1, mallory, mallory);
        _onlyRegistry(abi.encodeCall(vault.open, ()));
        _onlyRegistry(abi.encodeCall(vault.close, (0, 0, 0)));
        _onlyRegistry(abi.encodeCall(vault.credit, (mallory, 1 ether)));
        _onlyRegistry(abi.encodeCall(vault.stake, (1)));
        _onlyRegistry(abi.encodeCall(vault.suspend, ()));
        cheats.stopPrank();
    }

    function _onlyRegistry(bytes memory data) private {
        (bool ok, bytes memory answer) = address(vault).call(data);
        assertTrue(!ok, "SOLV-2: a stranger spoke as the registry");
        assertEq(
            bytes32(bytes4(answer)), bytes32(bytes4(keccak256("OnlyRegistry(address)"))), "SOLV-2: and was told so"
        );
    }

    // -- Where the words end -----------------------------------------------------------------------------------------

    /// @dev CKPT-1: a gain of more than the word holds is booked as far as it fits; the next checkpoint finds the rest.
    function test_solvency_aGainBeyondItsWordIsFoundAgain() external {
        _deposit(alice, 2_000_000 ether);
        for (uint256 i; i < 3; ++i) {
            uint256 state = cheats.snapshotState();
            uint256 gain = MAX80 - 1 + i;
            uint256 before = vault.snapshot().backing;
            _checkpoint(int256(gain));
            uint256 booked = gain < MAX80 ? gain : MAX80;
            assertEq(vault.snapshot().unvested, booked, "VEST-1: what fits is unvested");
            assertEq(vault.snapshot().backing, before + booked, "CKPT-1: what fits is booked");
            vm.warp(vault.snapshot().until);
            _checkpoint(0);
            assertEq(vault.snapshot().backing, before + gain, "CKPT-1: the rest is found again");
            cheats.revertToState(state);
        }
    }

    /// @dev FEE-2: a loss of more than the word for the mark holds: a nearer mark, which only brings the fee earlier.
    function test_solvency_aLossBeyondTheMarksWordIsBookedWhole() external {
        _deposit(alice, 3_000_000 ether);
        _stakeAll();
        for (uint256 i; i < 3; ++i) {
            uint256 state = cheats.snapshotState();
            uint256 loss = MAX80 - 1 + i;
            uint256 before = _assets();
            _checkpoint(-int256(loss));
            assertEq(_assets(), before - loss, "LOSS-1: booked whole");
            assertEq(vault.snapshot().deficit, loss < MAX80 ? loss : MAX80, "FEE-2: the mark as far as it goes");
            cheats.revertToState(state);
        }
    }

    /// @dev ERC-4626: `maxDeposit` and `maxMint` can be had at any rate, and leave a vault that goes on working.
    function testFuzz_solvency_theGreatestDepositFits(uint256 found, bool loses, uint256 time, bool mints) external {
        _anyRate(found, loses, time);
        if (mints) {
            uint256 shares = vault.maxMint(bob);
            _giveWeth(bob, vault.previewMint(shares));
            vm.prank(bob);
            vault.mint(shares, bob);
        } else {
            _deposit(bob, vault.maxDeposit(bob));
        }
        assertLe(vault.snapshot().backing, MAX88, "the word holds it");
        assertLe(vault.maxDeposit(bob), 2, "nothing more fits");

        uint256 id = _request(bob, 1 ether);
        _checkpoint(1 ether);
        vault.fill(ALL);
        _claim(bob, id);
        _checkpoint(-1 ether);
    }

    function test_solvency_aWeiMoreThanTheGreatestDepositIsRefused() external {
        uint256 most = vault.maxDeposit(bob);
        assertEq(most, MAX88 - GENESIS, "at a rate of one, the word's room");
        vm.deal(bob, most + 1);
        vm.prank(bob);
        (bool ok,) = address(vault).call{value: most + 1}(abi.encodeWithSignature("depositETH(address)", bob));
        assertTrue(!ok, "the word has no room for it");
        _deposit(bob, most);
        assertEq(vault.maxDeposit(bob), 0, "nothing more fits");
        // There is no room for a gain, and checkpoints finish all the same.
        uint256 rate = _rate();
        _checkpoint(5 ether);
        assertEq(_rate(), rate, "CKPT-1: what doesn't fit isn't booked");
    }

    /// @dev SOLV-2: settling is bounded, to what a transaction has gas for.
    function test_solvency_settlesSixtyFourTicketsAtOnce() external {
        _deposit(alice, 100 ether);
        uint256[] memory ids = new uint256[](65);
        for (uint256 i; i < 65; ++i) {
            ids[i] = _request(alice, 1 ether);
        }
        _checkpoint(0);
        vault.fill(ALL);
        vm.expectRevert(abi.encodeWithSelector(IRedeemQueue.TooManyTickets.selector, 65, 64));
        vm.prank(alice);
        queue.settle(ids);
        assembly {
            mstore(ids, 64)
        }
        vm.prank(alice);
        queue.settle(ids);
        assertEq(vault.maxWithdraw(alice), 64 ether, "SOLV-2: 64 at once are settled");
    }

    /// @dev LIVE-2: fee shares that the supply's word has no room for aren't minted: whatever has happened before, the vault goes on.
    /// All but a wei is lost, somebody fills the supply's word for what that is worth, and a gift of all that the words of
    /// gains hold passes the mark.
    function test_solvency_feesNeverFillTheSupplysWord() external {
        _deposit(alice, 1000 ether);
        _open();
        vm.prank(registry);
        vault.close(0, 0, block.timestamp);
        _deposit(bob, vault.maxDeposit(bob));
        assertGe(vault.totalSupply(), MAX88 - 1e22, "the supply's word is full, nearly");

        _checkpoint(int256(MAX80));
        _skip((vault.snapshot().until - block.timestamp) / 4 * 3);
        _checkpoint(int256(MAX80));
        vm.warp(vault.snapshot().until - 1);
        assertLe(vault.totalSupply(), MAX88, "LIVE-2: the supply outgrew its word");
        vault.collectFees();
        _checkpoint(0);
    }
}
