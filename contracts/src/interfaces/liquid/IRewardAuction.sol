// SPDX-License-Identifier: MIT
pragma solidity 0.8.31;

struct AuctionParameters {
    address spread;
    uint256 duration; // seconds in which a price falls to its end
    uint256 startFactorBps; // a lot starts at this multiple of the last price paid
    uint256 endFactorBps; // and ends at this part of it: nothing is sold for less
    uint256 patience; // seconds without a sale after which the reference price is halved
}

/// @title Rewards in many tokens become ether
/// @notice One running auction a token: the price of a unit falls from a multiple of the last price paid to a part of it, and starts again
/// with each sale. The ether goes to the vault and vests like any gain.
///
/// A token's first reference price is given by whoever starts it, and has to be high: it only falls.
interface IRewardAuction {
    event AuctionStarted(address indexed token, uint256 price);
    event Sold(address indexed token, address indexed buyer, uint256 units, uint256 assets);
    event Claimed(uint256 indexed index, address indexed token, uint256 units);

    error NotStarted(address token);
    error AlreadyStarted(address token);
    error PriceOutOfBounds(uint256 price, uint256 minimum, uint256 maximum);
    error NothingForSale(address token);

    /// @notice The lot costs `cost` now; `paid` was sent.
    error Underpaid(uint256 cost, uint256 paid);
    error UnitsBelowMinimum(uint256 units, uint256 minUnits);
    error AuctionOver(address token, uint256 endedAt);
    error NotAReward(address token);

    /// @param price wei for 1e18 units, from which the first auction falls.
    function start(address token, uint256 price) external;
    /// @notice Begins a new auction when the last ended unsold.
    function restart(address token) external;
    /// @notice Buys up to `units` at the price of now; what is sent too much comes back.
    function buy(address token, uint256 units, uint256 minUnits, address receiver)
        external
        payable
        returns (uint256 bought, uint256 cost);

    /// @return wei for 1e18 units now.
    function priceOf(address token) external view returns (uint256);
    /// @return wei, up.
    function quote(address token, uint256 units) external view returns (uint256 cost);
    function spread() external view returns (address);
    function parameters() external view returns (AuctionParameters memory);
}
