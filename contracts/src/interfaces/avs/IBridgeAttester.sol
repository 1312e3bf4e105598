// SPDX-License-Identifier: MIT
pragma solidity 0.8.31;

import {IService} from "./IService.sol";

/// @title Block roots of other chains, attested by restaked operators
/// @notice An operator signs `Attestation(uint64 sourceChainId,uint64 blockNumber,bytes32 blockRoot)` for blocks that are final
/// on their chain; the root is the block's hash, keccak-256 of its header. What two thirds of the stake signed can be read here,
/// and proven against.
///
/// Two attestations of one operator with different roots of one height are an offence. So is one against what it attested before
/// the source chain broke its own finality: the service sells an answer that doesn't change.
interface IBridgeAttester is IService {
    struct Attestation {
        uint64 sourceChainId;
        uint64 blockNumber;
        bytes32 blockRoot;
    }

    event Attested(
        uint64 indexed sourceChainId, uint64 indexed blockNumber, bytes32 blockRoot, uint256 heard, uint256 total
    );

    /// @notice A signature that counted.
    event Signed(bytes32 indexed subject, address indexed operator, bytes32 blockRoot, bytes signature);

    error AlreadyAttested(uint64 sourceChainId, uint64 blockNumber);
    error NotAttested(uint64 sourceChainId, uint64 blockNumber);
    error RootZero();

    /// @notice The attestations are of different heights or chains.
    error HeightsDiffer();

    /// @notice The header isn't the attested block's.
    error WrongHeader(bytes32 blockRoot, bytes32 headerHash);

    /// @notice Posts a root that two thirds of the stake signed. Signatures of keys without a voice, or heard already, are passed
    /// over.
    function attest(Attestation calldata attestation, bytes[] calldata signatures) external;

    /// @notice Slashes an operator by two of its attestations of one height.
    function slash(
        Attestation calldata first,
        bytes calldata firstSignature,
        Attestation calldata second,
        bytes calldata secondSignature
    ) external returns (uint256 slashId);

    function rootOf(uint64 sourceChainId, uint64 blockNumber) external view returns (bytes32);
    function isAttested(uint64 sourceChainId, uint64 blockNumber) external view returns (bool);

    /// @return number of the highest attested block of the chain, and its root; zeros if there is none.
    function latestOf(uint64 sourceChainId) external view returns (uint64 number, bytes32 blockRoot);

    /// @notice What an attested block commits to, read from its header: the beginning of the road for proofs of accounts,
    /// transactions and receipts of the other chain.
    /// @param header of an execution block, RLP.
    function readHeader(uint64 sourceChainId, uint64 blockNumber, bytes calldata header)
        external
        view
        returns (bytes32 stateRoot, bytes32 transactionsRoot, bytes32 receiptsRoot);

    /// @return roots that were posted on `day`.
    function attestedOn(uint256 day) external view returns (uint256);

    /// @return what a key signs.
    function attestationDigest(Attestation calldata attestation) external view returns (bytes32);
    function subjectOf(uint64 sourceChainId, uint64 blockNumber) external pure returns (bytes32);
}
