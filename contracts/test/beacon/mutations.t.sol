// SPDX-License-Identifier: MIT
pragma solidity 0.8.31;

import {StateProof} from "../../src/interfaces/IBeacon.sol";
import {Fixtures} from "./Fixtures.sol";
import {BeaconStateProver} from "./Provers.sol";

/// @dev Proofs that are accepted, each changed in one way at random, ten thousand times. `SEED=… forge test` for others.
contract MutationsTest is Fixtures {
    /// @dev A call of the prover. Elements are containers of `width` words each, as calldata holds them.
    struct Proof {
        bytes4 selector;
        uint256 width;
        bytes32 pinned;
        StateProof state;
        uint256[] indices;
        bytes32[] words;
        bytes32[] siblings;
    }

    enum Kind {
        Bytes,
        Order,
        Indices,
        Lengths,
        Roots,
        Forks
    }

    uint256 private constant ROUNDS = 1700; // of each of the six kinds

    BeaconStateProver private _prover;
    address[] private _proofs; // as the code of contracts, to be read without growing the memory
    uint256 private _random;

    function setUp() public {
        _prover = new BeaconStateProver(_layouts());
        _store("electra");
        _store("fulu");
    }

    // -- The claims --------------------------------------------------------------------------------------------------

    function test_verify_acceptsTheProofsThatWillBeChanged() public view {
        for (uint256 i; i < _proofs.length; ++i) {
            assertTrue(_isAccepted(_encode(_load(i))), "PROOF-1");
        }
    }

    function test_verify_refusesChangedBytes() public {
        _refusesAll(Kind.Bytes);
    }

    function test_verify_refusesChangedOrder() public {
        _refusesAll(Kind.Order);
    }

    function test_verify_refusesChangedIndices() public {
        _refusesAll(Kind.Indices);
    }

    function test_verify_refusesChangedLengths() public {
        _refusesAll(Kind.Lengths);
    }

    function test_verify_refusesChangedRoots() public {
        _refusesAll(Kind.Roots);
    }

    function test_verify_refusesChangedForks() public {
        _refusesAll(Kind.Forks);
    }

    function test_verify_refusesElementsOfAnotherState() public view {
        for (uint256 i; i < _proofs.length; ++i) {
            Proof memory proof = _load(i);
            Proof memory other = _load((i + _proofs.length / 2) % _proofs.length);
            (proof.pinned, proof.state) = (other.pinned, other.state);
            assertTrue(!_isAccepted(_encode(proof)), "PROOF-2");
        }
    }

    // -- Rounds ------------------------------------------------------------------------------------------------------

    function _refusesAll(Kind kind) private {
        uint256 seed = vm.envOr("SEED", 20_260_101);
        emit log_named_uint("seed", seed);

        for (uint256 round; round < ROUNDS; ++round) {
            // A frame of its own, so that each round starts with empty memory.
            assertTrue(!this.attempt(kind, uint256(keccak256(abi.encode(seed, kind, round)))), "PROOF-2");
        }
        emit log_named_uint("refused", ROUNDS);
    }

    function attempt(Kind kind, uint256 seed) external returns (bool accepted) {
        _random = seed;
        uint256 number = _below(_proofs.length);
        bytes memory original = _encode(_load(number));
        bytes memory changed = original;
        while (keccak256(changed) == keccak256(original)) {
            Proof memory proof = _load(number);
            if (kind == Kind.Order) _changeOrder(proof);
            if (kind == Kind.Indices) _changeIndices(proof);
            if (kind == Kind.Lengths) _changeLengths(proof);
            if (kind == Kind.Roots) _changeRoots(proof, _load(_below(_proofs.length)));
            if (kind == Kind.Forks) _changeForks(proof, _load(_below(_proofs.length)));
            changed = _encode(proof);
            if (kind == Kind.Bytes) changed = _changeBytes(changed);
        }
        return _isAccepted(changed);
    }

    // -- Changes -----------------------------------------------------------------------------------------------------

    function _changeBytes(bytes memory data) private returns (bytes memory) {
        // Half of them where root, header and fork are.
        uint256 at = 4 + _below(_coin() ? 20 * 32 : data.length - 4);
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

    function _changeOrder(Proof memory proof) private {
        uint256 choice = _below(5);
        uint256 a = _below(proof.indices.length);
        uint256 b = _below(proof.indices.length);
        if (choice == 0 || choice == 2) {
            (proof.indices[a], proof.indices[b]) = (proof.indices[b], proof.indices[a]);
        }
        if (choice == 1 || choice == 2) {
            for (uint256 i; i < proof.width; ++i) {
                _swap(proof.words, a * proof.width + i, b * proof.width + i);
            }
        }
        if (choice == 3) _swap(_coin() ? proof.siblings : proof.state.siblings);
        if (choice == 4) _swap(proof.words);
    }

    function _changeIndices(Proof memory proof) private {
        uint256 choice = _below(6);
        uint256 at = _below(proof.indices.length);
        uint256 index = proof.indices[at];
        if (choice == 0) index += 1;
        if (choice == 1 && index != 0) index -= 1;
        if (choice == 2) index ^= uint256(1) << _below(256);
        if (choice == 3) index = _below(400);
        if (choice == 4) index = _coin() ? index << 1 : index >> 1;
        if (choice == 5) index = type(uint256).max - _below(4);
        proof.indices[at] = index;
        // Moving all of them is the same set elsewhere.
        if (_below(4) == 0) {
            for (uint256 i; i < proof.indices.length; ++i) {
                if (i != at) proof.indices[i] += 1;
            }
        }
    }

    function _changeLengths(Proof memory proof) private {
        uint256 choice = _below(6);
        uint256 at = _below(proof.indices.length);
        if (choice == 0 || choice == 2) proof.indices = _without(proof.indices, at, 1);
        if (choice == 1 || choice == 2) {
            proof.words = _asWords(_without(_asNumbers(proof.words), at * proof.width, proof.width));
        }
        if (choice == 3) {
            proof.siblings =
                _asWords(_without(_asNumbers(proof.siblings), _below(proof.siblings.length), 1 + _below(2)));
        }
        if (choice == 4) proof.siblings = _with(proof.siblings, _below(proof.siblings.length + 1));
        if (choice == 5) {
            proof.state.siblings = _coin()
                ? _with(proof.state.siblings, _below(proof.state.siblings.length))
                : _asWords(_without(_asNumbers(proof.state.siblings), _below(proof.state.siblings.length), 1));
        }
    }

    function _changeRoots(Proof memory proof, Proof memory other) private {
        bytes32 root = _root(_coin() ? proof : other);
        uint256 choice = _below(8);
        if (choice == 0) proof.pinned = root;
        if (choice == 1) proof.state.header.stateRoot = root;
        if (choice == 2) proof.state.header.parentRoot = root;
        if (choice == 3) proof.state.header.bodyRoot = root;
        if (choice == 4) proof.state.validatorsRoot = root;
        if (choice == 5) proof.state.balancesRoot = root;
        if (choice == 6) proof.state.pendingDepositsRoot = root;
        if (choice == 7) proof.state.siblings[_below(proof.state.siblings.length)] = root;
    }

    function _changeForks(Proof memory proof, Proof memory other) private {
        uint256 choice = _below(7);
        if (choice == 0) proof.state.currentVersion = bytes4(uint32(_below(12) << 24));
        if (choice == 1) proof.state.previousVersion = bytes4(uint32(_below(12) << 24));
        if (choice == 2) proof.state.forkEpoch = uint64(_coin() ? other.state.forkEpoch : _below(500_000));
        if (choice == 3) proof.state.header.slot = uint64(_coin() ? other.state.header.slot : _below(16_000_000));
        if (choice == 4) proof.state.header.proposerIndex = uint64(_below(400));
        if (choice == 5) {
            proof.state.previousVersion = other.state.previousVersion;
            proof.state.currentVersion = other.state.currentVersion;
            proof.state.forkEpoch = other.state.forkEpoch;
        }
        if (choice == 6) {
            (proof.state.previousVersion, proof.state.currentVersion) =
            (proof.state.currentVersion, proof.state.previousVersion);
        }
    }

    /// @dev A root that is at hand to an attacker: nothing, or one of another place.
    function _root(Proof memory proof) private returns (bytes32) {
        uint256 choice = _below(8);
        if (choice == 0) return 0;
        if (choice == 1) return proof.pinned;
        if (choice == 2) return proof.state.header.stateRoot;
        if (choice == 3) return proof.state.validatorsRoot;
        if (choice == 4) return proof.state.balancesRoot;
        if (choice == 5) return proof.state.pendingDepositsRoot;
        if (choice == 6) return proof.siblings[_below(proof.siblings.length)];
        return bytes32(_below(type(uint256).max));
    }

    // -- Arrays ------------------------------------------------------------------------------------------------------

    function _swap(bytes32[] memory words) private {
        _swap(words, _below(words.length), _below(words.length));
    }

    function _swap(bytes32[] memory words, uint256 a, uint256 b) private pure {
        (words[a], words[b]) = (words[b], words[a]);
    }

    function _without(uint256[] memory from, uint256 at, uint256 count)
        private
        pure
        returns (uint256[] memory shorter)
    {
        if (at + count > from.length) count = from.length - at;
        shorter = new uint256[](from.length - count);
        for (uint256 i; i < shorter.length; ++i) {
            shorter[i] = from[i < at ? i : i + count];
        }
    }

    function _with(bytes32[] memory from, uint256 at) private returns (bytes32[] memory longer) {
        longer = new bytes32[](from.length + 1);
        for (uint256 i; i < from.length; ++i) {
            longer[i < at ? i : i + 1] = from[i];
        }
        longer[at] = _coin() ? bytes32(0) : from[at == from.length ? 0 : at];
    }

    function _asNumbers(bytes32[] memory words) private pure returns (uint256[] memory numbers) {
        assembly ("memory-safe") {
            numbers := words
        }
    }

    function _asWords(uint256[] memory numbers) private pure returns (bytes32[] memory words) {
        assembly ("memory-safe") {
            words := numbers
        }
    }

    // -- Inside ------------------------------------------------------------------------------------------------------

    function _below(uint256 limit) private returns (uint256) {
        _random = uint256(keccak256(abi.encode(_random)));
        return _random % limit;
    }

    function _coin() private returns (bool) {
        return _below(2) == 0;
    }

    function _isAccepted(bytes memory data) private view returns (bool accepted) {
        (accepted,) = address(_prover).staticcall{gas: 10_000_000}(data);
    }

    /// @dev An array of containers has the encoding of an array of words, but for its length.
    function _encode(Proof memory proof) private pure returns (bytes memory data) {
        data = abi.encodeWithSelector(
            proof.selector, proof.pinned, proof.state, proof.indices, proof.words, proof.siblings
        );
        uint256 count = proof.words.length / proof.width;
        assembly ("memory-safe") {
            let arguments := add(data, 0x24)
            mstore(add(arguments, mload(add(arguments, 0x60))), count)
        }
    }

    function _store(string memory fork) private {
        StateFixture memory f = _state(fork);
        for (uint256 i; i < f.validators.length; ++i) {
            ValidatorCase memory c = f.validators[i];
            _store(
                Proof(
                    _prover.validators.selector,
                    8,
                    f.blockRoot,
                    f.proof,
                    c.indices,
                    _words(abi.encode(c.validators)),
                    c.siblings
                )
            );
        }
        for (uint256 i; i < f.balances.length; ++i) {
            BalanceCase memory c = f.balances[i];
            _store(Proof(_prover.balances.selector, 1, f.blockRoot, f.proof, c.indices, c.chunks, c.siblings));
        }
        for (uint256 i; i < f.deposits.length; ++i) {
            DepositCase memory c = f.deposits[i];
            _store(
                Proof(
                    _prover.pendingDeposits.selector,
                    5,
                    f.blockRoot,
                    f.proof,
                    c.indices,
                    _words(abi.encode(c.deposits)),
                    c.siblings
                )
            );
        }
    }

    /// @dev The words of an encoded array, without its offset and length.
    function _words(bytes memory encoded) private pure returns (bytes32[] memory words) {
        words = new bytes32[](encoded.length / 32 - 2);
        for (uint256 i; i < words.length; ++i) {
            uint256 from = 96 + 32 * i;
            bytes32 word;
            assembly ("memory-safe") {
                word := mload(add(encoded, from))
            }
            words[i] = word;
        }
    }

    function _store(Proof memory proof) private {
        address holder = address(uint160(0xca12000 + _proofs.length));
        vm.etch(holder, abi.encode(proof));
        _proofs.push(holder);
    }

    function _load(uint256 number) private view returns (Proof memory) {
        return abi.decode(_proofs[number].code, (Proof));
    }
}
