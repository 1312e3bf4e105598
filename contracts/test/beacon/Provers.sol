// SPDX-License-Identifier: MIT
pragma solidity 0.8.31;

import {ILayouts, Layout, PendingDeposit, StateProof, Validator} from "../../src/interfaces/IBeacon.sol";
import {BeaconState} from "../../src/beacon/BeaconState.sol";
import {LittleEndian} from "../../src/beacon/LittleEndian.sol";
import {Multiproof} from "../../src/beacon/Multiproof.sol";

/// @dev The multiproof library as a contract, with its cost.
contract MultiproofProver {
    function root(uint256 depth, uint256[] memory indices, bytes32[] memory leaves, bytes32[] calldata siblings)
        external
        view
        returns (bytes32 computed, uint256 gas)
    {
        gas = gasleft();
        computed = Multiproof.root(depth, indices, leaves, siblings);
        gas -= gasleft();
    }

    function branch(uint256 depth, uint256 index, bytes32 leaf, bytes32[] calldata siblings)
        external
        view
        returns (bytes32 computed, uint256 gas)
    {
        gas = gasleft();
        computed = Multiproof.root(depth, index, leaf, siblings);
        gas -= gasleft();
    }

    function verify(
        bytes32 expected,
        uint256 depth,
        uint256[] memory indices,
        bytes32[] memory leaves,
        bytes32[] calldata siblings
    ) external view {
        Multiproof.verify(expected, depth, indices, leaves, siblings);
    }

    function chunk(uint64 value) external pure returns (bytes32) {
        return LittleEndian.chunk(value);
    }

    function at(bytes32 packed, uint256 position) external pure returns (uint64) {
        return LittleEndian.at(packed, position);
    }
}

/// @dev What a contract does that reads a beacon state: anchor it, then prove parts of it.
contract BeaconStateProver {
    ILayouts private immutable _layouts;

    constructor(ILayouts layouts) {
        _layouts = layouts;
    }

    function state(bytes32 pinned, StateProof calldata proof) public view returns (Layout memory) {
        return BeaconState.anchor(_layouts, pinned, proof);
    }

    function validator(
        bytes32 pinned,
        StateProof calldata proof,
        uint256 index,
        Validator calldata value,
        bytes32[] calldata siblings
    ) external view {
        BeaconState.verifyValidator(proof, state(pinned, proof), index, value, siblings);
    }

    function validators(
        bytes32 pinned,
        StateProof calldata proof,
        uint256[] calldata indices,
        Validator[] calldata values,
        bytes32[] calldata siblings
    ) external view {
        BeaconState.verifyValidators(proof, state(pinned, proof), indices, values, siblings);
    }

    function balances(
        bytes32 pinned,
        StateProof calldata proof,
        uint256[] calldata indices,
        bytes32[] calldata chunks,
        bytes32[] calldata siblings
    ) external view {
        BeaconState.verifyBalances(proof, state(pinned, proof), indices, chunks, siblings);
    }

    function pendingDeposit(
        bytes32 pinned,
        StateProof calldata proof,
        uint256 index,
        PendingDeposit calldata value,
        bytes32[] calldata siblings
    ) external view {
        BeaconState.verifyPendingDeposit(proof, state(pinned, proof), index, value, siblings);
    }

    function pendingDeposits(
        bytes32 pinned,
        StateProof calldata proof,
        uint256[] calldata indices,
        PendingDeposit[] calldata values,
        bytes32[] calldata siblings
    ) external view {
        BeaconState.verifyPendingDeposits(proof, state(pinned, proof), indices, values, siblings);
    }

    function hasNoPendingDeposits(bytes32 pinned, StateProof calldata proof) external view returns (bool) {
        return BeaconState.hasNoPendingDeposits(proof, state(pinned, proof));
    }

    function balanceIn(bytes32 chunk, uint256 index) external pure returns (uint64) {
        return BeaconState.balanceIn(chunk, index);
    }
}
