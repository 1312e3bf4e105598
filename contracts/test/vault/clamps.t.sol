// SPDX-License-Identifier: MIT
pragma solidity 0.8.31;

import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";

import {Books} from "../../src/vault/types/Books.sol";
import {Ledger, Vesting} from "../../src/vault/types/Ledger.sol";
import {Scene} from "./Scene.sol";

/// @dev The edges of the words.
contract ClampsTest is Scene {
    uint256 private constant MAX80 = type(uint80).max;
    uint256 private constant MAX88 = type(uint88).max;

    function testFuzz_gain_thatDoesNotFitIsFoundByTheNextCheckpoint(uint256 over) public {
        over = bound(over, 0, 1 ether);
        deposit(alice, 2e26);
        checkpoint();
        // One wei below, at, and beyond what uint80 holds.
        uint256 gained = MAX80 - 1 + over;
        outside += gained;
        assertEq(checkpoint(), int256(gained), "what was found is told whole");
        uint256 booked = gained < MAX80 ? gained : MAX80;
        assertEq(snapshot().unvested, booked, "SOLV-8");
        assertEq(snapshot().backing, 2e26 + GENESIS + booked, "SOLV-8");

        pass(10 days);
        assertEq(checkpoint(), int256(gained - booked), "SOLV-8");
        assertEq(snapshot().backing, 2e26 + GENESIS + gained, "CKPT-1");
    }

    function testFuzz_gain_beyondTheRoomOfTheBackingIsNotBooked(uint256 over) public {
        over = bound(over, 0, 1 ether);
        uint256 room = 1000 ether;
        deposit(alice, MAX88 - GENESIS - room);
        checkpoint();
        outside += room - 1 + over;
        checkpoint();
        assertEq(snapshot().backing, over == 0 ? MAX88 - 1 : MAX88, "SOLV-8");
        assertEq(vault.maxDeposit(alice), over == 0 ? 1 : 0, "SOLV-8");
        pass(1 days);
        // Nobody who is in is stuck.
        uint256 id = request(alice, 1000 ether);
        checkpoint();
        fill();
        claim(alice, id);
    }

    function test_deposit_beyondTheRoomOfTheLedgerIsRefused() public {
        vm.deal(alice, MAX88);
        vm.startPrank(alice);
        vm.expectRevert(abi.encodeWithSelector(SafeCast.SafeCastOverflowedUintDowncast.selector, 88, MAX88 + 1));
        vault.depositETH{value: MAX88 - GENESIS + 1}(alice);
        vault.depositETH{value: MAX88 - GENESIS}(alice);
        assertEq(vault.maxDeposit(alice), 0, "full");
        vm.expectRevert(abi.encodeWithSelector(SafeCast.SafeCastOverflowedUintDowncast.selector, 88, MAX88 + 1));
        vault.depositETH{value: 1}(alice);
        vm.stopPrank();
    }

    /// @dev Of any rate, any amount: what gets through is added exactly, and fits.
    function testFuzz_books_neverWrap(uint256 shares, uint256 backing, uint256 unvested, uint256 amount) public view {
        Books memory b;
        b.shares = bound(shares, 0.001 ether, MAX88);
        b.backing = bound(backing, 1, MAX88);
        b.unvested = bound(unvested, 0, b.backing - 1 < MAX80 ? b.backing - 1 : MAX80);
        b.deficit = unvested % 2 ** 80;
        // Of every length.
        amount >>= shares % 256;
        try this.enter(b, amount) returns (uint256 minted, Books memory then) {
            assertEq(then.shares - b.shares, minted, "SOLV-1");
            assertEq(then.backing - b.backing, amount, "CKPT-1");
            assertLe(then.shares, MAX88, "SOLV-8");
            assertLe(then.backing, MAX88, "SOLV-8");
        } catch {}
    }

    function enter(Books memory b, uint256 amount) external pure returns (uint256 minted, Books memory) {
        minted = b.toSharesDown(amount);
        b.enter(minted, amount);
        b.pack(START);
        return (minted, b);
    }

    function test_loss_theDeficitStopsAtItsWord() public {
        deposit(alice, 2e26);
        stakeAll();
        checkpoint();
        suffer(1e26);
        assertEq(snapshot().deficit, MAX80, "SOLV-8");
        assertEq(snapshot().backing, 1e26 + GENESIS, "LOSS-1");
    }

    function test_requestRedeem_ofAllSharesFitsATicket() public {
        uint256 shares = deposit(alice, MAX88 - GENESIS);
        uint256 id = request(alice, shares);
        assertEq(positionOf(id).size, MAX88 - GENESIS, "FIFO-1");
        checkpoint();
        fill();
        (uint256 paid,) = claim(alice, id);
        assertEq(paid, MAX88 - GENESIS, "FIFO-5");
    }

    // -- The books by themselves -------------------------------------------------------------------------------------

    /// @dev Whatever the words hold within the rules, they come back as they were.
    function testFuzz_books_roundTripThroughTheirWords(Books memory b, uint32 time) public pure {
        b.shares = bound(b.shares, 1, MAX88);
        b.backing = bound(b.backing, 1, MAX88);
        b.fees = bound(b.fees, 0, MAX80);
        b.unvested = bound(b.unvested, 0, MAX80);
        b.deficit = bound(b.deficit, 0, MAX80);
        b.until = bound(b.until, uint256(time) + 1, type(uint32).max + uint256(time == type(uint32).max ? 1 : 0));
        b.provenAt = bound(b.provenAt, 0, type(uint32).max);
        if (b.until > type(uint32).max) return;

        (Ledger ledger, Vesting vesting) = b.pack(time);
        Books memory again;
        assertEq(again.read(ledger, vesting, time, 1000), 0, "RATE-3");
        assertEq(abi.encode(again).length, abi.encode(b).length, "same shape");
        assertTrue(keccak256(abi.encode(again)) == keccak256(abi.encode(b)), "RATE-3");
    }

    /// @dev Fee shares stop where their word does; the rest of the fee stays with the holders.
    function testFuzz_fees_stopAtTheirWord(uint256 fees, uint256 vested) public pure {
        Books memory b;
        b.fees = bound(fees, MAX80 - 1 ether, MAX80);
        b.shares = 2e26;
        b.backing = 2e26;
        b.unvested = bound(vested, 1, 1e24);
        b.until = START + 1 days;
        (Ledger ledger, Vesting vesting) = b.pack(START);
        uint256 had = b.fees;
        Books memory now_;
        uint256 minted = now_.read(ledger, vesting, START + 1 days, 1000);
        assertLe(now_.fees, MAX80, "SOLV-8");
        assertEq(now_.fees, had + minted, "FEE-1");
        assertEq(now_.shares, 2e26 + minted, "SOLV-1");
        assertEq(now_.unvested, 0, "VEST-2");
    }

    /// @dev In 2106 the clock outgrows its word: what is unvested then is vested, and everybody can leave.
    function test_time_runsOut() public {
        deposit(alice, 1000 ether);
        earn(1 ether);
        vm.warp(type(uint32).max);
        earn(1 ether);
        assertEq(snapshot().until, type(uint32).max, "SOLV-8");
        vm.warp(uint256(type(uint32).max) + 100 days);
        assertEq(vault.totalAssets(), 1003 ether, "VEST-2");
        request(alice, 10 ether);
        vault.collectFees();
        assertEq(vault.totalAssets(), 1003 ether, "VEST-2");
    }
}
