// SPDX-License-Identifier: MIT
pragma solidity 0.8.31;

import {Quad} from "../../staking/types/Quad.sol";
import {ACTIVE} from "./Member.sol";
import {PodBooks} from "./PodBooks.sol";

/// @dev Counting validators one by one, whichever way their balances were proven.
abstract contract PodCensus is PodBooks {
    uint256 private constant ONE = 0x1000000000000000000000000000000000000000000000000; // 1 << 192

    // Topics and selectors of `IEigenPod`, as assembly needs them.
    bytes32 private constant BALANCE_UPDATED = 0xcdae700d7241bc027168c53cf6f889763b0a2c88a65d77fc13a8a9fef0d8605f;
    bytes32 private constant WITHDRAWN = 0x5ce0aa04ae51d52da6e680fbe0336d2e2432f7c3dc2d4f3193204c57b9072107;
    uint256 private constant NOT_ACTIVE_IN_POD = 0xd49e19a7;
    uint256 private constant INVALID_INDEX = 0x63df8171;
    uint256 private constant ARRAY_LENGTH_MISMATCH = 0x43714afd;

    /// @dev What a call has counted, gwei. All ether there is, is below 2^57: sums can't overflow.
    struct Tally {
        uint256 timestamp; // of the checkpoint
        uint256 count; // validators
        uint256 previous; // held before
        uint256 found;
        uint256 withdrawn; // validators found empty
        uint256 exited; // held before by those
    }

    function _newTally() internal view returns (Tally memory tally) {
        tally.timestamp = _current;
        if (tally.timestamp == 0) revert NoActiveCheckpoint();
    }

    /// @dev What isn't awaited is passed over: somebody was faster, or it came later; that is no reason to lose the rest.
    /// @param pubkeyHashes ascending by index.
    /// @param chunks the balances that hold theirs, each chunk once. Used up.
    /// @return positions of the chunks.
    function _count(Tally memory tally, bytes32[] memory pubkeyHashes, bytes32[] memory chunks)
        internal
        returns (uint256[] memory positions)
    {
        positions = new uint256[](chunks.length);
        for (uint256 i; i < chunks.length; ++i) {
            chunks[i] = bytes32(Quad.fromChunk(chunks[i]));
        }

        uint256 used = _countInto(tally, pubkeyHashes, chunks, positions);
        if (used != chunks.length) revert InputArrayLengthMismatch();
    }

    /// @dev In assembly: after the storage this loop is what a multiproof costs most for.
    /// @param lanes of the chunks.
    function _countInto(
        Tally memory tally,
        bytes32[] memory pubkeyHashes,
        bytes32[] memory lanes,
        uint256[] memory positions
    ) private returns (uint256 used) {
        assembly ("memory-safe") {
            function fail(selector) {
                mstore(0x00, selector)
                revert(0x1c, 0x04)
            }
            function increase(at, by) {
                mstore(at, add(mload(at), by))
            }

            let next := 0 // the least index that may follow
            let sums := 0 // held before 96 ‖ found 96 ‖ count 64, from low bits to high
            for { let left := mload(pubkeyHashes) } left { left := sub(left, 1) } {
                pubkeyHashes := add(pubkeyHashes, 0x20)
                mstore(0x00, mload(pubkeyHashes))
                mstore(0x20, _members.slot)
                let seat := keccak256(0x00, 0x40)
                let member := sload(seat)
                if iszero(member) { fail(NOT_ACTIVE_IN_POD) }
                let index := shr(192, shl(192, member))
                if lt(index, next) { fail(INVALID_INDEX) }

                // The first of its chunk, unless the one before is in it too.
                if iszero(gt(next, and(index, not(3)))) {
                    if eq(used, mload(lanes)) { fail(ARRAY_LENGTH_MISMATCH) }
                    used := add(used, 1)
                    mstore(add(positions, shl(5, used)), shr(2, index))
                }
                next := add(index, 1)

                // Awaited: active, and checkpointed before. Nothing but 1 (active) above the time leaves less than 2^64.
                if lt(shr(128, sub(member, ACTIVE)), mload(tally)) {
                    let previous := shr(192, shl(128, member))
                    let found := shr(192, shl(shl(6, and(index, 3)), mload(add(lanes, shl(5, used)))))
                    sums := add(sums, or(or(ONE, shl(96, found)), previous))
                    member := or(or(index, shl(64, found)), or(shl(128, mload(tally)), ACTIVE))

                    if xor(found, previous) {
                        let data := mload(0x40)
                        mstore(data, mload(pubkeyHashes))
                        mstore(add(data, 0x20), mload(tally))
                        mstore(add(data, 0x40), found)
                        log1(data, 0x60, BALANCE_UPDATED)
                    }
                    // One that is empty has been paid out.
                    if iszero(found) {
                        member := add(member, ACTIVE) // 2: withdrawn
                        increase(add(tally, 0x80), 1)
                        increase(add(tally, 0xa0), previous)
                        log3(0x00, 0x00, WITHDRAWN, mload(tally), mload(pubkeyHashes))
                    }
                    sstore(seat, member)
                }
            }
            increase(add(tally, 0x20), shr(192, sums))
            increase(add(tally, 0x40), shr(160, shl(160, sums)))
            increase(add(tally, 0x60), shr(160, shl(64, sums)))
        }
    }
}
