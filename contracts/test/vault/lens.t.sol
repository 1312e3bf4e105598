// SPDX-License-Identifier: MIT
pragma solidity 0.8.31;

import {IRedeemQueue} from "../../src/interfaces/IRedeemQueue.sol";
import {VaultLens} from "../../src/lens/VaultLens.sol";
import {Scene} from "./Scene.sol";

contract LensTest is Scene {
    VaultLens private lens;

    function setUp() public override {
        super.setUp();
        lens = new VaultLens();
        deposit(alice, 100 ether);
        request(alice, 10 ether);
        request(alice, 5 ether);
        checkpoint();
        fill(4 ether);
    }

    function ids() private pure returns (uint256[] memory list) {
        list = new uint256[](3);
        (list[0], list[1], list[2]) = (ORIGIN, ORIGIN + 10 ether, 7);
    }

    function test_read_isWhatTheContractsSay() public {
        earn(1 ether);
        pass(1 hours);
        VaultLens.VaultState memory state = lens.read(vault);
        assertEq(state.blockNumber, block.number, "block");
        assertEq(state.timestamp, block.timestamp, "time");
        (uint256 assets, uint256 supply) = vault.rate();
        assertEq(state.assets, assets, "rate");
        assertEq(state.supply, supply, "rate");
        assertEq(state.idle, vault.idle(), "idle");
        assertEq(state.queued, vault.queued(), "queued");
        assertEq(state.shortfall, vault.shortfall(), "shortfall");
        assertEq(state.stakeable, vault.stakeable(), "stakeable");
        assertEq(state.queue.tail, ORIGIN + 15 ether, "tail");
        assertEq(state.queue.filled, ORIGIN + 4 ether, "filled");
        assertEq(state.queue.fillCount, 1, "fills");
        assertEq(state.queue.lastFill.assets, 4 ether, "fills");
        assertEq(state.queue.escrowBalance, 4 ether, "escrow");
        assertEq(state.balance, address(vault).balance, "raw");
        assertTrue(keccak256(abi.encode(state.snapshot)) == keccak256(abi.encode(vault.snapshot())), "words");
        assertTrue(
            keccak256(abi.encode(lens.parameters(vault))) == keccak256(abi.encode(vault.parameters())), "parameters"
        );
    }

    function test_position_isWhatTheContractsSay() public {
        vm.deal(alice, 3 ether);
        vm.startPrank(alice);
        weth.deposit{value: 1 ether}();
        vm.stopPrank();
        (, VaultLens.OwnerState memory state) = lens.readAll(vault, alice, ids());
        assertEq(state.owner, alice, "whose");
        assertEq(state.etherBalance, 2 ether, "ether");
        assertEq(state.wethBalance, 1 ether, "WETH");
        assertEq(state.shares, 85 ether, "shares");
        assertEq(state.ticketCount, 2, "tickets");
        assertEq(state.positions[0].claimableShares, 4 ether, "claimable");
        assertEq(state.positions[1].ahead, 6 ether, "ahead");
        assertEq(state.positions[2].size, 0, "no such ticket");
    }

    function test_fills_arePagedFromTheOriginOn() public {
        IRedeemQueue.Fill[] memory points = lens.fills(vault, 0, 10);
        assertEq(points.length, 2, "the origin and a fill");
        assertEq(points[0].shares, ORIGIN, "the origin");
        assertEq(points[1].assets, 4 ether, "a fill");
        assertEq(lens.fills(vault, 1, 1).length, 1, "a page");
        assertEq(lens.fills(vault, 2, 1).length, 0, "beyond");
    }

    /// @dev Each thing that two implementations could differ in changes the digest.
    function test_digest_noticesEveryDifference() public {
        address[] memory accounts = new address[](2);
        (accounts[0], accounts[1]) = (alice, bob);
        bytes32 before = lens.digest(vault, accounts, ids());
        assertTrue(before == lens.digest(vault, accounts, ids()), "of the state alone");

        uint256 state = vm.snapshotState();
        for (uint256 i; i < 8; ++i) {
            if (i == 0) {
                vm.prank(alice);
                vault.transfer(bob, 1);
            } else if (i == 1) {
                vm.prank(alice);
                queue.transferFrom(alice, bob, ORIGIN);
            } else if (i == 2) {
                claim(alice, ORIGIN);
            } else if (i == 3) {
                open();
            } else if (i == 4) {
                fill(0.02 ether);
            } else if (i == 5) {
                request(alice, 1 ether);
            } else if (i == 6) {
                vm.deal(escrow, 5 ether);
            } else {
                vm.prank(registry);
                vault.suspend();
            }
            assertTrue(lens.digest(vault, accounts, ids()) != before, "noticed");
            vm.revertToState(state);
            state = vm.snapshotState();
        }
    }
}
