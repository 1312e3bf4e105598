// SPDX-License-Identifier: MIT
pragma solidity 0.8.31;

import {IDelegationManager, Withdrawal} from "../interfaces/restaking/IDelegationManager.sol";

/// @title Withdrawals that are under way
/// @notice A withdrawal is known by the hash of its words. Who completes one brings them along, so the hash alone would do; the
/// words are kept for the views, in as few slots as they need: hash → whose and which, (staker, nonce) → what, and a slot for
/// each strategy, two if its shares don't fit in 96 bits. Which ones are pending is the complement of a bitmap of those that
/// aren't: queueing leaves it alone, completing sets a bit in a word that the next 255 share.
abstract contract WithdrawalQueue is IDelegationManager {
    uint256 private constant MAX_LENGTH = 1 << 32;
    uint96 private constant ELSEWHERE = type(uint96).max;

    /// @dev One slot.
    struct Place {
        address staker;
        uint96 nonce;
    }

    struct Queued {
        address delegatedTo;
        uint32 startBlock;
        uint64 length; // 0: nothing is queued here
        Item[MAX_LENGTH] items;
    }

    struct Item {
        address strategy;
        uint96 scaledShares; // `ELSEWHERE` if they are in the second slot
        uint256 manyScaledShares;
    }

    mapping(address staker => uint256) public cumulativeWithdrawalsQueued;

    mapping(bytes32 root => Place) private places;
    mapping(address staker => mapping(uint256 nonce => Queued)) private queue;
    mapping(address staker => mapping(uint256 word => uint256)) private done;

    // -- In and out --------------------------------------------------------------------------------------------------

    function _enqueue(Withdrawal memory withdrawal) internal returns (bytes32 root) {
        root = _root(withdrawal);
        places[root] = Place(withdrawal.staker, uint96(withdrawal.nonce));

        Queued storage queued = queue[withdrawal.staker][withdrawal.nonce];
        uint256 length = withdrawal.strategies.length;
        queued.delegatedTo = withdrawal.delegatedTo;
        queued.startBlock = withdrawal.startBlock;
        queued.length = uint64(length);
        for (uint256 i; i < length; ++i) {
            Item storage item = queued.items[i];
            uint256 scaledShares = withdrawal.scaledShares[i];
            bool fits = scaledShares < ELSEWHERE;
            item.strategy = withdrawal.strategies[i];
            item.scaledShares = fits ? uint96(scaledShares) : ELSEWHERE;
            if (!fits) item.manyScaledShares = scaledShares;
        }
    }

    /// @dev The words are the caller's, and true: they hash to `root`.
    function _dequeue(bytes32 root, Withdrawal calldata withdrawal) internal {
        if (!pendingWithdrawals(root)) revert WithdrawalNotQueued();

        delete places[root];
        done[withdrawal.staker][withdrawal.nonce >> 8] |= 1 << (withdrawal.nonce & 0xff);
        Queued storage queued = queue[withdrawal.staker][withdrawal.nonce];
        queued.delegatedTo = address(0);
        queued.startBlock = 0;
        queued.length = 0;
        for (uint256 i; i < withdrawal.strategies.length; ++i) {
            Item storage item = queued.items[i];
            item.strategy = address(0);
            item.scaledShares = 0;
            if (withdrawal.scaledShares[i] >= ELSEWHERE) item.manyScaledShares = 0;
        }
    }

    // -- Views -------------------------------------------------------------------------------------------------------

    function pendingWithdrawals(bytes32 root) public view returns (bool) {
        return places[root].staker != address(0);
    }

    function queuedWithdrawals(bytes32 root) public view returns (Withdrawal memory withdrawal) {
        Place memory place = places[root];
        if (place.staker != address(0)) return _read(place.staker, place.nonce);
    }

    function getQueuedWithdrawalRoots(address staker) external view returns (bytes32[] memory roots) {
        uint256[] memory nonces = _pendingNonces(staker);
        roots = new bytes32[](nonces.length);
        for (uint256 i; i < nonces.length; ++i) {
            roots[i] = _root(_read(staker, nonces[i]));
        }
    }

    function _pendingOf(address staker) internal view returns (Withdrawal[] memory withdrawals) {
        uint256[] memory nonces = _pendingNonces(staker);
        withdrawals = new Withdrawal[](nonces.length);
        for (uint256 i; i < nonces.length; ++i) {
            withdrawals[i] = _read(staker, nonces[i]);
        }
    }

    /// @return nonces ascending.
    function _pendingNonces(address staker) private view returns (uint256[] memory nonces) {
        uint256 end = cumulativeWithdrawalsQueued[staker];
        uint256 count;
        uint256 bits;
        // The list grows at the end of memory, where nothing else does: it takes what is pending, not what ever was.
        assembly ("memory-safe") {
            nonces := mload(0x40)
        }
        for (uint256 nonce; nonce < end; ++nonce) {
            if (nonce & 0xff == 0) bits = done[staker][nonce >> 8];
            if (bits == type(uint256).max) {
                nonce |= 0xff;
            } else if (bits >> (nonce & 0xff) & 1 == 0) {
                assembly ("memory-safe") {
                    count := add(count, 1)
                    mstore(add(nonces, shl(5, count)), nonce)
                }
            }
        }
        assembly ("memory-safe") {
            mstore(nonces, count)
            mstore(0x40, add(nonces, shl(5, add(count, 1))))
        }
    }

    function _read(address staker, uint256 nonce) private view returns (Withdrawal memory) {
        Queued storage queued = queue[staker][nonce];
        uint256 length = queued.length;
        address[] memory strategies = new address[](length);
        uint256[] memory scaledShares = new uint256[](length);
        for (uint256 i; i < length; ++i) {
            Item storage item = queued.items[i];
            strategies[i] = item.strategy;
            scaledShares[i] = item.scaledShares == ELSEWHERE ? item.manyScaledShares : item.scaledShares;
        }
        return Withdrawal({
            staker: staker,
            delegatedTo: queued.delegatedTo,
            withdrawer: staker,
            nonce: nonce,
            startBlock: queued.startBlock,
            strategies: strategies,
            scaledShares: scaledShares
        });
    }

    function _root(Withdrawal memory withdrawal) internal pure returns (bytes32) {
        return keccak256(abi.encode(withdrawal));
    }
}
