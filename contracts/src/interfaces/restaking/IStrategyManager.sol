// SPDX-License-Identifier: MIT
pragma solidity 0.8.31;

import {OperatorSet} from "./IAllocationManager.sol";
import {IPausable} from "./IPausable.sol";
import {ISignedMessages} from "./ISignedMessages.sol";

interface IStrategyManager is IPausable, ISignedMessages {
    error InputAddressZero();
    error MaxStrategiesExceeded();
    error OnlyDelegationManager();
    error OnlyStrategyWhitelister();
    error SharesAmountTooHigh();
    error SharesAmountZero();
    error StakerAddressZero();
    error StrategyAlreadyInSlash();
    error StrategyNotFound();
    error StrategyNotWhitelisted();

    event BurnableSharesDecreased(address strategy, uint256 shares);
    event BurnOrRedistributableSharesDecreased(
        OperatorSet operatorSet, uint256 slashId, address strategy, uint256 shares
    );
    event BurnOrRedistributableSharesIncreased(
        OperatorSet operatorSet, uint256 slashId, address strategy, uint256 shares
    );
    event Deposit(address staker, address strategy, uint256 shares);
    event StrategyAddedToDepositWhitelist(address strategy);
    event StrategyRemovedFromDepositWhitelist(address strategy);
    event StrategyWhitelisterChanged(address previousAddress, address newAddress);

    function addShares(address staker, address strategy, uint256 shares) external returns (uint256, uint256);
    function addStrategiesToDepositWhitelist(address[] calldata strategiesToWhitelist) external;
    function burnShares(address strategy) external;
    function clearBurnOrRedistributableShares(OperatorSet calldata operatorSet, uint256 slashId)
        external
        returns (uint256[] memory);
    function clearBurnOrRedistributableSharesByStrategy(
        OperatorSet calldata operatorSet,
        uint256 slashId,
        address strategy
    ) external returns (uint256);
    function depositIntoStrategy(address strategy, address token, uint256 amount)
        external
        returns (uint256 depositShares);
    function depositIntoStrategyWithSignature(
        address strategy,
        address token,
        uint256 amount,
        address staker,
        uint256 expiry,
        bytes calldata signature
    ) external returns (uint256 depositShares);
    function increaseBurnOrRedistributableShares(
        OperatorSet calldata operatorSet,
        uint256 slashId,
        address strategy,
        uint256 sharesToBurn
    ) external;
    function removeDepositShares(address staker, address strategy, uint256 depositSharesToRemove)
        external
        returns (uint256);
    function removeStrategiesFromDepositWhitelist(address[] calldata strategiesToRemoveFromWhitelist) external;
    function setStrategyWhitelister(address newStrategyWhitelister) external;
    function withdrawSharesAsTokens(address staker, address strategy, address token, uint256 shares) external;
    function allocationManager() external view returns (address);
    function calculateStrategyDepositDigestHash(
        address staker,
        address strategy,
        address token,
        uint256 amount,
        uint256 nonce,
        uint256 expiry
    ) external view returns (bytes32);
    function DEFAULT_BURN_ADDRESS() external view returns (address);
    function delegation() external view returns (address);
    function DEPOSIT_TYPEHASH() external view returns (bytes32);
    function getBurnableShares(address strategy) external view returns (uint256);
    function getBurnOrRedistributableCount(OperatorSet calldata operatorSet, uint256 slashId)
        external
        view
        returns (uint256);
    function getBurnOrRedistributableShares(OperatorSet calldata operatorSet, uint256 slashId)
        external
        view
        returns (address[] memory, uint256[] memory);
    function getBurnOrRedistributableShares(OperatorSet calldata operatorSet, uint256 slashId, address strategy)
        external
        view
        returns (uint256);
    function getDeposits(address staker) external view returns (address[] memory, uint256[] memory);
    function getPendingOperatorSets() external view returns (OperatorSet[] memory);
    function getPendingSlashIds(OperatorSet calldata operatorSet) external view returns (uint256[] memory);
    function getStakerStrategyList(address staker) external view returns (address[] memory);
    function getStrategiesWithBurnableShares() external view returns (address[] memory, uint256[] memory);
    function nonces(address signer) external view returns (uint256 nonce);
    function stakerDepositShares(address staker, address strategy) external view returns (uint256 shares);
    function stakerStrategyList(address staker, uint256) external view returns (address strategies);
    function stakerStrategyListLength(address staker) external view returns (uint256);
    function strategyIsWhitelistedForDeposit(address strategy) external view returns (bool whitelisted);
    function strategyWhitelister() external view returns (address);
}
