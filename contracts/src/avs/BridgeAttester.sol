// SPDX-License-Identifier: MIT
pragma solidity 0.8.31;

import {ServiceParameters} from "../interfaces/avs/IService.sol";
import {IBridgeAttester} from "../interfaces/avs/IBridgeAttester.sol";
import {IRewardsCoordinator, RewardsSubmission} from "../interfaces/restaking/IRewardsCoordinator.sol";
import {Service} from "./Service.sol";

/// @title Block roots of other chains, attested by restaked operators
/// @notice See `IBridgeAttester`.
///
/// - *Roots*: posted by anyone with a quorum's signatures; the first one of a height stays.
/// - *Evidence*: two attestations of one operator, of one height.
/// - *Rewards*: a day's part of the budget, by unique stake, for a day with at least one new root.
contract BridgeAttester is Service, IBridgeAttester {
    bytes32 private constant ATTESTATION_TYPEHASH =
        keccak256("Attestation(uint64 sourceChainId,uint64 blockNumber,bytes32 blockRoot)");

    // Where an execution block's header, RLP, has its roots: behind the list's prefix (3 bytes) lie the parent's hash, the uncles'
    // hash and the fee recipient, then these three; each item has a prefix of one byte. From Frontier on it has been so.
    uint256 private constant STATE_ROOT = 3 + 33 + 33 + 21 + 1;
    uint256 private constant TRANSACTIONS_ROOT = STATE_ROOT + 33;
    uint256 private constant RECEIPTS_ROOT = TRANSACTIONS_ROOT + 33;

    mapping(uint64 sourceChainId => mapping(uint64 blockNumber => bytes32)) private _roots;
    mapping(uint64 sourceChainId => uint64) private _newest;
    mapping(uint256 day => uint256) public attestedOn;

    constructor(ServiceParameters memory p) Service(p) {}

    // -- Roots -------------------------------------------------------------------------------------------------------

    function attest(Attestation calldata a, bytes[] calldata signatures) external {
        if (a.blockRoot == 0) revert RootZero();
        if (_roots[a.sourceChainId][a.blockNumber] != 0) revert AlreadyAttested(a.sourceChainId, a.blockNumber);

        Ballot memory ballot = _openBallot(subjectOf(a.sourceChainId, a.blockNumber));
        bytes32 digest = attestationDigest(a);
        for (uint256 i; i < signatures.length; i++) {
            (address operator, uint256 weight) = _hear(ballot, digest, signatures[i]);
            if (weight > 0) emit Signed(ballot.subject, operator, a.blockRoot, signatures[i]);
        }
        _requireQuorum(ballot);

        _roots[a.sourceChainId][a.blockNumber] = a.blockRoot;
        if (a.blockNumber > _newest[a.sourceChainId]) _newest[a.sourceChainId] = a.blockNumber;
        attestedOn[block.timestamp / 1 days]++;
        emit Attested(a.sourceChainId, a.blockNumber, a.blockRoot, ballot.heard, ballot.total);
    }

    // -- Evidence ----------------------------------------------------------------------------------------------------

    function slash(
        Attestation calldata first,
        bytes calldata firstSignature,
        Attestation calldata second,
        bytes calldata secondSignature
    ) external returns (uint256 slashId) {
        bytes32 subject = subjectOf(first.sourceChainId, first.blockNumber);
        if (subject != subjectOf(second.sourceChainId, second.blockNumber)) revert HeightsDiffer();

        return _slash(subject, attestationDigest(first), firstSignature, attestationDigest(second), secondSignature);
    }

    // -- Rewards -----------------------------------------------------------------------------------------------------

    function _submitRewards(IRewardsCoordinator coordinator, uint256 day, uint256 amount) internal override {
        if (attestedOn[day] == 0) revert NothingEarned(day);

        RewardsSubmission[] memory submissions = new RewardsSubmission[](1);
        submissions[0] = RewardsSubmission(strategies(), token, amount, uint32(day * 1 days), 1 days);
        coordinator.createUniqueStakeRewardsSubmission(_set(), submissions);
    }

    // -- Views -------------------------------------------------------------------------------------------------------

    function rootOf(uint64 sourceChainId, uint64 blockNumber) public view returns (bytes32 blockRoot) {
        blockRoot = _roots[sourceChainId][blockNumber];
        if (blockRoot == 0) revert NotAttested(sourceChainId, blockNumber);
    }

    function isAttested(uint64 sourceChainId, uint64 blockNumber) external view returns (bool) {
        return _roots[sourceChainId][blockNumber] != 0;
    }

    function latestOf(uint64 sourceChainId) external view returns (uint64 number, bytes32 blockRoot) {
        number = _newest[sourceChainId];
        blockRoot = _roots[sourceChainId][number];
    }

    function readHeader(uint64 sourceChainId, uint64 blockNumber, bytes calldata header)
        external
        view
        returns (bytes32 stateRoot, bytes32 transactionsRoot, bytes32 receiptsRoot)
    {
        bytes32 root = rootOf(sourceChainId, blockNumber);
        if (keccak256(header) != root) revert WrongHeader(root, keccak256(header));

        stateRoot = bytes32(header[STATE_ROOT:]);
        transactionsRoot = bytes32(header[TRANSACTIONS_ROOT:]);
        receiptsRoot = bytes32(header[RECEIPTS_ROOT:]);
    }

    function attestationDigest(Attestation calldata a) public view returns (bytes32) {
        return _hashTypedData(keccak256(abi.encode(ATTESTATION_TYPEHASH, a.sourceChainId, a.blockNumber, a.blockRoot)));
    }

    function subjectOf(uint64 sourceChainId, uint64 blockNumber) public pure returns (bytes32) {
        return bytes32(uint256(sourceChainId) << 64 | blockNumber);
    }

    function _domainNameAndVersion() internal pure override returns (string memory, string memory) {
        return ("Cairn Bridge Attester", "1");
    }
}
