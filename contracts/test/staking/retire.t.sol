// SPDX-License-Identifier: MIT
pragma solidity 0.8.31;

import {StateProof, Validator} from "../../src/interfaces/IBeacon.sol";
import {IValidatorRegistry} from "../../src/interfaces/IValidatorRegistry.sol";
import {World} from "./World.sol";

contract RetireTest is World {
    uint256 private _id;
    uint256 private _other;

    function setUp() public override {
        super.setUp();
        _stake(alice, 400 ether);
        _id = _addWith(1, 64e9);
        _other = _addWith(2, 64e9);
        _mine(1);
        _checkpoint();
        _mine(1);
    }

    function test_retire_takesAnEmptyOneOutOfTheSet() public {
        _leave();
        _checkpoint();
        _mine(1);
        _retire(_id);

        assertTrue(registry.validatorOf(_id).status == IValidatorRegistry.Status.Retired, "VAL-4");
        assertTrue(registry.statusOf(_pubkeyRoot(1)) == IValidatorRegistry.Status.Retired, "VAL-4");
        _openWhenDue();
        assertEq(registry.checkpoint().remaining, 1, "VAL-4");
        BalanceProof memory it = _balances(0, 2);
        vm.expectRevert(abi.encodeWithSelector(IValidatorRegistry.NotInSet.selector, _id));
        _submit(it);
        _prove(1, 1);
        assertEq(vault.snapshot().outside, 64 ether, "CKPT-1");
    }

    function test_retire_isForEver() public {
        _leave();
        _checkpoint();
        _mine(1);
        _retire(_id);

        bytes memory error_ = abi.encodeWithSelector(
            IValidatorRegistry.UnexpectedStatus.selector, _pubkeyRoot(1), IValidatorRegistry.Status.Retired
        );
        _expect(error_);
        bytes memory pubkey = _pubkeyOf(_id);
        vm.expectRevert(error_);
        registry.requestWithdrawal(_id, pubkey, 0);
        StateProof memory state = chain.proveState(parent);
        (Validator memory validator, bytes32[] memory siblings) = _proofOf(_index(_id), parent);
        vm.expectRevert(error_);
        registry.topUp(_id, pubkey, 32e9, timeAfter[parent], state, validator, siblings);
        vm.expectRevert(error_);
        registry.proveSlashing(_id, timeAfter[parent], state, validator, siblings);
    }

    function test_retire_notBeforeACheckpointFoundItEmpty() public {
        _leave();
        _mine(1);
        _expect(abi.encodeWithSelector(IValidatorRegistry.NotWithdrawn.selector, _id));
    }

    function test_retire_notWithABalance() public {
        chain.exit(_index(_id), slot / 32 + 5);
        _mineEpochs(300);
        _payOut(_id, 64e9 - 1);
        _mine(1);
        _checkpoint();
        _mine(1);
        _expect(abi.encodeWithSelector(IValidatorRegistry.NotWithdrawn.selector, _id));
    }

    function test_retire_notBeforeItsWithdrawableEpoch() public {
        // All that a slashed one has may be gone long before.
        chain.slash(_index(_id), slot / 32);
        chain.addBalance(_index(_id), -64e9);
        _mine(1);
        _checkpoint();
        _mine(1);
        uint64 withdrawable = chain.memberBy(_pubkeyRoot(1)).validator.withdrawableEpoch;
        _mine(withdrawable * 32 - 1 - slot);
        _mine(1);
        assertEq(parent, withdrawable * 32 - 1, "the state is of the slot before");
        _expect(abi.encodeWithSelector(IValidatorRegistry.NotWithdrawn.selector, _id));
        _mine(1);
        _retire(_id);
    }

    function test_retire_notWithAFlight() public {
        _sleepUntilDue();
        _topUp(_id, 10e9);
        // On its way while the validator was paid out: not yet finalized.
        chain.exit(_index(_id), slot / 32 - 256);
        _payOut(_id, 64e9);
        _mine(1);
        _open();
        _proveAll();
        _proveWaiting(_id);
        _mine(1);
        _expect(abi.encodeWithSelector(IValidatorRegistry.DepositInFlight.selector, _id));
    }

    function test_retire_notByAZeroFromBeforeTheLanding() public {
        _topUp(_id, 10e9);
        chain.exit(_index(_id), slot / 32 + 5);
        chain.setChurn(0);
        uint64 withdrawable = slot / 32 + 5 + 256;
        _mine(withdrawable * 32 - 32 - slot);
        // Swept at once, in the epoch before the deposit comes down.
        chain.addBalance(_index(_id), -64e9);
        _mine(1);
        _sleepUntilDue();
        _open();
        _proveAll();
        _proveWaiting(_id);
        assertEq(registry.validatorOf(_id).balance, 0, "found empty");
        _mineEpochs(3);
        _mine(1);
        assertEq(chain.memberBy(_pubkeyRoot(1)).balance, 10e9, "it has landed since");
        _proveArrived(_id, parent);

        _expect(abi.encodeWithSelector(IValidatorRegistry.NotWithdrawn.selector, _id));
        _payOut(_id, 10e9);
        _mine(1);
        _expect(abi.encodeWithSelector(IValidatorRegistry.NotWithdrawn.selector, _id));
        _checkpoint();
        _mine(1);
        _retire(_id);
    }

    function test_retire_whileACheckpointIsOpenNeedsItNoMore() public {
        _leave();
        _checkpoint();
        _openWhenDue();
        _mine(1);
        _retire(_id);
        assertEq(registry.checkpoint().remaining, 1, "VAL-4");
        _prove(1, 1);
        assertTrue(!registry.checkpoint().open, "CKPT-5");
        assertEq(vault.snapshot().outside, 64 ether, "CKPT-1");
    }

    function test_retire_whileACheckpointIsOpenThatHasCountedIt() public {
        _leave();
        _checkpoint();
        _openWhenDue();
        _prove(0, 1);
        _mine(1);
        _retire(_id);
        assertEq(registry.checkpoint().remaining, 1, "VAL-4");
        _prove(1, 1);
        assertTrue(!registry.checkpoint().open, "CKPT-5");
    }

    function test_retire_theLastMissingOneLeavesTheEndToAnybody() public {
        _leave();
        _checkpoint();
        _openWhenDue();
        _prove(1, 1);
        _mine(1);
        _retire(_id);
        assertEq(registry.checkpoint().remaining, 0, "VAL-4");
        assertTrue(registry.checkpoint().open, "a retirement pins no state");
        _proveNothing();
        assertTrue(!registry.checkpoint().open, "CKPT-5");
    }

    function test_retire_aStrangersLateGiftIsCountedWhenItIsPaidOut() public {
        _leave();
        _checkpoint();
        _mine(1);
        _retire(_id);
        uint256 backing = vault.snapshot().backing;
        chain.addBalance(_index(_id), 3e9);
        _mine(1);
        _openWhenDue();
        _prove(1, 1);
        assertEq(vault.snapshot().backing, backing, "CKPT-1");
        _payOut(_id, 3e9);
        _mine(1);
        _openWhenDue();
        _prove(1, 1);
        assertEq(vault.snapshot().backing, backing + 3 ether, "CKPT-1");
    }

    function test_retire_notOneThatWasNeverCounted() public {
        // Proven, gone, and no checkpoint since: it still stands in the books with what was credited.
        uint256 fresh = _add(3);
        chain.exit(_index(fresh), slot / 32 + 5);
        _mineEpochs(300);
        _payOut(fresh, 1e9);
        _mine(1);
        StateProof memory state = chain.proveState(parent);
        (Validator memory validator, bytes32[] memory siblings) = _proofOf(_index(fresh), parent);
        vm.expectRevert(abi.encodeWithSelector(IValidatorRegistry.NotWithdrawn.selector, fresh));
        registry.retire(fresh, timeAfter[parent], state, validator, siblings);
    }

    /// @dev Exits, and is paid out.
    function _leave() private {
        chain.exit(_index(_id), slot / 32 + 5);
        _mineEpochs(300);
        _payOut(_id, 64e9);
        _mine(1);
    }

    function _expect(bytes memory error_) private {
        StateProof memory state = chain.proveState(parent);
        (Validator memory validator, bytes32[] memory siblings) = _proofOf(_index(_id), parent);
        vm.expectRevert(error_);
        registry.retire(_id, timeAfter[parent], state, validator, siblings);
    }

    function _sleepUntilDue() private {
        uint256 due = registry.dueAt();
        if (block.timestamp < due) _mine(uint64((due - block.timestamp + 11) / 12));
    }
}
