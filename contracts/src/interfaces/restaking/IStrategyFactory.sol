// SPDX-License-Identifier: MIT
pragma solidity 0.8.31;

import {IPausable} from "./IPausable.sol";

/// @title A strategy for any token
/// @notice Anyone makes one, one a token, and it is listed at once. The owner can forbid tokens, and list strategies that were made
/// otherwise. Pause bit: 0 new strategies.
interface IStrategyFactory is IPausable {
    error AlreadyBlacklisted();
    error BlacklistedToken();
    /// @notice Part of EigenLayer's interface; nothing here reverts with it.
    error InputAddressZero();
    /// @notice See `deployedStrategies`.
    error StrategyAlreadyExists();

    event StrategySetForToken(address token, address strategy);
    event TokenBlacklisted(address token);

    function deployNewStrategy(address token) external returns (address newStrategy);

    /// @notice Forbids strategies for these tokens, and takes those that exist off the list. Only for the owner, and for good.
    function blacklistTokens(address[] calldata tokens) external;
    /// @notice Only for the owner.
    function removeStrategiesFromWhitelist(address[] calldata strategiesToRemoveFromWhitelist) external;
    /// @notice Only for the owner.
    function whitelistStrategies(address[] calldata strategiesToWhitelist) external;

    /// @return 0 if there is none.
    function deployedStrategies(address token) external view returns (address);
    function isBlacklisted(address token) external view returns (bool);
    function strategyBeacon() external view returns (address);
    function strategyManager() external view returns (address);
}

/// @title What the factory has beyond EigenLayer's
interface ICairnStrategyFactory is IStrategyFactory {
    /// @notice The code that strategies run. `strategyBeacon()` is the factory itself, which answers this.
    function implementation() external view returns (address);
}
