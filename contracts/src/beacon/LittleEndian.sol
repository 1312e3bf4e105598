// SPDX-License-Identifier: MIT
pragma solidity 0.8.31;

/// @title SSZ's integers
library LittleEndian {
    /// @notice The chunk of a lone `uint64`: eight bytes, the lowest first, then zeros.
    function chunk(uint64 value) internal pure returns (bytes32) {
        return bytes32(uint256(_reverse(value)) << 192);
    }

    /// @notice The `uint64` at `position` (0 to 3) of a packed chunk.
    function at(bytes32 packed, uint256 position) internal pure returns (uint64) {
        return _reverse(uint64(uint256(packed) >> (192 - 64 * position)));
    }

    function _reverse(uint64 value) private pure returns (uint64) {
        value = ((value & 0xff00ff00ff00ff00) >> 8) | ((value & 0x00ff00ff00ff00ff) << 8);
        value = ((value & 0xffff0000ffff0000) >> 16) | ((value & 0x0000ffff0000ffff) << 16);
        return (value >> 32) | (value << 32);
    }
}
