// SPDX-License-Identifier: MIT
pragma solidity 0.8.31;

import {Ownable} from "@openzeppelin/contracts/access/Ownable.sol";
import {SafeTransferLib} from "solady/utils/SafeTransferLib.sol";

import {IAllocationManager, OperatorSet} from "../interfaces/restaking/IAllocationManager.sol";
import {IDelegationManager} from "../interfaces/restaking/IDelegationManager.sol";
import {IShareManager} from "../interfaces/restaking/IShareManager.sol";
import {IStrategy} from "../interfaces/restaking/IStrategy.sol";
import {IStrategyManager} from "../interfaces/restaking/IStrategyManager.sol";
import {Locked} from "./Lock.sol";
import {Pausable} from "./Pausable.sol";
import {SignedMessages} from "./SignedMessages.sol";
import {Slashed} from "./Slashed.sol";

/// @title Who deposited what
/// @notice 1. DEPOSIT SHARES are what a strategy gave for tokens. Slashing never touches them: what they are worth, the
/// DelegationManager computes. They change by deposits, and by its calls.
///
/// 2. STRATEGIES have to be listed to be deposited into, by the `strategyWhitelister`, which is the StrategyFactory. What is
/// unlisted later stays withdrawable, also as shares. A staker holds at most 32.
///
/// 3. SLASHED SHARES wait under their operator set and slash until anyone sends them on: to the set's redistribution recipient, or to
/// where nobody can get at them. A paused strategy keeps them waiting; others don't wait for it.
contract StrategyManager is Slashed, Locked, Pausable, SignedMessages, Ownable {
    uint8 private constant DEPOSITS = 0;
    uint256 private constant MAX_STRATEGIES = 32;

    address public constant DEFAULT_BURN_ADDRESS = 0x00000000000000000000000000000000000E16E4;
    bytes32 public constant DEPOSIT_TYPEHASH =
        keccak256("Deposit(address staker,address strategy,address token,uint256 amount,uint256 nonce,uint256 expiry)");

    address public immutable delegation;

    address public strategyWhitelister;
    mapping(address strategy => bool) public strategyIsWhitelistedForDeposit;
    mapping(address signer => uint256) public nonces;
    mapping(address staker => address[]) public stakerStrategyList;
    mapping(address staker => mapping(address strategy => uint256)) public stakerDepositShares;

    modifier onlyDelegationManager() {
        if (msg.sender != delegation) revert OnlyDelegationManager();
        _;
    }

    modifier onlyStrategyWhitelister() {
        if (msg.sender != strategyWhitelister) revert OnlyStrategyWhitelister();
        _;
    }

    constructor(address delegation_, address registry, address whitelister, address owner, string memory version_)
        Locked(delegation_)
        Pausable(registry)
        SignedMessages(version_)
        Ownable(owner)
    {
        delegation = delegation_;
        _setStrategyWhitelister(whitelister);
    }

    // -- Deposits ----------------------------------------------------------------------------------------------------

    function depositIntoStrategy(address strategy, address token, uint256 amount)
        external
        whenNotPaused(DEPOSITS)
        exclusive
        returns (uint256)
    {
        return _deposit(msg.sender, strategy, token, amount);
    }

    function depositIntoStrategyWithSignature(
        address strategy,
        address token,
        uint256 amount,
        address staker,
        uint256 expiry,
        bytes calldata signature
    ) external whenNotPaused(DEPOSITS) exclusive returns (uint256) {
        bytes32 digest = calculateStrategyDepositDigestHash(staker, strategy, token, amount, nonces[staker]++, expiry);
        _checkSignature(staker, digest, signature, expiry);

        // The caller pays.
        return _deposit(staker, strategy, token, amount);
    }

    function _deposit(address staker, address strategy, address token, uint256 amount)
        private
        returns (uint256 shares)
    {
        if (!strategyIsWhitelistedForDeposit[strategy]) revert StrategyNotWhitelisted();

        SafeTransferLib.safeTransferFrom(token, msg.sender, strategy, amount);
        shares = IStrategy(strategy).deposit(token, amount);
        uint256 held = _add(staker, strategy, shares);

        IDelegationManager(delegation).increaseDelegatedShares(staker, strategy, held, shares);
    }

    // -- The DelegationManager's side --------------------------------------------------------------------------------

    function addShares(address staker, address strategy, uint256 shares)
        external
        onlyDelegationManager
        returns (uint256, uint256)
    {
        return (_add(staker, strategy, shares), shares);
    }

    function removeDepositShares(address staker, address strategy, uint256 depositSharesToRemove)
        external
        onlyDelegationManager
        returns (uint256 left)
    {
        if (depositSharesToRemove == 0) revert SharesAmountZero();
        uint256 held = stakerDepositShares[staker][strategy];
        if (depositSharesToRemove > held) revert SharesAmountTooHigh();

        left = held - depositSharesToRemove;
        stakerDepositShares[staker][strategy] = left;
        if (left == 0) _unlist(staker, strategy);

        IStrategy(strategy).beforeRemoveShares(staker, depositSharesToRemove);
    }

    function withdrawSharesAsTokens(address staker, address strategy, address token, uint256 shares)
        external
        onlyDelegationManager
    {
        IStrategy(strategy).withdraw(staker, token, shares);
    }

    function increaseBurnOrRedistributableShares(
        OperatorSet calldata operatorSet,
        uint256 slashId,
        address strategy,
        uint256 sharesToBurn
    ) external onlyDelegationManager {
        _record(operatorSet, slashId, strategy, sharesToBurn);
    }

    /// @return held before.
    function _add(address staker, address strategy, uint256 shares) private returns (uint256 held) {
        if (staker == address(0)) revert StakerAddressZero();
        if (shares == 0) revert SharesAmountZero();

        held = stakerDepositShares[staker][strategy];
        if (held == 0) {
            if (stakerStrategyList[staker].length >= MAX_STRATEGIES) revert MaxStrategiesExceeded();
            stakerStrategyList[staker].push(strategy);
        }
        stakerDepositShares[staker][strategy] = held + shares;
        emit Deposit(staker, strategy, shares);

        IStrategy(strategy).beforeAddShares(staker, shares);
    }

    function _unlist(address staker, address strategy) private {
        address[] storage list = stakerStrategyList[staker];
        uint256 last = list.length - 1;
        // Terminates: who holds shares is on the list.
        uint256 i;
        while (list[i] != strategy) ++i;

        if (i != last) list[i] = list[last];
        list.pop();
    }

    // -- Slashed shares ----------------------------------------------------------------------------------------------

    function clearBurnOrRedistributableShares(OperatorSet calldata operatorSet, uint256 slashId)
        external
        exclusive
        returns (uint256[] memory amounts)
    {
        address[] memory strategies = _slashedStrategies(operatorSet, slashId);
        amounts = new uint256[](strategies.length);
        for (uint256 i; i < strategies.length; ++i) {
            amounts[i] = _send(operatorSet, slashId, strategies[i]);
        }
    }

    function clearBurnOrRedistributableSharesByStrategy(
        OperatorSet calldata operatorSet,
        uint256 slashId,
        address strategy
    ) external exclusive returns (uint256) {
        return _send(operatorSet, slashId, strategy);
    }

    /// @return tokens that the recipient got.
    function _send(OperatorSet calldata operatorSet, uint256 slashId, address strategy) private returns (uint256) {
        uint256 shares = _clear(operatorSet, slashId, strategy);
        if (shares == 0) return 0;

        address recipient = IAllocationManager(allocationManager()).getRedistributionRecipient(operatorSet);
        return IStrategy(strategy).withdraw(recipient, IStrategy(strategy).underlyingToken(), shares);
    }

    /// @dev Burning began with the redistribution's records: nothing is burnable without one.
    function burnShares(address) external {}

    function getBurnableShares(address) external pure returns (uint256) {
        return 0;
    }

    function getStrategiesWithBurnableShares() external pure returns (address[] memory, uint256[] memory) {}

    // -- The list of strategies --------------------------------------------------------------------------------------

    function addStrategiesToDepositWhitelist(address[] calldata strategiesToWhitelist)
        external
        onlyStrategyWhitelister
    {
        for (uint256 i; i < strategiesToWhitelist.length; ++i) {
            address strategy = strategiesToWhitelist[i];
            if (strategyIsWhitelistedForDeposit[strategy]) continue;
            strategyIsWhitelistedForDeposit[strategy] = true;
            emit StrategyAddedToDepositWhitelist(strategy);
        }
    }

    function removeStrategiesFromDepositWhitelist(address[] calldata strategiesToRemoveFromWhitelist)
        external
        onlyStrategyWhitelister
    {
        for (uint256 i; i < strategiesToRemoveFromWhitelist.length; ++i) {
            address strategy = strategiesToRemoveFromWhitelist[i];
            if (!strategyIsWhitelistedForDeposit[strategy]) continue;
            strategyIsWhitelistedForDeposit[strategy] = false;
            emit StrategyRemovedFromDepositWhitelist(strategy);
        }
    }

    function setStrategyWhitelister(address newStrategyWhitelister) external onlyOwner {
        _setStrategyWhitelister(newStrategyWhitelister);
    }

    function _setStrategyWhitelister(address newStrategyWhitelister) private {
        emit StrategyWhitelisterChanged(strategyWhitelister, newStrategyWhitelister);
        strategyWhitelister = newStrategyWhitelister;
    }

    // -- Views -------------------------------------------------------------------------------------------------------

    function getDeposits(address staker) external view returns (address[] memory strategies, uint256[] memory shares) {
        strategies = stakerStrategyList[staker];
        shares = new uint256[](strategies.length);
        for (uint256 i; i < strategies.length; ++i) {
            shares[i] = stakerDepositShares[staker][strategies[i]];
        }
    }

    function getStakerStrategyList(address staker) external view returns (address[] memory) {
        return stakerStrategyList[staker];
    }

    function stakerStrategyListLength(address staker) external view returns (uint256) {
        return stakerStrategyList[staker].length;
    }

    function calculateStrategyDepositDigestHash(
        address staker,
        address strategy,
        address token,
        uint256 amount,
        uint256 nonce,
        uint256 expiry
    ) public view returns (bytes32) {
        return _digest(keccak256(abi.encode(DEPOSIT_TYPEHASH, staker, strategy, token, amount, nonce, expiry)));
    }

    function allocationManager() public view returns (address) {
        return IDelegationManager(delegation).allocationManager();
    }
}
