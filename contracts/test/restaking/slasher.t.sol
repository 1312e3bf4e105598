// SPDX-License-Identifier: MIT
pragma solidity 0.8.31;

import {IAllocationManager} from "../../src/interfaces/restaking/IAllocationManager.sol";
import {Stage} from "./Stage.sol";

contract SlasherTest is Stage {
    address private immutable next = account("next slasher");

    function setUp() public override {
        super.setUp();
        _createSet(1, _one(lst));
        _join(operator, 1);
        _allocate(operator, 1, lst, 0.5e18);
    }

    function test_slasher_isReplacedAfterTheConfigurationDelay() public {
        uint32 effectBlock = _now() + CONFIGURATION_DELAY + 1;
        vm.expectEmit(address(alm));
        emit IAllocationManager.SlasherUpdated(_set(1), next, effectBlock);
        this.update(1, next);

        (address pending, uint32 at) = alm.getPendingSlasher(_set(1));
        assertEq(pending, next, "under way");
        assertEq(at, effectBlock, "the block");

        _roll(CONFIGURATION_DELAY);
        assertEq(alm.getSlasher(_set(1)), slasher, "the last block of the old one");
        vm.expectRevert(IAllocationManager.InvalidCaller.selector);
        this.slash(next);

        _roll(1);
        assertEq(alm.getSlasher(_set(1)), next, "the new one");
        (pending, at) = alm.getPendingSlasher(_set(1));
        assertEq(pending, address(0), "nothing under way");
        assertEq(at, 0, "nothing under way");
        vm.expectRevert(IAllocationManager.InvalidCaller.selector);
        this.slash(slasher);
        this.slash(next);
    }

    function test_slasher_aSecondChangeReplacesThePendingOne() public {
        this.update(1, next);
        _roll(CONFIGURATION_DELAY);
        this.update(1, stranger);
        _roll(1);
        assertEq(alm.getSlasher(_set(1)), slasher, "the first change never was");
        _roll(CONFIGURATION_DELAY);
        assertEq(alm.getSlasher(_set(1)), stranger, "the second");

        this.update(1, next);
        assertEq(alm.getSlasher(_set(1)), stranger, "what was in effect stays in effect");
    }

    function test_slasher_isSomebody() public {
        vm.expectRevert(IAllocationManager.InputAddressZero.selector);
        this.update(1, address(0));
        vm.expectRevert(IAllocationManager.InvalidOperatorSet.selector);
        this.update(2, next);
        vm.expectRevert(IAllocationManager.InvalidPermissions.selector);
        vm.prank(slasher);
        alm.updateSlasher(_set(1), next);
    }

    function test_slasher_nobodyElseSlashes() public {
        vm.prank(avs);
        permissionController.setAppointee(avs, stranger, address(alm), alm.slashOperator.selector);
        vm.expectRevert(IAllocationManager.InvalidCaller.selector);
        this.slash(stranger);
        vm.expectRevert(IAllocationManager.InvalidCaller.selector);
        this.slash(avs);
        this.slash(slasher);
    }

    function update(uint32 id, address to) external {
        vm.prank(avs);
        alm.updateSlasher(_set(id), to);
    }

    function slash(address by) external {
        vm.prank(by);
        alm.slashOperator(avs, _slashing(operator, 1, lst, 0.1e18));
    }
}
