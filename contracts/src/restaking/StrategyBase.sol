// SPDX-License-Identifier: MIT
pragma solidity 0.8.31;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {IERC20Metadata} from "@openzeppelin/contracts/token/ERC20/extensions/IERC20Metadata.sol";
import {FixedPointMathLib as Math} from "solady/utils/FixedPointMathLib.sol";
import {SafeTransferLib} from "solady/utils/SafeTransferLib.sol";

import {ICairnStrategy, IStrategy} from "../interfaces/restaking/IStrategy.sol";
import {IStrategyManager} from "../interfaces/restaking/IStrategyManager.sol";
import {Pausable} from "./Pausable.sol";

/// @title A vault for one token
/// @notice Holds what stakers deposit, whatever becomes of their shares: shares are moved by the StrategyManager, slashed by
/// arithmetic elsewhere, and come here only to be paid. The rate is the balance over the shares, each with a thousand more that
/// nobody owns, so that a gift beside the first deposit costs the giver a thousand times what it takes.
contract StrategyBase is ICairnStrategy, Pausable {
    uint8 private constant DEPOSITS = 0;
    uint8 private constant WITHDRAWALS = 1;

    uint256 private constant VIRTUAL_SHARES = 1e3;
    uint256 private constant VIRTUAL_BALANCE = 1e3;
    uint256 private constant MAX_TOTAL_SHARES = 1e38 - 1;

    address public immutable strategyManager;

    address public underlyingToken;
    uint256 public totalShares;

    modifier onlyStrategyManager() {
        if (msg.sender != strategyManager) revert OnlyStrategyManager();
        _;
    }

    /// @dev Of the implementation that clones run: its own storage is closed.
    constructor(address strategyManager_, address registry) Pausable(registry) {
        if (strategyManager_ == address(0)) revert InputAddressZero();
        strategyManager = strategyManager_;
        underlyingToken = address(this);
    }

    function initialize(address token) external {
        if (underlyingToken != address(0)) revert AlreadyInitialized();
        if (token == address(0)) revert InputAddressZero();

        underlyingToken = token;
        emit StrategyTokenSet(token, IERC20Metadata(token).decimals());
    }

    // -- The StrategyManager's side ----------------------------------------------------------------------------------

    function deposit(address token, uint256 amount)
        external
        whenNotPaused(DEPOSITS)
        onlyStrategyManager
        returns (uint256 newShares)
    {
        if (token != underlyingToken) revert OnlyUnderlyingToken();

        // The tokens are here already.
        uint256 balance = _balance() + VIRTUAL_BALANCE;
        uint256 shares_ = totalShares + VIRTUAL_SHARES;
        newShares = amount * shares_ / (balance - amount);
        if (newShares == 0) revert NewSharesZero();

        shares_ += newShares;
        if (shares_ - VIRTUAL_SHARES > MAX_TOTAL_SHARES) revert TotalSharesExceedsMax();
        totalShares = shares_ - VIRTUAL_SHARES;
        emit ExchangeRateEmitted(1e18 * balance / shares_);
    }

    function withdraw(address recipient, address token, uint256 amountShares)
        external
        whenNotPaused(WITHDRAWALS)
        onlyStrategyManager
        returns (uint256 amountOut)
    {
        if (token != underlyingToken) revert OnlyUnderlyingToken();
        uint256 total = totalShares;
        if (amountShares > total) revert WithdrawalAmountExceedsTotalDeposits();

        uint256 held = _balance();
        uint256 balance = held + VIRTUAL_BALANCE;
        amountOut = balance * amountShares / (total + VIRTUAL_SHARES);
        // After a fall of the balance the virtual part is worth more than it is, and the last to leave would ask for up to
        // a thousand wei that aren't there.
        amountOut = Math.min(amountOut, held);

        totalShares = total -= amountShares;
        emit ExchangeRateEmitted(1e18 * (balance - amountOut) / (total + VIRTUAL_SHARES));

        SafeTransferLib.safeTransfer(token, recipient, amountOut);
    }

    function beforeAddShares(address, uint256) external onlyStrategyManager {}

    function beforeRemoveShares(address, uint256) external onlyStrategyManager {}

    // -- Views -------------------------------------------------------------------------------------------------------

    function sharesToUnderlyingView(uint256 amountShares) public view returns (uint256) {
        return (_balance() + VIRTUAL_BALANCE) * amountShares / (totalShares + VIRTUAL_SHARES);
    }

    function underlyingToSharesView(uint256 amountUnderlying) public view returns (uint256) {
        return amountUnderlying * (totalShares + VIRTUAL_SHARES) / (_balance() + VIRTUAL_BALANCE);
    }

    function shares(address user) public view returns (uint256) {
        return IStrategyManager(strategyManager).stakerDepositShares(user, address(this));
    }

    function userUnderlyingView(address user) public view returns (uint256) {
        return sharesToUnderlyingView(shares(user));
    }

    function sharesToUnderlying(uint256 amountShares) external view returns (uint256) {
        return sharesToUnderlyingView(amountShares);
    }

    function underlyingToShares(uint256 amountUnderlying) external view returns (uint256) {
        return underlyingToSharesView(amountUnderlying);
    }

    function userUnderlying(address user) external view returns (uint256) {
        return userUnderlyingView(user);
    }

    function explanation() external pure returns (string memory) {
        return "Holds one token; a share is worth its part of the balance.";
    }

    function _balance() private view returns (uint256) {
        return IERC20(underlyingToken).balanceOf(address(this));
    }
}
