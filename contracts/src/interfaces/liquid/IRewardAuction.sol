// SPDX-License-Identifier: MIT
pragma solidity 0.8.31;

/// @dev Fixed at deployment.
struct AuctionParameters {
    address spread;
    address starter; // who gives a token its first basis, and nothing else
    uint256 duration; // seconds in which a price falls to its end
    uint256 startFactorBps; // of the basis, where an auction begins
    uint256 endFactorBps; // of the basis, where it ends: nothing is sold for less
}

/// @title Rewards in many tokens become ether
/// @notice What is here of a listed token is sold in lots: a lot's price falls from a multiple of the *basis* to a part of it. What is
/// paid goes to the vault, where it vests like any gain. The price at which a lot was sold out is the basis of the next; of a lot
/// that didn't go, it halves. Lots, rests and purchases that are worth less than 0.01 ether say nothing of the price.
interface IRewardAuction {
    /// @param basis wei for 1e18 units.
    event Listed(address indexed token, uint256 basis);
    event AuctionOpened(address indexed token, uint256 units, uint256 basis);
    event Sold(address indexed token, address indexed buyer, uint256 units, uint256 assets);

    error OnlyStarter(address caller);
    error NotListed(address token);
    error AlreadyListed(address token);
    error PriceOutOfBounds(uint256 price, uint256 minimum, uint256 maximum);

    /// @notice No lot is open, or nothing is here. `open` one when something is.
    error NothingForSale(address token);

    /// @notice The units cost `cost` now; `paid` was sent.
    error Underpaid(uint256 cost, uint256 paid);
    error UnitsBelowMinimum(uint256 units, uint256 minUnits);

    /// @notice Nobody bought the rest: `open` begins again, at half of the basis.
    error AuctionOver(address token, uint256 endedAt);

    /// @notice An auction isn't over until `endsAt`, even if it is sold out.
    error AuctionRunning(address token, uint256 endsAt);

    /// @notice Gives a token its first basis: once, by the starter. Too high a price only takes time.
    /// @param price wei for 1e18 units.
    function list(address token, uint256 price) external;

    /// @notice Opens an auction of all that is here of the token, when the last one's time is over. Anyone may.
    function open(address token) external returns (uint256 lot);

    /// @notice Buys up to `units` of the lot at the price of now; what is sent too much comes back.
    function buy(address token, uint256 units, uint256 minUnits, address receiver)
        external
        payable
        returns (uint256 bought, uint256 cost);

    /// @return wei for 1e18 units now.
    function priceOf(address token) external view returns (uint256);

    /// @return wei, up.
    function quote(address token, uint256 units) external view returns (uint256);

    /// @return units that aren't sold. @return basis wei for 1e18 units. @return openedAt seconds.
    function lotOf(address token) external view returns (uint256 units, uint256 basis, uint256 openedAt);
    function spread() external view returns (address);
    function starter() external view returns (address);
    function parameters() external view returns (AuctionParameters memory);
}
