// SPDX-License-Identifier: MIT
pragma solidity 0.8.31;

import {SSTORE2} from "solady/utils/SSTORE2.sol";

/// @dev Each member fills a word: what is written is what a struct is in memory.
struct AssetOf {
    address strategy;
    address adapter;
    address token;
    uint256 capWei;
    uint256 haircutBps;
    bool queues;
}

struct Delegator {
    address account;
    address operator;
    uint256 weight;
}

/// @title What no transaction changes
/// @dev Kept as code: all rows are one cold account to read, where storage would be a cold slot or two for each.
library Charter {
    uint256 private constant ASSET = 6 * 32;
    uint256 private constant DELEGATOR = 3 * 32;

    function write(AssetOf[] memory assets, Delegator[] memory delegators) internal returns (address at) {
        bytes memory rows;
        for (uint256 i; i < assets.length; ++i) {
            rows = bytes.concat(rows, abi.encode(assets[i]));
        }
        for (uint256 i; i < delegators.length; ++i) {
            rows = bytes.concat(rows, abi.encode(delegators[i]));
        }
        return SSTORE2.write(rows);
    }

    /// @dev The code's first byte stops it.
    function asset(address at, uint256 place) internal view returns (AssetOf memory row) {
        uint256 from = 1 + place * ASSET;
        assembly ("memory-safe") {
            extcodecopy(at, row, from, ASSET)
        }
    }

    function delegator(address at, uint256 assets, uint256 place) internal view returns (Delegator memory row) {
        uint256 from = 1 + assets * ASSET + place * DELEGATOR;
        assembly ("memory-safe") {
            extcodecopy(at, row, from, DELEGATOR)
        }
    }
}
