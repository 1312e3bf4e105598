// SPDX-License-Identifier: MIT
pragma solidity 0.8.31;

import {LittleEndian} from "./LittleEndian.sol";
import {Multiproof} from "./Multiproof.sol";

/// @title Roots of a deposit, as the deposit contract and the consensus layer compute them
library DepositData {
    using LittleEndian for uint64;

    bytes32 internal constant ZERO_SIGNATURE_ROOT = 0xdb56114e00fdd4c1f85c892bf35ac9a89289aaecb1ebd0a96cde606a748b5d71;

    error WrongPubkeyLength(uint256 length);
    error WrongSignatureLength(uint256 length);

    /// @notice `hash_tree_root(DepositData)`: what the deposit contract wants to be told.
    /// @param pubkey 48 bytes.
    /// @param amount gwei.
    /// @param signature 96 bytes.
    function root(bytes calldata pubkey, bytes32 withdrawalCredentials, uint64 amount, bytes calldata signature)
        internal
        view
        returns (bytes32)
    {
        return _root(pubkey, withdrawalCredentials, amount, signatureRoot(signature));
    }

    /// @notice The same with a signature of 96 zero bytes. The consensus layer looks at no signature when it adds to a
    /// validator that exists.
    function topUpRoot(bytes calldata pubkey, bytes32 withdrawalCredentials, uint64 amount)
        internal
        view
        returns (bytes32)
    {
        return _root(pubkey, withdrawalCredentials, amount, ZERO_SIGNATURE_ROOT);
    }

    /// @notice `hash_tree_root(DepositMessage)`: what the validator's key signs, with a domain.
    function messageRoot(bytes calldata pubkey, bytes32 withdrawalCredentials, uint64 amount)
        internal
        view
        returns (bytes32)
    {
        return Multiproof.hashPair(
            Multiproof.hashPair(pubkeyRoot(pubkey), withdrawalCredentials), Multiproof.hashPair(amount.chunk(), 0)
        );
    }

    function pubkeyRoot(bytes calldata pubkey) internal view returns (bytes32) {
        if (pubkey.length != 48) revert WrongPubkeyLength(pubkey.length);
        return Multiproof.hashPair(bytes32(pubkey[:32]), bytes32(bytes16(pubkey[32:])));
    }

    function signatureRoot(bytes calldata signature) internal view returns (bytes32) {
        if (signature.length != 96) revert WrongSignatureLength(signature.length);
        return Multiproof.hashPair(
            Multiproof.hashPair(bytes32(signature[:32]), bytes32(signature[32:64])),
            Multiproof.hashPair(bytes32(signature[64:]), 0)
        );
    }

    function _root(bytes calldata pubkey, bytes32 withdrawalCredentials, uint64 amount, bytes32 signatureRoot_)
        private
        view
        returns (bytes32)
    {
        return Multiproof.hashPair(
            Multiproof.hashPair(pubkeyRoot(pubkey), withdrawalCredentials),
            Multiproof.hashPair(amount.chunk(), signatureRoot_)
        );
    }
}
