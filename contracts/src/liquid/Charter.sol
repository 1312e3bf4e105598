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
/// @dev Kept as code: all of it is one cold account to read, where storage would be a cold slot or two for each row. The assets come
/// row by row, the delegators column by column, so that all accounts or all operators are read at once.
library Charter {
    uint256 private constant ROW = 6 * 32;

    function write(AssetOf[] memory assets, Delegator[] memory delegators) internal returns (address at) {
        bytes memory rows;
        for (uint256 i; i < assets.length; ++i) {
            rows = bytes.concat(rows, abi.encode(assets[i]));
        }
        bytes memory operators;
        bytes memory weights;
        for (uint256 i; i < delegators.length; ++i) {
            rows = bytes.concat(rows, abi.encode(delegators[i].account));
            operators = bytes.concat(operators, abi.encode(delegators[i].operator));
            weights = bytes.concat(weights, abi.encode(delegators[i].weight));
        }
        return SSTORE2.write(bytes.concat(rows, operators, weights));
    }

    // The code's first byte stops it.

    function asset(address at, uint256 place) internal view returns (AssetOf memory row) {
        assembly ("memory-safe") {
            extcodecopy(at, row, add(1, mul(place, ROW)), ROW)
        }
    }

    function delegator(address at, uint256 assets, uint256 count, uint256 place)
        internal
        view
        returns (Delegator memory row)
    {
        assembly ("memory-safe") {
            let from := add(add(1, mul(assets, ROW)), mul(place, 32))
            let column := mul(count, 32)
            extcodecopy(at, row, from, 32)
            extcodecopy(at, add(row, 32), add(from, column), 32)
            extcodecopy(at, add(row, 64), add(from, mul(column, 2)), 32)
        }
    }

    /// @param column 0: accounts, 1: operators.
    /// @param bits of those that are wanted.
    function pick(address at, uint256 assets, uint256 count, uint256 column, uint256 bits)
        internal
        view
        returns (address[] memory list)
    {
        list = new address[](count);
        assembly ("memory-safe") {
            let from := add(list, 32)
            extcodecopy(at, from, add(add(1, mul(assets, ROW)), mul(column, mul(count, 32))), mul(count, 32))
            // In place: what is wanted moves up.
            let to := from
            for {} bits { bits := shr(1, bits) } {
                if and(bits, 1) {
                    mstore(to, mload(from))
                    to := add(to, 32)
                }
                from := add(from, 32)
            }
            mstore(list, shr(5, sub(sub(to, list), 32)))
        }
    }
}
