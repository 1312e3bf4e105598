// SPDX-License-Identifier: MIT
pragma solidity 0.8.31;

import { ILiquidVault } from "../../src/interfaces/ILiquidVault.sol";
import { IRedeemQueue } from "../../src/interfaces/IRedeemQueue.sol";
import { VaultCheats, VaultFixture } from "./VaultFixture.sol";

/// @dev An account with code: what its key has signed is what it has signed.
contract Wallet {
    address private immutable signer;

    constructor(address signer_) {
        signer = signer_;
    }

    function isValidSignature(bytes32 hash, bytes calldata signature) external view returns (bytes4) {
        (bytes32 r, bytes32 s, uint8 v) = (bytes32(signature[:32]), bytes32(signature[32:64]), uint8(signature[64]));
        return ecrecover(hash, v, r, s) == signer ? this.isValidSignature.selector : bytes4(0);
    }
}

contract TokenTest is VaultFixture {
    bytes32 private constant PERMIT =
        keccak256("Permit(address owner,address spender,uint256 value,uint256 nonce,uint256 deadline)");
    uint256 private constant KEY = 0xC0FFEE;

    struct Signed {
        address owner;
        uint256 shares;
        uint256 nonce;
        uint256 deadline;
    }

    function _sign(Signed memory m, uint256 key) private view returns (bytes memory) {
        bytes32 content = keccak256(abi.encode(PERMIT, m.owner, bob, m.shares, m.nonce, m.deadline));
        bytes32 digest = keccak256(abi.encodePacked("\x19\x01", vault.DOMAIN_SEPARATOR(), content));
        (uint8 v, bytes32 r, bytes32 s) = cheats.sign(key, digest);
        return abi.encodePacked(r, s, v);
    }

    function _permit(Signed memory m, bytes memory signature) private {
        vault.permit(m.owner, bob, m.shares, m.deadline, signature);
    }

    function _message() private view returns (Signed memory) {
        return Signed(vm.addr(KEY), 5 ether, 0, block.timestamp);
    }

    function test_token_aPermitSubmittedFirstIsNoError() external {
        Signed memory m = _message();
        bytes memory signature = _sign(m, KEY);
        vm.prank(mallory);
        _permit(m, signature);
        _permit(m, signature);
        assertEq(vault.allowance(m.owner, bob), 5 ether, "the allowance is what was signed");
        assertEq(vault.nonces(m.owner), 1, "the second one did nothing");
    }

    /// @dev A permit that was used up doesn't come back.
    function test_token_aPermitThatWasSpentIsRefused() external {
        Signed memory m = _message();
        bytes memory signature = _sign(m, KEY);
        _permit(m, signature);
        _deposit(m.owner, 10 ether);
        vm.prank(bob);
        vault.transferFrom(m.owner, bob, 1);
        _refused(m, signature);
        assertEq(vault.allowance(m.owner, bob), 5 ether - 1, "nothing was given anew");
    }

    function test_token_aPermitRevokedOrOvertakenIsRefused() external {
        Signed memory m = _message();
        bytes memory signature = _sign(m, KEY);
        _permit(m, signature);
        vm.prank(m.owner);
        vault.approve(bob, 0);
        _refused(m, signature);
        m.nonce = 1;
        _permit(m, _sign(m, KEY));
        m.nonce = 0;
        _refused(m, signature);
    }

    /// @dev Every member is bound by the signature.
    function testFuzz_token_anythingElseThanWhatWasSignedIsRefused(uint8 change, uint256 by) external {
        Signed memory m = _message();
        m.deadline = block.timestamp + 1 days;
        bytes memory signature = _sign(m, change % 5 == 0 ? _bound(by, 1, KEY - 1) : KEY);
        by = _bound(by, 1, type(uint128).max);
        if (change % 5 == 1) m.shares += by;
        if (change % 5 == 2) m.deadline += by;
        if (change % 5 == 3) m.owner = address(uint160(m.owner) ^ uint160(by));
        if (change % 5 == 4) signature[by % 64] ^= bytes1(uint8(1 + by % 255));
        _refused(m, signature);
    }

    function _refused(Signed memory m, bytes memory signature) private {
        vm.expectRevert(abi.encodeWithSelector(ILiquidVault.InvalidPermit.selector, m.owner));
        _permit(m, signature);
    }

    function test_token_aPermitEndsWithItsDeadline() external {
        Signed memory m = _message();
        bytes memory signature = _sign(m, KEY);
        _skip(1);
        vm.expectRevert(abi.encodeWithSelector(ILiquidVault.PermitExpired.selector, m.deadline));
        _permit(m, signature);
        vm.warp(m.deadline);
        _permit(m, signature);
    }

    /// @dev ERC-1271: an account with code; and one whose code the key has set (EIP-7702) signs with the key.
    function test_token_accountsWithCodeSign() external {
        Signed memory m = _message();
        m.owner = address(new Wallet(vm.addr(KEY)));
        _refused(m, _sign(m, KEY + 1));
        _permit(m, _sign(m, KEY));
        assertEq(vault.allowance(m.owner, bob), 5 ether, "ERC-1271: the wallet has signed");
        _permit(m, _sign(m, KEY));

        m = _message();
        vm.etch(m.owner, hex"00");
        _permit(m, _sign(m, KEY));
        assertEq(vault.allowance(m.owner, bob), 5 ether, "EIP-7702: the key has signed");
    }

    // -- Where shares and tickets can't go ---------------------------------------------------------------------------

    /// @dev FIFO-2: so the queue's balance is the line, and FIFO-1: so is the vault's the fees.
    function test_token_sharesCantGoWhereNobodyIs() external {
        _deposit(alice, 1 ether);
        vm.prank(alice);
        vault.approve(bob, ALL);
        address[3] memory nowhere = [address(0), address(vault), address(queue)];
        for (uint256 i; i < 3; ++i) {
            bytes memory reason = abi.encodeWithSelector(ILiquidVault.InvalidReceiver.selector, nowhere[i]);
            vm.expectRevert(reason);
            vm.prank(alice);
            vault.transfer(nowhere[i], 1);
            vm.expectRevert(reason);
            vm.prank(bob);
            vault.transferFrom(alice, nowhere[i], 1);
            vm.expectRevert(reason);
            vm.prank(alice);
            vault.requestRedeem(0.1 ether, nowhere[i], alice);
            vm.deal(alice, 1);
            vm.expectRevert(reason);
            vm.prank(alice);
            vault.depositETH{ value: 1 }(nowhere[i]);
            vm.expectRevert(reason);
            vm.prank(alice);
            vault.deposit(1, nowhere[i]);
            vm.expectRevert(reason);
            vm.prank(alice);
            vault.mint(1, nowhere[i]);
        }
    }

    function test_token_ticketsCantGoWhereNobodyIs() external {
        _deposit(alice, 1 ether);
        uint256 id = _request(alice, 0.5 ether);
        address[3] memory nowhere = [address(0), address(vault), address(queue)];
        for (uint256 i; i < 3; ++i) {
            vm.expectRevert(abi.encodeWithSelector(IRedeemQueue.InvalidReceiver.selector, nowhere[i]));
            vm.prank(alice);
            queue.transferFrom(alice, nowhere[i], id);
        }
        vm.expectRevert(abi.encodeWithSelector(IRedeemQueue.NotTicketOwner.selector, id, bob));
        vm.prank(bob);
        queue.transferFrom(alice, bob, id);
        vm.prank(alice);
        queue.approve(bob, id);
        vm.prank(bob);
        queue.transferFrom(alice, bob, id);
        assertEq(uint160(queue.getApproved(id)), 0, "an approval ends with the transfer");
        assertEq(queue.balanceOf(bob), 1, "the buyer's");
        assertEq(queue.balanceOf(alice), 0, "not the seller's");
    }

    function testFuzz_token_nobodySpendsMoreThanTheyMay(uint256 balance, uint256 allowed, uint256 asked) external {
        balance = _bound(balance, 1, 100 ether);
        allowed = _bound(allowed, 0, 100 ether);
        asked = _bound(asked, 0, 100 ether);
        _deposit(alice, balance);
        vm.prank(alice);
        vault.approve(bob, allowed);
        if (asked > allowed) {
            vm.expectRevert(abi.encodeWithSelector(ILiquidVault.InsufficientAllowance.selector, bob, allowed, asked));
        } else if (asked > balance) {
            vm.expectRevert(abi.encodeWithSelector(ILiquidVault.InsufficientBalance.selector, alice, balance, asked));
        }
        vm.prank(bob);
        vault.transferFrom(alice, bob, asked);
        if (asked <= allowed && asked <= balance) {
            assertEq(vault.allowance(alice, bob), allowed - asked, "the allowance is used up");
            assertEq(vault.balanceOf(bob), asked, "SOLV-1: moved");
            assertEq(vault.balanceOf(alice), balance - asked, "SOLV-1: not made");
        }
    }

    // -- What it says that it is -------------------------------------------------------------------------------------

    function test_token_saysWhatItIs() external view {
        assertTrue(vault.supportsInterface(0x01ffc9a7), "ERC-165");
        assertTrue(vault.supportsInterface(0xe3bc4e65), "ERC-7540 operators");
        assertTrue(vault.supportsInterface(0x620ee8e4), "ERC-7540 asynchronous redemption");
        assertTrue(vault.supportsInterface(0x2f0a18c5), "ERC-7575 vault");
        assertTrue(!vault.supportsInterface(0xce3bbe50), "not ERC-7540 asynchronous deposit");
        assertTrue(!vault.supportsInterface(0xffffffff), "ERC-165: not this");
        assertTrue(queue.supportsInterface(0x01ffc9a7), "ERC-165");
        assertTrue(queue.supportsInterface(0x80ac58cd), "ERC-721");
        assertTrue(queue.supportsInterface(0x5b5e139f), "ERC-721 metadata");
        assertTrue(!queue.supportsInterface(0xffffffff), "ERC-165: not this");
        assertTrue(vault.asset() == address(weth) && vault.share() == address(vault), "ERC-7575");
        assertEq(vault.decimals(), 18, "ERC-20");
    }

    /// @dev ERC-7540: the previews of what is asynchronous revert.
    function test_token_asynchronousPreviewsRevert() external {
        vm.expectRevert(ILiquidVault.PreviewUnavailable.selector);
        vault.previewRedeem(1);
        vm.expectRevert(ILiquidVault.PreviewUnavailable.selector);
        vault.previewWithdraw(1);
    }

    /// @dev ERC-7540: pending and claimable follow the ticket, and only its owner's.
    function test_token_requestsAreSeenByTheirController() external {
        _deposit(alice, 10 ether);
        uint256 id = _request(alice, 2 ether);
        assertEq(vault.pendingRedeemRequest(id, alice), 2 ether, "pending");
        assertEq(vault.pendingRedeemRequest(id, bob), 0, "not another's");
        _checkpoint(0);
        vault.fill(0.5 ether);
        assertEq(vault.pendingRedeemRequest(id, alice), 1.5 ether, "the rest is pending");
        assertEq(vault.claimableRedeemRequest(id, alice), 0.5 ether, "a part is claimable");
        assertEq(vault.claimableRedeemRequest(id, bob), 0, "not another's");
    }
}
