// SPDX-License-Identifier: MIT
pragma solidity 0.8.31;

import {OperatorSet} from "./IAllocationManager.sol";
import {IPausable} from "./IPausable.sol";
import {ISignedMessages} from "./ISignedMessages.sol";

/// @title Deposits of tokens
/// @notice Tokens go into a strategy, which gives *deposit shares* for them; these are counted here. They leave by the
/// `IDelegationManager`'s queue. What they are worth after slashes, that contract says too.
///
/// Tokens that take a fee on transfer, or call back and rely on it, aren't for this.
///
/// What was slashed waits here until somebody sends it on: see `getPendingOperatorSets`, `getPendingSlashIds`,
/// `clearBurnOrRedistributableShares`. Pause bit: 0 deposits.
interface IStrategyManager is IPausable, ISignedMessages {
    /// @notice Part of EigenLayer's interface; nothing here reverts with it.
    error InputAddressZero();
    /// @notice The staker has shares in 32 strategies: withdraw from one wholly.
    error MaxStrategiesExceeded();
    error OnlyDelegationManager();
    error OnlyStrategyWhitelister();
    /// @notice More deposit shares than the staker has. See `stakerDepositShares`.
    error SharesAmountTooHigh();
    error SharesAmountZero();
    error StakerAddressZero();
    error StrategyAlreadyInSlash();
    /// @notice Part of EigenLayer's interface; nothing here reverts with it.
    error StrategyNotFound();
    /// @notice Take one that is listed: see `strategyIsWhitelistedForDeposit`.
    error StrategyNotWhitelisted();

    /// @notice Part of EigenLayer's interface; never told here.
    event BurnableSharesDecreased(address strategy, uint256 shares);
    event BurnOrRedistributableSharesDecreased(
        OperatorSet operatorSet, uint256 slashId, address strategy, uint256 shares
    );
    event BurnOrRedistributableSharesIncreased(
        OperatorSet operatorSet, uint256 slashId, address strategy, uint256 shares
    );
    /// @notice A staker got deposit shares: for tokens, or back from the queue.
    event Deposit(address staker, address strategy, uint256 shares);
    event StrategyAddedToDepositWhitelist(address strategy);
    event StrategyRemovedFromDepositWhitelist(address strategy);
    event StrategyWhitelisterChanged(address previousAddress, address newAddress);

    // -- Deposits ----------------------------------------------------------------------------------------------------

    /// @notice Takes tokens of the caller, which has approved them here, and counts for it what the strategy gives.
    /// @param amount the token's smallest units.
    function depositIntoStrategy(address strategy, address token, uint256 amount)
        external
        returns (uint256 depositShares);
    /// @notice The caller pays, and `staker` gets the shares: it has to have signed for that, because a deposit can lower
    /// what one has by dust, and takes a place among its strategies.
    /// @param signature of `calculateStrategyDepositDigestHash` with the staker's nonce.
    function depositIntoStrategyWithSignature(
        address strategy,
        address token,
        uint256 amount,
        address staker,
        uint256 expiry,
        bytes calldata signature
    ) external returns (uint256 depositShares);

    // -- Only for the DelegationManager: see IShareManager -----------------------------------------------------------

    function addShares(address staker, address strategy, uint256 shares) external returns (uint256, uint256);
    function removeDepositShares(address staker, address strategy, uint256 depositSharesToRemove)
        external
        returns (uint256);
    function withdrawSharesAsTokens(address staker, address strategy, address token, uint256 shares) external;
    function increaseBurnOrRedistributableShares(
        OperatorSet calldata operatorSet,
        uint256 slashId,
        address strategy,
        uint256 sharesToBurn
    ) external;

    // -- Slashed shares ----------------------------------------------------------------------------------------------

    /// @notice Sends what a slash took to the set's redistribution recipient, or to `DEFAULT_BURN_ADDRESS`. Anyone may. What was
    /// sent before isn't sent again.
    /// @return tokens sent, a strategy each.
    function clearBurnOrRedistributableShares(OperatorSet calldata operatorSet, uint256 slashId)
        external
        returns (uint256[] memory tokens);
    /// @notice The same for one strategy: the others' pauses don't matter to it.
    function clearBurnOrRedistributableSharesByStrategy(
        OperatorSet calldata operatorSet,
        uint256 slashId,
        address strategy
    ) external returns (uint256 tokens);
    /// @notice Part of EigenLayer's interface; does nothing here: every slash has its record.
    function burnShares(address strategy) external;

    // -- The list of strategies --------------------------------------------------------------------------------------

    function addStrategiesToDepositWhitelist(address[] calldata strategiesToWhitelist) external;
    /// @notice Closes them to deposits, not to withdrawals.
    function removeStrategiesFromDepositWhitelist(address[] calldata strategiesToRemoveFromWhitelist) external;
    /// @notice Only for the owner.
    function setStrategyWhitelister(address newStrategyWhitelister) external;

    // -- Views -------------------------------------------------------------------------------------------------------

    function stakerDepositShares(address staker, address strategy) external view returns (uint256 shares);
    /// @return strategies that a staker has deposit shares in.
    /// @return shares deposit shares.
    function getDeposits(address staker) external view returns (address[] memory strategies, uint256[] memory shares);
    function getStakerStrategyList(address staker) external view returns (address[] memory);
    function stakerStrategyList(address staker, uint256) external view returns (address strategies);
    function stakerStrategyListLength(address staker) external view returns (uint256);
    function strategyIsWhitelistedForDeposit(address strategy) external view returns (bool whitelisted);
    function strategyWhitelister() external view returns (address);

    /// @notice What waits to be sent on of a slash.
    function getBurnOrRedistributableShares(OperatorSet calldata operatorSet, uint256 slashId)
        external
        view
        returns (address[] memory strategies, uint256[] memory shares);
    /// @return 0 if nothing waits.
    function getBurnOrRedistributableShares(OperatorSet calldata operatorSet, uint256 slashId, address strategy)
        external
        view
        returns (uint256);
    /// @return strategies of which something waits.
    function getBurnOrRedistributableCount(OperatorSet calldata operatorSet, uint256 slashId)
        external
        view
        returns (uint256 strategies);
    /// @notice Slashes of a set of which something waits.
    function getPendingSlashIds(OperatorSet calldata operatorSet) external view returns (uint256[] memory);
    function getPendingOperatorSets() external view returns (OperatorSet[] memory);
    /// @notice Part of EigenLayer's interface: 0.
    function getBurnableShares(address strategy) external view returns (uint256);
    /// @notice Part of EigenLayer's interface: empty.
    function getStrategiesWithBurnableShares() external view returns (address[] memory, uint256[] memory);

    /// @notice What a staker signs to be deposited for.
    function calculateStrategyDepositDigestHash(
        address staker,
        address strategy,
        address token,
        uint256 amount,
        uint256 nonce,
        uint256 expiry
    ) external view returns (bytes32);
    function DEPOSIT_TYPEHASH() external view returns (bytes32);
    function nonces(address signer) external view returns (uint256 nonce);
    function DEFAULT_BURN_ADDRESS() external view returns (address);
    function delegation() external view returns (address);
    function allocationManager() external view returns (address);
}
