// SPDX-License-Identifier: MIT
pragma solidity 0.8.31;

import {OperatorSet} from "./IAllocationManager.sol";

/// @title What the DelegationManager asks of whoever holds deposit shares
/// @notice The StrategyManager for tokens, the EigenPodManager for beacon ether. All but the view only for the
/// DelegationManager.
interface IShareManager {
    /// @return prevDepositShares before the call.
    /// @return addedShares that count as new.
    function addShares(address staker, address strategy, uint256 shares)
        external
        returns (uint256 prevDepositShares, uint256 addedShares);

    /// @return left after the call, deposit shares.
    function removeDepositShares(address staker, address strategy, uint256 depositSharesToRemove)
        external
        returns (uint256 left);

    /// @param shares withdrawable shares: what slashing left.
    function withdrawSharesAsTokens(address staker, address strategy, address token, uint256 shares) external;

    function increaseBurnOrRedistributableShares(
        OperatorSet calldata operatorSet,
        uint256 slashId,
        address strategy,
        uint256 sharesToBurn
    ) external;

    function stakerDepositShares(address staker, address strategy) external view returns (uint256 depositShares);
}
