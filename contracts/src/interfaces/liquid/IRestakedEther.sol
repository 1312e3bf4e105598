// SPDX-License-Identifier: MIT
pragma solidity 0.8.31;

import {ILiquidVault} from "../ILiquidVault.sol";

/// @title crETH: a liquid share of a spread of restaked positions
/// @notice The vault's side of the conversation with its `Spread`, which knows what stands behind the shares. Only the spread
/// may call what changes anything below, but `redeemInKind`.
///
/// Instead of checkpoints that stop payments there are *rounds*: every delegator is synced once, and each sync books at once what
/// it finds. When the last one is done, the tickets that were in line when the round opened become eligible, and the
/// lane's bucket is new. Payments need a *stamp* besides: that, at most `stampFor` blocks ago, no slashing was
/// unbooked anywhere.
interface IRestakedEther is ILiquidVault {
    /// @notice `covered` of a loss was borne by `shares` of the first-loss reserve, at the rate before.
    event Covered(uint256 covered, uint256 shares);

    /// @notice `shares` were worth `assets + fee`; `receiver` was paid `units` of `asset`, which are worth `assets`.
    event RedeemedInKind(
        address indexed caller,
        address indexed receiver,
        address indexed owner,
        uint256 asset,
        uint256 shares,
        uint256 assets,
        uint256 fee,
        uint256 units
    );

    error OnlySpread(address caller);

    /// @notice The newest stamp is of block `stampedAt`. Call `Spread.check` first: it holds until block `validUntil`.
    error NotStamped(uint256 stampedAt, uint256 validUntil);

    /// @notice Spending `assets` would take ether that the queue or the lane is owed; `stakeable` is left.
    error ExceedsStakeable(uint256 assets, uint256 stakeable);

    /// @notice Tickets that are eligible come first: they are owed `owed` wei, and `idle` are here. Fill them.
    error QueueFirst(uint256 owed, uint256 idle);

    /// @notice Burns `shares` and pays in a liquid staking token that waits in the spread: at the same price as the instant lane, out
    /// of the same bucket, and only when the eligible tickets can be filled.
    /// @param asset its number in the spread.
    /// @param minUnits of the token.
    function redeemInKind(
        uint256 asset,
        uint256 shares,
        address receiver,
        address owner,
        uint256 minUnits,
        uint256 deadline
    ) external returns (uint256 units);

    /// @notice Mints shares for something the spread has taken in, which is worth `assets`.
    function credit(address receiver, uint256 assets, uint256 minShares) external returns (uint256 shares);

    /// @notice Books what became of something outside that was accounted with `was` wei: found to be `found`.
    function book(uint256 was, uint256 found) external returns (int256 delta);

    /// @notice Hands `assets` of idle ether to the spread, for the deposit contract.
    function stake(uint256 assets) external;

    /// @notice Takes ether that was accounted outside.
    function give() external payable;

    /// @notice Takes ether that wasn't accounted: rewards. It vests.
    function earn() external payable;

    /// @notice Ends a round: what is here unasked is booked, `eligible` shares at the head of the line may be filled, the lane's
    /// bucket is new.
    /// @param provenAt seconds: nothing that the rate counts is known from before it.
    function finish(uint256 provenAt, uint256 eligible) external;

    /// @notice No slashing is unbooked in this block.
    function stamp() external;

    function spread() external view returns (address);
    /// @notice Blocks for which a stamp holds after its own.
    function stampFor() external view returns (uint256);
    /// @notice Block of the newest stamp.
    function stampedAt() external view returns (uint256);
}
