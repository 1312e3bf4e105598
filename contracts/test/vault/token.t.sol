// SPDX-License-Identifier: MIT
pragma solidity 0.8.31;

import {ILiquidVault} from "../../src/interfaces/ILiquidVault.sol";
import {Bench} from "./Bench.sol";

contract TokenTest is Bench {
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

    function _refused(Signed memory m, bytes memory signature) private {
        vm.expectRevert(abi.encodeWithSelector(ILiquidVault.InvalidPermit.selector, m.owner));
        _permit(m, signature);
    }

    // -- Requests ----------------------------------------------------------------------------------------------------

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
