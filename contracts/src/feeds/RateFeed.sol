// SPDX-License-Identifier: MIT
pragma solidity 0.8.31;

import {IERC20Metadata} from "@openzeppelin/contracts/token/ERC20/extensions/IERC20Metadata.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";

import {ILiquidVault} from "../interfaces/ILiquidVault.sol";
import {IRateFeed} from "../interfaces/IRateFeed.sol";

/// @title The rate, capped
/// @notice Has no storage: the ceiling is a straight line from the rate at deployment. A round is a proven state, and only the
/// newest is known; asked for any other, the feed answers zeros, which every reader of `updatedAt` refuses.
contract RateFeed is IRateFeed {
    uint8 public constant decimals = 18;
    uint256 public constant version = 1;
    uint256 private constant ONE = 1e18;
    uint256 private constant BPS = 1e4;
    uint256 private constant MAX_GROWTH_BPS = 1e4;

    ILiquidVault public immutable vault;
    uint256 public immutable genesisTime;
    uint256 public immutable genesisRate;
    uint256 public immutable maxYearlyGrowthBps;

    /// @notice The cap can't be 0, and can't let the rate more than double in a year.
    error GrowthOutOfBounds(uint256 value, uint256 minimum, uint256 maximum);

    constructor(ILiquidVault vault_, uint256 maxYearlyGrowthBps_) {
        if (maxYearlyGrowthBps_ == 0 || maxYearlyGrowthBps_ > MAX_GROWTH_BPS) {
            revert GrowthOutOfBounds(maxYearlyGrowthBps_, 1, MAX_GROWTH_BPS);
        }
        vault = vault_;
        maxYearlyGrowthBps = maxYearlyGrowthBps_;
        genesisTime = block.timestamp;
        (uint256 assets, uint256 supply) = vault_.rate();
        genesisRate = assets * ONE / supply;
    }

    function description() external view returns (string memory) {
        return string.concat(IERC20Metadata(address(vault)).symbol(), " / ETH");
    }

    function getRate() external view returns (uint256 rate) {
        (rate,) = _read();
    }

    function age() external view returns (uint256) {
        (, uint256 provenAt) = _read();
        return Math.saturatingSub(block.timestamp, provenAt);
    }

    function ceiling() public view returns (uint256) {
        uint256 elapsed = block.timestamp - genesisTime;
        return genesisRate + genesisRate * maxYearlyGrowthBps * elapsed / (BPS * 365 days);
    }

    function latestAnswer() external view returns (int256) {
        (uint256 rate,) = _read();
        return int256(rate);
    }

    function latestRoundData() external view returns (uint80, int256, uint256, uint256, uint80) {
        (uint256 rate, uint256 provenAt) = _read();
        return (uint80(provenAt), int256(rate), provenAt, provenAt, uint80(provenAt));
    }

    function getRoundData(uint80 roundId) external view returns (uint80, int256, uint256, uint256, uint80) {
        (uint256 rate, uint256 provenAt) = _read();
        if (roundId != provenAt) return (roundId, 0, 0, 0, roundId);
        return (roundId, int256(rate), provenAt, provenAt, roundId);
    }

    function _read() private view returns (uint256 rate, uint256 provenAt) {
        uint256 assets;
        uint256 supply;
        (assets, supply, provenAt) = vault.rateAndAge();
        rate = Math.min(assets * ONE / supply, ceiling());
    }
}
