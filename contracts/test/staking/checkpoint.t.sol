// SPDX-License-Identifier: MIT
pragma solidity 0.8.31;

import { IValidatorRegistry } from "../../src/interfaces/IValidatorRegistry.sol";
import { World } from "./World.sol";

contract CheckpointTest is World {
    function test_checkpoint_ofNoValidatorsFinishes() public {
        _stake(alice, 5 ether);
        _openWhenDue();
        uint64 at = pinned;

        _proveNothing();

        IValidatorRegistry.Checkpoint memory it = registry.checkpoint();
        assertTrue(!it.open, "finished");
        assertEq(it.finishedSlot, at, "CKPT-1");
        assertEq(vault.snapshot().backing, 5 ether + GENESIS_SHARES, "CKPT-1");
        assertEq(vault.snapshot().provenAt, GENESIS + 12 * uint256(at), "CKPT-1");
    }

    function test_checkpoint_countsBalances() public {
        _stake(alice, 100 ether);
        uint256 id = _addWith(1, 64e9);
        chain.addBalance(_index(id), 0.5e9);
        _mine(1);

        _checkpoint();

        assertEq(vault.snapshot().outside, 64.5 ether, "CKPT-1");
        assertEq(vault.snapshot().backing, 100 ether + GENESIS_SHARES + 1 ether + 0.5 ether, "CKPT-1");
        assertEq(registry.validatorOf(id).balance, 64.5e9, "CKPT-1");
    }
}
