// SPDX-License-Identifier: MIT
pragma solidity 0.8.31;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {IERC721} from "@openzeppelin/contracts/token/ERC721/IERC721.sol";

import {ILiquidVault} from "../interfaces/ILiquidVault.sol";
import {IRedeemQueue} from "../interfaces/IRedeemQueue.sol";
import {VaultParameters} from "../vault/types/Parameters.sol";

/// @title Everything about a vault in one call
/// @notice Reads only, and holds nothing: what a quote is computed from, at one block.
contract VaultLens {
    struct VaultState {
        uint256 blockNumber;
        uint256 timestamp;
        ILiquidVault.Snapshot snapshot;
        uint256 assets; // wei that all shares are worth now
        uint256 supply; // shares, the fee accrued up to now included
        uint256 idle;
        uint256 queued;
        uint256 shortfall;
        uint256 stakeable;
        QueueState queue;
        uint256 balance; // wei, raw: what `idle` will be compared with
    }

    struct QueueState {
        uint256 tail;
        uint256 filled;
        uint256 fillCount;
        IRedeemQueue.Fill lastFill;
        uint256 escrowBalance; // wei
    }

    struct OwnerState {
        address owner;
        uint256 etherBalance;
        uint256 wethBalance;
        uint256 shares;
        uint256 settledShares;
        uint256 settledAssets;
        uint256 ticketCount;
        IRedeemQueue.Position[] positions; // of the ids asked for, whoever owns them
    }

    struct Ticket {
        uint256 size;
        address owner;
    }

    function parameters(ILiquidVault vault) external view returns (VaultParameters memory) {
        return vault.parameters();
    }

    function read(ILiquidVault vault) public view returns (VaultState memory state) {
        state.blockNumber = block.number;
        state.timestamp = block.timestamp;
        state.snapshot = vault.snapshot();
        (state.assets, state.supply) = vault.rate();
        state.idle = vault.idle();
        state.queued = vault.queued();
        state.shortfall = vault.shortfall();
        state.stakeable = vault.stakeable();
        state.queue = readQueue(vault);
        state.balance = address(vault).balance;
    }

    function readQueue(ILiquidVault vault) public view returns (QueueState memory state) {
        IRedeemQueue queue = IRedeemQueue(vault.queue());
        state.tail = queue.tail();
        state.filled = queue.filled();
        state.fillCount = queue.fillCount();
        state.lastFill = queue.fillAt(state.fillCount);
        state.escrowBalance = queue.escrow().balance;
    }

    /// @param ids tickets to look at; the queue keeps no list by owner, its `Transfer` events do.
    function position(ILiquidVault vault, address owner, uint256[] calldata ids)
        public
        view
        returns (OwnerState memory state)
    {
        IRedeemQueue queue = IRedeemQueue(vault.queue());
        state.owner = owner;
        state.etherBalance = owner.balance;
        state.wethBalance = IERC20(vault.parameters().weth).balanceOf(owner);
        state.shares = IERC20(address(vault)).balanceOf(owner);
        (state.settledShares, state.settledAssets) = queue.settled(owner);
        state.ticketCount = IERC721(address(queue)).balanceOf(owner);
        state.positions = new IRedeemQueue.Position[](ids.length);
        for (uint256 i; i < ids.length; ++i) {
            state.positions[i] = queue.position(ids[i]);
        }
    }

    function readAll(ILiquidVault vault, address owner, uint256[] calldata ids)
        external
        view
        returns (VaultState memory, OwnerState memory)
    {
        return (read(vault), position(vault, owner, ids));
    }

    /// @notice Points `first … first + count - 1` of the queue's curve, as many as there are.
    function fills(ILiquidVault vault, uint256 first, uint256 count)
        external
        view
        returns (IRedeemQueue.Fill[] memory points)
    {
        IRedeemQueue queue = IRedeemQueue(vault.queue());
        uint256 end = queue.fillCount() + 1;
        if (first >= end) return points;

        points = new IRedeemQueue.Fill[](count < end - first ? count : end - first);
        for (uint256 i; i < points.length; ++i) {
            points[i] = queue.fillAt(first + i);
        }
    }

    /// @notice One word for all of the state that two implementations of the rules must agree on:
    /// `keccak256(abi.encode(Snapshot, totalSupply, balances, QueueState, Ticket[]))`.
    /// @param accounts whose share balances are compared. @param ids tickets that are compared, those that are gone too.
    function digest(ILiquidVault vault, address[] calldata accounts, uint256[] calldata ids)
        external
        view
        returns (bytes32)
    {
        uint256[] memory balances = new uint256[](accounts.length);
        for (uint256 i; i < accounts.length; ++i) {
            balances[i] = IERC20(address(vault)).balanceOf(accounts[i]);
        }
        IRedeemQueue queue = IRedeemQueue(vault.queue());
        Ticket[] memory tickets = new Ticket[](ids.length);
        for (uint256 i; i < ids.length; ++i) {
            IRedeemQueue.Position memory p = queue.position(ids[i]);
            tickets[i] = Ticket({size: p.size, owner: p.owner});
        }
        uint256 supply = IERC20(address(vault)).totalSupply();
        return keccak256(abi.encode(vault.snapshot(), supply, balances, readQueue(vault), tickets));
    }
}
