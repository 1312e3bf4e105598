// SPDX-License-Identifier: MIT
pragma solidity 0.8.31;

import {Multiproof} from "../../src/beacon/Multiproof.sol";
import {MultiproofProver} from "./Provers.sol";
import {Support} from "./Support.sol";

contract MultiproofTest is Support {
    MultiproofProver private immutable _prover = new MultiproofProver();

    // -- What it accepts ---------------------------------------------------------------------------------------------

    function test_root_isTheTreesForEverySetOfLeaves() public view {
        for (uint256 depth; depth <= 3; ++depth) {
            bytes32[] memory tree = _tree(depth, depth);
            for (uint256 set = 1; set < 1 << (1 << depth); ++set) {
                _assertProves(tree, depth, set);
            }
        }
    }

    function testFuzz_root_isTheTreesForRandomSets(uint256 seed) public view {
        uint256 depth = 4 + seed % 4;
        bytes32[] memory tree = _tree(depth, seed);
        uint256 set = uint256(keccak256(abi.encode(seed))) & ((1 << (1 << depth)) - 1);
        // Sparse sets are as likely as dense ones.
        for (uint256 thin = seed % 7; thin != 0; --thin) {
            uint256 thinner = set & uint256(keccak256(abi.encode(seed, thin)));
            if (thinner != 0) set = thinner;
        }
        if (set != 0) _assertProves(tree, depth, set);
    }

    function test_root_ofATreeOfOneLeafIsTheLeaf() public view {
        (bytes32 root,) = _prover.root(0, _one(0), _leaf("only"), new bytes32[](0));
        assertEq(root, "only", "PROOF-1");
    }

    function testFuzz_branch_isTheRootOfOneLeaf(uint256 seed, uint8 index) public view {
        bytes32[] memory tree = _tree(8, seed);
        (,, bytes32[] memory siblings) = _prove(tree, 8, 1 << index);

        (bytes32 root,) = _prover.branch(8, index, tree[256 + uint256(index)], siblings);

        assertEq(root, tree[1], "PROOF-1");
    }

    // -- What it refuses ---------------------------------------------------------------------------------------------

    function test_root_refusesAMissingSibling() public {
        bytes32[] memory tree = _tree(3, 1);
        (uint256[] memory indices, bytes32[] memory leaves, bytes32[] memory siblings) = _prove(tree, 3, 0x13);
        bytes32[] memory fewer = new bytes32[](siblings.length - 1);
        for (uint256 i; i < fewer.length; ++i) {
            fewer[i] = siblings[i];
        }

        vm.expectRevert(abi.encodeWithSelector(Multiproof.WrongSiblings.selector, fewer.length, siblings.length));
        _prover.root(3, indices, leaves, fewer);
    }

    function test_root_refusesASiblingLeftOver() public {
        bytes32[] memory tree = _tree(3, 1);
        (uint256[] memory indices, bytes32[] memory leaves, bytes32[] memory siblings) = _prove(tree, 3, 0x13);
        bytes32[] memory more = new bytes32[](siblings.length + 1);
        for (uint256 i; i < siblings.length; ++i) {
            more[i] = siblings[i];
        }

        vm.expectRevert(abi.encodeWithSelector(Multiproof.WrongSiblings.selector, more.length, siblings.length));
        _prover.root(3, indices, leaves, more);
    }

    function test_branch_refusesTooFewAndTooManySiblings() public {
        vm.expectRevert(abi.encodeWithSelector(Multiproof.WrongSiblings.selector, 4, 5));
        _prover.branch(5, 7, "leaf", new bytes32[](4));
        vm.expectRevert(abi.encodeWithSelector(Multiproof.WrongSiblings.selector, 6, 5));
        _prover.branch(5, 7, "leaf", new bytes32[](6));
    }

    function test_root_refusesIndicesThatDontAscend() public {
        uint256[] memory indices = new uint256[](3);
        (indices[0], indices[1], indices[2]) = (1, 5, 5);
        vm.expectRevert(abi.encodeWithSelector(Multiproof.IndicesNotAscending.selector, 5, 5));
        _prover.root(3, indices, new bytes32[](3), new bytes32[](3));

        indices[2] = 4;
        vm.expectRevert(abi.encodeWithSelector(Multiproof.IndicesNotAscending.selector, 5, 4));
        _prover.root(3, indices, new bytes32[](3), new bytes32[](3));
    }

    function test_root_refusesAnIndexOutsideTheTree() public {
        vm.expectRevert(abi.encodeWithSelector(Multiproof.IndexOutOfRange.selector, 8, 8));
        _prover.root(3, _one(8), new bytes32[](1), new bytes32[](3));
        vm.expectRevert(abi.encodeWithSelector(Multiproof.IndexOutOfRange.selector, type(uint256).max, 8));
        _prover.branch(3, type(uint256).max, 0, new bytes32[](3));
        vm.expectRevert(abi.encodeWithSelector(Multiproof.IndexOutOfRange.selector, 1, 1));
        _prover.branch(0, 1, 0, new bytes32[](0));
    }

    function test_root_refusesNoLeavesAndUnequalLengths() public {
        vm.expectRevert(Multiproof.NoLeaves.selector);
        _prover.root(3, new uint256[](0), new bytes32[](0), new bytes32[](0));
        vm.expectRevert(abi.encodeWithSelector(Multiproof.LeavesMismatch.selector, 1, 2));
        _prover.root(3, _one(0), new bytes32[](2), new bytes32[](3));
        vm.expectRevert(abi.encodeWithSelector(Multiproof.LeavesMismatch.selector, 1, 0));
        _prover.root(3, _one(0), new bytes32[](0), new bytes32[](3));
    }

    function test_verify_namesBothRoots() public {
        bytes32[] memory tree = _tree(3, 1);
        (uint256[] memory indices, bytes32[] memory leaves, bytes32[] memory siblings) = _prove(tree, 3, 0x13);

        vm.expectRevert(abi.encodeWithSelector(Multiproof.WrongRoot.selector, tree[1], bytes32("other")));
        _prover.verify("other", 3, indices, leaves, siblings);
    }

    function testFuzz_verify_refusesAnyOtherBit(uint256 seed, uint256 bit) public {
        bytes32[] memory tree = _tree(5, seed);
        (uint256[] memory indices, bytes32[] memory leaves, bytes32[] memory siblings) =
            _prove(tree, 5, 1 + uint32(seed) % type(uint32).max);
        bytes memory call = abi.encodeCall(_prover.verify, (tree[1], 5, indices, leaves, siblings));
        (bool accepted,) = address(_prover).staticcall(call);
        assertTrue(accepted, "PROOF-1");

        // All but the depth, which is the caller's.
        bit %= (call.length - 4 - 32) * 8;
        if (bit >= 256) bit += 256;
        call[4 + bit / 8] ^= bytes1(uint8(1 << (bit % 8)));

        (accepted,) = address(_prover).staticcall{gas: 10_000_000}(call);
        assertTrue(!accepted, "PROOF-2");
    }

    // -- Integers ----------------------------------------------------------------------------------------------------

    function testFuzz_littleEndian_isTheBytesReversed(uint64 value, uint256 noise, uint8 position) public view {
        position %= 4;
        bytes8 reversed;
        for (uint256 i; i < 8; ++i) {
            reversed |= bytes8(bytes1(uint8(value >> (8 * i)))) >> (8 * i);
        }
        assertEq(_prover.chunk(value), bytes32(reversed), "PROOF-4");

        uint256 shift = 192 - 64 * uint256(position);
        uint256 mask = uint256(type(uint64).max) << shift;
        bytes32 packed = bytes32((noise & ~mask) | (uint256(uint64(reversed)) << shift));
        assertEq(_prover.at(packed, position), value, "PROOF-4");
    }

    // -- Gas ---------------------------------------------------------------------------------------------------------

    /// @dev EIP-7623's floor is 1,280 gas for 32 bytes that aren't zero, 768 above what they cost otherwise. A node that costs
    /// less than that to hash leaves the floor in charge.
    function test_root_leavesTheCalldataFloorInCharge() public {
        bytes32[] memory leaves = new bytes32[](256);
        uint256[] memory indices = new uint256[](256);
        for (uint256 i; i < 256; ++i) {
            indices[i] = i;
        }
        (, uint256 contiguous) = _prover.root(8, indices, leaves, new bytes32[](0));
        emit log_named_uint("gas per hash of two rebuilt nodes", contiguous / 255);

        for (uint256 i; i < 256; ++i) {
            indices[i] = i << 16;
        }
        bytes32[] memory siblings = new bytes32[](256 * 16);
        (, uint256 scattered) = _prover.root(24, indices, leaves, siblings);
        uint256 perSibling = (scattered - contiguous) / siblings.length;
        emit log_named_uint("gas per hash with a sibling", perSibling);

        (, uint256 single) = _prover.branch(41, 5, "leaf", new bytes32[](41));
        emit log_named_uint("gas per level of a single branch", single / 41);

        assertTrue(perSibling < 1280 - 512, "PROOF-1");
        assertTrue(contiguous / 255 < 768, "PROOF-1");
    }

    // -- Inside ------------------------------------------------------------------------------------------------------

    function _assertProves(bytes32[] memory tree, uint256 depth, uint256 set) private view {
        (uint256[] memory indices, bytes32[] memory leaves, bytes32[] memory siblings) = _prove(tree, depth, set);
        (bytes32 root,) = _prover.root(depth, indices, leaves, siblings);
        assertEq(root, tree[1], "PROOF-1");
    }

    /// @dev The whole tree: node 1 is the root, node i has the children 2i and 2i + 1.
    function _tree(uint256 depth, uint256 seed) private pure returns (bytes32[] memory tree) {
        tree = new bytes32[](2 << depth);
        for (uint256 i = (2 << depth) - 1; i != 0; --i) {
            tree[i] = i >> depth != 0
                ? keccak256(abi.encode(seed, i))
                : sha256(abi.encodePacked(tree[2 * i], tree[2 * i + 1]));
        }
    }

    /// @dev Of the leaves whose bits are set: written from the order's definition, not from the verifier's code.
    function _prove(bytes32[] memory tree, uint256 depth, uint256 set)
        private
        pure
        returns (uint256[] memory indices, bytes32[] memory leaves, bytes32[] memory siblings)
    {
        uint256 width = 1 << depth;
        bool[] memory rebuilt = new bool[](2 * width);
        uint256 count;
        for (uint256 i; i < width; ++i) {
            if (set >> i & 1 == 1) {
                rebuilt[width + i] = true;
                ++count;
            }
        }
        indices = new uint256[](count);
        leaves = new bytes32[](count);
        count = 0;
        for (uint256 i; i < width; ++i) {
            if (rebuilt[width + i]) {
                indices[count] = i;
                leaves[count++] = tree[width + i];
            }
        }

        bytes32[] memory found = new bytes32[](2 * width);
        count = 0;
        for (uint256 first = width; first > 1; first /= 2) {
            for (uint256 i = first; i < 2 * first; ++i) {
                if (!rebuilt[i]) continue;
                rebuilt[i / 2] = true;
                if (!rebuilt[i ^ 1]) found[count++] = tree[i ^ 1];
            }
        }
        siblings = new bytes32[](count);
        for (uint256 i; i < count; ++i) {
            siblings[i] = found[i];
        }
    }

    function _one(uint256 index) private pure returns (uint256[] memory indices) {
        indices = new uint256[](1);
        indices[0] = index;
    }

    function _leaf(bytes32 leaf) private pure returns (bytes32[] memory leaves) {
        leaves = new bytes32[](1);
        leaves[0] = leaf;
    }
}
