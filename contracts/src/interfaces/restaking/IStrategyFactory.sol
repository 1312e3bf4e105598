// SPDX-License-Identifier: MIT
pragma solidity 0.8.31;

import {IPausable} from "./IPausable.sol";

interface IStrategyFactory is IPausable {
    error AlreadyBlacklisted();
    error BlacklistedToken();
    error InputAddressZero();
    error StrategyAlreadyExists();

    event StrategySetForToken(address token, address strategy);
    event TokenBlacklisted(address token);

    function blacklistTokens(address[] calldata tokens) external;
    function deployNewStrategy(address token) external returns (address newStrategy);
    function removeStrategiesFromWhitelist(address[] calldata strategiesToRemoveFromWhitelist) external;
    function whitelistStrategies(address[] calldata strategiesToWhitelist) external;
    function deployedStrategies(address) external view returns (address);
    function isBlacklisted(address) external view returns (bool);
    function strategyBeacon() external view returns (address);
    function strategyManager() external view returns (address);
}

/// @title What the factory has beyond EigenLayer's
interface ICairnStrategyFactory is IStrategyFactory {
    /// @notice The code that strategies run. `strategyBeacon()` is the factory itself, which answers this.
    function implementation() external view returns (address);
}
