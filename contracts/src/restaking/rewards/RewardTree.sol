// SPDX-License-Identifier: MIT
pragma solidity 0.8.31;

import {EfficientHashLib as Hash} from "solady/utils/EfficientHashLib.sol";

import {EarnerTreeMerkleLeaf, TokenTreeMerkleLeaf} from "../../interfaces/restaking/IRewardsCoordinator.sol";

/// @dev A leaf's preimage has 53 bytes, a node's 64, so neither can be passed off as the other.
library RewardTree {
    uint8 private constant EARNER = 0;
    uint8 private constant TOKEN = 1;

    function hash(EarnerTreeMerkleLeaf calldata leaf) internal pure returns (bytes32) {
        return keccak256(abi.encodePacked(EARNER, leaf.earner, leaf.earnerTokenRoot));
    }

    function hash(TokenTreeMerkleLeaf calldata leaf) internal pure returns (bytes32) {
        return keccak256(abi.encodePacked(TOKEN, leaf.token, leaf.cumulativeEarnings));
    }

    /// @dev Whether a tree as high as `proof` says has a place at `index`. So no leaf has two indices.
    function hasPlace(bytes calldata proof, uint256 index) internal pure returns (bool) {
        return index < 1 << (proof.length / 32);
    }

    /// @param proof the siblings of `leaf`, whole ones, from the lowest on
    function rootOf(bytes32 leaf, uint256 index, bytes calldata proof) internal pure returns (bytes32 root) {
        root = leaf;
        for (uint256 at; at < proof.length;) {
            bytes32 sibling;
            assembly ("memory-safe") {
                sibling := calldataload(add(proof.offset, at))
            }
            root = index & 1 == 0 ? Hash.hash(root, sibling) : Hash.hash(sibling, root);
            index >>= 1;
            unchecked {
                at += 32;
            }
        }
    }
}
