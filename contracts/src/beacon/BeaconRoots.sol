// SPDX-License-Identifier: MIT
pragma solidity 0.8.31;

/// @title Beacon block roots on the execution layer (EIP-4788)
/// @notice The contract keeps the last 8,191 of them in a ring, by the timestamp of the block that brought each one. A
/// block brings the root of its *parent* beacon block: the newest state that can be proven in it. A timestamp without a
/// block (a missed slot) has no entry.
library BeaconRoots {
    address internal constant CONTRACT = 0x000F3df6D732807Ef1319fB7B8bB8522d0Beac02;
    uint256 internal constant RING = 8191;
    uint256 internal constant SECONDS_PER_SLOT = 12;

    /// @notice No root is kept for a block of `timestamp`. Name the timestamp of a block that exists, not older than `oldest`.
    error RootNotAvailable(uint64 timestamp, uint64 oldest);

    /// @notice The root of the beacon block before the block of `timestamp`.
    function parentRoot(uint64 timestamp) internal view returns (bytes32 root) {
        (bool found, bytes memory answer) = CONTRACT.staticcall(abi.encode(timestamp));
        // Nothing has the hash zero, and an address without code answers with nothing.
        if (found && answer.length == 32) root = abi.decode(answer, (bytes32));
        if (root == 0) revert RootNotAvailable(timestamp, oldest());
    }

    /// @return Older entries are overwritten as the ring goes round, one a slot.
    function oldest() internal view returns (uint64) {
        uint256 span = (RING - 1) * SECONDS_PER_SLOT;
        return block.timestamp > span ? uint64(block.timestamp - span) : 0;
    }
}
