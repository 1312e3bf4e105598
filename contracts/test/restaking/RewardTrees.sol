// SPDX-License-Identifier: MIT
pragma solidity 0.8.31;

import {
    EarnerTreeMerkleLeaf,
    RewardsMerkleClaim,
    TokenTreeMerkleLeaf
} from "../../src/interfaces/restaking/IRewardsCoordinator.sol";

struct Earnings {
    address earner;
    TokenTreeMerkleLeaf[] tokens;
}

/// @dev Builds trees by the definition: leaves, zeros up to the next power of two, `keccak256(left ‖ right)` upwards.
library RewardTrees {
    function root(Earnings[] memory all) internal pure returns (bytes32) {
        return _root(_earnerLeaves(all));
    }

    /// @dev Of all tokens of earner `index`.
    function claim(Earnings[] memory all, uint256 index) internal pure returns (RewardsMerkleClaim memory c) {
        Earnings memory own = all[index];
        bytes32[] memory leaves = _tokenLeaves(own.tokens);

        c.earnerIndex = uint32(index);
        c.earnerTreeProof = _proof(_earnerLeaves(all), index);
        c.earnerLeaf = EarnerTreeMerkleLeaf(own.earner, _root(leaves));
        c.tokenIndices = new uint32[](leaves.length);
        c.tokenTreeProofs = new bytes[](leaves.length);
        c.tokenLeaves = own.tokens;
        for (uint256 i; i < leaves.length; ++i) {
            c.tokenIndices[i] = uint32(i);
            c.tokenTreeProofs[i] = _proof(leaves, i);
        }
    }

    function _earnerLeaves(Earnings[] memory all) private pure returns (bytes32[] memory leaves) {
        leaves = new bytes32[](all.length);
        for (uint256 i; i < all.length; ++i) {
            bytes32 tokenRoot = _root(_tokenLeaves(all[i].tokens));
            leaves[i] = keccak256(abi.encodePacked(uint8(0), all[i].earner, tokenRoot));
        }
    }

    function _tokenLeaves(TokenTreeMerkleLeaf[] memory tokens) private pure returns (bytes32[] memory leaves) {
        leaves = new bytes32[](tokens.length);
        for (uint256 i; i < tokens.length; ++i) {
            leaves[i] = keccak256(abi.encodePacked(uint8(1), tokens[i].token, tokens[i].cumulativeEarnings));
        }
    }

    function _root(bytes32[] memory leaves) private pure returns (bytes32) {
        bytes32[] memory layer = _padded(leaves);
        while (layer.length > 1) {
            layer = _above(layer);
        }
        return layer[0];
    }

    function _proof(bytes32[] memory leaves, uint256 index) private pure returns (bytes memory proof) {
        bytes32[] memory layer = _padded(leaves);
        while (layer.length > 1) {
            proof = abi.encodePacked(proof, layer[index ^ 1]);
            index >>= 1;
            layer = _above(layer);
        }
    }

    function _padded(bytes32[] memory leaves) private pure returns (bytes32[] memory padded) {
        uint256 size = 1;
        while (size < leaves.length) {
            size *= 2;
        }
        padded = new bytes32[](size);
        for (uint256 i; i < leaves.length; ++i) {
            padded[i] = leaves[i];
        }
    }

    function _above(bytes32[] memory layer) private pure returns (bytes32[] memory above) {
        above = new bytes32[](layer.length / 2);
        for (uint256 i; i < above.length; ++i) {
            above[i] = keccak256(abi.encodePacked(layer[2 * i], layer[2 * i + 1]));
        }
    }
}
