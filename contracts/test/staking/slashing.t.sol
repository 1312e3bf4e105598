// SPDX-License-Identifier: MIT
pragma solidity 0.8.31;

import {StateProof, Validator} from "../../src/interfaces/IBeacon.sol";
import {ILiquidVault} from "../../src/interfaces/ILiquidVault.sol";
import {IValidatorRegistry} from "../../src/interfaces/IValidatorRegistry.sol";
import {World} from "./World.sol";

contract SlashingTest is World {
    uint256 private _id;
    uint256 private _other;

    function setUp() public override {
        super.setUp();
        _stake(alice, 1000 ether);
        _id = _addWith(1, 64e9);
        _other = _addWith(2, 64e9);
        _mine(1);
        _checkpoint();
        _mine(1);
    }

    function test_proveSlashing_stopsPaymentsAndMakesACheckpointDue() public {
        _slash(_id);
        _proveSlashing(_id, parent);

        assertTrue(registry.validatorOf(_id).slashed, "SLASH-1");
        assertTrue(vault.snapshot().slashing, "SLASH-1");
        assertTrue(registry.dueAt() <= block.timestamp, "SLASH-1");
        vm.expectRevert(abi.encodeWithSelector(ILiquidVault.SlashingUnbooked.selector));
        vm.prank(alice);
        vault.redeemInstant(0.1 ether, alice, alice);

        (uint256 before,) = vault.rate();
        _open();
        _proveAll();
        (uint256 assets,) = vault.rate();
        assertEq(before - assets, 64 ether / uint256(4096), "LOSS-1");
        assertTrue(!vault.snapshot().slashing, "SLASH-1");
        assertEq(registry.dueAt(), registry.checkpoint().openedAt + 6 hours, "CKPT-4");
    }

    function test_proveSlashing_wantsASlashing() public {
        bytes memory error_ = abi.encodeWithSelector(IValidatorRegistry.NotSlashed.selector, _index(_id));
        _expect(error_, _id, parent);
    }

    function test_proveSlashing_worksOnce() public {
        _slash(_id);
        _proveSlashing(_id, parent);
        _mine(1);
        _expect(abi.encodeWithSelector(IValidatorRegistry.AlreadyProven.selector, _id), _id, parent);
        _open();
        _proveAll();
        _mine(1);
        _expect(abi.encodeWithSelector(IValidatorRegistry.AlreadyProven.selector, _id), _id, parent);
    }

    function test_proveSlashing_wantsAStateNewerThanTheNewestCheckpoint() public {
        _slash(_id);
        uint64 at = parent;
        _mineEpochs(1);
        _checkpoint();
        uint64 pin = pinned;
        _expect(
            abi.encodeWithSelector(
                IValidatorRegistry.RootOutOfRange.selector,
                timeAfter[at],
                GENESIS + 12 * uint256(pin + 2),
                block.timestamp
            ),
            _id,
            at
        );
        _expect(
            abi.encodeWithSelector(
                IValidatorRegistry.RootOutOfRange.selector,
                timeAfter[pin],
                GENESIS + 12 * uint256(pin + 2),
                block.timestamp
            ),
            _id,
            pin
        );
    }

    function test_proveSlashing_ofOneThatIsBookedStopsNothing() public {
        _slash(_id);
        _mineEpochs(1);
        _checkpoint();
        _mine(1);
        // A newer state shows it still slashed: but the newest checkpoint knows.
        uint256 due = registry.dueAt();
        _proveSlashing(_id, parent);
        assertTrue(registry.validatorOf(_id).slashed, "SLASH-5");
        assertTrue(!vault.snapshot().slashing, "SLASH-5");
        assertEq(registry.dueAt(), due, "SLASH-5");
        _expect(abi.encodeWithSelector(IValidatorRegistry.AlreadyProven.selector, _id), _id, parent);
    }

    function test_proveSlashing_whileACheckpointIsOpenThatDoesNotKnowOfIt() public {
        _openWhenDue();
        _mine(1);
        _slash(_id);
        _proveSlashing(_id, parent);

        // Nothing is replaced before its hour; what is being proven is finished, and isn't enough.
        vm.expectRevert(
            abi.encodeWithSelector(IValidatorRegistry.NotDue.selector, registry.checkpoint().openedAt + 1 hours)
        );
        registry.open();
        _proveAll();
        assertTrue(vault.snapshot().slashing, "SLASH-2");
        assertEq(vault.snapshot().outside, 128 ether, "CKPT-1");

        _open();
        _proveAll();
        assertTrue(!vault.snapshot().slashing, "SLASH-2");
        assertEq(vault.snapshot().outside, 128 ether - 64 ether / uint256(4096), "CKPT-1");
    }

    function test_proveSlashing_whileACheckpointIsOpenThatKnowsOfIt() public {
        _slash(_id);
        uint64 at = parent;
        _openWhenDue();
        _proveSlashing(_id, at);
        assertTrue(vault.snapshot().slashing, "SLASH-1");
        _proveAll();
        assertTrue(!vault.snapshot().slashing, "SLASH-1");
    }

    function test_proveSlashing_ofTwoRemembersTheNewest() public {
        _slash(_id);
        uint64 first = parent;
        _slash(_other);
        _proveSlashing(_other, parent);
        _proveSlashing(_id, first);
        _open();
        assertTrue(pinned == parent, "the pin knows of both");
        _proveAll();
        assertTrue(!vault.snapshot().slashing, "SLASH-2");
    }

    function test_proveSlashing_knowsItsValidator() public {
        _slash(_id);
        StateProof memory state = chain.proveState(parent);
        (Validator memory validator, bytes32[] memory siblings) = _proofOf(_index(_id), parent);
        vm.expectRevert(abi.encodeWithSelector(IValidatorRegistry.WrongPubkey.selector, _other));
        registry.proveSlashing(_other, timeAfter[parent], state, validator, siblings);
        vm.expectRevert(abi.encodeWithSelector(IValidatorRegistry.UnknownValidator.selector, 2));
        registry.proveSlashing(2, timeAfter[parent], state, validator, siblings);
    }

    function _slash(uint256 id) private {
        chain.slash(_index(id), slot / 32);
        _mine(1);
    }

    function _expect(bytes memory error_, uint256 id, uint64 at) private {
        StateProof memory state = chain.proveState(at);
        (Validator memory validator, bytes32[] memory siblings) = _proofOf(_index(id), at);
        vm.expectRevert(error_);
        registry.proveSlashing(id, timeAfter[at], state, validator, siblings);
    }
}
