// SPDX-License-Identifier: MIT
pragma solidity 0.8.31;

import {IDelegationManager, SignatureWithExpiry} from "../../src/interfaces/restaking/IDelegationManager.sol";
import {ISignedMessages} from "../../src/interfaces/restaking/ISignedMessages.sol";
import {IStrategyManager} from "../../src/interfaces/restaking/IStrategyManager.sol";
import {Scene} from "./Scene.sol";

/// @dev Signs what its owner says (EIP-1271).
contract Wallet {
    mapping(bytes32 digest => bool) public signed;

    function sign(bytes32 digest) external {
        signed[digest] = true;
    }

    function isValidSignature(bytes32 digest, bytes calldata) external view returns (bytes4) {
        return signed[digest] ? this.isValidSignature.selector : bytes4(0);
    }
}

contract SignaturesTest is Scene {
    uint256 private constant KEY = 0xA99207E4;

    address private approver;

    function setUp() public override {
        super.setUp();
        approver = vm.addr(KEY);
        vm.label(approver, "approver");
        vm.prank(operator);
        delegation.modifyOperatorDetails(operator, approver);
    }

    function test_theDomainIsEigenLayers() public view {
        bytes32 typehash =
            keccak256("EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)");
        bytes32 name = keccak256("EigenLayer");
        bytes32 expected = keccak256(abi.encode(typehash, name, keccak256("1"), block.chainid, address(delegation)));
        assertTrue(delegation.domainSeparator() == expected, "SIGN-2");
        expected = keccak256(abi.encode(typehash, name, keccak256("1"), block.chainid, address(strategyManager)));
        assertTrue(strategyManager.domainSeparator() == expected, "SIGN-2");
        assertEq(delegation.version(), "1.12.0", "SIGN-2");

        assertTrue(
            delegation.DELEGATION_APPROVAL_TYPEHASH()
                == 0x14bde674c9f64b2ad00eaaee4a8bed1fabef35c7507e3c5b9cfc9436909a2dad,
            "SIGN-2"
        );
        assertTrue(
            strategyManager.DEPOSIT_TYPEHASH() == 0x4337f82d142e41f2a8c10547cd8c859bddb92262a61058e77842e24d9dea9224,
            "SIGN-2"
        );
    }

    // -- Approvals ---------------------------------------------------------------------------------------------------

    function testFuzz_anApprovalCountsOnceAndThroughItsExpiry(bytes32 salt, uint256 expiry) public {
        expiry = bound(expiry, block.timestamp, block.timestamp + 30 days);
        SignatureWithExpiry memory approval = _approve(alice, operator, salt, expiry);

        vm.warp(expiry + 1);
        vm.prank(alice);
        vm.expectRevert(ISignedMessages.SignatureExpired.selector);
        delegation.delegateTo(operator, approval, salt);

        vm.warp(expiry);
        vm.prank(alice);
        delegation.delegateTo(operator, approval, salt);
        assertEq(delegation.delegatedTo(alice), operator, "SIGN-1");
        assertTrue(delegation.delegationApproverSaltIsSpent(approver, salt), "SIGN-1");

        _undelegate(alice);
        vm.prank(alice);
        vm.expectRevert(IDelegationManager.SaltSpent.selector);
        delegation.delegateTo(operator, approval, salt);
    }

    function test_anApprovalIsForOneStakerOneOperatorOneSalt() public {
        _register(carol);
        vm.prank(carol);
        delegation.modifyOperatorDetails(carol, approver);
        SignatureWithExpiry memory approval = _approve(alice, operator, "salt", block.timestamp);
        bytes4 refused = ISignedMessages.InvalidSignature.selector;

        vm.prank(bob);
        vm.expectRevert(refused);
        delegation.delegateTo(operator, approval, "salt");
        vm.startPrank(alice);
        vm.expectRevert(refused);
        delegation.delegateTo(carol, approval, "salt");
        vm.expectRevert(refused);
        delegation.delegateTo(operator, approval, "pepper");
        approval.expiry += 1;
        vm.expectRevert(refused);
        delegation.delegateTo(operator, approval, "salt");
        approval.expiry -= 1;
        approval.signature[10] ^= 0x01;
        vm.expectRevert(refused);
        delegation.delegateTo(operator, approval, "salt");
        approval.signature = "";
        vm.expectRevert(refused);
        delegation.delegateTo(operator, approval, "salt");
        assertTrue(!delegation.delegationApproverSaltIsSpent(approver, "salt"), "SIGN-1");
    }

    function test_theApproverNeedsNoneAndNobodyDoesWithoutAnApprover() public {
        SignatureWithExpiry memory none;
        vm.prank(approver);
        delegation.delegateTo(operator, none, 0);
        assertEq(delegation.delegatedTo(approver), operator, "SIGN-1");

        vm.prank(operator);
        delegation.modifyOperatorDetails(operator, address(0));
        vm.prank(alice);
        delegation.delegateTo(operator, none, 0);
        assertEq(delegation.delegatedTo(alice), operator, "SIGN-1");
        assertTrue(!delegation.delegationApproverSaltIsSpent(address(0), 0), "SIGN-1");
    }

    function test_aContractMayApprove() public {
        Wallet wallet = new Wallet();
        vm.prank(operator);
        delegation.modifyOperatorDetails(operator, address(wallet));
        SignatureWithExpiry memory empty = SignatureWithExpiry("", block.timestamp);

        vm.prank(alice);
        vm.expectRevert(ISignedMessages.InvalidSignature.selector);
        delegation.delegateTo(operator, empty, "salt");

        wallet.sign(
            delegation.calculateDelegationApprovalDigestHash(alice, operator, address(wallet), "salt", block.timestamp)
        );
        vm.prank(alice);
        delegation.delegateTo(operator, empty, "salt");
        assertEq(delegation.delegatedTo(alice), operator, "SIGN-1");
    }

    function test_redelegatingNeedsTheNewOnesApproval() public {
        _register(carol);
        _delegate(alice, carol);
        _deposit(alice, 1 ether);
        SignatureWithExpiry memory none;
        vm.prank(alice);
        vm.expectRevert(ISignedMessages.SignatureExpired.selector);
        delegation.redelegate(operator, none, 0);

        SignatureWithExpiry memory approval = _approve(alice, operator, "salt", block.timestamp);
        vm.prank(alice);
        delegation.redelegate(operator, approval, "salt");
        assertEq(delegation.delegatedTo(alice), operator, "SIGN-1");
    }

    // -- Deposits ----------------------------------------------------------------------------------------------------

    function testFuzz_aDepositIsSignedForOnce(uint256 amount, uint256 expiry) public {
        amount = bound(amount, 1, 1e28);
        expiry = bound(expiry, block.timestamp, block.timestamp + 30 days);
        address staker = approver;
        bytes memory signature = _sign(_depositDigest(staker, amount, expiry));
        token.mint(bob, 2 * amount);
        vm.startPrank(bob);
        token.approve(address(strategyManager), 2 * amount);

        vm.warp(expiry + 1);
        vm.expectRevert(ISignedMessages.SignatureExpired.selector);
        strategyManager.depositIntoStrategyWithSignature(
            address(strategy), address(token), amount, staker, expiry, signature
        );

        vm.warp(expiry);
        strategyManager.depositIntoStrategyWithSignature(
            address(strategy), address(token), amount, staker, expiry, signature
        );
        assertEq(_withdrawable(staker), amount, "SIGN-1: the signer's shares");
        assertEq(token.balanceOf(bob), amount, "SIGN-1: the sender's tokens");
        assertEq(strategyManager.nonces(staker), 1, "SIGN-1");

        vm.expectRevert(ISignedMessages.InvalidSignature.selector);
        strategyManager.depositIntoStrategyWithSignature(
            address(strategy), address(token), amount, staker, expiry, signature
        );
    }

    function test_aDepositIsTheOneThatWasSignedFor() public {
        address staker = approver;
        bytes memory signature = _sign(_depositDigest(staker, 5, block.timestamp));
        token.mint(bob, 100);
        address second = address(_strategy("second", 18));
        bytes4 refused = ISignedMessages.InvalidSignature.selector;
        vm.startPrank(bob);
        token.approve(address(strategyManager), 100);

        vm.expectRevert(refused);
        strategyManager.depositIntoStrategyWithSignature(
            address(strategy), address(token), 6, staker, block.timestamp, signature
        );
        vm.expectRevert(refused);
        strategyManager.depositIntoStrategyWithSignature(second, address(token), 5, staker, block.timestamp, signature);
        vm.expectRevert(refused);
        strategyManager.depositIntoStrategyWithSignature(
            address(strategy), address(token), 5, alice, block.timestamp, signature
        );
        vm.expectRevert(refused);
        strategyManager.depositIntoStrategyWithSignature(
            address(strategy), address(token), 5, address(0), block.timestamp, signature
        );
        assertEq(strategyManager.nonces(staker), 0, "SIGN-1");
        strategyManager.depositIntoStrategyWithSignature(
            address(strategy), address(token), 5, staker, block.timestamp, signature
        );
        assertEq(_withdrawable(staker), 5, "SIGN-1");
    }

    function test_aContractMaySignForADeposit() public {
        Wallet wallet = new Wallet();
        wallet.sign(_depositDigest(address(wallet), 5, block.timestamp));
        token.mint(bob, 5);
        vm.startPrank(bob);
        token.approve(address(strategyManager), 5);

        strategyManager.depositIntoStrategyWithSignature(
            address(strategy), address(token), 5, address(wallet), block.timestamp, ""
        );
        assertEq(_withdrawable(address(wallet)), 5, "SIGN-1");
    }

    function _depositDigest(address staker, uint256 amount, uint256 expiry) private view returns (bytes32) {
        return strategyManager.calculateStrategyDepositDigestHash(
            staker, address(strategy), address(token), amount, strategyManager.nonces(staker), expiry
        );
    }

    function _approve(address staker, address by, bytes32 salt, uint256 expiry)
        private
        view
        returns (SignatureWithExpiry memory)
    {
        bytes32 digest = delegation.calculateDelegationApprovalDigestHash(staker, by, approver, salt, expiry);
        return SignatureWithExpiry(_sign(digest), expiry);
    }

    function _sign(bytes32 digest) private pure returns (bytes memory) {
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(KEY, digest);
        return abi.encodePacked(r, s, v);
    }
}
