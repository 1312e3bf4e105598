// SPDX-License-Identifier: MIT
pragma solidity 0.8.31;

import {Address} from "@openzeppelin/contracts/utils/Address.sol";

import {IStakedEther} from "../interfaces/IStakedEther.sol";
import {LiquidVault} from "../vault/LiquidVault.sol";
import {Books} from "../vault/types/Books.sol";
import {VaultParameters} from "../vault/types/Parameters.sol";

/// @title csETH: a liquid share of validators
/// @notice What stands behind the shares is the vault's idle ether and what its `ValidatorRegistry` proves: balances on the
/// beacon chain and deposits on their way there. The registry says when a state is pinned and what was found; when to
/// believe it is the registry's business, what to do about it is `LiquidVault`'s.
contract StakedEther is LiquidVault, IStakedEther {
    address public immutable registry;

    modifier onlyRegistry() {
        if (msg.sender != registry) revert OnlyRegistry(msg.sender);
        _;
    }

    constructor(address registry_, VaultParameters memory p) payable LiquidVault("Cairn Staked Ether", p) {
        registry = registry_;
    }

    function name() external pure returns (string memory) {
        return "Cairn Staked Ether";
    }

    function symbol() external pure returns (string memory) {
        return "csETH";
    }

    function open() external payable onlyRegistry guarded returns (uint256 execution) {
        return _open();
    }

    function close(uint256 execution, uint256 outside, uint256 pinnedAt)
        external
        onlyRegistry
        guarded
        returns (int256 delta)
    {
        return _close(execution, outside, pinnedAt);
    }

    /// @dev The predeposit's ether is on the beacon chain already.
    function credit(address receiver, uint256 assets) external onlyRegistry guarded returns (uint256 shares) {
        shares = _deposit(assets, receiver, 0);
        _moveOutside(assets);
    }

    function stake(uint256 assets) external onlyRegistry guarded {
        Books memory books = _accrue();
        // No more ether follows where nothing is known of what is there.
        _checkNotStale(books);
        _checkNotSuspended();
        _save(books);
        uint256 left = stakeable();
        if (assets > left) revert ExceedsStakeable(assets, left);

        _moveOutside(assets);

        Address.sendValue(payable(registry), assets);
    }

    function suspend() external onlyRegistry guarded {
        _suspend();
    }

    function tip(address prover, uint256 part, uint256 whole) external onlyRegistry guarded returns (uint256 shares) {
        return _tip(prover, part, whole);
    }
}
