// SPDX-License-Identifier: MIT
pragma solidity 0.8.31;

/// @title Merkle multiproofs over sha256, in the one form that this repository uses
/// @notice Leaves stand in ascending order of their index at the tree's bottom level. The root is rebuilt level by level
/// from the bottom, within a level from left to right. A node whose partner is not itself being rebuilt takes the next
/// sibling. Each sibling is used exactly once, and none may be left over.
///
/// The depth is the caller's, never the proof's, so an inner node can't pass for a leaf, nor a leaf for an inner node.
library Multiproof {
    error NoLeaves();

    /// @notice Give one leaf for each index.
    error LeavesMismatch(uint256 indices, uint256 leaves);

    /// @notice `index` follows `previous` and isn't greater. Sort the leaves by index, without repeating any.
    error IndicesNotAscending(uint256 previous, uint256 index);

    /// @notice The tree's bottom level has the indices 0 to `limit - 1`.
    error IndexOutOfRange(uint256 index, uint256 limit);

    /// @notice The leaves need `needed` siblings, no more and no fewer.
    error WrongSiblings(uint256 given, uint256 needed);

    /// @notice The leaves and siblings belong to a tree of the root `computed`.
    error WrongRoot(bytes32 computed, bytes32 expected);

    /// @notice Reverts unless `leaves` stand at `indices` under `expected`. Uses up both arrays.
    function verify(
        bytes32 expected,
        uint256 depth,
        uint256[] memory indices,
        bytes32[] memory leaves,
        bytes32[] calldata siblings
    ) internal view {
        bytes32 computed = root(depth, indices, leaves, siblings);
        if (computed != expected) revert WrongRoot(computed, expected);
    }

    /// @notice Reverts unless `leaf` stands at `index` under `expected`.
    function verify(bytes32 expected, uint256 depth, uint256 index, bytes32 leaf, bytes32[] calldata siblings)
        internal
        view
    {
        bytes32 computed = root(depth, index, leaf, siblings);
        if (computed != expected) revert WrongRoot(computed, expected);
    }

    /// @notice The root above `leaves`. Each level is written over the one below it: both arrays are used up.
    /// @param depth of the bottom level, below 256.
    function root(uint256 depth, uint256[] memory indices, bytes32[] memory leaves, bytes32[] calldata siblings)
        internal
        view
        returns (bytes32 node)
    {
        uint256 count = indices.length;
        if (count == 0) revert NoLeaves();
        if (leaves.length != count) revert LeavesMismatch(count, leaves.length);
        _checkIndices(depth, indices);

        uint256 next;
        assembly ("memory-safe") {
            let first := add(indices, 0x20)
            let end := add(first, shl(5, count))
            let toLeaf := sub(leaves, indices)
            next := siblings.offset

            // Reading past the siblings' end does no harm: how many were used is checked once, when all is done.
            for {} gt(sub(end, first), 0x20) { depth := sub(depth, 1) } {
                let write := first
                for { let read := first } lt(read, end) { write := add(write, 0x20) } {
                    let index := mload(read)
                    let leaf := add(read, toLeaf)
                    read := add(read, 0x20)

                    // Ascending order makes a difference in the lowest bit alone mean: left node, then its partner.
                    switch and(eq(mload(read), xor(index, 1)), lt(read, end))
                    case 0 {
                        let side := shl(5, and(index, 1))
                        mstore(side, mload(leaf))
                        mstore(xor(side, 0x20), calldataload(next))
                        next := add(next, 0x20)
                        // The precompile fails only for want of gas, and then too little is left for another step.
                        pop(staticcall(gas(), 2, 0x00, 0x40, add(write, toLeaf), 0x20))
                    }
                    default {
                        read := add(read, 0x20)
                        pop(staticcall(gas(), 2, leaf, 0x40, add(write, toLeaf), 0x20))
                    }
                    mstore(write, shr(1, index))
                }
                end := write
            }
        }

        (node, next) = _climb(depth, indices[0], leaves[0], next);
        _checkSiblings(siblings, next);
    }

    /// @notice The root above a single leaf.
    function root(uint256 depth, uint256 index, bytes32 leaf, bytes32[] calldata siblings)
        internal
        view
        returns (bytes32 node)
    {
        if (index >> depth != 0) revert IndexOutOfRange(index, 1 << depth);

        uint256 next;
        assembly ("memory-safe") {
            next := siblings.offset
        }
        (node, next) = _climb(depth, index, leaf, next);
        _checkSiblings(siblings, next);
    }

    /// @notice `sha256(left ‖ right)`.
    function hashPair(bytes32 left, bytes32 right) internal view returns (bytes32 node) {
        assembly ("memory-safe") {
            mstore(0x00, left)
            mstore(0x20, right)
            pop(staticcall(gas(), 2, 0x00, 0x40, 0x00, 0x20))
            node := mload(0x00)
        }
    }

    /// @dev One branch, `depth` levels up, with siblings from the calldata position `next` on.
    function _climb(uint256 depth, uint256 index, bytes32 leaf, uint256 next)
        private
        view
        returns (bytes32 node, uint256 end)
    {
        assembly ("memory-safe") {
            end := add(next, shl(5, depth))
            let side := shl(5, and(index, 1))
            mstore(side, leaf)
            for {} lt(next, end) { next := add(next, 0x20) } {
                mstore(xor(side, 0x20), calldataload(next))
                index := shr(1, index)
                side := shl(5, and(index, 1))
                pop(staticcall(gas(), 2, 0x00, 0x40, side, 0x20))
            }
            node := mload(side)
        }
    }

    /// @dev Ascending at the bottom is ascending at every level, since two nodes with one parent become one.
    function _checkIndices(uint256 depth, uint256[] memory indices) private pure {
        uint256 previous;
        uint256 index;
        bool ascending = true;
        assembly ("memory-safe") {
            let read := add(indices, 0x20)
            let end := add(read, shl(5, mload(indices)))
            index := mload(read)
            for { read := add(read, 0x20) } and(lt(read, end), ascending) { read := add(read, 0x20) } {
                previous := index
                index := mload(read)
                ascending := gt(index, previous)
            }
        }
        if (!ascending) revert IndicesNotAscending(previous, index);
        if (index >> depth != 0) revert IndexOutOfRange(index, 1 << depth);
    }

    function _checkSiblings(bytes32[] calldata siblings, uint256 next) private pure {
        uint256 start;
        assembly ("memory-safe") {
            start := siblings.offset
        }
        uint256 used = (next - start) / 32;
        if (used != siblings.length) revert WrongSiblings(siblings.length, used);
    }
}
