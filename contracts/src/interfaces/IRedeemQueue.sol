// SPDX-License-Identifier: MIT
pragma solidity 0.8.31;

/// @title The redemption queue
/// @notice Requests lie one behind another on a line whose unit is the share: a ticket owns the interval
/// `[id, id + size)`, so its id is its place in the line. Fills move a watermark along the line and note how much was paid
/// for everything up to there; what a ticket is owed is the difference of that curve at its two ends. Rounding
/// telescopes: the sum over all tickets is what was paid in, to the wei.
///
/// Tickets are ERC-721. A claim on a part that is filled burns the id and mints the remainder under the id of its own start,
/// so whoever buys an id gets what the picture shows, or nothing changes hands.
interface IRedeemQueue {
    event Claimed(uint256 indexed id, address indexed owner, address indexed receiver, uint256 shares, uint256 assets);
    event Settled(uint256 indexed id, address indexed owner, uint256 shares, uint256 assets);

    error OnlyVault(address caller);
    error NotTicketOwner(uint256 id, address caller);

    error UnknownTicket(uint256 id);

    /// @notice A ticket sent to `receiver` (nobody, the vault, the queue itself) could never be claimed.
    error InvalidReceiver(address receiver);

    /// @notice Nothing of the ticket is filled yet: `ahead` shares are before it in the line.
    error NothingToClaim(uint256 id, uint256 ahead);
    error AssetsBelowMinimum(uint256 assets, uint256 minAssets);
    error DeadlinePassed(uint256 deadline);
    error ExceedsClaimable(uint256 amount, uint256 claimable);
    error TooManyTickets(uint256 count, uint256 maximum);

    struct Fill {
        uint128 shares; // the line is filled up to here
        uint128 assets; // wei paid for everything up to here
    }

    /// @dev `claimableShares` of the ticket are filled, for `assets` wei; `pendingShares` are not, with `ahead` before them.
    struct Position {
        address owner;
        uint256 size;
        uint256 claimableShares;
        uint256 assets;
        uint256 pendingShares;
        uint256 ahead;
    }

    // -- The vault's side --------------------------------------------------------------------------------------------

    function push(address owner, uint256 shares) external returns (uint256 id);
    function record(uint256 shares, uint256 assets) external;
    function redeem(uint256 shares, address receiver, address controller) external returns (uint256 assets);
    function withdraw(uint256 assets, address receiver, address controller) external returns (uint256 shares);

    // -- The holder's side -------------------------------------------------------------------------------------------

    /// @notice Pays what is filled of the ticket to `receiver`, in ether. Can't be paused.
    /// @return assets wei paid. @return remainder the id of what is left, 0 if nothing is.
    function claim(uint256 id, address receiver) external returns (uint256 assets, uint256 remainder);
    function claim(uint256 id, address receiver, uint256 minAssets, uint256 deadline)
        external
        returns (uint256 assets, uint256 remainder);

    /// @notice Moves what is filled of each ticket (at most 64) into its owner's claimable balance, on which the vault's
    /// ERC-7540 `redeem`, `withdraw`, `maxRedeem` and `maxWithdraw` act.
    function settle(uint256[] calldata ids) external;

    // -- Views -------------------------------------------------------------------------------------------------------

    function vault() external view returns (address);
    function escrow() external view returns (address);

    /// @return Where the next request will begin.
    function tail() external view returns (uint256);

    /// @return How far the line is filled.
    function filled() external view returns (uint256);
    function fillCount() external view returns (uint256);

    /// @return Point `index` of the curve: 0 is where the line begins, with nothing paid, `fillCount` the newest fill.
    function fillAt(uint256 index) external view returns (Fill memory);
    function position(uint256 id) external view returns (Position memory);

    /// @return shares @return assets settled and not yet taken out, of `controller`.
    function settled(address controller) external view returns (uint256 shares, uint256 assets);
}

/// @title Where filled ether waits
/// @notice No owner, no pause, no upgrade: it pays what the queue says, and only the queue can say it.
interface IRedeemEscrow {
    error OnlyQueue(address caller);
    error PaymentFailed(address receiver, uint256 assets);

    function queue() external view returns (address);
    function pay(address receiver, uint256 assets) external;
}
