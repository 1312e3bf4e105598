// SPDX-License-Identifier: MIT
pragma solidity 0.8.31;

import {IPausable} from "./IPausable.sol";

/// @title A strategy: one token, and shares of it
/// @notice A share is worth `(balance + 1000) / (totalShares + 1000)` of the token's smallest units, so whatever the token's
/// balance does by itself, all shares do. Who has how many shares, the StrategyManager knows. Pause bits: 0 deposits, 1 withdrawals.
interface IStrategy is IPausable {
    /// @notice Part of EigenLayer's interface; nothing here reverts with it: there are no limits but the one on shares.
    error BalanceExceedsMaxTotalDeposits();
    error InputAddressZero();
    /// @notice Part of EigenLayer's interface; nothing here reverts with it.
    error MaxPerDepositExceedsMax();
    /// @notice The amount is worth less than a share.
    error NewSharesZero();
    error OnlyStrategyManager();
    error OnlyUnderlyingToken();
    /// @notice There are never more than 1e38 − 1 shares.
    error TotalSharesExceedsMax();
    error WithdrawalAmountExceedsTotalDeposits();

    /// @param rate of a share, 1e18 is 1.
    event ExchangeRateEmitted(uint256 rate);
    event StrategyTokenSet(address token, uint8 decimals);

    /// @notice Once, as it is made.
    function initialize(address underlyingToken) external;

    // -- Only for the StrategyManager --------------------------------------------------------------------------------

    /// @param amount that was sent here before the call.
    function deposit(address token, uint256 amount) external returns (uint256 newShares);
    /// @return amountOut what the shares are worth; if less is here, because the balance fell by itself and these are the
    /// last shares, what is here.
    function withdraw(address recipient, address token, uint256 amountShares) external returns (uint256 amountOut);
    /// @notice Told before a staker gets shares, so that a strategy may refuse.
    function beforeAddShares(address staker, uint256 shares) external;
    /// @notice Told before a staker's shares go into the queue, so that a strategy may refuse.
    function beforeRemoveShares(address staker, uint256 shares) external;

    // -- Views -------------------------------------------------------------------------------------------------------

    function underlyingToken() external view returns (address);
    function totalShares() external view returns (uint256);
    function sharesToUnderlyingView(uint256 amountShares) external view returns (uint256);
    function underlyingToSharesView(uint256 amountUnderlying) external view returns (uint256);
    /// @notice The same; elsewhere it may accrue something first.
    function sharesToUnderlying(uint256 amountShares) external view returns (uint256);
    function underlyingToShares(uint256 amountUnderlying) external view returns (uint256);
    /// @return deposit shares: slashing isn't counted.
    function shares(address user) external view returns (uint256);
    /// @notice What the deposit shares would be worth if nothing had been slashed.
    function userUnderlyingView(address user) external view returns (uint256);
    function userUnderlying(address user) external view returns (uint256);
    function strategyManager() external view returns (address);
    function explanation() external pure returns (string memory);
}

/// @title What a strategy has beyond EigenLayer's
interface ICairnStrategy is IStrategy {
    /// @notice The strategy has its token, or is the implementation. Use the StrategyFactory.
    error AlreadyInitialized();
}
