// SPDX-License-Identifier: MIT
pragma solidity 0.8.31;

/// @title Four validators to a word
/// @dev Two kinds of word: *balances*, each lane (balance 44 ‖ checkpoint 20), and *seats*, each lane
/// (beacon index 40 ‖ operator 16 ‖ flags 8), from high bits to low.
library Quad {
    uint64 internal constant RETIRED = 1;
    uint64 internal constant SLASHED = 2;
    uint64 internal constant EXITING = 4;

    uint256 internal constant MAX_BALANCE = 2 ** 44 - 1;

    /// @dev At one an hour, 2^20 checkpoints take 119 years.
    uint256 internal constant MAX_CHECKPOINT = 2 ** 20 - 1;

    function lane(uint256 word, uint256 id) internal pure returns (uint64) {
        return uint64(word >> _shift(id));
    }

    function withLane(uint256 word, uint256 id, uint64 value) internal pure returns (uint256) {
        uint256 shift = _shift(id);
        return (word & ~(uint256(type(uint64).max) << shift)) | (uint256(value) << shift);
    }

    // -- Balances ----------------------------------------------------------------------------------------------------

    /// @param gweis saturate at 17,592 ETH: more than eight times what earns.
    function packBalance(uint256 gweis, uint256 checkpoint) internal pure returns (uint64) {
        if (gweis > MAX_BALANCE) gweis = MAX_BALANCE;
        return uint64(gweis << 20 | (checkpoint & MAX_CHECKPOINT));
    }

    function balanceOf(uint64 balanceLane) internal pure returns (uint64) {
        return balanceLane >> 20;
    }

    function checkpointOf(uint64 balanceLane) internal pure returns (uint32) {
        return uint32(balanceLane & MAX_CHECKPOINT);
    }

    // -- Seats -------------------------------------------------------------------------------------------------------

    function packSeat(uint40 beaconIndex, uint16 operator) internal pure returns (uint64) {
        return uint64(beaconIndex) << 24 | uint64(operator) << 8;
    }

    function indexOf(uint64 seat) internal pure returns (uint40) {
        return uint40(seat >> 24);
    }

    function operatorOf(uint64 seat) internal pure returns (uint16) {
        return uint16(seat >> 8);
    }

    function _shift(uint256 id) private pure returns (uint256) {
        return (id & 3) << 6;
    }
}
