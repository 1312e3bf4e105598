// SPDX-License-Identifier: MIT
pragma solidity 0.8.31;

import {AllocateParams, Allocation, IAllocationManager} from "../../src/interfaces/restaking/IAllocationManager.sol";
import {Stage} from "./Stage.sol";

contract DeallocateTest is Stage {
    function setUp() public override {
        super.setUp();
        for (uint32 id = 1; id <= 3; ++id) {
            _createSet(id, _one(lst));
        }
    }

    function test_deallocate_whatNobodyCanSlashIsFreeAtOnce() public {
        _allocate(operator, 1, lst, 0.5e18);
        _allocate(operator, 1, lst, 0.2e18);

        assertEq(_current(operator, 1, lst).currentMagnitude, 0.2e18, "not a member");
        assertEq(alm.getEncumberedMagnitude(operator, lst), 0.2e18, "MAG-2");

        address elsewhere = account("a strategy that the set doesn't have");
        _join(operator, 1);
        _allocate(operator, 1, elsewhere, 0.5e18);
        _allocate(operator, 1, elsewhere, 0);
        assertEq(alm.getAllocatableMagnitude(operator, elsewhere), WAD, "not a strategy of the set's");
    }

    function test_deallocate_waitsWhileSlashable() public {
        _join(operator, 1);
        _allocate(operator, 1, lst, 0.5e18);
        uint32 asked = _now();
        _allocate(operator, 1, lst, 0.2e18);

        Allocation memory pending = _current(operator, 1, lst);
        assertEq(pending.currentMagnitude, 0.5e18, "MAG-5: slashable still");
        assertEq(pending.pendingDiff, -0.3e18, "MAG-3: on its way out");
        assertEq(pending.effectBlock, asked + DELAY + 1, "after the delay's last block");
        assertEq(alm.getAllocatableMagnitude(operator, lst), 0.5e18, "not free yet");

        _roll(DELAY);
        assertEq(_current(operator, 1, lst).currentMagnitude, 0.5e18, "MAG-5: in the last block too");
        _roll(1);
        assertEq(_current(operator, 1, lst).currentMagnitude, 0.2e18, "out");
        assertEq(alm.getAllocatableMagnitude(operator, lst), 0.8e18, "MAG-4: can be cleared, so it counts as free");
        assertEq(alm.getEncumberedMagnitude(operator, lst), 0.5e18, "though it isn't cleared");

        vm.prank(stranger);
        _clear(operator, lst, 1);
        assertEq(alm.getEncumberedMagnitude(operator, lst), 0.2e18, "MAG-4: cleared, by anyone");
    }

    function test_deallocate_waitsAfterLeavingUntilNobodyCanSlash() public {
        _join(operator, 1);
        _allocate(operator, 1, lst, 0.5e18);
        _leave(operator, 1);
        uint256 state = vm.snapshotState();

        _roll(DELAY);
        _allocate(operator, 1, lst, 0);
        assertEq(_current(operator, 1, lst).currentMagnitude, 0.5e18, "MAG-5: the last slashable block");

        vm.revertToState(state);
        _roll(DELAY + 1);
        _allocate(operator, 1, lst, 0);
        assertEq(_current(operator, 1, lst).currentMagnitude, 0, "a block later");
    }

    function test_deallocate_clearsInTheOrderOfEffect() public {
        for (uint32 id = 1; id <= 3; ++id) {
            _join(operator, id);
            _allocate(operator, id, lst, 0.2e18);
        }
        _allocate(operator, 2, lst, 0);
        _roll(1);
        _allocate(operator, 3, lst, 0.1e18);
        _roll(1);
        _allocate(operator, 1, lst, 0.1e18);

        _roll(DELAY);
        _clear(operator, lst, 1);
        assertEq(alm.getEncumberedMagnitude(operator, lst), 0.4e18, "MAG-4: the oldest");
        assertEq(alm.getAllocatedSets(operator).length, 2, "and it is off the list");
        assertEq(alm.getAllocatableMagnitude(operator, lst), 0.7e18, "MAG-4: the next one is due too");

        _clear(operator, lst, 100);
        assertEq(alm.getEncumberedMagnitude(operator, lst), 0.3e18, "MAG-4: the youngest isn't due");
        _roll(1);
        _clear(operator, lst, 100);
        assertEq(alm.getEncumberedMagnitude(operator, lst), 0.2e18, "MAG-4: all");
        _clear(operator, lst, 100);
        assertEq(alm.getEncumberedMagnitude(operator, lst), 0.2e18, "nothing is left to clear");
    }

    function test_deallocate_isClearedByTheNextAllocation() public {
        _join(operator, 1);
        _allocate(operator, 1, lst, WAD);
        _allocate(operator, 1, lst, 0);
        _roll(DELAY);
        vm.expectRevert(IAllocationManager.InsufficientMagnitude.selector);
        this.allocate(2, 1);

        _roll(1);
        _allocate(operator, 2, lst, WAD);
        assertEq(alm.getEncumberedMagnitude(operator, lst), WAD, "MAG-2: moved");
    }

    function test_deallocate_aSlashOnTheWayOutTakesItsPart() public {
        _join(operator, 1);
        _allocate(operator, 1, lst, 0.5e18);
        _allocate(operator, 1, lst, 0.2e18);
        _slash(operator, 1, lst, 0.5e18);

        Allocation memory allocation = _current(operator, 1, lst);
        assertEq(allocation.currentMagnitude, 0.25e18, "MAG-6: half");
        assertEq(allocation.pendingDiff, -0.15e18, "MAG-6: half of what leaves");

        _roll(DELAY + 1);
        assertEq(alm.getAllocatableMagnitude(operator, lst), 0.65e18, "what leaves is free");
        _clear(operator, lst, 1);
        assertEq(alm.getEncumberedMagnitude(operator, lst), 0.1e18, "MAG-2");
    }

    /// @dev An order of the line that a slash upset would free magnitude early, or never.
    function test_deallocate_aTotalSlashLeavesTheLineInOrder() public {
        for (uint32 id = 1; id <= 2; ++id) {
            _join(operator, id);
            _allocate(operator, id, lst, 0.2e18);
            _allocate(operator, id, lst, 0.1e18);
            _roll(1);
        }
        _slash(operator, 1, lst, WAD);
        assertEq(_current(operator, 1, lst).effectBlock, _now() - 2 + DELAY + 1, "MAG-4: it keeps its place");
        vm.expectRevert(IAllocationManager.ModificationAlreadyPending.selector);
        this.allocate(1, 0.1e18);

        _roll(DELAY - 1);
        _allocate(operator, 1, lst, 0.1e18);
        assertEq(alm.getEncumberedMagnitude(operator, lst), 0.3e18, "MAG-2: the other one is a block younger");
        _roll(1);
        _clear(operator, lst, 10);
        assertEq(alm.getEncumberedMagnitude(operator, lst), 0.2e18, "MAG-2");
    }

    /// @dev What is due when a slash comes has left before it.
    function test_deallocate_whatIsDueIsOutOfASlashesReach() public {
        _join(operator, 1);
        _allocate(operator, 1, lst, 0.5e18);
        _allocate(operator, 1, lst, 0.2e18);
        _roll(DELAY + 1);
        _slash(operator, 1, lst, 0.5e18);

        assertEq(_current(operator, 1, lst).currentMagnitude, 0.1e18, "MAG-6: half of what remained");
        assertEq(alm.getMaxMagnitude(operator, lst), 0.9e18, "MAG-1");
        assertEq(alm.getEncumberedMagnitude(operator, lst), 0.1e18, "MAG-2: and what was due is free");
        _clear(operator, lst, 1);
        assertEq(alm.getEncumberedMagnitude(operator, lst), 0.1e18, "MAG-4: it isn't given back twice");

        _allocate(operator, 1, lst, 0.05e18);
        _roll(DELAY + 1);
        assertEq(alm.getAllocatableMagnitude(operator, lst), 0.85e18, "MAG-4: the place is its own");
    }

    function test_deallocate_clearingAsksForAnOperator() public {
        vm.expectRevert(IAllocationManager.InvalidOperator.selector);
        _clear(stranger, lst, 1);
        vm.expectRevert(IAllocationManager.InputArrayLengthMismatch.selector);
        alm.clearDeallocationQueue(operator, _one(lst), new uint16[](2));
    }

    function testFuzz_deallocate_neverMoreThanIsThere(uint64 current, uint64 next, uint256 wad) public {
        current = uint64(bound(current, 1, WAD));
        next = uint64(bound(next, 0, current - 1));
        wad = bound(wad, 1, WAD);
        _join(operator, 1);
        _allocate(operator, 1, lst, current);
        _allocate(operator, 1, lst, next);
        _slash(operator, 1, lst, wad);

        Allocation memory allocation = _current(operator, 1, lst);
        assertLe(uint256(-int256(allocation.pendingDiff)), allocation.currentMagnitude, "MAG-3");
        _roll(DELAY + 1);
        _clear(operator, lst, 1);
        uint256 left = _current(operator, 1, lst).currentMagnitude;
        assertEq(alm.getEncumberedMagnitude(operator, lst), left, "MAG-2");
        assertLe(left, next, "MAG-6: nothing grows by being slashed");
    }

    function allocate(uint32 id, uint64 magnitude) external {
        AllocateParams[] memory params = _allocation(id, lst, magnitude);
        vm.prank(operator);
        alm.modifyAllocations(operator, params);
    }
}
