// SPDX-License-Identifier: MIT
pragma solidity 0.8.31;

import {PendingDeposit, StateProof, Validator} from "../../src/interfaces/IBeacon.sol";
import {
    BalanceContainerProof,
    BalanceProof,
    StateRootProof,
    ValidatorProof,
    WithdrawalRequest
} from "../../src/interfaces/restaking/IEigenPod.sol";
import {EigenPod} from "../../src/restaking/EigenPod.sol";
import {SystemContracts} from "../beacon/SystemContracts.sol";
import {BeaconChain} from "../staking/BeaconChain.sol";
import {Trees} from "../staking/Trees.sol";
import {Scene} from "./Scene.sol";

/// @dev Alice's pod over a `BeaconChain` that follows it block by block. Validators are known by a key of the test's.
abstract contract PodScene is Scene {
    address internal constant WITHDRAWAL_REQUESTS = 0x00000961Ef480Eb55e80D19ad83579A64c007002;
    address internal constant CONSOLIDATION_REQUESTS = 0x0000BBdDc7CE488642fb579F8B00f3a590007251;

    uint64 internal constant FAR = type(uint64).max;
    bytes1 internal constant COMPOUNDING = 0x02;

    BeaconChain internal chain;
    EigenPod internal pod;

    /// @dev Of the block that is being made; and of the one before it, whose state can be proven.
    uint64 internal slot = 12_000_003;
    uint64 internal parent;

    /// @dev The time of the block after the one of a slot: under which EIP-4788 keeps its root.
    mapping(uint64 slot => uint64) internal timeAfter;

    // What the payload of the block that is being made pays, gwei.
    mapping(address to => uint64) private _payout;
    address[] private _paid;

    function setUp() public virtual override {
        super.setUp();
        vm.etch(WITHDRAWAL_REQUESTS, SystemContracts.WITHDRAWAL_REQUESTS);
        vm.etch(CONSOLIDATION_REQUESTS, SystemContracts.CONSOLIDATION_REQUESTS);
        chain = new BeaconChain();
        chain.setChurn(1_000_000e9);
        vm.warp(GENESIS + 12 * slot);
        _mine(1);
        pod = _createPod(alice);
        // The queues of system contracts are closed until the first block's end.
        _callSystem(WITHDRAWAL_REQUESTS, "");
        _callSystem(CONSOLIDATION_REQUESTS, "");
    }

    function _createPod(address of_) internal returns (EigenPod) {
        vm.prank(of_);
        return EigenPod(payable(eigenPodManager.createPod()));
    }

    // -- Blocks ------------------------------------------------------------------------------------------------------

    /// @dev Ends this block and begins the one `slots` later; those in between are missed.
    function _mine(uint64 slots) internal {
        bytes32 root = chain.seal(slot);
        // Withdrawals are credited when the block's transactions are done.
        for (; _paid.length != 0; _paid.pop()) {
            address to = _paid[_paid.length - 1];
            vm.deal(to, to.balance + uint256(_payout[to]) * 1e9);
            _payout[to] = 0;
        }

        parent = slot;
        slot += slots;
        if (parent / 32 != slot / 32) chain.updateEffectiveBalances();
        vm.warp(GENESIS + 12 * slot);
        vm.roll(vm.getBlockNumber() + slots);
        timeAfter[parent] = uint64(GENESIS + 12 * slot);
        _callSystem(ROOTS, abi.encode(root));
    }

    function _callSystem(address to, bytes memory data) internal {
        vm.prank(SystemContracts.SYSTEM);
        (bool ok,) = to.call(data);
        assertTrue(ok, "a system contract answers the system");
    }

    // -- Validators --------------------------------------------------------------------------------------------------

    function _enter(uint256 key, uint64 amount) internal {
        _enter(key, amount, 0x01, address(pod));
    }

    /// @dev A validator with `amount` gwei is active on the beacon chain from the block on that is being made.
    function _enter(uint256 key, uint64 amount, bytes1 prefix, address withdrawsTo) internal {
        chain.deposit(
            PendingDeposit({
                pubkeyRoot: _hash(key),
                withdrawalCredentials: bytes32(prefix) | bytes32(uint256(uint160(withdrawsTo))),
                amount: amount,
                signatureRoot: keccak256(abi.encode(key)),
                slot: 0
            })
        );
        chain.processDeposits(slot / 32, slot);
        chain.activate(_index(key), slot / 32);
    }

    /// @dev The payload of this block takes `amount` gwei from a validator to whom it withdraws to.
    function _payOut(uint256 key, uint64 amount) internal {
        address to = address(uint160(uint256(_validator(key).withdrawalCredentials)));
        chain.withdraw(_index(key), amount);
        if (_payout[to] == 0) _paid.push(to);
        _payout[to] += amount;
    }

    /// @dev The validator has left, and this block's payload pays all it had.
    function _payOutAll(uint256 key) internal {
        chain.exit(_index(key), slot / 32);
        _payOut(key, _balance(key));
    }

    // -- What provers do ---------------------------------------------------------------------------------------------

    /// @dev From nothing to restaked.
    function _restake(uint256 key, uint64 amount) internal {
        _enter(key, amount);
        _mine(1);
        _verify(_one(key));
    }

    function _verify(uint256[] memory keys) internal {
        _submit(_credentialsMulti(keys, parent));
    }

    function _start() internal {
        vm.prank(alice);
        pod.startCheckpoint(false);
    }

    /// @dev Of everything, from start to end, in the next block.
    function _checkpoint(uint256[] memory keys) internal {
        _mine(1);
        _start();
        if (keys.length != 0) _submit(_balancesMulti(keys, parent));
    }

    function _request(uint256 key, uint64 amount) internal {
        WithdrawalRequest[] memory requests = new WithdrawalRequest[](1);
        requests[0] = WithdrawalRequest(_pubkey(key), amount);
        vm.deal(alice, alice.balance + 1 ether);
        vm.prank(alice);
        pod.requestWithdrawal{value: 1 ether}(requests);
    }

    // -- Single proofs -----------------------------------------------------------------------------------------------

    struct Credentials {
        uint64 timestamp;
        StateRootProof state;
        uint40[] indices;
        bytes[] proofs;
        bytes32[][] fields;
    }

    struct Balances {
        BalanceContainerProof container;
        BalanceProof[] proofs;
    }

    function _credentials(uint256[] memory keys, uint64 at) internal view returns (Credentials memory it) {
        it.timestamp = timeAfter[at];
        it.state = _stateRoot(at);
        it.indices = new uint40[](keys.length);
        it.proofs = new bytes[](keys.length);
        it.fields = new bytes32[][](keys.length);
        for (uint256 i; i < keys.length; ++i) {
            it.indices[i] = _index(keys[i]);
            (it.fields[i], it.proofs[i]) = _validatorProof(keys[i], at);
        }
    }

    function _submit(Credentials memory it) internal {
        vm.prank(alice);
        pod.verifyWithdrawalCredentials(it.timestamp, it.state, it.indices, it.proofs, it.fields);
    }

    function _balances(uint256[] memory keys, uint64 at) internal view returns (Balances memory it) {
        it.container = BalanceContainerProof(
            chain.proveState(at).balancesRoot, abi.encodePacked(chain.fieldBranch(at, 12), chain.headerBranch(at))
        );
        it.proofs = new BalanceProof[](keys.length);
        for (uint256 i; i < keys.length; ++i) {
            (bytes32[] memory chunks, bytes32[] memory siblings) = chain.proveBalances(at, _one(_index(keys[i])));
            it.proofs[i] = BalanceProof(_hash(keys[i]), chunks[0], abi.encodePacked(siblings));
        }
    }

    function _submit(Balances memory it) internal {
        pod.verifyCheckpointProofs(it.container, it.proofs);
    }

    function _proveStale(uint256 key, uint64 at) internal {
        StateRootProof memory state = _stateRoot(at);
        (bytes32[] memory fields, bytes memory proof) = _validatorProof(key, at);
        pod.verifyStaleBalance(timeAfter[at], state, ValidatorProof(fields, proof));
    }

    function _stateRoot(uint64 at) internal view returns (StateRootProof memory) {
        return StateRootProof(chain.proveState(at).header.stateRoot, abi.encodePacked(chain.headerBranch(at)));
    }

    function _validatorProof(uint256 key, uint64 at)
        internal
        view
        returns (bytes32[] memory fields, bytes memory proof)
    {
        (Validator[] memory validators, bytes32[] memory siblings) = chain.proveValidators(at, _one(_index(key)));
        fields = _fieldsOf(validators[0]);
        proof = abi.encodePacked(siblings, chain.fieldBranch(at, 11));
    }

    function _fieldsOf(Validator memory it) internal pure returns (bytes32[] memory fields) {
        fields = new bytes32[](8);
        fields[0] = it.pubkeyRoot;
        fields[1] = it.withdrawalCredentials;
        fields[2] = Trees.chunk(it.effectiveBalance);
        fields[3] = Trees.chunk(it.slashed ? 1 : 0);
        fields[4] = Trees.chunk(it.activationEligibilityEpoch);
        fields[5] = Trees.chunk(it.activationEpoch);
        fields[6] = Trees.chunk(it.exitEpoch);
        fields[7] = Trees.chunk(it.withdrawableEpoch);
    }

    // -- Multiproofs. Keys in the order of their indices -------------------------------------------------------------

    struct CredentialsMulti {
        uint64 timestamp;
        StateProof state;
        uint40[] indices;
        Validator[] validators;
        bytes32[] siblings;
    }

    struct BalancesMulti {
        StateProof state;
        bytes32[] pubkeyHashes;
        bytes32[] chunks;
        bytes32[] siblings;
    }

    function _credentialsMulti(uint256[] memory keys, uint64 at) internal view returns (CredentialsMulti memory it) {
        it.timestamp = timeAfter[at];
        it.state = chain.proveState(at);
        it.indices = new uint40[](keys.length);
        uint256[] memory indices = new uint256[](keys.length);
        for (uint256 i; i < keys.length; ++i) {
            it.indices[i] = _index(keys[i]);
            indices[i] = it.indices[i];
        }
        (it.validators, it.siblings) = chain.proveValidators(at, indices);
    }

    function _submit(CredentialsMulti memory it) internal {
        vm.prank(alice);
        pod.verifyCredentialsMultiproof(it.timestamp, it.state, it.indices, it.validators, it.siblings);
    }

    function _balancesMulti(uint256[] memory keys, uint64 at) internal view returns (BalancesMulti memory it) {
        it.state = chain.proveState(at);
        it.pubkeyHashes = new bytes32[](keys.length);
        uint256[] memory indices = new uint256[](keys.length);
        for (uint256 i; i < keys.length; ++i) {
            it.pubkeyHashes[i] = _hash(keys[i]);
            indices[i] = _index(keys[i]);
        }
        (it.chunks, it.siblings) = chain.proveBalances(at, indices);
    }

    function _submit(BalancesMulti memory it) internal {
        pod.verifyCheckpointMultiproof(it.state, it.pubkeyHashes, it.chunks, it.siblings);
    }

    // -- What is read ------------------------------------------------------------------------------------------------

    function _pubkey(uint256 key) internal pure returns (bytes memory) {
        return abi.encodePacked(keccak256(abi.encode("pubkey", key)), bytes16(keccak256(abi.encode("end", key))));
    }

    function _hash(uint256 key) internal pure returns (bytes32) {
        return sha256(abi.encodePacked(_pubkey(key), bytes16(0)));
    }

    function _index(uint256 key) internal view returns (uint40) {
        return chain.memberBy(_hash(key)).index;
    }

    function _balance(uint256 key) internal view returns (uint64) {
        return chain.memberBy(_hash(key)).balance;
    }

    function _validator(uint256 key) internal view returns (Validator memory) {
        return chain.memberBy(_hash(key)).validator;
    }

    function _restakedBalance(uint256 key) internal view returns (uint64) {
        return pod.validatorPubkeyHashToInfo(_hash(key)).restakedBalanceGwei;
    }

    function _shares(address who) internal view returns (uint256) {
        return eigenPodManager.stakerDepositShares(who, BEACON_ETHER);
    }

    function _keys(uint256 from, uint256 count) internal pure returns (uint256[] memory list) {
        list = new uint256[](count);
        for (uint256 i; i < count; ++i) {
            list[i] = from + i;
        }
    }
}
