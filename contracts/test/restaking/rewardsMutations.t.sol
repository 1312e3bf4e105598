// SPDX-License-Identifier: MIT
pragma solidity 0.8.31;

import {
    EarnerTreeMerkleLeaf,
    RewardsMerkleClaim,
    TokenTreeMerkleLeaf
} from "../../src/interfaces/restaking/IRewardsCoordinator.sol";
import {Earnings, RewardTrees} from "./RewardTrees.sol";
import {RewardsScene} from "./RewardsScene.sol";

/// @dev Claims that are accepted, each changed in one way at random, ten thousand times. `SEED=… forge test` for others.
contract RewardsMutationsTest is RewardsScene {
    event log_named_uint(string key, uint256 value);

    enum Kind {
        Bytes,
        Proofs,
        Places,
        Leaves,
        Lengths
    }

    uint256 private constant ROUNDS = 2000; // of each of the five kinds
    uint256 private constant EARNERS = 11;

    uint256 private _random;
    uint32 private _first;
    uint32 private _second;

    function setUp() public override {
        super.setUp();
        _fund();
        _first = _postActive(_world(1));
        _second = _postActive(_world(2));
        for (uint256 i; i < 2 * EARNERS; ++i) {
            bool isFirst = i < EARNERS;
            vm.etch(_holder(i), abi.encode(_claim(_world(isFirst ? 1 : 2), i % EARNERS, isFirst ? _first : _second)));
        }
    }

    /// @dev Claims are kept as the code of contracts, to be read without building trees.
    function _holder(uint256 number) private pure returns (address) {
        return address(uint160(0xca12000 + number));
    }

    /// @dev Eleven earners, of one to five tokens each.
    function _world(uint256 day) private view returns (Earnings[] memory all) {
        all = new Earnings[](EARNERS);
        for (uint256 i; i < EARNERS; ++i) {
            TokenTreeMerkleLeaf[] memory tokens = new TokenTreeMerkleLeaf[](1 + i % 5);
            for (uint256 j; j < tokens.length; ++j) {
                address token_ = j == 0 ? address(reward) : address(uint160(address(reward)) + uint160(j));
                tokens[j] = TokenTreeMerkleLeaf(token_, 1e18 * day * (i + 1) + j);
            }
            all[i] = Earnings(address(uint160(0xea12e20 + i)), tokens);
        }
    }

    // -- The claims --------------------------------------------------------------------------------------------------

    function test_claims_thatWillBeChangedAreAccepted() public view {
        for (uint256 i; i < 2 * EARNERS; ++i) {
            assertTrue(_isAccepted(abi.encodeCall(rewards.checkClaim, (_load(i)))), "CLAIM-4");
        }
    }

    function test_claims_withChangedBytesAreRefused() public {
        _refusesAll(Kind.Bytes);
    }

    function test_claims_withChangedProofsAreRefused() public {
        _refusesAll(Kind.Proofs);
    }

    function test_claims_withChangedPlacesAreRefused() public {
        _refusesAll(Kind.Places);
    }

    function test_claims_withChangedLeavesAreRefused() public {
        _refusesAll(Kind.Leaves);
    }

    function test_claims_withChangedLengthsAreRefused() public {
        _refusesAll(Kind.Lengths);
    }

    // -- Rounds ------------------------------------------------------------------------------------------------------

    function _refusesAll(Kind kind) private {
        uint256 seed = vm.envOr("SEED", 20_260_101);
        emit log_named_uint("seed", seed);

        for (uint256 round; round < ROUNDS; ++round) {
            // A frame of its own, so that each round starts with empty memory.
            assertTrue(!this.attempt(kind, uint256(keccak256(abi.encode(seed, kind, round)))), "CLAIM-2");
        }
        emit log_named_uint("refused", ROUNDS);
    }

    /// @dev The same claim told otherwise, with an offset to another place where the same stands, is no other claim.
    function attempt(Kind kind, uint256 seed) external returns (bool accepted) {
        _random = seed;
        uint256 number = _below(2 * EARNERS);
        RewardsMerkleClaim memory claim = _load(number);
        bytes memory original = abi.encodeCall(rewards.checkClaim, (claim));
        bytes memory changed = original;
        bytes32 meaning = _meaning(original);
        while (_meaning(changed) == meaning) {
            claim = _load(number);
            if (kind == Kind.Proofs) _changeProofs(claim);
            if (kind == Kind.Places) _changePlaces(claim);
            if (kind == Kind.Leaves) _changeLeaves(claim, _load(_below(2 * EARNERS)));
            if (kind == Kind.Lengths) _changeLengths(claim);
            changed = abi.encodeCall(rewards.checkClaim, (claim));
            if (kind == Kind.Bytes) changed = _changeBytes(changed);
        }
        return _isAccepted(changed);
    }

    /// @dev What a claim says, however it is told, to a contract that reads it where it lies.
    function _meaning(bytes memory data) private view returns (bytes32) {
        bytes memory asked = bytes.concat(data);
        bytes4 selector = this.retell.selector;
        assembly ("memory-safe") {
            mstore(add(asked, 0x20), or(selector, shr(32, shl(32, mload(add(asked, 0x20))))))
        }
        (bool readable, bytes memory told) = address(this).staticcall(asked);
        return readable ? keccak256(told) : bytes32(0);
    }

    function retell(RewardsMerkleClaim calldata claim) external pure returns (bytes memory) {
        return abi.encode(claim);
    }

    // -- Changes -----------------------------------------------------------------------------------------------------

    function _changeBytes(bytes memory data) private returns (bytes memory) {
        uint256 at = 4 + _below(data.length - 4);
        uint256 choice = _below(4);
        if (choice == 0) {
            data[at] ^= bytes1(uint8(1 << _below(8)));
        } else if (choice == 1) {
            data[at] = bytes1(uint8(_below(256)));
        } else if (choice == 2) {
            uint256 from = 4 + _below(data.length - 4);
            (data[at], data[from]) = (data[from], data[at]);
        } else {
            uint256 shorter = data.length - 1 - _below(64);
            assembly ("memory-safe") {
                mstore(data, shorter)
            }
        }
        return data;
    }

    function _changeProofs(RewardsMerkleClaim memory claim) private {
        uint256 one = _below(claim.tokenLeaves.length);
        bool ofEarner = _coin();
        bytes memory proof = ofEarner ? claim.earnerTreeProof : claim.tokenTreeProofs[one];
        uint256 choice = _below(6);
        if (choice == 0 && proof.length != 0) proof[_below(proof.length)] ^= bytes1(uint8(1 << _below(8)));
        if (choice == 1) proof = abi.encodePacked(proof, _root(claim));
        if (choice == 2) proof = abi.encodePacked(_root(claim), proof);
        if (choice == 3 && proof.length != 0) proof = _cut(proof, 32 * (1 + _below(proof.length / 32)));
        if (choice == 4) proof = abi.encodePacked(proof, new bytes(1 + _below(31)));
        if (choice == 5) proof = ofEarner ? claim.tokenTreeProofs[one] : claim.earnerTreeProof;
        if (ofEarner) claim.earnerTreeProof = proof;
        else claim.tokenTreeProofs[one] = proof;
    }

    function _changePlaces(RewardsMerkleClaim memory claim) private {
        uint256 one = _below(claim.tokenLeaves.length);
        uint256 choice = _below(6);
        if (choice == 0) claim.earnerIndex ^= uint32(1 << _below(32));
        if (choice == 1) claim.earnerIndex = uint32(_below(16));
        if (choice == 2) claim.tokenIndices[one] ^= uint32(1 << _below(32));
        if (choice == 3) claim.tokenIndices[one] = uint32(_below(8));
        if (choice == 4) claim.rootIndex = _coin() ? uint32(_below(4)) : type(uint32).max;
        if (choice == 5) claim.earnerIndex = type(uint32).max - uint32(_below(4));
    }

    function _changeLeaves(RewardsMerkleClaim memory claim, RewardsMerkleClaim memory another) private {
        uint256 one = _below(claim.tokenLeaves.length);
        uint256 choice = _below(8);
        if (choice == 0) claim.earnerLeaf.earner = another.earnerLeaf.earner;
        if (choice == 1) claim.earnerLeaf.earner = alice;
        if (choice == 2) claim.earnerLeaf.earnerTokenRoot = _root(another);
        if (choice == 3) claim.tokenLeaves[one].token = another.tokenLeaves[_below(another.tokenLeaves.length)].token;
        if (choice == 4) claim.tokenLeaves[one].cumulativeEarnings += 1 + _below(1e18);
        if (choice == 5) claim.tokenLeaves[one].cumulativeEarnings = another.tokenLeaves[0].cumulativeEarnings;
        if (choice == 6) {
            (claim.tokenIndices, claim.tokenTreeProofs, claim.tokenLeaves) =
            (another.tokenIndices, another.tokenTreeProofs, another.tokenLeaves);
        }
        if (choice == 7) {
            // What somebody would pay himself: a tree of his own under a root of nobody's.
            Earnings[] memory own = new Earnings[](1);
            own[0] = _earned(alice, 1e18, 1e18);
            uint32 index = claim.rootIndex;
            RewardsMerkleClaim memory made = RewardTrees.claim(own, 0);
            (claim.earnerLeaf, claim.tokenIndices) = (made.earnerLeaf, made.tokenIndices);
            (claim.tokenTreeProofs, claim.tokenLeaves) = (made.tokenTreeProofs, made.tokenLeaves);
            claim.rootIndex = index;
        }
    }

    function _changeLengths(RewardsMerkleClaim memory claim) private {
        uint256 count = claim.tokenLeaves.length;
        uint256 choice = _below(4);
        if (choice == 0 || choice == 3) {
            uint32[] memory longer = new uint32[](count + 1);
            for (uint256 i; i < count; ++i) {
                longer[i] = claim.tokenIndices[i];
            }
            claim.tokenIndices = longer;
        }
        if (choice == 1 || choice == 3) {
            bytes[] memory longer = new bytes[](count + 1);
            for (uint256 i; i < count; ++i) {
                longer[i] = claim.tokenTreeProofs[i];
            }
            longer[count] = claim.tokenTreeProofs[0];
            claim.tokenTreeProofs = longer;
        }
        if (choice == 2 || choice == 3) {
            TokenTreeMerkleLeaf[] memory longer = new TokenTreeMerkleLeaf[](count + 1);
            for (uint256 i; i < count; ++i) {
                longer[i] = claim.tokenLeaves[i];
            }
            longer[count] = TokenTreeMerkleLeaf(address(bonus), 1 + _below(1e18));
            claim.tokenLeaves = longer;
        }
    }

    // -- Inside ------------------------------------------------------------------------------------------------------

    function _load(uint256 number) private view returns (RewardsMerkleClaim memory) {
        return abi.decode(_holder(number).code, (RewardsMerkleClaim));
    }

    /// @dev A root that is at hand.
    function _root(RewardsMerkleClaim memory claim) private returns (bytes32) {
        uint256 choice = _below(4);
        if (choice == 0) return 0;
        if (choice == 1) return claim.earnerLeaf.earnerTokenRoot;
        if (choice == 2) return rewards.getDistributionRootAtIndex(_coin() ? _first : _second).root;
        return bytes32(_below(type(uint256).max));
    }

    function _cut(bytes memory data, uint256 by) private pure returns (bytes memory) {
        assembly ("memory-safe") {
            mstore(data, sub(mload(data), by))
        }
        return data;
    }

    function _below(uint256 limit) private returns (uint256) {
        _random = uint256(keccak256(abi.encode(_random)));
        return _random % limit;
    }

    function _coin() private returns (bool) {
        return _below(2) == 0;
    }

    function _isAccepted(bytes memory data) private view returns (bool accepted) {
        (accepted,) = address(rewards).staticcall{gas: 10_000_000}(data);
    }
}
