// SPDX-License-Identifier: MIT
pragma solidity 0.8.31;

/// @title Four validators to a word
/// @dev Two kinds of word: *balances*, each lane of 64 bits (gwei 44 ‖ checkpoint 20), and *seats*, each lane
/// (beacon index 40 ‖ operator 16 ‖ flags 8), from high bits to low.
library Quad {
    uint256 internal constant RETIRED = 1;
    uint256 internal constant SLASHED = 2;
    uint256 internal constant EXITING = 4;
    uint256 internal constant FLAGS = 0xff;

    uint256 internal constant LANE = 2 ** 64 - 1;
    uint256 private constant EIGHTS = type(uint256).max / 0x101; // 0x00ff00ff…
    uint256 private constant SIXTEENTHS = type(uint256).max / 0x10001;
    uint256 private constant THIRTYSECONDS = type(uint256).max / 0x100000001;
    uint256 private constant MAX_BALANCE = 2 ** 44 - 1;

    /// @dev At one an hour, 2^20 checkpoints take 119 years.
    uint256 internal constant MAX_CHECKPOINT = 2 ** 20 - 1;

    function lane(uint256 word, uint256 id) internal pure returns (uint256) {
        return word >> _shift(id) & LANE;
    }

    /// @param value below 2^64.
    function withLane(uint256 word, uint256 id, uint256 value) internal pure returns (uint256) {
        uint256 shift = _shift(id);
        return (word & ~(LANE << shift)) | value << shift;
    }

    // -- Balances ----------------------------------------------------------------------------------------------------

    /// @param balance gwei; saturates at 17,592 ETH, more than eight times what earns.
    function packBalance(uint256 balance, uint256 checkpoint) internal pure returns (uint256) {
        if (balance > MAX_BALANCE) balance = MAX_BALANCE;
        return balance << 20 | (checkpoint & MAX_CHECKPOINT);
    }

    function balanceOf(uint256 balanceLane) internal pure returns (uint256) {
        return balanceLane >> 20;
    }

    function checkpointOf(uint256 balanceLane) internal pure returns (uint256) {
        return balanceLane & MAX_CHECKPOINT;
    }

    // -- Seats -------------------------------------------------------------------------------------------------------

    function packSeat(uint256 beaconIndex, uint256 operator) internal pure returns (uint256) {
        return beaconIndex << 24 | operator << 8;
    }

    function indexOf(uint256 seat) internal pure returns (uint256) {
        return seat >> 24;
    }

    function operatorOf(uint256 seat) internal pure returns (uint256) {
        return seat >> 8 & 0xffff;
    }

    // -- Chunks ------------------------------------------------------------------------------------------------------

    /// @notice SSZ's packing of four `uint64` as a word whose lanes are integers: the first is lane 3, the last lane 0.
    function fromChunk(bytes32 chunk) internal pure returns (uint256 word) {
        word = uint256(chunk);
        word = (word & EIGHTS) << 8 | (word >> 8 & EIGHTS);
        word = (word & SIXTEENTHS) << 16 | (word >> 16 & SIXTEENTHS);
        word = (word & THIRTYSECONDS) << 32 | (word >> 32 & THIRTYSECONDS);
    }

    function _shift(uint256 id) private pure returns (uint256) {
        return (id & 3) << 6;
    }
}
