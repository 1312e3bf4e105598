// SPDX-License-Identifier: MIT
pragma solidity 0.8.31;

import {AllocateParams, Allocation, IAllocationManager} from "../../src/interfaces/restaking/IAllocationManager.sol";
import {IPausable} from "../../src/interfaces/restaking/IPausable.sol";
import {Stage} from "./Stage.sol";

contract AllocateTest is Stage {
    address private immutable slow = account("slow operator");

    uint32 private constant SLOW = 10;

    function setUp() public override {
        super.setUp();
        _createSet(1, _one(lst));
        _createSet(2, _one(lst));
        _register(slow, SLOW);
    }

    function test_allocate_countsAtItsEffectBlockAndNotBefore() public {
        _allocate(slow, 1, lst, 0.4e18);

        Allocation memory pending = _current(slow, 1, lst);
        assertEq(pending.currentMagnitude, 0, "MAG-3: nothing yet");
        assertEq(pending.pendingDiff, 0.4e18, "MAG-3: under way");
        assertEq(pending.effectBlock, _now() + SLOW, "the operator's delay");
        assertEq(alm.getEncumberedMagnitude(slow, lst), 0.4e18, "MAG-2: encumbered at once");
        assertEq(alm.getAllocatableMagnitude(slow, lst), 0.6e18, "MAG-2: not free any more");

        _roll(SLOW - 1);
        assertEq(_current(slow, 1, lst).currentMagnitude, 0, "a block early");

        _roll(1);
        Allocation memory done = _current(slow, 1, lst);
        assertEq(done.currentMagnitude, 0.4e18, "in effect");
        assertEq(done.pendingDiff, 0, "MAG-3: nothing under way");
        assertEq(done.effectBlock, 0, "MAG-3: no effect block without a change");
    }

    function test_allocate_withoutDelayCountsInItsBlock() public {
        _allocate(operator, 1, lst, 0.4e18);

        assertEq(_current(operator, 1, lst).currentMagnitude, 0.4e18, "at once");
        // And is over, so that the next one may follow.
        _allocate(operator, 1, lst, 0.5e18);
        assertEq(alm.getEncumberedMagnitude(operator, lst), 0.5e18, "MAG-2");
    }

    function test_allocate_allOfTheMagnitudeAndNoMore() public {
        _allocate(operator, 1, lst, 0.6e18);

        _refuse(IAllocationManager.InsufficientMagnitude.selector, operator, 2, 0.4e18 + 1);
        _refuse(IAllocationManager.InsufficientMagnitude.selector, operator, 2, type(uint64).max);

        _allocate(operator, 2, lst, 0.4e18);
        assertEq(alm.getEncumberedMagnitude(operator, lst), WAD, "MAG-2: all of it");
        assertEq(alm.getAllocatableMagnitude(operator, lst), 0, "MAG-2: nothing is free");
    }

    function test_allocate_oneChangeAtATime() public {
        _allocate(slow, 1, lst, 0.4e18);

        _refuse(IAllocationManager.ModificationAlreadyPending.selector, slow, 1, 0.5e18);
        _roll(SLOW - 1);
        _refuse(IAllocationManager.ModificationAlreadyPending.selector, slow, 1, 0.5e18);
        _roll(1);
        _refuse(IAllocationManager.SameMagnitude.selector, slow, 1, 0.4e18);
        _allocate(slow, 1, lst, 0.5e18);
    }

    function test_allocate_refusesWhatChangesNothing() public {
        _refuse(IAllocationManager.SameMagnitude.selector, operator, 1, 0);
    }

    function test_allocate_refusesSetsThatDoNotExist() public {
        _refuse(IAllocationManager.InvalidOperatorSet.selector, operator, 3, 1);
    }

    function test_allocate_refusesListsOfDifferentLengths() public {
        AllocateParams[] memory params = _allocation(1, lst, 1);
        params[0].newMagnitudes = new uint64[](2);
        vm.expectRevert(IAllocationManager.InputArrayLengthMismatch.selector);
        vm.prank(operator);
        alm.modifyAllocations(operator, params);
    }

    function test_allocate_asksForAnAllocationDelay() public {
        AllocateParams[] memory params = _allocation(1, lst, 1);
        vm.expectRevert(IAllocationManager.UninitializedAllocationDelay.selector);
        vm.prank(stranger);
        alm.modifyAllocations(stranger, params);
    }

    function test_allocate_onlyForTheOperator() public {
        AllocateParams[] memory params = _allocation(1, lst, 0.1e18);
        vm.expectRevert(IAllocationManager.InvalidPermissions.selector);
        vm.prank(stranger);
        alm.modifyAllocations(operator, params);

        vm.prank(operator);
        permissionController.setAppointee(operator, stranger, address(alm), alm.modifyAllocations.selector);
        vm.prank(stranger);
        alm.modifyAllocations(operator, params);
        assertEq(_current(operator, 1, lst).currentMagnitude, 0.1e18, "by an appointee");
    }

    function test_allocate_whilePausedNot() public {
        vm.prank(pauser);
        alm.pause(1);
        _refuse(IPausable.CurrentlyPaused.selector, operator, 1, 1);
        vm.expectRevert(IPausable.CurrentlyPaused.selector);
        _clear(operator, lst, 1);
    }

    function test_allocate_asksNeitherForMembershipNorForTheStrategy() public {
        address elsewhere = account("a strategy that the set doesn't have");
        _allocate(operator, 1, elsewhere, 0.3e18);

        assertEq(_current(operator, 1, elsewhere).currentMagnitude, 0.3e18, "allocated");
        assertEq(alm.isOperatorSlashable(operator, _set(1)), false, "and slashable by nobody");
    }

    function test_allocate_isListedWhileThereIsSomething() public {
        _allocate(slow, 2, lst, 0.1e18);
        _allocate(slow, 1, lst, 0.2e18);
        assertEq(alm.getAllocatedSets(slow).length, 2, "while under way");
        assertEq(alm.getAllocatedStrategies(slow, _set(1))[0], lst, "by strategy");

        (, Allocation[] memory all) = alm.getStrategyAllocations(slow, lst);
        assertEq(all[0].pendingDiff, 0.1e18, "in the order of time");
        assertEq(all[1].pendingDiff, 0.2e18, "in the order of time");

        _roll(SLOW);
        _allocate(slow, 2, lst, 0);
        assertEq(alm.getAllocatedSets(slow).length, 1, "given back");
        assertEq(alm.getAllocatedSets(slow)[0].id, 1, "the other one stays");
        assertEq(alm.getAllocatedStrategies(slow, _set(2)).length, 0, "nothing is left there");
    }

    function test_allocate_saysSo() public {
        vm.expectEmit(address(alm));
        emit IAllocationManager.EncumberedMagnitudeUpdated(slow, lst, 0.4e18);
        vm.expectEmit(address(alm));
        emit IAllocationManager.AllocationUpdated(slow, _set(1), lst, 0.4e18, _now() + SLOW);
        _allocate(slow, 1, lst, 0.4e18);
    }

    /// @dev A delay beyond the end of block numbers is an operator that never allocates again.
    function test_allocate_afterADelayWithoutEndIsImpossible() public {
        address never = account("never");
        _register(never, type(uint32).max);
        AllocateParams[] memory params = _allocation(1, lst, 1);
        vm.expectRevert(abi.encodeWithSignature("Panic(uint256)", 0x11));
        vm.prank(never);
        alm.modifyAllocations(never, params);
    }

    function testFuzz_allocate_sumsToWhatIsEncumbered(uint64 first, uint64 second, uint64 third) public {
        first = uint64(bound(first, 1, WAD - 1));
        second = uint64(bound(second, 1, WAD - first));
        third = uint64(bound(third, 0, WAD - second));
        _allocate(operator, 1, lst, first);
        _allocate(operator, 2, lst, second);
        if (third != first) _allocate(operator, 1, lst, third);

        assertEq(alm.getEncumberedMagnitude(operator, lst), uint256(second) + third, "MAG-2");
        assertEq(alm.getAllocatableMagnitude(operator, lst), WAD - second - third, "MAG-2");
    }

    function _refuse(bytes4 reason, address who, uint32 id, uint64 magnitude) private {
        AllocateParams[] memory params = _allocation(id, lst, magnitude);
        vm.expectRevert(reason);
        vm.prank(who);
        alm.modifyAllocations(who, params);
    }
}
