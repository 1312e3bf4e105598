// SPDX-License-Identifier: MIT
pragma solidity 0.8.31;

import {VaultParameters} from "../vault/types/Parameters.sol";

/// @title A liquid share of something that stakes
/// @notice ERC-20 with ERC-2612; ERC-4626 deposits in WETH, and in ether; ERC-7540 redemptions with ERC-721 tickets
/// (see `IRedeemQueue`); ERC-7575; ERC-165.
///
/// Assets are wei, shares are 18-decimal. `assets(t) = backing - unvested(t)`; one share is worth `assets(t) / supply`.
/// Gains join `unvested` and drip into the rate. Losses are booked whole, at once. Every rounding goes to the vault.
///
/// All that is priced here counts the fee that has accrued so far, so a call changes no price by happening.
interface ILiquidVault {
    // -- Events ------------------------------------------------------------------------------------------------------

    /// @notice ERC-4626. Also emitted by `depositETH` and by shares minted for a proven predeposit.
    event Deposit(address indexed sender, address indexed owner, uint256 assets, uint256 shares);

    /// @notice ERC-4626. Emitted when a settled redemption is taken out by `redeem` or `withdraw`.
    event Withdraw(
        address indexed sender, address indexed receiver, address indexed owner, uint256 assets, uint256 shares
    );

    /// @notice ERC-7540. `requestId` is the ticket's id in the queue.
    event RedeemRequest(
        address indexed controller, address indexed owner, uint256 indexed requestId, address sender, uint256 shares
    );

    /// @notice ERC-7540.
    event OperatorSet(address indexed controller, address indexed operator, bool approved);

    /// @notice `shares` left the queue for `assets`, which went to the escrow.
    event Filled(address indexed caller, uint256 shares, uint256 assets);

    /// @notice `shares` were worth `assets + fee`; `receiver` was paid `assets`, and `fee` joined the unvested gains.
    event RedeemedInstant(
        address indexed caller,
        address indexed receiver,
        address indexed owner,
        uint256 shares,
        uint256 assets,
        uint256 fee
    );

    /// @notice What stands behind the shares was counted: a gain (now vesting) or a loss (already in the rate).
    /// @param delta wei, what was found less what was accounted.
    event Booked(int256 delta, uint256 backing, uint256 unvested, uint256 supply);

    /// @notice Accrued fee shares were moved to the treasury.
    event FeesCollected(address indexed treasury, uint256 shares);

    // -- Errors ------------------------------------------------------------------------------------------------------

    /// @notice The amount is worth no share, or the shares are worth no wei.
    error ZeroAmount();

    /// @notice Shares can't be sent to `receiver`: not to nobody, the vault or the queue. Request a redemption instead.
    error InvalidReceiver(address receiver);

    error InsufficientBalance(address owner, uint256 balance, uint256 needed);
    error InsufficientAllowance(address spender, uint256 allowance, uint256 needed);

    /// @notice `caller` is neither `owner` nor its operator.
    error NotAuthorized(address caller, address owner);

    /// @notice The last proof is of `provenAt`; deposits (and the instant lane) reopen when a checkpoint finishes.
    error Stale(uint256 provenAt, uint256 staleAt);

    /// @notice While a checkpoint is open nothing is paid out. Finish it, or wait until it is finished.
    error CheckpointOpen();

    /// @notice There is nothing to finish. Open a checkpoint first.
    error NoCheckpointOpen();

    /// @notice A slashing has been proven that no checkpoint has booked yet. Payments resume after the next checkpoint.
    error SlashingUnbooked();

    /// @notice Fills need a root younger than this; the newest is of `provenAt`. Finish a checkpoint first.
    error NotFresh(uint256 provenAt, uint256 freshUntil);

    error RequestBelowMinimum(uint256 shares, uint256 minimum);

    /// @notice What can be filled now is worth `assets`, less than the minimum, and doesn't finish what is eligible.
    error FillBelowMinimum(uint256 assets, uint256 minimum);

    /// @notice No ticket was in the queue when the newest finished checkpoint opened.
    error NothingEligible();

    /// @notice The lane can pay `available` (gross) until the next checkpoint; you asked for `assets` (gross).
    error LaneExhausted(uint256 assets, uint256 available);

    error SharesBelowMinimum(uint256 shares, uint256 minShares);
    error AssetsBelowMinimum(uint256 assets, uint256 minAssets);
    error AssetsAboveMaximum(uint256 assets, uint256 maxAssets);
    error DeadlinePassed(uint256 deadline);
    error PermitExpired(uint256 deadline);
    error InvalidPermit(address owner);

    /// @notice ERC-7540: what an asynchronous redemption will pay can't be known when it is asked for.
    error PreviewUnavailable();

