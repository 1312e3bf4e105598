// SPDX-License-Identifier: MIT
pragma solidity 0.8.31;

import {Multiproof} from "../../src/beacon/Multiproof.sol";
import {PendingDeposit} from "../../src/interfaces/IBeacon.sol";
import {IValidatorRegistry} from "../../src/interfaces/IValidatorRegistry.sol";
import {BeaconChain} from "./BeaconChain.sol";
import {World} from "./World.sol";

contract FlightsTest is World {
    uint256 private _first;
    uint256 private _second;

    function setUp() public override {
        super.setUp();
        _stake(alice, 990 ether);
        _register(1);
        _enter(2);
        _first = _proveCredentials(1);
        _second = _proveCredentials(2);
        _mine(1);
        // The next one is due later.
        _checkpoint();
        _mine(1);
    }

    // -- Arrived -----------------------------------------------------------------------------------------------------

    function test_proveArrived_byAnEmptyList() public {
        _topUp(_first, 31e9);
        _land();

        _proveArrived(_first, parent);

        assertEq(registry.flights().length, 0, "FLIGHT-1");
        assertEq(registry.validatorOf(_first).inFlight, 0, "FLIGHT-1");
    }

    function test_proveArrived_byALaterHead() public {
        _topUp(_first, 31e9);
        _mine(1);
        _topUp(_second, 31e9);
        chain.setChurn(31e9);
        _mineEpochs(3);
        _mine(1);
        assertEq(chain.pendingDeposits()[0].pubkeyRoot, _pubkeyRoot(2), "the second is the head");

        _proveArrived(_first, parent);
    }

    function test_proveArrived_notByAHeadOfTheSameSlot() public {
        _topUp(_first, 31e9);
        _topUp(_second, 31e9);
        uint64 at = slot;
        chain.setChurn(31e9);
        _mineEpochs(3);
        _mine(1);
        assertEq(chain.pendingDeposits()[0].pubkeyRoot, _pubkeyRoot(2), "the second is the head");

        _expectArrival(abi.encodeWithSelector(IValidatorRegistry.NotArrived.selector, _first, at, at), _first, parent);
    }

    function test_proveArrived_notByAnExcessBalance() public {
        _topUp(_first, 31e9);
        uint64 at = slot;
        // Excess balances of validators that switch their credentials have slot 0.
        chain.deposit(PendingDeposit(_pubkeyRoot(77), 0, 3e9, 0, 0));
        chain.deposit(PendingDeposit(_pubkeyRoot(78), 0, 3e9, 0, 0));
        chain.setChurn(34e9);
        _mine(1);
        _expectArrival(abi.encodeWithSelector(IValidatorRegistry.NotArrived.selector, _first, 0, at), _first, parent);

        chain.setChurn(64e9);
        _land();
        _proveArrived(_first, parent);
    }

    function test_proveArrived_notWhileItIsPostponed() public {
        uint40 index = _index(_first);
        chain.exit(index, slot / 32 + 5);
        uint64 withdrawable = slot / 32 + 5 + 256;
        _topUpAnyway(_first, 31e9);
        uint64 at = slot;
        _mine(1);
        _topUp(_second, 31e9);
        // Finalized, taken off the head and put behind the later one.
        chain.setChurn(1e9);
        _mineEpochs(3);
        _mine(1);
        assertEq(chain.pendingDeposits()[0].slot, at + 1, "the later one is the head");
        assertEq(chain.pendingDeposits()[1].slot, at, "ours is behind");

        _expectArrival(
            abi.encodeWithSelector(IValidatorRegistry.NotArrived.selector, _first, at + 1, withdrawable * 32),
            _first,
            parent
        );
    }

    function test_proveArrived_ofOneThatLeftByAHeadFromItsWithdrawableEpoch() public {
        uint40 index = _index(_first);
        chain.exit(index, slot / 32 + 5);
        uint64 withdrawable = slot / 32 + 5 + 256;
        _topUpAnyway(_first, 31e9);
        _mineEpochs(270);
        _mine(1);
        assertEq(chain.memberBy(_pubkeyRoot(1)).balance, 32e9, "it has landed");
        // One from exactly the withdrawable slot isn't later than all that it may have been behind.
        _stranger(77, withdrawable * 32);
        _expectArrival(
            abi.encodeWithSelector(
                IValidatorRegistry.NotArrived.selector, _first, withdrawable * 32, withdrawable * 32
            ),
            _first,
            parent
        );
        chain.postponeHead();
        _mineEpochs(3);
        _mine(1);
        _stranger(78, withdrawable * 32 + 1);

        _proveArrived(_first, parent);
    }

    function test_proveArrived_notByAStateFromBeforeIt() public {
        uint64 before = parent;
        _topUp(_first, 31e9);
        uint64 at = slot;
        _mine(1);
        // There, the list is empty.
        _expectArrival(
            abi.encodeWithSelector(
                IValidatorRegistry.RootOutOfRange.selector,
                timeAfter[before],
                GENESIS + 12 * uint256(at + 1),
                block.timestamp
            ),
            _first,
            before
        );
    }

    function test_proveArrived_notByAStateAfterThePin() public {
        _topUp(_first, 31e9);
        _mine(1);
        _openWhenDue();
        _land();

        Arrival memory it = _arrival(_one(_first), parent);
        vm.expectPartialRevert(IValidatorRegistry.RootOutOfRange.selector);
        _submit(it);
    }

    function test_proveArrived_byAStateBeforeThePin() public {
        _topUp(_first, 31e9);
        _land();
        uint64 at = parent;
        _openWhenDue();
        assertEq(registry.checkpoint().unsettled, 1, "FLIGHT-2");

        _proveArrived(_first, at);

        assertEq(registry.checkpoint().unsettled, 0, "FLIGHT-2");
        assertTrue(registry.checkpoint().open, "balances are missing");
        _proveAll();
        assertEq(vault.snapshot().outside, 33 ether, "CKPT-1");
    }

    function test_proveArrived_ofManyAtOnce() public {
        _topUp(_first, 31e9);
        _topUp(_second, 50e9);
        _land();

        _submit(_arrival(_two(_first, _second), parent));

        assertEq(registry.flights().length, 0, "FLIGHT-1");
    }

    function test_proveArrived_keepsTheOthersInTheirPlaces() public {
        _topUp(_first, 31e9);
        _mine(1);
        _topUp(_second, 50e9);
        chain.setChurn(31e9);
        _mineEpochs(3);
        _mine(1);
        _proveArrived(_first, parent);

        assertEq(registry.flights().length, 1, "FLIGHT-2");
        assertEq(registry.validatorOf(_second).inFlight, 50e9, "FLIGHT-2");
        _topUp(_first, 40e9);
        assertEq(registry.validatorOf(_first).inFlight, 40e9, "FLIGHT-2");
        assertEq(registry.validatorOf(_second).inFlight, 50e9, "FLIGHT-2");
        chain.setChurn(256e9);
        _land();
        _submit(_arrival(_two(_first, _second), parent));
        assertEq(registry.flights().length, 0, "FLIGHT-2");
    }

    function test_proveArrived_wantsAFlight() public {
        _expectArrival(abi.encodeWithSelector(IValidatorRegistry.NoDepositInFlight.selector, _first), _first, parent);
    }

    function test_proveArrived_wantsEachOnceAndInOrder() public {
        _topUp(_first, 31e9);
        _topUp(_second, 31e9);
        _land();
        Arrival memory it = _arrival(_two(_first, _second), parent);
        (it.ids[0], it.ids[1]) = (_second, _first);
        (it.validators[0], it.validators[1]) = (it.validators[1], it.validators[0]);
        vm.expectPartialRevert(Multiproof.IndicesNotAscending.selector);
        _submit(it);

        it.ids[1] = _second;
        vm.expectPartialRevert(Multiproof.IndicesNotAscending.selector);
        _submit(it);

        it = _arrival(_two(_first, _second), parent);
        it.ids = _one(_first);
        vm.expectRevert(abi.encodeWithSelector(IValidatorRegistry.WrongLength.selector, 2, 1));
        _submit(it);

        it.ids = _two(_first, 2);
        vm.expectRevert(abi.encodeWithSelector(IValidatorRegistry.UnknownValidator.selector, 2));
        _submit(it);
    }

    function test_proveArrived_wantsTheRealHead() public {
        _topUp(_first, 31e9);
        _mine(1);
        _topUp(_second, 31e9);
        _mine(1);
        // The second entry, shown as the head.
        Arrival memory it = _arrival(_one(_first), parent);
        PendingDeposit[] memory entries;
        (entries, it.headSiblings) = chain.provePending(parent, _one(1));
        it.head = entries[0];
        vm.expectPartialRevert(Multiproof.WrongRoot.selector);
        _submit(it);

        it = _arrival(_one(_first), parent);
        it.head.slot += 1;
        vm.expectPartialRevert(Multiproof.WrongRoot.selector);
        _submit(it);
    }

    // -- Waiting -----------------------------------------------------------------------------------------------------

    function test_proveWaiting_countsWhatIsPendingAtThePin() public {
        chain.setChurn(0);
        _topUp(_first, 31e9);
        _mine(1);
        _topUp(_second, 50e9);
        _openWhenDue();
        assertEq(registry.checkpoint().unsettled, 2, "FLIGHT-2");
        _proveAll();

        _submit(_waiting(_two(_first, _second), _two(0, 1)));

        assertTrue(!registry.checkpoint().open, "it finished");
        assertEq(registry.checkpoint().inFlight, 81e9, "FLIGHT-2");
        assertEq(registry.flights()[0].checkpoint, 2, "FLIGHT-2");
        assertEq(vault.snapshot().outside, 83 ether, "CKPT-1");
    }

    function test_proveWaiting_countsEachOnce() public {
        chain.setChurn(0);
        _topUp(_first, 31e9);
        _openWhenDue();
        _proveWaiting(_first);

        _proveWaiting(_first);
        assertEq(registry.checkpoint().inFlight, 31e9, "FLIGHT-2");
        assertEq(registry.checkpoint().unsettled, 0, "FLIGHT-2");
    }

    function test_proveWaiting_countsEachOnceInOneCall() public {
        chain.setChurn(0);
        _topUp(_first, 31e9);
        // A stranger's deposit that looks the same.
        chain.deposit(PendingDeposit(_pubkeyRoot(1), registry.withdrawalCredentials(), 31e9, 0, slot));
        _openWhenDue();

        _submit(_waiting(_two(_first, _first), _two(0, 1)));
        assertEq(registry.checkpoint().inFlight, 31e9, "FLIGHT-2");
        assertEq(registry.checkpoint().unsettled, 0, "FLIGHT-2");
    }

    function test_proveWaiting_wantsThisFlight() public {
        chain.setChurn(0);
        bytes32 ours = registry.withdrawalCredentials();
        chain.deposit(PendingDeposit(_pubkeyRoot(2), ours, 31e9, 0, slot));
        chain.deposit(PendingDeposit(_pubkeyRoot(1), bytes32(uint256(1)), 31e9, 0, slot));
        chain.deposit(PendingDeposit(_pubkeyRoot(1), ours, 31e9 - 1, 0, slot));
        chain.deposit(PendingDeposit(_pubkeyRoot(1), ours, 31e9, 0, slot - 1));
        _topUp(_first, 31e9);
        _openWhenDue();
        for (uint256 i; i < 4; ++i) {
            Waiting memory it = _waiting(_one(_first), _one(i));
            vm.expectRevert(abi.encodeWithSelector(IValidatorRegistry.WrongPendingDeposit.selector, _first));
            _submit(it);
        }
        _submit(_waiting(_one(_first), _one(4)));
    }

    function test_proveWaiting_notOfThePinningBlockNorLater() public {
        chain.setChurn(0);
        _sleepUntilDue();
        _topUp(_first, 31e9);
        _open();
        _topUp(_second, 31e9);
        assertEq(registry.checkpoint().inFlight, 31e9, "FLIGHT-2");
        assertEq(registry.checkpoint().unsettled, 0, "FLIGHT-2");
        _mine(1);

        // Shown at the pinned root it can't be: it isn't there.
        for (uint256 i; i < 2; ++i) {
            Waiting memory it;
            it.state = chain.proveState(pinned);
            it.ids = _one(i == 0 ? _first : _second);
            it.listIndices = _one(0);
            it.deposits = new PendingDeposit[](1);
            it.siblings = new bytes32[](28);
            vm.expectPartialRevert(Multiproof.WrongRoot.selector);
            _submit(it);
        }
        _proveAll();
        assertEq(vault.snapshot().outside, 2 ether + 62 ether, "CKPT-3");
    }

    function test_proveWaiting_wantsAnOpenCheckpoint() public {
        chain.setChurn(0);
        _topUp(_first, 31e9);
        _mine(1);
        pinned = parent;
        Waiting memory it = _waiting(_one(_first), _one(0));
        vm.expectRevert(abi.encodeWithSelector(IValidatorRegistry.NoCheckpointOpen.selector));
        _submit(it);
    }

    function test_proveWaiting_wantsListsOfOneLength() public {
        chain.setChurn(0);
        _topUp(_first, 31e9);
        _openWhenDue();
        Waiting memory it = _waiting(_one(_first), _one(0));
        it.ids = _two(_first, _second);
        vm.expectRevert(abi.encodeWithSelector(IValidatorRegistry.WrongLength.selector, 1, 2));
        _submit(it);
        it.listIndices = _two(0, 1);
        vm.expectRevert(abi.encodeWithSelector(IValidatorRegistry.WrongLength.selector, 1, 2));
        _submit(it);
    }

    function test_proveWaiting_wantsAFlight() public {
        chain.setChurn(0);
        chain.deposit(PendingDeposit(_pubkeyRoot(2), registry.withdrawalCredentials(), 31e9, 0, slot));
        _openWhenDue();
        Waiting memory it = _waiting(_one(_second), _one(0));
        vm.expectRevert(abi.encodeWithSelector(IValidatorRegistry.NoDepositInFlight.selector, _second));
        _submit(it);
    }

    function test_proveWaiting_excludesArrived() public {
        chain.setChurn(0);
        _topUp(_first, 31e9);
        _mine(1);
        _topUp(_second, 31e9);
        // No chain does this to a validator that stays: if one did, the two evidences would still not add up.
        _mine(1);
        chain.postponeHead();
        _openWhenDue();
        _submit(_waiting(_one(_first), _one(1)));

        _expectArrival(abi.encodeWithSelector(IValidatorRegistry.AlreadyProven.selector, _first), _first, pinned);
    }

    function test_flights_ofAStrangerThatLookLikeOursMakeNoLossAndNoGainThatIsNotThere() public {
        chain.setChurn(0);
        _topUp(_first, 31e9);
        chain.deposit(PendingDeposit(_pubkeyRoot(1), registry.withdrawalCredentials(), 31e9, 0, slot));
        chain.setChurn(31e9);
        _mineEpochs(3);
        _mine(1);
        assertEq(chain.pendingDeposits().length, 1, "one has landed, one is pending");
        chain.setChurn(0);
        uint64 at = _flightOf(_first).slot;
        _expectArrival(abi.encodeWithSelector(IValidatorRegistry.NotArrived.selector, _first, at, at), _first, parent);

        // The one that is left passes for ours: what is counted is what there is.
        _openWhenDue();
        _proveWaiting(_first);
        _proveAll();
        assertEq(vault.snapshot().outside, 2 ether + 62 ether, "CKPT-1");

        chain.setChurn(256e9);
        _land();
        _proveArrived(_first, parent);
        _checkpoint();
        assertEq(vault.snapshot().outside, 2 ether + 62 ether, "CKPT-1");
    }

    // -- Inside ------------------------------------------------------------------------------------------------------

    function _land() private {
        _mineEpochs(3);
        _mine(1);
    }

    function _sleepUntilDue() private {
        uint256 due = registry.dueAt();
        if (block.timestamp < due) _mine(uint64((due - block.timestamp + 11) / 12));
    }

    /// @dev A top-up proven with a state in which the validator still stays.
    function _topUpAnyway(uint256 id, uint64 amount) private {
        _topUp(id, amount);
    }

    /// @dev A deposit of somebody's, of `at`, is pending at the newest state.
    function _stranger(uint256 key, uint64 at) private {
        chain.deposit(PendingDeposit(_pubkeyRoot(key), bytes32(uint256(1)), 32e9, 0, at));
        chain.setChurn(0);
        _mine(1);
        chain.setChurn(256e9);
    }

    function _expectArrival(bytes memory error_, uint256 id, uint64 at) private {
        Arrival memory it = _arrival(_one(id), at);
        vm.expectRevert(error_);
        _submit(it);
    }
}
