// SPDX-License-Identifier: MIT
pragma solidity 0.8.31;

import {StateRootProof, ValidatorProof} from "../../src/interfaces/restaking/IEigenPod.sol";
import {EigenPod} from "../../src/restaking/EigenPod.sol";
import {PodScene} from "./PodScene.sol";

/// @dev Proofs that pods accept, each changed in one way at random, ten thousand times. `SEED=… forge test` for others.
contract PodMutationsTest is PodScene {
    event log_named_uint(string key, uint256 value);

    /// @dev The call came to its end; did the books change?
    error Done(bool accepted);

    enum Kind {
        Bits,
        Words,
        Order,
        Lengths,
        Others
    }

    uint256 private constant ROUNDS = 2000; // of each of the five kinds
    uint256 private constant KNOWN = 12; // keys

    struct Proof {
        address to;
        bytes data;
    }

    EigenPod private _bobs;
    address[] private _proofs; // as the code of contracts, to be read without growing the memory
    uint256 private _random;

    function setUp() public override {
        super.setUp();
        pod = _createPod(address(this));
        _bobs = _createPod(bob);

        // Each in a chunk of its own: else a changed key could make a true statement about a neighbour.
        for (uint256 key = 1; key <= KNOWN; ++key) {
            chain.setNextIndex(chain.nextIndex() + uint40(3 + key * key));
            _enter(key, 32e9 + uint64(key) * 1e9, 0x01, key < 10 ? address(pod) : address(_bobs));
        }
        _mine(1);
        _proveCredentials(_keys(1, 5));
        CredentialsMulti memory it = _credentialsMulti(_keys(10, 3), parent);
        vm.prank(bob);
        _bobs.verifyCredentialsMultiproof(it.timestamp, it.state, it.indices, it.validators, it.siblings);

        for (uint256 key = 1; key <= KNOWN; ++key) {
            chain.addBalance(_index(key), int64(uint64(key)) * 1e8);
            if (key >= 10) chain.slash(_index(key), slot / 32);
        }
        _mine(1);
        pod.startCheckpoint(false);
        uint64 pinned = parent;
        chain.addBalance(_index(1), 1e9);
        _mine(1);

        for (uint256 key = 1; key <= 3; ++key) {
            _storeBalances(_one(key), pinned);
            _storeCredentials(_one(5 + key), parent);
            _storeStale(9 + key, parent);
        }
        _storeBalancesMulti(_keys(1, 4), pinned);
        _storeBalancesMulti(_keys(2, 4), pinned);
        _storeBalancesMulti(_one(3), pinned);
        _storeCredentialsMulti(_keys(6, 4), parent);
        _storeCredentialsMulti(_keys(7, 2), parent);
        _storeCredentialsMulti(_one(8), parent);
    }

    // -- The claims --------------------------------------------------------------------------------------------------

    function test_podsAcceptTheProofsThatWillBeChanged() public {
        for (uint256 i; i < _proofs.length; ++i) {
            Proof memory proof = _load(i);
            assertTrue(_isAccepted(proof.to, proof.data), "POD-2");
        }
    }

    function test_podsRefuseChangedBits() public {
        _refusesAll(Kind.Bits);
    }

    function test_podsRefuseChangedWords() public {
        _refusesAll(Kind.Words);
    }

    function test_podsRefuseChangedOrder() public {
        _refusesAll(Kind.Order);
    }

    function test_podsRefuseChangedLengths() public {
        _refusesAll(Kind.Lengths);
    }

    function test_podsRefuseWordsOfOtherProofs() public {
        _refusesAll(Kind.Others);
    }

    // -- Rounds ------------------------------------------------------------------------------------------------------

    function _refusesAll(Kind kind) private {
        uint256 seed = vm.envOr("SEED", 20_260_301);
        emit log_named_uint("seed", seed);

        for (uint256 round; round < ROUNDS; ++round) {
            // A frame of its own, so that each round starts with empty memory.
            assertTrue(!this.attempt(kind, uint256(keccak256(abi.encode(seed, kind, round)))), "POD-13");
        }
        emit log_named_uint("refused", ROUNDS);
    }

    function attempt(Kind kind, uint256 seed) external returns (bool accepted) {
        _random = seed;
        uint256 number = _below(_proofs.length);
        Proof memory proof = _load(number);
        bytes memory original = bytes.concat(proof.data);
        bytes memory other = _load(_below(_proofs.length)).data;
        while (_same(proof.data, original) || _same(proof.data, other)) {
            proof.data = bytes.concat(original);
            if (kind == Kind.Bits) _changeBits(proof.data);
            if (kind == Kind.Words) _changeWord(proof.data);
            if (kind == Kind.Order) _changeOrder(proof.data);
            if (kind == Kind.Lengths) proof.data = _changeLength(proof.data);
            if (kind == Kind.Others) _mix(proof.data, other);
        }
        return _isAccepted(proof.to, proof.data);
    }

    // -- Changes. Word 0 is the first after the selector -------------------------------------------------------------

    function _changeBits(bytes memory data) private {
        uint256 at = 4 + _below(data.length - 4);
        if (_coin()) data[at] ^= bytes1(uint8(1 << _below(8)));
        else data[at] = bytes1(uint8(_below(256)));
    }

    function _changeWord(bytes memory data) private {
        uint256 at = _place(data);
        uint256 word = uint256(_word(data, at));
        uint256 choice = _below(7);
        if (choice == 0) word = 0;
        if (choice == 1) ++word;
        if (choice == 2 && word != 0) --word;
        if (choice == 3) word ^= 1 << _below(256);
        if (choice == 4) word = type(uint256).max - _below(4);
        if (choice == 5) word = _coin() ? word << 1 : word >> 1;
        if (choice == 6) word = uint256(_word(data, _place(data)));
        _put(data, at, bytes32(word));
    }

    function _changeOrder(bytes memory data) private {
        (uint256 a, uint256 b) = (_place(data), _place(data));
        // Half of the time, neighbours.
        if (_coin()) b = a == 0 ? 1 : a - 1;
        bytes32 kept = _word(data, a);
        _put(data, a, _word(data, b));
        _put(data, b, kept);
    }

    function _changeLength(bytes memory data) private returns (bytes memory changed) {
        uint256 at = _place(data);
        uint256 words = (data.length - 4) / 32;
        bool longer = _coin();
        changed = new bytes(longer ? data.length + 32 : data.length - 32);
        (changed[0], changed[1], changed[2], changed[3]) = (data[0], data[1], data[2], data[3]);
        for (uint256 i; i < words; ++i) {
            if (i != at || longer) _put(changed, i <= at ? i : longer ? i + 1 : i - 1, _word(data, i));
        }
        // Never after the last: what follows the arguments is no part of them.
        if (longer) {
            _put(changed, at + 1, _word(data, at));
            _put(changed, at, _coin() ? bytes32(0) : _word(data, _place(data)));
        }
    }

    /// @dev A run of words from the same place of another proof, or from anywhere in it.
    function _mix(bytes memory data, bytes memory other) private {
        uint256 at = _place(data);
        uint256 from = _coin() ? at : _place(other);
        uint256 count = 1 + _below(_coin() ? 3 : 50);
        for (uint256 i; i < count; ++i) {
            if (4 + 32 * (at + i + 1) > data.length || 4 + 32 * (from + i + 1) > other.length) break;
            _put(data, at + i, _word(other, from + i));
        }
    }

    // -- Inside ------------------------------------------------------------------------------------------------------

    function _isAccepted(address to, bytes memory data) private returns (bool accepted) {
        try this.probe(to, data) {}
        catch (bytes memory reason) {
            assertTrue(bytes4(reason) == Done.selector, "the probe comes to its end");
            assembly ("memory-safe") {
                accepted := mload(add(reason, 0x24))
            }
        }
    }

    /// @dev Always reverts, so that nothing is left of it.
    function probe(address to, bytes calldata data) external {
        bytes32 before = _digest();
        (bool ok,) = to.call{gas: 10_000_000}(data);
        revert Done(ok && _digest() != before);
    }

    function _digest() private view returns (bytes32 digest) {
        digest = keccak256(abi.encode(_digestOf(pod), _digestOf(_bobs)));
        for (uint256 key = 1; key <= KNOWN; ++key) {
            EigenPod of_ = key < 10 ? pod : _bobs;
            digest = keccak256(abi.encode(digest, of_.validatorPubkeyHashToInfo(_hash(key))));
        }
    }

    function _digestOf(EigenPod it) private view returns (bytes32) {
        return keccak256(abi.encode(it.currentCheckpoint(), it.currentCheckpointTimestamp(), it.activeValidatorCount()));
    }

    function _same(bytes memory a, bytes memory b) private pure returns (bool) {
        return keccak256(a) == keccak256(b);
    }

    function _place(bytes memory data) private returns (uint256) {
        return _below((data.length - 4) / 32);
    }

    function _word(bytes memory data, uint256 at) private pure returns (bytes32 word) {
        assembly ("memory-safe") {
            word := mload(add(data, add(0x24, shl(5, at))))
        }
    }

    function _put(bytes memory data, uint256 at, bytes32 word) private pure {
        assembly ("memory-safe") {
            mstore(add(data, add(0x24, shl(5, at))), word)
        }
    }

    function _below(uint256 limit) private returns (uint256) {
        _random = uint256(keccak256(abi.encode(_random)));
        return _random % limit;
    }

    function _coin() private returns (bool) {
        return _below(2) == 0;
    }

    // -- Proofs ------------------------------------------------------------------------------------------------------

    function _proveCredentials(uint256[] memory keys) private {
        CredentialsMulti memory it = _credentialsMulti(keys, parent);
        pod.verifyCredentialsMultiproof(it.timestamp, it.state, it.indices, it.validators, it.siblings);
    }

    function _storeBalances(uint256[] memory keys, uint64 at) private {
        Balances memory it = _balances(keys, at);
        _store(address(pod), abi.encodeCall(pod.verifyCheckpointProofs, (it.container, it.proofs)));
    }

    function _storeBalancesMulti(uint256[] memory keys, uint64 at) private {
        BalancesMulti memory it = _balancesMulti(keys, at);
        bytes memory data =
            abi.encodeCall(pod.verifyCheckpointMultiproof, (it.state, it.pubkeyHashes, it.chunks, it.siblings));
        _store(address(pod), data);
    }

    function _storeCredentials(uint256[] memory keys, uint64 at) private {
        Credentials memory it = _credentials(keys, at);
        bytes memory data =
            abi.encodeCall(pod.verifyWithdrawalCredentials, (it.timestamp, it.state, it.indices, it.proofs, it.fields));
        _store(address(pod), data);
    }

    function _storeCredentialsMulti(uint256[] memory keys, uint64 at) private {
        CredentialsMulti memory it = _credentialsMulti(keys, at);
        bytes memory data = abi.encodeCall(
            pod.verifyCredentialsMultiproof, (it.timestamp, it.state, it.indices, it.validators, it.siblings)
        );
        _store(address(pod), data);
    }

    function _storeStale(uint256 key, uint64 at) private {
        StateRootProof memory state = _stateRoot(at);
        (bytes32[] memory fields, bytes memory proof) = _validatorProof(key, at);
        bytes memory data =
            abi.encodeCall(_bobs.verifyStaleBalance, (timeAfter[at], state, ValidatorProof(fields, proof)));
        _store(address(_bobs), data);
    }

    function _store(address to, bytes memory data) private {
        address holder = address(uint160(0xca12000 + _proofs.length));
        vm.etch(holder, abi.encode(Proof(to, data)));
        _proofs.push(holder);
    }

    function _load(uint256 number) private view returns (Proof memory) {
        return abi.decode(_proofs[number].code, (Proof));
    }
}
