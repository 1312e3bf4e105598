// SPDX-License-Identifier: MIT
pragma solidity 0.8.31;

import {Ownable} from "@openzeppelin/contracts/access/Ownable.sol";
import {LibClone} from "solady/utils/LibClone.sol";

import {IStrategy} from "../interfaces/restaking/IStrategy.sol";
import {ICairnStrategyFactory} from "../interfaces/restaking/IStrategyFactory.sol";
import {IStrategyManager} from "../interfaces/restaking/IStrategyManager.sol";
import {Pausable} from "./Pausable.sol";

/// @title A strategy for any token, made by anyone
contract StrategyFactory is ICairnStrategyFactory, Ownable, Pausable {
    uint8 private constant NEW_STRATEGIES = 0;

    address public immutable strategyManager;
    address public immutable implementation;

    mapping(address token => address strategy) public deployedStrategies;
    mapping(address token => bool) public isBlacklisted;

    constructor(address strategyManager_, address implementation_, address registry, address owner)
        Ownable(owner)
        Pausable(registry)
    {
        strategyManager = strategyManager_;
        implementation = implementation_;
    }

    function deployNewStrategy(address token) external whenNotPaused(NEW_STRATEGIES) returns (address newStrategy) {
        if (isBlacklisted[token]) revert BlacklistedToken();
        if (deployedStrategies[token] != address(0)) revert StrategyAlreadyExists();

        newStrategy = LibClone.clone(implementation);
        deployedStrategies[token] = newStrategy;
        emit StrategySetForToken(token, newStrategy);

        IStrategy(newStrategy).initialize(token);
        address[] memory strategies = new address[](1);
        strategies[0] = newStrategy;
        IStrategyManager(strategyManager).addStrategiesToDepositWhitelist(strategies);
    }

    // -- The owner's side --------------------------------------------------------------------------------------------

    function blacklistTokens(address[] calldata tokens) external onlyOwner {
        address[] memory strategies = new address[](tokens.length);
        uint256 count;
        for (uint256 i; i < tokens.length; ++i) {
            if (isBlacklisted[tokens[i]]) revert AlreadyBlacklisted();
            isBlacklisted[tokens[i]] = true;
            emit TokenBlacklisted(tokens[i]);

            address strategy = deployedStrategies[tokens[i]];
            if (strategy != address(0)) strategies[count++] = strategy;
        }
        assembly ("memory-safe") {
            mstore(strategies, count)
        }
        IStrategyManager(strategyManager).removeStrategiesFromDepositWhitelist(strategies);
    }

    function whitelistStrategies(address[] calldata strategiesToWhitelist) external onlyOwner {
        IStrategyManager(strategyManager).addStrategiesToDepositWhitelist(strategiesToWhitelist);
    }

    function removeStrategiesFromWhitelist(address[] calldata strategiesToRemoveFromWhitelist) external onlyOwner {
        IStrategyManager(strategyManager).removeStrategiesFromDepositWhitelist(strategiesToRemoveFromWhitelist);
    }

    // -- Views -------------------------------------------------------------------------------------------------------

    /// @dev The factory is the beacon: it knows the implementation, and no one can change it.
    function strategyBeacon() external view returns (address) {
        return address(this);
    }
}
