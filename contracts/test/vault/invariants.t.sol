// SPDX-License-Identifier: MIT
pragma solidity 0.8.31;

import {ILiquidVault} from "../../src/interfaces/ILiquidVault.sol";
import {IRedeemQueue} from "../../src/interfaces/IRedeemQueue.sol";
import {Handler} from "./Handler.sol";
import {Bench} from "./Bench.sol";

contract InvariantsTest is Bench {
    Handler private handler;

    function setUp() public override {
        super.setUp();
        handler = new Handler(vault, queue, weth, registry, p);
    }

    function targetContracts() external view returns (address[] memory targets) {
        targets = new address[](1);
        targets[0] = address(handler);
    }

    /// @dev What can be said of the vault's words alone, and of the steps that led to them.
    function invariant_books() external {
        vm.warp(handler.time());
        _checkBooks();
    }

    /// @dev What can be said of the line and of everyone's place in it.
    function invariant_line() external {
        vm.warp(handler.time());
        _checkLine();
    }

    /// @dev At the end of every run each ticket is claimed: in whatever state the vault is, all are paid and nothing is left.
    function afterInvariant() external {
        vm.warp(handler.time());
        _claimAll();
    }

    /// @dev Random steps of a fixed seed: each kind of step succeeds, so the invariants above are about something.
    function test_invariants_everyActionSucceedsSometimes() external {
        bytes4[] memory actions = _actions();
        uint256 seed = uint256(keccak256("cairn: invariants"));
        for (uint256 i; i < 3000; ++i) {
            seed = uint256(keccak256(abi.encode(seed)));
            bytes4 action = actions[seed % actions.length];
            // The words of the arguments; a bool takes the least bit.
            bytes memory data = abi.encodePacked(action, seed >> 8, (seed >> 16) & 1, seed >> 24);
            (bool ok,) = address(handler).call(data);
            ok;
            if (i % 16 == 0) {
                vm.warp(handler.time());
                _checkBooks();
                _checkLine();
            }
        }
        for (uint256 i; i < actions.length; ++i) {
            if (handler.done(actions[i]) == 0) {
                emit log_named_bytes32("never succeeded", bytes32(actions[i]));
                revert False("an action never succeeds");
            }
        }
        _claimAll();
    }

    // -- Books -------------------------------------------------------------------------------------------------------

    function _checkBooks() private view {
        assertEq(keccak256(bytes(handler.broken())), keccak256(""), handler.broken());

        ILiquidVault.Snapshot memory s = vault.snapshot();
        (uint256 assets, uint256 supply) = vault.rate();
        assertEq(_sumOfBalances(), supply, "SOLV-1: balances are the supply");
        assertEq(supply, vault.totalSupply(), "SOLV-1: totalSupply is the rate's");
        assertTrue(s.unvested < s.backing, "SOLV-4: what hasn't vested is less than the backing");
        assertTrue(assets != 0, "SOLV-4: a rate exists");
        assertLe(vault.idle(), address(vault).balance, "SOLV-3: idle ether is there");
        assertLe(s.laneUsed, s.laneCapacity, "LANE-1: the bucket has a bottom");
        assertLe(s.fees, supply, "FEE-1: fees are shares");
        assertEq(vault.balanceOf(DEAD), GENESIS, "the dead shares stay");
    }

    function _sumOfBalances() private view returns (uint256 sum) {
        for (uint256 i; i < handler.actorCount(); ++i) {
            sum += vault.balanceOf(handler.actors(i));
        }
        sum += vault.balanceOf(DEAD) + vault.balanceOf(treasury);
        sum += vault.balanceOf(address(vault)) + vault.balanceOf(address(queue));
    }

    // -- The line ----------------------------------------------------------------------------------------------------

    function _checkLine() private view {
        (uint256 tail, uint256 filled) = (queue.tail(), queue.filled());
        assertEq(vault.balanceOf(address(queue)), tail - filled, "FIFO-2: the queue holds what isn't filled");
        assertLe(vault.snapshot().eligible, tail - filled, "FIFO-3: only what is in the line is eligible");
        assertLe(filled, handler.eligibleTail(), "FIFO-6: nothing younger than the checkpoint was filled");

        (uint256 pending, uint256 owed) = _checkTickets(filled, tail);
        assertEq(pending, tail - filled, "FIFO-1: tickets cover the line");
        assertEq(
            queue.escrow().balance,
            owed + _settled() + handler.donatedToEscrow(),
            "SOLV-2: the escrow holds what is owed"
        );
        _checkCurve();
    }

    function _checkTickets(uint256 filled, uint256 tail) private view returns (uint256 pending, uint256 owed) {
        uint256[] memory ids = _sortedIds();
        uint256 end = 1e18;
        for (uint256 i; i < ids.length; ++i) {
            IRedeemQueue.Position memory position = queue.position(ids[i]);
            assertGe(ids[i], end, "FIFO-1: tickets don't overlap");
            assertTrue(position.size != 0, "FIFO-1: a ticket has a size");
            assertEq(position.claimableShares + position.pendingShares, position.size, "FIFO-1: filled or not");
            if (ids[i] >= filled) assertEq(position.claimableShares, 0, "FIFO-4: paid behind what is filled");
            end = ids[i] + position.size;
            pending += position.pendingShares;
            owed += position.assets;
        }
        assertLe(end, tail, "FIFO-1: no ticket reaches beyond the line");
    }

    function _sortedIds() private view returns (uint256[] memory ids) {
        ids = new uint256[](handler.idCount());
        for (uint256 i; i < ids.length; ++i) {
            uint256 id = handler.ids(i);
            uint256 place = i;
            for (; place > 0 && ids[place - 1] > id; --place) {
                ids[place] = ids[place - 1];
            }
            ids[place] = id;
        }
    }

    function _settled() private view returns (uint256 owed) {
        for (uint256 i; i < handler.actorCount(); ++i) {
            (, uint256 assets) = queue.settled(handler.actors(i));
            owed += assets;
        }
    }

    function _checkCurve() private view {
        uint256 count = queue.fillCount();
        IRedeemQueue.Fill memory last = queue.fillAt(0);
        for (uint256 i = 1; i <= count; ++i) {
            IRedeemQueue.Fill memory next = queue.fillAt(i);
            assertTrue(next.shares > last.shares && next.assets >= last.assets, "FIFO-4: the curve rises");
            last = next;
        }
        assertEq(last.shares, queue.filled(), "FIFO-4: the newest fill is how far the line is filled");
    }

    // -- Leaving -----------------------------------------------------------------------------------------------------

    function _claimAll() private {
        for (uint256 i; i < handler.idCount(); ++i) {
            uint256 id = handler.ids(i);
            IRedeemQueue.Position memory position = queue.position(id);
            if (position.claimableShares == 0) continue;
            (uint256 assets,) = _claim(position.owner, id);
            assertEq(assets, position.assets, "FIFO-5: a claim pays what the position says");
        }
        for (uint256 i; i < handler.actorCount(); ++i) {
            address actor = handler.actors(i);
            uint256 assets = vault.maxWithdraw(actor);
            if (assets == 0) continue;
            vm.prank(actor);
            vault.withdraw(assets, actor, actor);
        }
        assertEq(queue.escrow().balance, handler.donatedToEscrow(), "FIFO-5: together, to the wei, what was paid in");
    }

    function _actions() private pure returns (bytes4[] memory actions) {
        actions = new bytes4[](29);
        actions[0] = Handler.depositEther.selector;
        actions[1] = Handler.depositWrapped.selector;
        actions[2] = Handler.mintShares.selector;
        actions[3] = Handler.credit.selector;
        actions[4] = Handler.transferShares.selector;
        actions[5] = Handler.permitAndTransfer.selector;
        actions[6] = Handler.transferTicket.selector;
        actions[7] = Handler.request.selector;
        actions[8] = Handler.fill.selector;
        actions[9] = Handler.redeemInstant.selector;
        actions[10] = Handler.claim.selector;
        actions[11] = Handler.settle.selector;
        actions[12] = Handler.redeem.selector;
        actions[13] = Handler.withdraw.selector;
        actions[14] = Handler.open.selector;
        actions[15] = Handler.closeEven.selector;
        actions[16] = Handler.closeWithGain.selector;
        actions[17] = Handler.closeWithLoss.selector;
        actions[18] = Handler.checkpoint.selector;
        actions[19] = Handler.stake.selector;
        actions[20] = Handler.stakeTooMuch.selector;
        actions[21] = Handler.suspend.selector;
        actions[22] = Handler.tip.selector;
        actions[23] = Handler.collectFees.selector;
        actions[24] = Handler.donateToVault.selector;
        actions[25] = Handler.donateToEscrow.selector;
        actions[26] = Handler.donateWrapped.selector;
        actions[27] = Handler.wait.selector;
        actions[28] = Handler.checkpoint.selector;
    }
}
