// SPDX-License-Identifier: MIT
pragma solidity 0.8.31;

import {LittleEndian} from "../../beacon/LittleEndian.sol";
import {Multiproof} from "../../beacon/Multiproof.sol";
import {IEigenPod} from "../../interfaces/restaking/IEigenPod.sol";

/// @title Single proofs from a beacon block root, in EigenLayer's format
/// @notice Siblings in one string of bytes, from the bottom up. Depths are those of Electra and Fulu, and never the proof's.
library Branch {
    uint256 internal constant HEADER = 3;
    uint256 internal constant STATE = 6;
    uint256 internal constant VALIDATORS = 41; // with the level of the length
    uint256 internal constant BALANCES = 39; // with the level of the length

    uint256 internal constant STATE_ROOT_FIELD = 3; // of a header
    uint256 internal constant VALIDATORS_FIELD = 11; // of a state
    uint256 internal constant BALANCES_FIELD = 12;

    function verifyState(bytes32 blockRoot, bytes32 stateRoot, bytes calldata proof) internal view {
        _verify(blockRoot, HEADER, STATE_ROOT_FIELD, stateRoot, proof);
    }

    function verifyBalances(bytes32 blockRoot, bytes32 balancesRoot, bytes calldata proof) internal view {
        _verify(blockRoot, HEADER + STATE, STATE_ROOT_FIELD << STATE | BALANCES_FIELD, balancesRoot, proof);
    }

    function verifyValidator(bytes32 stateRoot, uint40 index, bytes32[] calldata fields, bytes calldata proof)
        internal
        view
    {
        uint256 position = VALIDATORS_FIELD << VALIDATORS | index;
        _verify(stateRoot, STATE + VALIDATORS, position, validatorRoot(fields), proof);
    }

    /// @return gwei, of the validator `index`.
    function verifyBalance(bytes32 balancesRoot, uint64 index, bytes32 chunk, bytes calldata proof)
        internal
        view
        returns (uint64)
    {
        _verify(balancesRoot, BALANCES, index / 4, chunk, proof);
        return LittleEndian.at(chunk, index % 4);
    }

    function validatorRoot(bytes32[] calldata fields) internal view returns (bytes32) {
        if (fields.length != 8) revert IEigenPod.InvalidValidatorFieldsLength();
        bytes32 a = Multiproof.hashPair(fields[0], fields[1]);
        bytes32 b = Multiproof.hashPair(fields[2], fields[3]);
        bytes32 c = Multiproof.hashPair(fields[4], fields[5]);
        bytes32 d = Multiproof.hashPair(fields[6], fields[7]);
        return Multiproof.hashPair(Multiproof.hashPair(a, b), Multiproof.hashPair(c, d));
    }

    function _verify(bytes32 root, uint256 depth, uint256 index, bytes32 leaf, bytes calldata proof) private view {
        if (proof.length != 32 * depth) revert IEigenPod.InvalidProofLength();
        if (root == 0) revert IEigenPod.EmptyRoot();

        bytes32[] calldata siblings;
        assembly ("memory-safe") {
            siblings.offset := proof.offset
            siblings.length := depth
        }
        if (Multiproof.root(depth, index, leaf, siblings) != root) revert IEigenPod.InvalidProof();
    }
}
