// SPDX-License-Identifier: MIT
pragma solidity 0.8.31;

import {BeaconRoots} from "../../src/beacon/BeaconRoots.sol";
import {Support} from "./Support.sol";
import {SystemContracts} from "./SystemContracts.sol";

contract RootsReader {
    function parentRoot(uint64 timestamp) external view returns (bytes32) {
        return BeaconRoots.parentRoot(timestamp);
    }
}

contract BeaconRootsTest is Support {
    uint64 private constant START = 1_800_000_000;
    uint64 private constant RING = 8191;

    RootsReader private _reader = new RootsReader();

    function setUp() public {
        vm.etch(BeaconRoots.CONTRACT, SystemContracts.BEACON_ROOTS);
    }

    function test_parentRoot_isWhatTheBlockBrought() public {
        _block(START, "first");
        _block(START + 12, "second");

        assertEq(_reader.parentRoot(START), "first", "PROOF-8");
        assertEq(_reader.parentRoot(START + 12), "second", "PROOF-8");
    }

    function test_parentRoot_hasNothingOfAMissedSlotOrTheFuture() public {
        _block(START, "first");
        _block(START + 24, "third");

        _expectNotAvailable(START + 12);
        _reader.parentRoot(START + 12);
        _expectNotAvailable(START + 36);
        _reader.parentRoot(START + 36);
        _expectNotAvailable(START + 1);
        _reader.parentRoot(START + 1);
        _expectNotAvailable(0);
        _reader.parentRoot(0);
    }

    function test_parentRoot_isKeptUntilTheRingComesRound() public {
        for (uint64 i; i < RING; ++i) {
            _block(START + 12 * i, bytes32(uint256(i + 1)));
        }
        assertEq(_reader.parentRoot(START), bytes32(uint256(1)), "PROOF-8");

        _block(START + 12 * RING, "again");

        vm.expectRevert(abi.encodeWithSelector(BeaconRoots.RootNotAvailable.selector, START, START + 12));
        _reader.parentRoot(START);
        assertEq(_reader.parentRoot(START + 12), bytes32(uint256(2)), "PROOF-8");
        assertEq(_reader.parentRoot(START + 12 * RING), "again", "PROOF-8");
    }

    function test_parentRoot_neverIsZero() public {
        _block(START, 0);

        _expectNotAvailable(START);
        _reader.parentRoot(START);
    }

    function test_parentRoot_isRefusedWhereTheContractIsMissing() public {
        vm.etch(BeaconRoots.CONTRACT, "");

        vm.warp(START);
        _expectNotAvailable(START);
        _reader.parentRoot(START);
    }

    /// @dev As the execution layer does at the start of each block.
    function _block(uint64 timestamp, bytes32 root) private {
        vm.warp(timestamp);
        vm.prank(SystemContracts.SYSTEM);
        (bool done,) = BeaconRoots.CONTRACT.call(abi.encode(root));
        assertTrue(done, "system call");
    }

    function _expectNotAvailable(uint64 timestamp) private {
        uint64 oldest = uint64(block.timestamp) - 12 * (RING - 1);
        vm.expectRevert(abi.encodeWithSelector(BeaconRoots.RootNotAvailable.selector, timestamp, oldest));
    }
}
