// SPDX-License-Identifier: MIT
pragma solidity 0.8.31;

import {PendingDeposit, Validator} from "../../src/interfaces/IBeacon.sol";
import {ValidatorEvidence} from "../../src/interfaces/liquid/IWitness.sol";
import {ICairnEigenPod, IEigenPod, ValidatorStatus} from "../../src/interfaces/restaking/IEigenPod.sol";
import {SystemContracts} from "../beacon/SystemContracts.sol";
import {BeaconChain} from "../staking/BeaconChain.sol";
import {Scene} from "./Scene.sol";

/// @dev crETH's pods over a `BeaconChain` that follows them block by block: every proof is a real one. Validators are known by a
/// key of the test's.
abstract contract BeaconScene is Scene {
    address internal constant WITHDRAWAL_REQUESTS = 0x00000961Ef480Eb55e80D19ad83579A64c007002;
    uint64 internal constant ONE_ETHER = 1e9; // gwei

    BeaconChain internal chain;

    /// @dev Of the newest state that can be proven, and the time of the block after it.
    uint64 internal parent;
    uint64 internal timeAfter;

    function setUp() public virtual override {
        super.setUp();
        vm.etch(WITHDRAWAL_REQUESTS, SystemContracts.WITHDRAWAL_REQUESTS);
        chain = new BeaconChain();
        chain.setChurn(1_000_000e9);
        _mine();
        // The queue of requests is closed until the first block's end.
        _callSystem(WITHDRAWAL_REQUESTS, "");
    }

    // -- Blocks ------------------------------------------------------------------------------------------------------

    /// @dev Ends this block: the next one can prove what is so far.
    function _mine() internal {
        parent = uint64((vm.getBlockTimestamp() - GENESIS) / 12);
        bytes32 root = chain.seal(parent);
        timeAfter = uint64(GENESIS + 12 * (parent + 1));
        vm.warp(timeAfter);
        _pass(1);
        _callSystem(ROOTS, abi.encode(root));
    }

    function _epoch() internal view returns (uint64) {
        return uint64((vm.getBlockTimestamp() - GENESIS) / 384);
    }

    function _callSystem(address to, bytes memory data) internal {
        vm.prank(SystemContracts.SYSTEM);
        (bool ok,) = to.call(data);
        assertTrue(ok, "a system contract answers the system");
    }

    // -- A validator's life ------------------------------------------------------------------------------------------

    /// @dev Its operator's ether, and credentials, which are proven from the next block on.
    function _predeposit(uint256 key, address withdrawsTo) internal {
        _beaconDeposit(key, ONE_ETHER, bytes32(bytes1(0x02)) | bytes32(uint256(uint160(withdrawsTo))));
        _mine();
    }

    function _stake(uint256 index, uint256 key, uint256 assets) internal {
        _offer(index, key);
        native.stake(index, _pubkey(key), assets, _evidence(key));
    }

    function _offer(uint256 index, uint256 key) internal {
        bytes32[] memory keys = new bytes32[](1);
        keys[0] = _hash(key);
        vm.prank(operators[index]);
        native.offer(keys);
    }

    /// @dev The deposit of `amount` gwei is processed, and the validator active.
    function _arrive(uint256 key, uint64 amount) internal {
        _beaconDeposit(key, amount, 0);
        chain.updateEffectiveBalances();
        chain.activate(_index(key), _epoch());
    }

    function _beaconDeposit(uint256 key, uint64 amount, bytes32 credentials) internal {
        chain.deposit(PendingDeposit(_hash(key), credentials, amount, keccak256(abi.encode(key, amount)), 0));
        chain.processDeposits(_epoch(), parent + 1);
    }

    /// @dev All that it has is paid to its pod by this block.
    function _payOut(uint256 key) internal {
        address pod = address(uint160(uint256(_validator(key).withdrawalCredentials)));
        uint64 balance = _balance(key);
        if (_validator(key).exitEpoch == type(uint64).max) chain.exit(_index(key), _epoch());
        chain.withdraw(_index(key), balance);
        vm.deal(pod, pod.balance + uint256(balance) * 1e9);
    }

    /// @dev From nothing to restaked, with `assets` of the vault's.
    function _validate(uint256 index, uint256 key, uint256 assets) internal {
        _predeposit(key, eigenPodManager.getPod(_delegatorOf(index)));
        _stake(index, key, assets);
        _arrive(key, uint64(assets / 1e9));
        _mine();
        _verify(index, key);
    }

    // -- What provers do ---------------------------------------------------------------------------------------------

    function _evidence(uint256 key) internal view returns (ValidatorEvidence memory evidence) {
        (Validator[] memory validators, bytes32[] memory siblings) = chain.proveValidators(parent, _one(_index(key)));
        evidence.timestamp = timeAfter;
        evidence.state = chain.proveState(parent);
        evidence.index = _index(key);
        evidence.validator = validators[0];
        evidence.siblings = siblings;
    }

    function _verify(uint256 index, uint256 key) internal {
        ValidatorEvidence memory evidence = _evidence(key);
        uint40[] memory indices = new uint40[](1);
        indices[0] = uint40(evidence.index);
        Validator[] memory validators = new Validator[](1);
        validators[0] = evidence.validator;
        native.verifyCredentials(
            index,
            abi.encodeCall(
                ICairnEigenPod.verifyCredentialsMultiproof,
                (evidence.timestamp, evidence.state, indices, validators, evidence.siblings)
            )
        );
    }

    /// @dev A whole checkpoint of a delegator's pod in the next block, of the `keys` that are active.
    function _checkpoint(uint256 index, uint256[] memory keys) internal {
        _mine();
        native.startCheckpoint(index, false);
        _prove(index, keys);
    }

    function _prove(uint256 index, uint256[] memory keys) internal {
        IEigenPod pod = IEigenPod(eigenPodManager.getPod(_delegatorOf(index)));
        if (pod.currentCheckpointTimestamp() == 0) return;
        bytes32[] memory hashes = new bytes32[](keys.length);
        uint256[] memory indices = new uint256[](keys.length);
        for (uint256 i; i < keys.length; ++i) {
            (hashes[i], indices[i]) = (_hash(keys[i]), _index(keys[i]));
        }
        (bytes32[] memory chunks, bytes32[] memory siblings) = chain.proveBalances(parent, indices);
        ICairnEigenPod(address(pod)).verifyCheckpointMultiproof(chain.proveState(parent), hashes, chunks, siblings);
    }

    // -- What is read ------------------------------------------------------------------------------------------------

    function _isActive(uint256 index, uint256 key) internal view returns (bool) {
        IEigenPod pod = IEigenPod(eigenPodManager.getPod(_delegatorOf(index)));
        return pod.validatorStatus(_hash(key)) == ValidatorStatus.ACTIVE;
    }

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

    function _one(uint256 element) internal pure returns (uint256[] memory list) {
        list = new uint256[](1);
        list[0] = element;
    }
}
