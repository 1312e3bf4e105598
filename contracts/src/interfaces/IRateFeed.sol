// SPDX-License-Identifier: MIT
pragma solidity 0.8.31;

/// @title A rate that integrators can rely on
/// @notice Reads the vault's two words, never reverts, never rises faster than a cap fixed at deployment. Two faces:
/// `getRate()` (Balancer's rate providers) and Chainlink's `AggregatorV3Interface`, whose `updatedAt` is the time of the
/// newest proven root, so that a reader's own staleness check means what it should.
interface IRateFeed {
    /// @return ether a share is worth, 18 decimals, rounded down.
    function getRate() external view returns (uint256);

    /// @return seconds since the state that the rate is proven by.
    function age() external view returns (uint256);

    /// @return the most that `getRate` can be now, 18 decimals.
    function ceiling() external view returns (uint256);

    function decimals() external view returns (uint8);
    function description() external view returns (string memory);
    function version() external view returns (uint256);
    function latestAnswer() external view returns (int256);
    function latestRoundData()
        external
        view
        returns (uint80 roundId, int256 answer, uint256 startedAt, uint256 updatedAt, uint80 answeredInRound);
    function getRoundData(uint80 roundId)
        external
        view
        returns (uint80, int256 answer, uint256 startedAt, uint256 updatedAt, uint80 answeredInRound);
}
