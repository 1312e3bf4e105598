// SPDX-License-Identifier: MIT
pragma solidity 0.8.31;

import {IAllocationManager} from "../../src/interfaces/restaking/IAllocationManager.sol";
import {Stage} from "./Stage.sol";

contract DelaysTest is Stage {
    function test_allocationDelay_ofANewOperatorCountsAtOnce() public {
        vm.expectEmit(address(alm));
        emit IAllocationManager.AllocationDelaySet(stranger, 5, _now());
        _register(stranger, 5);
        _is(stranger, true, 5);
        _is(alice, false, 0);
    }

    function test_allocationDelay_changesAfterTheConfigurationDelay() public {
        uint32 effectBlock = _now() + CONFIGURATION_DELAY + 1;
        vm.expectEmit(address(alm));
        emit IAllocationManager.AllocationDelaySet(operator, 9, effectBlock);
        this.change(operator, operator, 9);

        _roll(CONFIGURATION_DELAY);
        _is(operator, true, 0);
        _roll(1);
        _is(operator, true, 9);
    }

    function test_allocationDelay_aSecondChangeReplacesThePendingOne() public {
        this.change(operator, operator, 9);
        _roll(CONFIGURATION_DELAY);
        this.change(operator, operator, 3);
        _roll(1);
        _is(operator, true, 0);
        _roll(CONFIGURATION_DELAY);
        _is(operator, true, 3);
        this.change(operator, operator, 4);
        _is(operator, true, 3);
    }

    function test_allocationDelay_onlyOfOperatorsByThem() public {
        vm.expectRevert(IAllocationManager.InvalidPermissions.selector);
        this.change(stranger, operator, 1);
        vm.expectRevert(IAllocationManager.InvalidOperator.selector);
        this.change(stranger, stranger, 1);
    }

    function change(address by, address whose, uint32 delay) external {
        vm.prank(by);
        alm.setAllocationDelay(whose, delay);
    }

    function _is(address who, bool isSet, uint32 delay) private view {
        (bool hasOne, uint32 found) = alm.getAllocationDelay(who);
        assertEq(hasOne, isSet, "whether it is set");
        assertEq(found, delay, "how long it is");
    }
}
