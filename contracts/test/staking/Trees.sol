// SPDX-License-Identifier: MIT
pragma solidity 0.8.31;

/// @dev SSZ's trees as the consensus layer builds them, written a second time: what a proof is checked against must not come
/// from the code that checks it. All but the leaves given is zero.
library Trees {
    // -- Lists: the length is mixed in at the last level --------------------------------------------------------------

    function listRoot(uint256 depth, uint256[] memory positions, bytes32[] memory leaves, uint256 length)
        internal
        pure
        returns (bytes32)
    {
        return pair(_root(depth - 1, positions, leaves), chunk(uint64(length)));
    }

    /// @param asked positions, ascending, each of them one of `positions`.
    function listSiblings(
        uint256 depth,
        uint256[] memory positions,
        bytes32[] memory leaves,
        uint256 length,
        uint256[] memory asked
    ) internal pure returns (bytes32[] memory siblings) {
        siblings = vectorSiblings(depth - 1, positions, leaves, asked);
        siblings = _append(siblings, siblings.length, chunk(uint64(length)));
    }

    // -- Vectors and containers --------------------------------------------------------------------------------------

    function vectorRoot(uint256 depth, uint256[] memory positions, bytes32[] memory leaves)
        internal
        pure
        returns (bytes32)
    {
        return _root(depth, positions, leaves);
    }

    function vectorSiblings(uint256 depth, uint256[] memory positions, bytes32[] memory leaves, uint256[] memory asked)
        internal
        pure
        returns (bytes32[] memory siblings)
    {
        siblings = new bytes32[](depth * asked.length);
        uint256 count;
        bytes32 zero;
        for (uint256 level; level < depth; ++level) {
            uint256 seen;
            for (uint256 i; i < asked.length; ++i) {
                uint256 partner = asked[i] ^ 1;
                if (i + 1 < asked.length && asked[i + 1] == partner) {
                    ++i;
                    continue;
                }
                while (seen < positions.length && positions[seen] < partner) ++seen;
                siblings[count++] = seen < positions.length && positions[seen] == partner ? leaves[seen] : zero;
            }
            (positions, leaves) = _up(positions, leaves, zero);
            asked = _parents(asked);
            zero = pair(zero, zero);
        }
        assembly ("memory-safe") {
            mstore(siblings, count)
        }
    }

    // -- Nodes -------------------------------------------------------------------------------------------------------

    function pair(bytes32 a, bytes32 b) internal pure returns (bytes32) {
        return sha256(abi.encodePacked(a, b));
    }

    /// @dev Eight bytes, the lowest first, then zeros.
    function chunk(uint64 value) internal pure returns (bytes32) {
        return bytes32(littleEndian(value));
    }

    function littleEndian(uint64 value) internal pure returns (bytes8 out) {
        for (uint256 i; i < 8; ++i) {
            out |= bytes8(bytes1(uint8(value >> (8 * i)))) >> (8 * i);
        }
    }

    function fromLittleEndian(bytes memory data) internal pure returns (uint64 value) {
        for (uint256 i; i < 8; ++i) {
            value |= uint64(uint8(data[i])) << uint64(8 * i);
        }
    }

    // -- Inside ------------------------------------------------------------------------------------------------------

    function _root(uint256 depth, uint256[] memory positions, bytes32[] memory leaves) private pure returns (bytes32) {
        bytes32 zero;
        for (uint256 level; level < depth; ++level) {
            (positions, leaves) = _up(positions, leaves, zero);
            zero = pair(zero, zero);
        }
        return leaves.length == 0 ? zero : leaves[0];
    }

    function _up(uint256[] memory positions, bytes32[] memory leaves, bytes32 zero)
        private
        pure
        returns (uint256[] memory upPositions, bytes32[] memory upLeaves)
    {
        upPositions = new uint256[](positions.length);
        upLeaves = new bytes32[](positions.length);
        uint256 count;
        for (uint256 i; i < positions.length; ++i) {
            uint256 position = positions[i];
            upPositions[count] = position / 2;
            if (position % 2 == 1) {
                upLeaves[count++] = pair(zero, leaves[i]);
            } else if (i + 1 == positions.length || positions[i + 1] != position + 1) {
                upLeaves[count++] = pair(leaves[i], zero);
            } else {
                upLeaves[count++] = pair(leaves[i], leaves[++i]);
            }
        }
        assembly ("memory-safe") {
            mstore(upPositions, count)
            mstore(upLeaves, count)
        }
    }

    function _parents(uint256[] memory positions) private pure returns (uint256[] memory parents) {
        parents = new uint256[](positions.length);
        uint256 count;
        for (uint256 i; i < positions.length; ++i) {
            uint256 parent = positions[i] / 2;
            if (count == 0 || parents[count - 1] != parent) parents[count++] = parent;
        }
        assembly ("memory-safe") {
            mstore(parents, count)
        }
    }

    function _append(bytes32[] memory list, uint256 length, bytes32 last)
        private
        pure
        returns (bytes32[] memory longer)
    {
        longer = new bytes32[](length + 1);
        for (uint256 i; i < length; ++i) {
            longer[i] = list[i];
        }
        longer[length] = last;
    }
}
