// SPDX-License-Identifier: MIT
pragma solidity 0.8.31;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";

import {ILiquidVault} from "../../src/interfaces/ILiquidVault.sol";
import {Scene} from "./Scene.sol";

/// @dev A wallet of code: it signs by saying yes to one hash.
contract Wallet {
    bytes32 public signed;

    function sign(bytes32 hash) external {
        signed = hash;
    }

    function isValidSignature(bytes32 hash, bytes calldata) external view returns (bytes4) {
        return hash == signed ? bytes4(0x1626ba7e) : bytes4(0);
    }
}

contract ShareTest is Scene {
    uint256 private constant KEY = 0xa11ce;
    address private signer;

    function setUp() public override {
        super.setUp();
        signer = vm.addr(KEY);
        deposit(alice, 100 ether);
        deposit(signer, 100 ether);
    }

    // -- ERC-20 ------------------------------------------------------------------------------------------------------

    function testFuzz_transfer_movesSharesAndNothingElse(address to, uint256 shares) public {
        vm.assume(to != address(0) && to != address(vault) && to != address(queue) && to != alice);
        shares = bound(shares, 0, 100 ether);
        uint256 had = vault.balanceOf(to);
        uint256 supply = vault.totalSupply();
        vm.expectEmit(address(vault));
        emit IERC20.Transfer(alice, to, shares);
        vm.prank(alice);
        assertTrue(vault.transfer(to, shares), "ERC-20");
        assertEq(vault.balanceOf(to), had + shares, "SOLV-1");
        assertEq(vault.balanceOf(alice), 100 ether - shares, "SOLV-1");
        assertEq(vault.totalSupply(), supply, "SOLV-1");
    }

    function test_transfer_toNobodyTheVaultOrTheQueueIsRefused() public {
        vm.prank(alice);
        vault.approve(address(this), type(uint256).max);
        address[3] memory receivers = [address(0), address(vault), address(queue)];
        for (uint256 i; i < 3; ++i) {
            bytes memory refused = abi.encodeWithSelector(ILiquidVault.InvalidReceiver.selector, receivers[i]);
            vm.expectRevert(refused);
            vm.prank(alice);
            vault.transfer(receivers[i], 1);
            vm.expectRevert(refused);
            vault.transferFrom(alice, receivers[i], 1);
        }
        assertEq(queue.tail() - queue.filled(), vault.balanceOf(address(queue)), "SHARE-1");
    }

    function test_transfer_toOneselfChangesNothing() public {
        vm.prank(alice);
        vault.transfer(alice, 60 ether);
        assertEq(vault.balanceOf(alice), 100 ether, "SOLV-1");
    }

    function test_transfer_ofMoreThanOneHasIsRefused() public {
        vm.expectRevert(
            abi.encodeWithSelector(ILiquidVault.InsufficientBalance.selector, alice, 100 ether, 100 ether + 1)
        );
        vm.prank(alice);
        vault.transfer(bob, 100 ether + 1);
    }

    function testFuzz_transferFrom_usesUpTheAllowanceUnlessItIsInfinite(uint256 allowed, uint256 shares) public {
        allowed = bound(allowed, 0, type(uint256).max);
        shares = bound(shares, 0, 100 ether);
        vm.expectEmit(address(vault));
        emit IERC20.Approval(alice, bob, allowed);
        vm.prank(alice);
        vault.approve(bob, allowed);

        if (shares > allowed) {
            vm.expectRevert(abi.encodeWithSelector(ILiquidVault.InsufficientAllowance.selector, bob, allowed, shares));
        }
        vm.prank(bob);
        vault.transferFrom(alice, carol, shares);
        if (shares > allowed) return;
        assertEq(vault.balanceOf(carol), shares, "SOLV-1");
        assertEq(vault.allowance(alice, bob), allowed == type(uint256).max ? allowed : allowed - shares, "ERC-20");
    }

    function test_metadata() public view {
        assertEq(vault.name(), "Cairn Staked Ether", "name");
        assertEq(vault.symbol(), "csETH", "symbol");
        assertEq(vault.decimals(), 18, "decimals");
    }

    // -- ERC-2612 ----------------------------------------------------------------------------------------------------

    function permitHash(address owner, address spender, uint256 shares, uint256 nonce, uint256 deadline)
        private
        view
        returns (bytes32)
    {
        bytes32 permit = keccak256(
            abi.encode(
                keccak256("Permit(address owner,address spender,uint256 value,uint256 nonce,uint256 deadline)"),
                owner,
                spender,
                shares,
                nonce,
                deadline
            )
        );
        return keccak256(abi.encodePacked(hex"1901", vault.DOMAIN_SEPARATOR(), permit));
    }

    function test_permit_theDomainIsOurs() public view {
        bytes32 domain = keccak256(
            abi.encode(
                keccak256("EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)"),
                keccak256("Cairn Staked Ether"),
                keccak256("1"),
                block.chainid,
                address(vault)
            )
        );
        assertTrue(vault.DOMAIN_SEPARATOR() == domain, "EIP-712");
    }

    function testFuzz_permit_approvesOnce(uint256 shares, uint256 wait) public {
        uint256 deadline = block.timestamp + bound(wait, 0, 365 days);
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(KEY, permitHash(signer, bob, shares, 0, deadline));
        vm.expectEmit(address(vault));
        emit IERC20.Approval(signer, bob, shares);
        vault.permit(signer, bob, shares, deadline, v, r, s);
        assertEq(vault.allowance(signer, bob), shares, "PERMIT-1");
        assertEq(vault.nonces(signer), 1, "PERMIT-1");
    }

    /// @dev Somebody takes the permit out of the mempool and submits it first: the one who needs it isn't stopped.
    function test_permit_thatSomebodySubmittedFirstIsNoError() public {
        uint256 deadline = block.timestamp;
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(KEY, permitHash(signer, bob, 5 ether, 0, deadline));
        vm.prank(carol);
        vault.permit(signer, bob, 5 ether, deadline, v, r, s);

        vm.recordLogs();
        vm.prank(bob);
        vault.permit(signer, bob, 5 ether, deadline, v, r, s);
        assertEq(vm.getRecordedLogs().length, 0, "PERMIT-1");
        assertEq(vault.allowance(signer, bob), 5 ether, "PERMIT-1");
        assertEq(vault.nonces(signer), 1, "PERMIT-1");

        // Once the allowance was used, the old signature doesn't bring it back.
        vm.startPrank(bob);
        vault.transferFrom(signer, bob, 1);
        vm.expectRevert(abi.encodeWithSelector(ILiquidVault.InvalidPermit.selector, signer));
        vault.permit(signer, bob, 5 ether, deadline, v, r, s);
        vm.stopPrank();
    }

    function test_permit_anOlderOneIsRefused() public {
        uint256 deadline = block.timestamp;
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(KEY, permitHash(signer, bob, 5 ether, 0, deadline));
        vault.permit(signer, bob, 5 ether, deadline, v, r, s);
        (uint8 v2, bytes32 r2, bytes32 s2) = vm.sign(KEY, permitHash(signer, bob, 5 ether, 1, deadline));
        vault.permit(signer, bob, 5 ether, deadline, v2, r2, s2);
        vm.expectRevert(abi.encodeWithSelector(ILiquidVault.InvalidPermit.selector, signer));
        vault.permit(signer, bob, 5 ether, deadline, v, r, s);
    }

    function testFuzz_permit_changedInAnythingIsRefused(uint256 what) public {
        uint256 deadline = block.timestamp;
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(KEY, permitHash(signer, bob, 5 ether, 0, deadline));
        what = what % 6;
        address owner = what == 0 ? alice : signer;
        vm.expectRevert(abi.encodeWithSelector(ILiquidVault.InvalidPermit.selector, owner));
        vault.permit(
            owner,
            what == 1 ? carol : bob,
            what == 2 ? 6 ether : 5 ether,
            what == 3 ? deadline + 1 : deadline,
            what == 4 ? v ^ 7 : v,
            what == 5 ? bytes32(uint256(r) ^ 1) : r,
            s
        );
    }

    function test_permit_expires() public {
        uint256 deadline = block.timestamp - 1;
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(KEY, permitHash(signer, bob, 5 ether, 0, deadline));
        vm.expectRevert(abi.encodeWithSelector(ILiquidVault.PermitExpired.selector, deadline));
        vault.permit(signer, bob, 5 ether, deadline, v, r, s);
    }

    function test_permit_nobodySignsForTheZeroAddress() public {
        vm.expectRevert(abi.encodeWithSelector(ILiquidVault.InvalidPermit.selector, address(0)));
        vault.permit(address(0), bob, 5 ether, block.timestamp, 27, bytes32(0), bytes32(0));
    }

    function test_permit_aContractSignsByErc1271() public {
        Wallet wallet = new Wallet();
        bytes32 hash = permitHash(address(wallet), bob, 5 ether, 0, block.timestamp);
        vm.expectRevert(abi.encodeWithSelector(ILiquidVault.InvalidPermit.selector, address(wallet)));
        vault.permit(address(wallet), bob, 5 ether, block.timestamp, hex"");
        wallet.sign(hash);
        vault.permit(address(wallet), bob, 5 ether, block.timestamp, hex"");
        vault.permit(address(wallet), bob, 5 ether, block.timestamp, 0, 0, 0);
        assertEq(vault.allowance(address(wallet), bob), 5 ether, "PERMIT-1");
    }

    /// @dev An account that delegated its code (EIP-7702) to something that knows no ERC-1271 still has its key.
    function test_permit_anAccountWithDelegatedCodeStillSignsWithItsKey() public {
        vm.etch(signer, abi.encodePacked(hex"ef0100", address(weth)));
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(KEY, permitHash(signer, bob, 5 ether, 0, block.timestamp));
        vault.permit(signer, bob, 5 ether, block.timestamp, v, r, s);
        assertEq(vault.allowance(signer, bob), 5 ether, "PERMIT-1");
    }
}
