// SPDX-License-Identifier: MIT
pragma solidity 0.8.31;

import {IPausable} from "./IPausable.sol";

interface IStrategy is IPausable {
    error BalanceExceedsMaxTotalDeposits();
    error InputAddressZero();
    error MaxPerDepositExceedsMax();
    error NewSharesZero();
    error OnlyStrategyManager();
    error OnlyUnderlyingToken();
    error TotalSharesExceedsMax();
    error WithdrawalAmountExceedsTotalDeposits();

    event ExchangeRateEmitted(uint256 rate);
    event StrategyTokenSet(address token, uint8 decimals);

    function beforeAddShares(address, uint256) external;
    function beforeRemoveShares(address, uint256) external;
    function deposit(address token, uint256 amount) external returns (uint256 newShares);
    function initialize(address underlyingToken) external;
    function userUnderlying(address user) external view returns (uint256);
    function withdraw(address recipient, address token, uint256 amountShares) external returns (uint256 amountOut);
    function explanation() external pure returns (string memory);
    function shares(address user) external view returns (uint256);
    function sharesToUnderlying(uint256 amountShares) external view returns (uint256);
    function sharesToUnderlyingView(uint256 amountShares) external view returns (uint256);
    function strategyManager() external view returns (address);
    function totalShares() external view returns (uint256);
    function underlyingToken() external view returns (address);
    function underlyingToShares(uint256 amountUnderlying) external view returns (uint256);
    function underlyingToSharesView(uint256 amountUnderlying) external view returns (uint256);
    function userUnderlyingView(address user) external view returns (uint256);
}

/// @title What a strategy has beyond EigenLayer's
interface ICairnStrategy is IStrategy {
    /// @notice The strategy has its token, or is the implementation. Use the StrategyFactory.
    error AlreadyInitialized();
}
