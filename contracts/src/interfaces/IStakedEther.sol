// SPDX-License-Identifier: MIT
pragma solidity 0.8.31;

import {ILiquidVault} from "./ILiquidVault.sol";

/// @title csETH: a liquid share of validators
/// @notice The vault's side of the conversation with its `ValidatorRegistry`. Only the registry may call what is below.
interface IStakedEther is ILiquidVault {
    error OnlyRegistry(address caller);

    /// @notice Staking `assets` would take ether that the queue or the lane is owed; `stakeable` is left.
    error ExceedsStakeable(uint256 assets, uint256 stakeable);

    function registry() external view returns (address);

    /// @notice Opens a checkpoint, or replaces the open one: stops payments, fixes backing and queue as they are.
    /// The value sent is what the registry was swept; it isn't accounted until the checkpoint finishes.
    /// @return execution wei, the vault's whole balance, the only place where it is read.
    function open() external payable returns (uint256 execution);

    /// @notice Finishes the checkpoint: books what was found at the pinned state against what was accounted then.
    /// @param execution wei, what `open` returned.
    /// @param outside wei, beacon balances and deposits in flight at the pinned slot.
    /// @param pinnedAt seconds, the time of the pinned slot.
    /// @return delta wei
    function close(uint256 execution, uint256 outside, uint256 pinnedAt) external returns (int256 delta);

    /// @notice Mints shares for a predeposit that has been proven to be ours.
    function credit(address receiver, uint256 assets) external returns (uint256 shares);

    /// @notice Hands `assets` of idle ether to the registry, for the deposit contract.
    function stake(uint256 assets) external;

    /// @notice A slashing was proven: nothing is paid until the next checkpoint finishes.
    function suspend() external;

    /// @notice Pays a prover `part / whole` of the share of accrued fees set aside for the checkpoint's provers.
    function tip(address prover, uint256 part, uint256 whole) external returns (uint256 shares);
}
