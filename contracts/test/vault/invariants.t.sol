// SPDX-License-Identifier: MIT
pragma solidity 0.8.31;

import {ILiquidVault} from "../../src/interfaces/ILiquidVault.sol";
import {IRedeemQueue} from "../../src/interfaces/IRedeemQueue.sol";
import {Handler} from "./Handler.sol";
import {VaultFixture} from "./VaultFixture.sol";

/// forge-config: default.invariant.runs = 24
/// forge-config: default.invariant.depth = 200
/// forge-config: default.invariant.fail-on-revert = true
contract InvariantsTest is VaultFixture {
    Handler private handler;

    function setUp() public override {
        super.setUp();
        handler = new Handler(vault, weth, registry);
    }

    function targetContracts() external view returns (address[] memory targets) {
        targets = new address[](1);
        targets[0] = address(handler);
    }

    function invariant_everyShareIsSomebodysAndEveryWeiIsThere() public view {
        ILiquidVault.Snapshot memory s = snapshot();
        uint256 sum = vault.balanceOf(DEAD) + vault.balanceOf(address(vault)) + vault.balanceOf(address(queue))
            + vault.balanceOf(treasury);
        for (uint256 i; i < handler.userCount(); ++i) {
            sum += vault.balanceOf(handler.users(i));
        }
        assertEq(sum, vault.totalSupply(), "SOLV-1");
        assertLe(vault.idle(), address(vault).balance, "SOLV-3");
        assertGt(s.backing, s.unvested, "SOLV-4");
        assertLe(s.laneUsed, s.laneCapacity, "LANE-1");
        assertLe(s.since, block.timestamp, "time doesn't run backwards");
    }

    function invariant_theLineIsWholeAndTheEscrowHoldsWhatIsOwed() public view {
        uint256 owed;
        uint256 pending;
        uint256 counted;
        for (uint256 i; i < handler.ticketCount(); ++i) {
            uint256 id = handler.tickets(i);
            IRedeemQueue.Position memory p = positionOf(id);
            owed += p.assets;
            pending += p.pendingShares;
            if (p.owner != address(0)) ++counted;
            if (p.owner != address(0)) assertLe(id + p.size, queue.tail(), "FIFO-1");
        }
        uint256 held;
        for (uint256 i; i < handler.userCount(); ++i) {
            (, uint256 assets) = queue.settled(handler.users(i));
            owed += assets;
            held += queue.balanceOf(handler.users(i));
        }
        assertEq(escrow.balance, owed, "SOLV-2");
        assertEq(pending, queue.tail() - queue.filled(), "FIFO-1");
        assertEq(vault.balanceOf(address(queue)), pending, "FIFO-2");
        assertLe(snapshot().eligible, pending, "FIFO-3");
        assertEq(held, counted, "ERC-721 counts");
    }
}
