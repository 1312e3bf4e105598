// SPDX-License-Identifier: MIT
pragma solidity 0.8.31;

import {StateProof, Validator} from "../IBeacon.sol";

/// @dev A validator in the state before the block of `timestamp`, which is at most an hour old.
struct ValidatorEvidence {
    uint64 timestamp;
    StateProof state;
    uint256 index;
    Validator validator;
    bytes32[] siblings;
}

/// @title Says whether a validator is what it is said to be
/// @notice Stores nothing.
interface IWitness {
    error ProofTooOld(uint256 timestamp, uint256 oldest);

    /// @notice Reverts unless the evidence is true.
    function verify(ValidatorEvidence calldata evidence) external view;

    /// @return What the deposit contract wants to be told of a deposit to a validator that exists.
    function topUpRoot(bytes calldata pubkey, bytes32 withdrawalCredentials, uint64 amountGwei)
        external
        view
        returns (bytes32);

    function pubkeyRoot(bytes calldata pubkey) external view returns (bytes32);
}