    // -- Entering ----------------------------------------------------------------------------------------------------

    function depositETH(address receiver) external payable returns (uint256 shares);
    function depositETH(address receiver, uint256 minShares, uint256 deadline) external payable returns (uint256 shares);
    function deposit(uint256 assets, address receiver) external returns (uint256 shares);
    function deposit(uint256 assets, address receiver, uint256 minShares, uint256 deadline)
        external
        returns (uint256 shares);
    function mint(uint256 shares, address receiver) external returns (uint256 assets);
    function mint(uint256 shares, address receiver, uint256 maxAssets, uint256 deadline)
        external
        returns (uint256 assets);

    // -- Leaving by the queue ----------------------------------------------------------------------------------------

    /// @notice Puts `shares` of `owner` into the queue; `controller` receives the ticket. There is no cancel: the ticket
    /// is transferable, keeps earning and keeps bearing losses until it is filled at the rate of that moment.
    /// @dev Callable by `owner`, its ERC-7540 operator, or a spender with allowance.
    function requestRedeem(uint256 shares, address controller, address owner) external returns (uint256 requestId);

    /// @notice As above, refused if the shares are worth less than `minAssets` now, or after `deadline`.
    function requestRedeem(uint256 shares, address controller, address owner, uint256 minAssets, uint256 deadline)
        external
        returns (uint256 requestId);

    /// @notice Pays the head of the queue with idle ether at the rate of now. Anyone may call it; the cost doesn't
    /// depend on the number of requests. `maxAssets` bounds what is paid (`type(uint256).max`: all that can be).
    function fill(uint256 maxAssets) external returns (uint256 shares, uint256 assets);

    /// @notice ERC-7540 claim of what `IRedeemQueue.settle` made claimable. Pays WETH.
    function redeem(uint256 shares, address receiver, address controller) external returns (uint256 assets);
    function withdraw(uint256 assets, address receiver, address controller) external returns (uint256 shares);

    function setOperator(address operator, bool approved) external returns (bool);
    function isOperator(address controller, address operator) external view returns (bool);
    function pendingRedeemRequest(uint256 requestId, address controller) external view returns (uint256 shares);
    function claimableRedeemRequest(uint256 requestId, address controller) external view returns (uint256 shares);

    // -- Leaving at once ---------------------------------------------------------------------------------------------

    /// @notice Pays ether now, less the lane's fee. The fee is the integral of a rising price over the part of the
    /// bucket that is used, so splitting a redemption saves nothing.
    function redeemInstant(uint256 shares, address receiver, address owner) external returns (uint256 assets);
    function redeemInstant(uint256 shares, address receiver, address owner, uint256 minAssets, uint256 deadline)
        external
        returns (uint256 assets);

    /// @return assets What `redeemInstant(shares)` would pay in this block, to the wei. Reverts as it would.
    function previewRedeemInstant(uint256 shares) external view returns (uint256 assets);

    // -- The money ---------------------------------------------------------------------------------------------------

    /// @notice Moves accrued fee shares to the treasury, all but the part that is set aside for a checkpoint's provers. Anyone may
    /// call it.
    function collectFees() external returns (uint256 shares);

    /// @return assets wei that all shares are worth now. @return supply all shares, the fee accrued up to now included.
    function rate() external view returns (uint256 assets, uint256 supply);

    /// @notice As `rate`, with the time of the root that the newest finished checkpoint proved. Two storage words.
    /// Never reverts.
    function rateAndAge() external view returns (uint256 assets, uint256 supply, uint256 provenAt);

    /// @return wei in the vault that are accounted for, whoever they are owed to.
    function idle() external view returns (uint256);

    /// @return wei that the queue's shares are worth now.
    function queued() external view returns (uint256);

    /// @return wei that idle ether falls short of the queue's value and the lane's target; 0 if it doesn't.
    function shortfall() external view returns (uint256);

    /// @return wei of idle ether above the queue's value and the lane's target: what may be staked.
    function stakeable() external view returns (uint256);

    /// @dev The state behind the prices, for whoever rebuilds them. See `types/Ledger.sol` for the units.
    struct Snapshot {
        uint256 shares;
        uint256 backing;
        uint256 fees;
        uint256 unvested;
        uint256 deficit;
        uint256 since;
        uint256 until;
        uint256 provenAt;
        uint256 outside;
        uint256 eligible;
        bool open;
        bool slashing;
        uint256 laneUsed;
        uint256 laneCapacity;
    }

    function snapshot() external view returns (Snapshot memory);

    // -- What it is made of ------------------------------------------------------------------------------------------

    function parameters() external view returns (VaultParameters memory);
    function queue() external view returns (address);
    function treasury() external view returns (address);
}
