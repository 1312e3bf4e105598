// SPDX-License-Identifier: MIT
pragma solidity 0.8.31;

/// @title Words signed off chain
/// @notice EIP-712 with the domain (name "EigenLayer", version, chain id, contract), where version is the first character of
/// `version()`. A signature is a key's (65 bytes) or a contract's (EIP-1271).
interface ISignedMessages {
    /// @notice Not signed by whom it has to be, over exactly these words.
    error InvalidSignature();
    /// @notice Valid through the second `expiry`, which has passed. Sign again.
    error SignatureExpired();

    function domainSeparator() external view returns (bytes32);

    /// @notice Semantic version of the ABI that this speaks.
    function version() external view returns (string memory);
}
