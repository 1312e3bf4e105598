// SPDX-License-Identifier: MIT
pragma solidity 0.8.31;

import {Header, ILayouts, Layout, PendingDeposit, StateProof, Validator} from "../interfaces/IBeacon.sol";
import {LittleEndian} from "./LittleEndian.sol";
import {Multiproof} from "./Multiproof.sol";

/// @title From a beacon block root to what a beacon state says
/// @notice `anchor` proves a `StateProof`: from then on the list roots in it are those of the state after the pinned
/// block, and the other functions prove elements of those lists. A `StateProof` that wasn't anchored proves nothing.
///
/// What makes it tight:
/// - Every depth comes from the layout, every element's position is below half of its tree: the other half holds
///   nothing but the length. Containers are hashed here, from typed fields, so a leaf can't be an inner node of something else.
/// - An integer has one encoding, and a root one preimage; so at one root an index has one value.
/// - Beyond a list's end the tree holds zeros. No validator and no pending deposit hashes to zero, so neither can be
///   invented there. A balance can: four zeros are a chunk like any other. So a balance proves something only for an
///   index that is known to exist: whoever asks must have seen the validator's container, at this root or an earlier
///   one. The list of validators never shrinks, and the list of balances is as long.
library BeaconState {
    using LittleEndian for uint64;

    uint256 internal constant SLOTS_PER_EPOCH = 32;
    uint256 internal constant BALANCES_PER_CHUNK = 4;

    /// @notice The header given is of the block `computed`, not of the `pinned` one.
    error WrongBlockRoot(bytes32 computed, bytes32 pinned);

    /// @notice The state is of the fork `version`; the layout of its slot is for `expected`. If the chain has forked, wait for a layout.
    error WrongFork(bytes4 version, bytes4 expected);

    /// @notice The list can't hold an element `index`: its limit is `limit`.
    error BeyondList(uint256 index, uint256 limit);

    // -- The state ---------------------------------------------------------------------------------------------------

    /// @notice Reverts unless `state` is proven by the block root `pinned`. Returns the layout to read its lists with.
    function anchor(ILayouts layouts, bytes32 pinned, StateProof calldata state)
        internal
        view
        returns (Layout memory layout)
    {
        bytes32 blockRoot = headerRoot(state.header);
        if (blockRoot != pinned) revert WrongBlockRoot(blockRoot, pinned);

        layout = layouts.at(state.header.slot);
        if (state.currentVersion != layout.forkVersion) revert WrongFork(state.currentVersion, layout.forkVersion);

        uint256[] memory fields = new uint256[](4);
        fields[0] = layout.forkField;
        fields[1] = layout.validatorsField;
        fields[2] = layout.balancesField;
        fields[3] = layout.pendingDepositsField;

        bytes32[] memory leaves = new bytes32[](4);
        leaves[0] = forkRoot(state.previousVersion, state.currentVersion, state.forkEpoch);
        leaves[1] = state.validatorsRoot;
        leaves[2] = state.balancesRoot;
        leaves[3] = state.pendingDepositsRoot;

        Multiproof.verify(state.header.stateRoot, layout.stateDepth, fields, leaves, state.siblings);
    }

    // -- Validators --------------------------------------------------------------------------------------------------

    function verifyValidator(
        StateProof calldata state,
        Layout memory layout,
        uint256 index,
        Validator calldata validator,
        bytes32[] calldata siblings
    ) internal view {
        _checkIndex(index, layout.validatorsDepth);

        Multiproof.verify(state.validatorsRoot, layout.validatorsDepth, index, validatorRoot(validator), siblings);
    }

    /// @param indices ascending; used up.
    function verifyValidators(
        StateProof calldata state,
        Layout memory layout,
        uint256[] memory indices,
        Validator[] calldata validators,
        bytes32[] calldata siblings
    ) internal view {
        bytes32[] memory leaves = new bytes32[](validators.length);
        for (uint256 i; i < validators.length; ++i) {
            leaves[i] = validatorRoot(validators[i]);
        }

        _verifyElements(state.validatorsRoot, layout.validatorsDepth, indices, leaves, siblings);
    }

    // -- Balances ----------------------------------------------------------------------------------------------------

    /// @notice See above: proves balances only of validators that are known to exist.
    /// @param chunkIndices ascending; used up. The chunk of a validator is its beacon index / 4.
    function verifyBalances(
        StateProof calldata state,
        Layout memory layout,
        uint256[] memory chunkIndices,
        bytes32[] calldata chunks,
        bytes32[] calldata siblings
    ) internal view {
        _verifyElements(state.balancesRoot, layout.balancesDepth, chunkIndices, chunks, siblings);
    }

    /// @return gwei, the balance of the validator `index`, whose chunk this is.
    function balanceIn(bytes32 chunk, uint256 index) internal pure returns (uint64) {
        return LittleEndian.at(chunk, index % BALANCES_PER_CHUNK);
    }

    // -- Pending deposits --------------------------------------------------------------------------------------------

    /// @param listIndex 0 is the head: the next to be processed.
    function verifyPendingDeposit(
        StateProof calldata state,
        Layout memory layout,
        uint256 listIndex,
        PendingDeposit calldata pending,
        bytes32[] calldata siblings
    ) internal view {
        _checkIndex(listIndex, layout.pendingDepositsDepth);

        Multiproof.verify(
            state.pendingDepositsRoot, layout.pendingDepositsDepth, listIndex, pendingDepositRoot(pending), siblings
        );
    }

    /// @param listIndices ascending.
    function verifyPendingDeposits(
        StateProof calldata state,
        Layout memory layout,
        uint256[] calldata listIndices,
        PendingDeposit[] calldata deposits,
        bytes32[] calldata siblings
    ) internal view {
        bytes32[] memory leaves = new bytes32[](deposits.length);
        for (uint256 i; i < deposits.length; ++i) {
            leaves[i] = pendingDepositRoot(deposits[i]);
        }

        _verifyElements(state.pendingDepositsRoot, layout.pendingDepositsDepth, listIndices, leaves, siblings);
    }

    function hasNoPendingDeposits(StateProof calldata state, Layout memory layout) internal view returns (bool) {
        return state.pendingDepositsRoot == emptyListRoot(layout.pendingDepositsDepth);
    }

    // -- Roots -------------------------------------------------------------------------------------------------------

    function headerRoot(Header calldata header) internal view returns (bytes32) {
        bytes32 a = Multiproof.hashPair(header.slot.chunk(), header.proposerIndex.chunk());
        bytes32 b = Multiproof.hashPair(header.parentRoot, header.stateRoot);
        bytes32 c = Multiproof.hashPair(header.bodyRoot, 0);
        return Multiproof.hashPair(Multiproof.hashPair(a, b), Multiproof.hashPair(c, Multiproof.hashPair(0, 0)));
    }

    function forkRoot(bytes4 previousVersion, bytes4 currentVersion, uint64 epoch) internal view returns (bytes32) {
        return Multiproof.hashPair(
            Multiproof.hashPair(previousVersion, currentVersion), Multiproof.hashPair(epoch.chunk(), 0)
        );
    }

    function validatorRoot(Validator calldata validator) internal view returns (bytes32) {
        bytes32 a = Multiproof.hashPair(validator.pubkeyRoot, validator.withdrawalCredentials);
        bytes32 b = Multiproof.hashPair(validator.effectiveBalance.chunk(), bytes32(bytes1(validator.slashed ? 1 : 0)));
        bytes32 c = Multiproof.hashPair(validator.activationEligibilityEpoch.chunk(), validator.activationEpoch.chunk());
        bytes32 d = Multiproof.hashPair(validator.exitEpoch.chunk(), validator.withdrawableEpoch.chunk());
        return Multiproof.hashPair(Multiproof.hashPair(a, b), Multiproof.hashPair(c, d));
    }

    function pendingDepositRoot(PendingDeposit calldata pending) internal view returns (bytes32) {
        bytes32 a = Multiproof.hashPair(pending.pubkeyRoot, pending.withdrawalCredentials);
        bytes32 b = Multiproof.hashPair(pending.amount.chunk(), pending.signatureRoot);
        bytes32 c = Multiproof.hashPair(pending.slot.chunk(), 0);
        return Multiproof.hashPair(Multiproof.hashPair(a, b), Multiproof.hashPair(c, Multiproof.hashPair(0, 0)));
    }

    /// @param depth with the level at which the length is mixed in, at least 1.
    function emptyListRoot(uint256 depth) internal view returns (bytes32 root) {
        for (uint256 level = 1; level < depth; ++level) {
            root = Multiproof.hashPair(root, root);
        }
        return Multiproof.hashPair(root, 0);
    }

    // -- Inside ------------------------------------------------------------------------------------------------------

    function _verifyElements(
        bytes32 root,
        uint256 depth,
        uint256[] memory indices,
        bytes32[] memory leaves,
        bytes32[] calldata siblings
    ) private view {
        // The last is the greatest: the multiproof refuses any other order.
        if (indices.length != 0) _checkIndex(indices[indices.length - 1], depth);

        Multiproof.verify(root, depth, indices, leaves, siblings);
    }

    function _checkIndex(uint256 index, uint256 depth) private pure {
        uint256 limit = 1 << (depth - 1);
        if (index >= limit) revert BeyondList(index, limit);
    }
}
