// SPDX-License-Identifier: MIT
pragma solidity 0.8.31;

import {ILiquidVault} from "../../src/interfaces/ILiquidVault.sol";
import {IRedeemEscrow, IRedeemQueue} from "../../src/interfaces/IRedeemQueue.sol";
import {Scene} from "./Scene.sol";

contract ClaimTest is Scene {
    function setUp() public override {
        super.setUp();
        deposit(alice, 1000 ether);
        deposit(bob, 1000 ether);
        deposit(carol, 1000 ether);
        checkpoint();
    }

    /// @dev Six tickets, of any sizes, filled in up to five parts at five prices.
    function anyLine(uint256[6] memory sizes, uint256[5] memory parts) private returns (uint256[6] memory ids) {
        address[3] memory users = [alice, bob, carol];
        for (uint256 i; i < 6; ++i) {
            ids[i] = request(users[i % 3], bound(sizes[i], 0.01 ether, 100 ether));
        }
        checkpoint();
        for (uint256 i; i < 5; ++i) {
            if (snapshot().eligible == 0) break;
            // Prices move in both directions between fills.
            if (parts[i] % 2 == 0) vm.deal(address(vault), address(vault).balance - 1 ether);
            else vm.deal(address(vault), address(vault).balance + 1 ether);
            checkpoint();
            pass(parts[i] % 5 hours);
            fill(bound(parts[i], 0.011 ether, 150 ether));
        }
    }

    // -- What is paid ------------------------------------------------------------------------------------------------

    function testFuzz_claim_allTogetherArePaidWhatWasPaidIn(
        uint256[6] memory sizes,
        uint256[5] memory parts,
        uint256 order
    ) public {
        uint256[6] memory ids = anyLine(sizes, parts);
        uint256 paidIn = escrow.balance;
        uint256 sum;
        for (uint256 i; i < 6; ++i) {
            uint256 id = ids[(i * 5 + order % 6) % 6];
            if (positionOf(id).claimableShares == 0) continue;
            (uint256 paid,) = claim(queue.ownerOf(id), id);
            sum += paid;
        }
        assertEq(sum, paidIn, "FIFO-5");
        assertEq(escrow.balance, 0, "SOLV-2");
    }

    function testFuzz_claim_inPiecesPaysWhatOneWouldHave(uint256[6] memory sizes, uint256[5] memory parts) public {
        uint256[6] memory ids = anyLine(sizes, parts);
        deposit(bob, 1000 ether);
        uint256 state = vm.snapshotState();
        if (snapshot().eligible > 0) fill();
        uint256[6] memory whole;
        for (uint256 i; i < 6; ++i) {
            (whole[i],) = claim(queue.ownerOf(ids[i]), ids[i]);
        }
        vm.revertToState(state);

        uint256[6] memory pieces;
        for (uint256 i; i < 6; ++i) {
            if (positionOf(ids[i]).claimableShares == 0) continue;
            (pieces[i], ids[i]) = claim(queue.ownerOf(ids[i]), ids[i]);
        }
        if (snapshot().eligible > 0) fill();
        for (uint256 i; i < 6; ++i) {
            if (ids[i] == 0) continue;
            (uint256 rest, uint256 left) = claim(queue.ownerOf(ids[i]), ids[i]);
            assertEq(left, 0, "whole");
            assertEq(pieces[i] + rest, whole[i], "FIFO-5");
        }
    }

    function testFuzz_claim_isPaidForNothingBehindWhatIsFilled(uint256[6] memory sizes, uint256[5] memory parts)
        public
    {
        uint256[6] memory ids = anyLine(sizes, parts);
        uint256 filled = queue.filled();
        uint256 owed;
        for (uint256 i; i < 6; ++i) {
            IRedeemQueue.Position memory p = positionOf(ids[i]);
            uint256 end = ids[i] + p.size;
            assertEq(p.claimableShares, end <= filled ? p.size : filled > ids[i] ? filled - ids[i] : 0, "FIFO-4");
            assertEq(p.claimableShares + p.pendingShares, p.size, "FIFO-1");
            assertEq(p.ahead, ids[i] > filled ? ids[i] - filled : 0, "FIFO-4");
            assertEq(vault.claimableRedeemRequest(ids[i], p.owner), p.claimableShares, "ERC-7540's view");
            assertEq(vault.pendingRedeemRequest(ids[i], p.owner), p.pendingShares, "ERC-7540's view");
            owed += p.assets;
        }
        assertEq(owed, escrow.balance, "SOLV-2");
        assertEq(vault.balanceOf(address(queue)), queue.tail() - filled, "FIFO-2");
    }

    function test_claim_ofNothingSaysHowMuchIsAhead() public {
        request(alice, 5 ether);
        uint256 id = request(bob, 5 ether);
        checkpoint();
        fill(3 ether);
        vm.expectRevert(abi.encodeWithSelector(IRedeemQueue.NothingToClaim.selector, id, 2 ether));
        vm.prank(bob);
        queue.claim(id, bob);
    }

    function test_claim_guardsHoldAtTheirThresholds() public {
        uint256 id = request(alice, 5 ether);
        checkpoint();
        (, uint256 paid) = fill();
        vm.startPrank(alice);
        vm.expectRevert(abi.encodeWithSelector(IRedeemQueue.AssetsBelowMinimum.selector, paid, paid + 1));
        queue.claim(id, alice, paid + 1, block.timestamp);
        vm.expectRevert(abi.encodeWithSelector(IRedeemQueue.DeadlinePassed.selector, block.timestamp - 1));
        queue.claim(id, alice, paid, block.timestamp - 1);
        queue.claim(id, alice, paid, block.timestamp);
        vm.stopPrank();
    }

    function test_claim_worksWhenEverythingElseIsClosed() public {
        uint256 id = request(alice, 5 ether);
        checkpoint();
        fill();
        open();
        vm.prank(registry);
        vault.suspend();
        pass(1000 days);
        (uint256 paid, uint256 left) = claim(alice, id);
        assertEq(paid, 5 ether, "FIFO-8");
        assertEq(left, 0, "FIFO-8");
    }

    // -- Ids ---------------------------------------------------------------------------------------------------------

    function test_claim_endsTheIdAndWhatIsLeftGoesOnUnderAnother() public {
        uint256 id = request(alice, 10 ether);
        checkpoint();
        fill(4 ether);
        (uint256 paid, uint256 left) = claim(alice, id);
        assertEq(paid, 4 ether, "FIFO-4");
        assertEq(left, id + 4 ether, "FIFO-7");
        assertEq(positionOf(id).size, 0, "FIFO-7");
        assertEq(positionOf(left).size, 6 ether, "FIFO-1");
        assertEq(queue.ownerOf(left), alice, "hers still");
        assertEq(queue.balanceOf(alice), 1, "one ticket");
        vm.expectRevert(abi.encodeWithSelector(IRedeemQueue.UnknownTicket.selector, id));
        queue.ownerOf(id);
    }

    /// @dev The seller claims first and delivers what isn't there any more: the sale fails.
    function test_claim_aTicketThatWasClaimedCannotBeSold() public {
        uint256 id = request(alice, 10 ether);
        vm.prank(alice);
        queue.approve(bob, id);
        checkpoint();
        fill(4 ether);
        claim(alice, id);
        vm.expectRevert(abi.encodeWithSelector(IRedeemQueue.UnknownTicket.selector, id));
        vm.prank(bob);
        queue.transferFrom(alice, bob, id);
        // Nor does the approval reach what is left.
        vm.expectRevert(abi.encodeWithSelector(IRedeemQueue.NotTicketOwner.selector, id + 4 ether, bob));
        vm.prank(bob);
        queue.transferFrom(alice, bob, id + 4 ether);
    }

    function test_claim_aBuyerGetsWhatIsAndWillBePaid() public {
        uint256 id = request(alice, 10 ether);
        checkpoint();
        fill(4 ether);
        vm.prank(alice);
        queue.transferFrom(alice, bob, id);
        (uint256 paid, uint256 left) = claim(bob, id);
        fill();
        (uint256 rest,) = claim(bob, left);
        assertEq(paid + rest, 10 ether, "FIFO-5");
    }

    function test_claim_byOwnerOrThoseItApprovedAndNobodyElse() public {
        uint256 id = request(alice, 10 ether);
        checkpoint();
        fill();
        vm.expectRevert(abi.encodeWithSelector(IRedeemQueue.NotTicketOwner.selector, id, bob));
        vm.prank(bob);
        queue.claim(id, bob);
        // An ERC-7540 operator isn't an ERC-721 one.
        vm.prank(alice);
        vault.setOperator(bob, true);
        vm.expectRevert(abi.encodeWithSelector(IRedeemQueue.NotTicketOwner.selector, id, bob));
        vm.prank(bob);
        queue.claim(id, bob);
        vm.expectRevert(abi.encodeWithSelector(IRedeemQueue.NotTicketOwner.selector, 7, bob));
        vm.prank(bob);
        queue.claim(7, bob);

        vm.prank(alice);
        queue.approve(bob, id);
        vm.expectEmit(address(queue));
        emit IRedeemQueue.Claimed(id, alice, carol, 10 ether, 10 ether);
        vm.prank(bob);
        queue.claim(id, carol);
        assertEq(carol.balance, 10 ether, "paid where bob said");
    }

    function test_claim_toAReceiverThatRefusesFailsAndTakesNothing() public {
        uint256 id = request(alice, 10 ether);
        checkpoint();
        fill();
        address refusing = account("refusing");
        vm.etch(refusing, hex"5f5ffd");
        vm.expectRevert(abi.encodeWithSelector(IRedeemEscrow.PaymentFailed.selector, refusing, 10 ether));
        vm.prank(alice);
        queue.claim(id, refusing);
        assertEq(queue.ownerOf(id), alice, "still hers");
    }

    // -- Settled balances --------------------------------------------------------------------------------------------

    function testFuzz_settle_movesWhatIsFilledIntoOneBalanceThatRedeemAndWithdrawPayOut(
        uint256[6] memory sizes,
        uint256[5] memory parts,
        uint256 first
    ) public {
        uint256[6] memory ids = anyLine(sizes, parts);
        uint256[] memory alices = new uint256[](2);
        (alices[0], alices[1]) = (ids[0], ids[3]);
        if (positionOf(ids[3]).claimableShares == 0) return;
        uint256 owedShares = positionOf(ids[0]).claimableShares + positionOf(ids[3]).claimableShares;
        uint256 owed = positionOf(ids[0]).assets + positionOf(ids[3]).assets;

        vm.startPrank(alice);
        queue.settle(alices);
        assertEq(vault.maxRedeem(alice), owedShares, "all that was filled");
        assertEq(vault.maxWithdraw(alice), owed, "all that was paid");

        first = bound(first, 1, owedShares);
        uint256 got = vault.redeem(first, bob, alice);
        assertEq(got, first * owed / owedShares, "in proportion");
        uint256 left = vault.maxWithdraw(alice);
        if (left > 0) {
            vault.withdraw(left, bob, alice);
            assertEq(vault.maxRedeem(alice), 0, "with the last wei go the last shares");
        }
        vm.stopPrank();
        assertEq(weth.balanceOf(bob), owed, "SOLV-2");
        assertEq(address(queue).balance, 0, "nothing stays on the way");
    }

    function testFuzz_withdraw_takesSharesUp(uint256 assets) public {
        uint256[] memory ids = new uint256[](1);
        suffer10();
        ids[0] = request(alice, 10 ether + 7);
        checkpoint();
        (, uint256 paid) = fill();
        vm.startPrank(alice);
        queue.settle(ids);
        assets = bound(assets, 1, paid);
        uint256 shares = vault.withdraw(assets, alice, alice);
        vm.stopPrank();
        assertGe(shares * paid, assets * (10 ether + 7), "up");
        assertLt((shares - 1) * paid, assets * (10 ether + 7), "by less than a share");
    }

    function suffer10() private {
        vm.deal(address(vault), address(vault).balance - 10 ether);
        checkpoint();
    }

    function test_settle_onlyByOwnerOrThoseItApproved() public {
        uint256[] memory ids = new uint256[](1);
        ids[0] = request(alice, 10 ether);
        checkpoint();
        fill();
        vm.expectRevert(abi.encodeWithSelector(IRedeemQueue.NotTicketOwner.selector, ids[0], bob));
        vm.prank(bob);
        queue.settle(ids);
        vm.prank(alice);
        queue.setApprovalForAll(bob, true);
        vm.prank(bob);
        queue.settle(ids);
        assertEq(vault.maxWithdraw(alice), 10 ether, "the owner's, whoever asks");
        assertEq(vault.maxWithdraw(bob), 0, "the owner's, whoever asks");
    }

    function test_settle_atMost64AndEachOnce() public {
        uint256[] memory ids = new uint256[](65);
        for (uint256 i; i < 65; ++i) {
            ids[i] = request(alice, 0.1 ether);
        }
        checkpoint();
        fill();
        vm.startPrank(alice);
        vm.expectRevert(abi.encodeWithSelector(IRedeemQueue.TooManyTickets.selector, 65, 64));
        queue.settle(ids);
        uint256[] memory twice = new uint256[](2);
        (twice[0], twice[1]) = (ids[64], ids[64]);
        vm.expectRevert(abi.encodeWithSelector(IRedeemQueue.NotTicketOwner.selector, ids[64], alice));
        queue.settle(twice);
        assembly {
            mstore(ids, 64)
        }
        queue.settle(ids);
        assertEq(vault.maxRedeem(alice), 6.4 ether, "64 of them");
        vm.stopPrank();
    }

    function test_redeem_byControllerOrOperatorAndNobodyElse() public {
        uint256[] memory ids = new uint256[](1);
        ids[0] = request(alice, 10 ether);
        checkpoint();
        fill();
        vm.startPrank(alice);
        queue.settle(ids);
        vm.expectRevert(ILiquidVault.ZeroAmount.selector);
        vault.redeem(0, alice, alice);
        vm.expectRevert(ILiquidVault.ZeroAmount.selector);
        vault.withdraw(0, alice, alice);
        vm.expectRevert(abi.encodeWithSelector(IRedeemQueue.ExceedsClaimable.selector, 10 ether + 1, 10 ether));
        vault.redeem(10 ether + 1, alice, alice);
        vm.expectRevert(abi.encodeWithSelector(IRedeemQueue.ExceedsClaimable.selector, 10 ether + 1, 10 ether));
        vault.withdraw(10 ether + 1, alice, alice);
        vm.stopPrank();

        vm.expectRevert(abi.encodeWithSelector(ILiquidVault.NotAuthorized.selector, bob, alice));
        vm.prank(bob);
        vault.redeem(1 ether, bob, alice);
        vm.expectEmit(address(vault));
        emit ILiquidVault.OperatorSet(alice, bob, true);
        vm.prank(alice);
        vault.setOperator(bob, true);
        vm.expectEmit(address(vault));
        emit ILiquidVault.Withdraw(bob, carol, alice, 4 ether, 4 ether);
        vm.prank(bob);
        vault.redeem(4 ether, carol, alice);
        assertEq(weth.balanceOf(carol), 4 ether, "paid in WETH");

        vm.prank(alice);
        vault.setOperator(bob, false);
        vm.expectRevert(abi.encodeWithSelector(ILiquidVault.NotAuthorized.selector, bob, alice));
        vm.prank(bob);
        vault.withdraw(1 ether, bob, alice);
    }

    // -- Who may call what -------------------------------------------------------------------------------------------

    function test_queue_obeysTheVaultAloneAndTheEscrowTheQueue() public {
        bytes memory refused = abi.encodeWithSelector(IRedeemQueue.OnlyVault.selector, address(this));
        vm.expectRevert(refused);
        queue.push(alice, 1 ether);
        vm.expectRevert(refused);
        queue.record(1, 1);
        vm.expectRevert(refused);
        queue.redeem(1, alice, alice);
        vm.expectRevert(refused);
        queue.withdraw(1, alice, alice);
        vm.expectRevert(abi.encodeWithSelector(IRedeemEscrow.OnlyQueue.selector, address(this)));
        IRedeemEscrow(escrow).pay(alice, 0);
        assertEq(IRedeemEscrow(escrow).queue(), address(queue), "wired");
    }

    /// @dev n steps for 2^n fills: the place is found among many, and each ticket is paid its own.
    function test_claim_findsItsPlaceAmongHundredsOfFills() public {
        uint256[] memory ids = new uint256[](200);
        for (uint256 i; i < 200; ++i) {
            ids[i] = request(alice, 1 ether);
        }
        checkpoint();
        uint256[] memory paid = new uint256[](200);
        for (uint256 i; i < 200; ++i) {
            (, paid[i]) = fill(1 ether);
        }
        assertEq(queue.fillCount(), 200, "a fill each");
        for (uint256 i; i < 200; i += 7) {
            (uint256 got,) = claim(alice, ids[i]);
            assertNear(got, paid[i], 2, "FIFO-4");
        }
    }
}
