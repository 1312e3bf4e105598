// SPDX-License-Identifier: MIT
pragma solidity 0.8.31;

import {Multiproof} from "../../src/beacon/Multiproof.sol";
import {PendingDeposit, StateProof, Validator} from "../../src/interfaces/IBeacon.sol";
import {ILiquidVault} from "../../src/interfaces/ILiquidVault.sol";
import {IValidatorRegistry} from "../../src/interfaces/IValidatorRegistry.sol";
import {World} from "./World.sol";

/// @dev The list of pending deposits is longer than a validator takes to leave. Somebody's deposit, for a day at the head of it,
/// holds up a flight; its validator exits; behind the flight are deposits of one that stays, and of somebody.
contract ProveBarTest is World {
    uint256 private _id;
    uint256 private _staying;
    uint64 private _withdrawable;
    uint64 private _markerSlot;

    struct Bar {
        uint256 id;
        uint64 timestamp;
        StateProof state;
        Validator validator;
        bytes32[] siblings;
        IValidatorRegistry.Marker marker;
    }

    function setUp() public override {
        super.setUp();
        _stake(alice, 220 ether);
        _id = _addWith(1, 64e9);
        _staying = _add(2);
        _checkpoint();

        chain.setChurn(0);
        chain.deposit(_deposit(_pubkeyRoot(2), 32e9, slot));
        _mine(1);
        _topUp(_id, 8e9);
        _mine(1);
        _markerSlot = slot;
        chain.deposit(_deposit(_pubkeyRoot(2), 1e9, slot));
        _mine(1);
        chain.deposit(_deposit(keccak256("somebody"), 32e9, slot));
        _mine(1);
        chain.exit(_index(_id), slot / 32 + 5);
        _withdrawable = slot / 32 + 5 + 256;
    }

    // -- What it is for ----------------------------------------------------------------------------------------------

    function test_proveBar_endsTheLimboOfAFlightWhoseValidatorLeaves() public {
        _sleepUntilWithdrawable();
        uint64 shown = parent;
        _landAndStop();
        assertEq(chain.pendingDeposits()[0].pubkeyRoot, keccak256("somebody"), "the head is from before the exit");
        assertTrue(chain.pendingDeposits()[0].slot < _withdrawable * 32, "the head is from before the exit");

        _openWhenDue();
        _proveAll();
        _expectNotArrived(_withdrawable * 32);
        assertTrue(registry.checkpoint().open, "limbo");

        _submit(_bar(shown, 1, 2));
        assertEq(_flightOf(_id).bar, _markerSlot, "FLIGHT-9");
        _proveArrived(_id, pinned);

        assertTrue(!registry.checkpoint().open, "FLIGHT-9");
        assertEq(registry.flights().length, 0, "FLIGHT-9");
        assertEq(registry.checkpoint().inFlight, 0, "CKPT-1");
        assertEq(registry.checkpoint().beacon, _beaconSum(pinned), "CKPT-1");
    }

    function test_proveBar_doesNotHastenTheArrival() public {
        _sleepUntilWithdrawable();
        _submit(_bar(parent, 1, 2));

        // What is ahead of the marker is never later than it, so no head before the landing is.
        _expectNotArrived(_markerSlot);
        _openWhenDue();
        _proveAll();
        _proveWaiting(_id);
        assertTrue(!registry.checkpoint().open, "FLIGHT-9");
        assertEq(registry.checkpoint().inFlight, 8e9, "FLIGHT-9");
    }

    function test_proveBar_keepsTheLowest() public {
        chain.deposit(_deposit(_pubkeyRoot(2), 1e9, slot));
        uint64 later = slot;
        _sleepUntilWithdrawable();
        assertEq(_flightOf(_id).bar, type(uint64).max, "FLIGHT-9");

        _submit(_bar(parent, 1, 4));
        assertEq(_flightOf(_id).bar, later, "FLIGHT-9");
        _submit(_bar(parent, 1, 2));
        assertEq(_flightOf(_id).bar, _markerSlot, "FLIGHT-9");
        _submit(_bar(parent, 1, 4));
        assertEq(_flightOf(_id).bar, _markerSlot, "FLIGHT-9");
    }

    // -- What it takes -----------------------------------------------------------------------------------------------

    function test_proveBar_wantsAStateInWhichTheValidatorIsWithdrawable() public {
        while (slot / 32 < _withdrawable - 32) _mineEpochs(32);
        _mine(_withdrawable * 32 - 1 - slot);
        _mine(1);
        assertEq(parent, _withdrawable * 32 - 1, "the last slot of the epoch before");

        // Put at the tail again at the end of that epoch, it would be behind what entered meanwhile.
        _expectRefused(_bar(parent, 1, 2), abi.encodeWithSelector(IValidatorRegistry.NotWithdrawn.selector, _id));
        _mine(1);
        _submit(_bar(parent, 1, 2));
    }

    function test_proveBar_wantsTheMarkerBehindTheFlight() public {
        _sleepUntilWithdrawable();
        _expectRefused(_bar(parent, 1, 0), abi.encodeWithSelector(Multiproof.IndicesNotAscending.selector, 1, 0));
        _expectRefused(_bar(parent, 1, 1), abi.encodeWithSelector(Multiproof.IndicesNotAscending.selector, 1, 1));
        _expectRefused(_bar(parent, 0, 1), abi.encodeWithSelector(IValidatorRegistry.WrongPendingDeposit.selector, _id));
    }

    function test_proveBar_wantsAMarkerThatStays() public {
        _sleepUntilWithdrawable();
        chain.exit(_index(_staying), slot / 32 + 5);
        _mine(1);
        _expectRefused(
            _bar(parent, 1, 2), abi.encodeWithSelector(IValidatorRegistry.ValidatorExiting.selector, _index(_staying))
        );
    }

    function test_proveBar_wantsAMarkerThatSaysWhenItEntered() public {
        chain.deposit(_deposit(_pubkeyRoot(2), 1e9, 0));
        _sleepUntilWithdrawable();
        _expectRefused(
            _bar(parent, 1, 4), abi.encodeWithSelector(IValidatorRegistry.WrongMarker.selector, _index(_staying), 0)
        );
    }

    function test_proveBar_wantsTheMarkersOwnValidator() public {
        _sleepUntilWithdrawable();
        uint64 somebodys = chain.pendingDeposits()[3].slot;
        _expectRefused(
            _bar(parent, 1, 3),
            abi.encodeWithSelector(IValidatorRegistry.WrongMarker.selector, _index(_staying), somebodys)
        );
        Bar memory it = _bar(parent, 1, 2);
        it.marker.beaconIndex -= 1;
        _expectWrongRoot(it);
        it = _bar(parent, 1, 2);
        it.marker.validator.exitEpoch -= 1;
        _expectWrongRoot(it);
    }

    function test_proveBar_wantsTheFlightsOwnDepositAndValidator() public {
        _sleepUntilWithdrawable();
        Bar memory it = _bar(parent, 2, 3);
        _expectRefused(it, abi.encodeWithSelector(IValidatorRegistry.WrongPendingDeposit.selector, _id));
        it = _bar(parent, 1, 2);
        it.marker.deposits[1].slot = _markerSlot - 1;
        _expectWrongRoot(it);
        it = _bar(parent, 1, 2);
        it.validator.withdrawableEpoch = 0;
        _expectWrongRoot(it);
        it = _bar(parent, 1, 2);
        it.id = _staying;
        _expectRefused(it, abi.encodeWithSelector(IValidatorRegistry.NoDepositInFlight.selector, _staying));
        it = _bar(parent, 1, 2);
        it.marker.deposits = new PendingDeposit[](1);
        _expectRefused(it, abi.encodeWithSelector(IValidatorRegistry.WrongLength.selector, 1, 2));
    }

    // -- Less of it --------------------------------------------------------------------------------------------------

    function test_requestWithdrawal_asksNoFullExitOfAValidatorWithAFlight() public {
        bytes memory pubkey = _pubkeyOf(_id);
        uint256 shares = vault.balanceOf(alice);
        vm.prank(alice);
        vault.requestRedeem(shares, alice, alice);
        vm.deal(curator, 1 ether);
        vm.deal(bob, 1 ether);

        vm.expectRevert(abi.encodeWithSelector(IValidatorRegistry.DepositInFlight.selector, _id));
        vm.prank(curator);
        registry.requestWithdrawal{value: 1 gwei}(_id, pubkey, 0);
        vm.expectRevert(abi.encodeWithSelector(IValidatorRegistry.DepositInFlight.selector, _id));
        vm.prank(bob);
        registry.requestWithdrawal{value: 1 gwei}(_id, pubkey, 0);
    }

    function test_topUp_stopsWhenTheProofIsStale() public {
        uint256 provenAt = vault.snapshot().provenAt;
        while (block.timestamp <= provenAt + 2 days) _mineEpochs(32);
        _mine(1);
        _expectNoTopUp(abi.encodeWithSelector(ILiquidVault.Stale.selector, provenAt, provenAt + 2 days));
    }

    function test_topUp_stopsUntilAProvenSlashingIsBooked() public {
        chain.slash(_index(_id), slot / 32);
        _mine(1);
        _proveSlashing(_id, parent);
        _expectNoTopUp(abi.encodeWithSelector(ILiquidVault.SlashingUnbooked.selector));

        _openWhenDue();
        _proveAll();
        _proveWaiting(_id);
        _topUp(_staying, 31e9);
        assertEq(registry.flights().length, 2, "FLIGHT-10");
    }

    // -- Helpers -----------------------------------------------------------------------------------------------------

    function _sleepUntilWithdrawable() private {
        while (slot / 32 < _withdrawable) _mineEpochs(32);
        _mine(1);
    }

    /// @dev All but somebody's deposit is processed.
    function _landAndStop() private {
        chain.setChurn(33e9);
        _mineEpochs(1);
        chain.setChurn(0);
        _mine(1);
    }

    function _bar(uint64 at, uint256 place, uint256 markerPlace) private view returns (Bar memory it) {
        it.id = _id;
        it.timestamp = timeAfter[at];
        it.state = chain.proveState(at);
        (it.validator, it.siblings) = _proofOf(_index(_id), at);
        it.marker.listIndices = _two(place, markerPlace);
        (it.marker.deposits, it.marker.depositSiblings) = chain.provePending(at, it.marker.listIndices);
        it.marker.beaconIndex = _index(_staying);
        (it.marker.validator, it.marker.siblings) = _proofOf(it.marker.beaconIndex, at);
    }

    function _submit(Bar memory it) private {
        registry.proveBar(it.id, it.timestamp, it.state, it.validator, it.siblings, it.marker);
    }

    function _expectRefused(Bar memory it, bytes memory error_) private {
        vm.expectRevert(error_);
        _submit(it);
    }

    function _expectWrongRoot(Bar memory it) private {
        vm.expectPartialRevert(Multiproof.WrongRoot.selector);
        _submit(it);
    }

    function _expectNotArrived(uint64 bar) private {
        uint64 at = registry.checkpoint().open ? pinned : parent;
        Arrival memory it = _arrival(_one(_id), at);
        vm.expectRevert(
            abi.encodeWithSelector(IValidatorRegistry.NotArrived.selector, _id, chain.stateAt(at).pending[0].slot, bar)
        );
        _submit(it);
    }

    function _expectNoTopUp(bytes memory error_) private {
        StateProof memory state = chain.proveState(parent);
        (Validator memory validator, bytes32[] memory siblings) = _proofOf(_index(_staying), parent);
        bytes memory pubkey = _pubkeyOf(_staying);
        vm.expectRevert(error_);
        registry.topUp(_staying, pubkey, 31e9, timeAfter[parent], state, validator, siblings);
    }

    function _deposit(bytes32 pubkeyRoot, uint64 amount, uint64 at) private pure returns (PendingDeposit memory) {
        return
            PendingDeposit({
                pubkeyRoot: pubkeyRoot, withdrawalCredentials: 0, amount: amount, signatureRoot: 0, slot: at
            });
    }
}
