// SPDX-License-Identifier: MIT
pragma solidity 0.8.31;

import {
    DeregisterParams,
    IAllocationManager,
    RegisterParams
} from "../../src/interfaces/restaking/IAllocationManager.sol";
import {IPausable} from "../../src/interfaces/restaking/IPausable.sol";
import {Registrar} from "./Registrar.sol";
import {Stage} from "./Stage.sol";

contract RegisterTest is Stage {
    function setUp() public override {
        super.setUp();
        _createSet(1, _one(lst));
        _createSet(2, _one(lst));
    }

    function test_register_isAMemberAtOnce() public {
        vm.expectEmit(address(alm));
        emit IAllocationManager.OperatorAddedToOperatorSet(operator, _set(1));
        vm.prank(operator);
        alm.registerForOperatorSets(operator, RegisterParams(avs, _ids(1), "hello"));

        assertTrue(alm.isMemberOfOperatorSet(operator, _set(1)), "a member");
        assertTrue(alm.isOperatorSlashable(operator, _set(1)), "and slashable");
        assertEq(alm.getMembers(_set(1))[0], operator, "listed by the set");
        assertEq(alm.getMemberCount(_set(1)), 1, "counted");
        assertEq(alm.getRegisteredSets(operator)[0].id, 1, "listed by the operator");
        assertEq(registrar.joined(), 1, "the registrar was asked");
        assertEq(string(registrar.lastData()), "hello", "with what the operator had to say");
    }

    function test_register_asksForAnOperatorASetAndOnce() public {
        vm.expectRevert(IAllocationManager.InvalidOperator.selector);
        this.join(stranger, 1);
        vm.expectRevert(IAllocationManager.InvalidOperatorSet.selector);
        this.join(operator, 3);
        _join(operator, 1);
        vm.expectRevert(IAllocationManager.AlreadyMemberOfSet.selector);
        this.join(operator, 1);
    }

    function test_register_onlyForTheOperator() public {
        vm.expectRevert(IAllocationManager.InvalidPermissions.selector);
        vm.prank(avs);
        alm.registerForOperatorSets(operator, RegisterParams(avs, _ids(1), ""));
    }

    function test_register_aRegistrarKeepsOut() public {
        registrar.refuse(true);
        vm.expectRevert(Registrar.Refused.selector);
        this.join(operator, 1);
        assertEq(alm.isMemberOfOperatorSet(operator, _set(1)), false, "out");
    }

    function test_deregister_staysSlashableThroughTheLastBlock() public {
        _join(operator, 1);
        vm.expectEmit(address(alm));
        emit IAllocationManager.OperatorRemovedFromOperatorSet(operator, _set(1));
        _leave(operator, 1);

        assertEq(alm.isMemberOfOperatorSet(operator, _set(1)), false, "no member");
        assertEq(alm.getMemberCount(_set(1)), 0, "off the set's list");
        assertEq(alm.getRegisteredSets(operator).length, 0, "off the operator's list");
        assertEq(registrar.left(), 1, "the registrar was told");
        _roll(DELAY);
        assertTrue(alm.isOperatorSlashable(operator, _set(1)), "MAG-5: inclusive");
        vm.expectRevert(IAllocationManager.AlreadyMemberOfSet.selector);
        this.join(operator, 1);

        _roll(1);
        assertEq(alm.isOperatorSlashable(operator, _set(1)), false, "MAG-5: over");
        _join(operator, 1);
    }

    function test_deregister_byTheOperatorOrTheService() public {
        _join(operator, 1);
        vm.expectRevert(IAllocationManager.InvalidCaller.selector);
        vm.prank(stranger);
        alm.deregisterFromOperatorSets(DeregisterParams(operator, avs, _ids(1)));
        vm.prank(avs);
        alm.deregisterFromOperatorSets(DeregisterParams(operator, avs, _ids(1)));
        assertEq(alm.isMemberOfOperatorSet(operator, _set(1)), false, "thrown out");
    }

    function test_deregister_onlyMembers() public {
        vm.expectRevert(IAllocationManager.NotMemberOfSet.selector);
        this.leave(operator, 1);
        vm.expectRevert(IAllocationManager.InvalidOperatorSet.selector);
        this.leave(operator, 3);
    }

    function test_deregister_aRegistrarKeepsIn() public {
        _join(operator, 1);
        registrar.refuse(true);
        vm.expectRevert(Registrar.Refused.selector);
        this.leave(operator, 1);
        assertTrue(alm.isMemberOfOperatorSet(operator, _set(1)), "a member still");
    }

    function test_deregister_takesNoAllocationBack() public {
        _join(operator, 1);
        _allocate(operator, 1, lst, 0.5e18);
        _leave(operator, 1);
        assertEq(_current(operator, 1, lst).currentMagnitude, 0.5e18, "MAG-5: as it was");
        _slash(operator, 1, lst, 0.1e18);
        assertEq(_current(operator, 1, lst).currentMagnitude, 0.45e18, "MAG-5: and slashable");
    }

    /// @dev The lock isn't held while a registrar is asked: a service may throw somebody else out in its answer.
    function test_register_aRegistrarMayActInItsAnswer() public {
        _join(operator, 1);
        address second = account("second operator");
        _register(second, 0);
        vm.prank(avs);
        permissionController.setAppointee(
            avs, address(registrar), address(alm), alm.deregisterFromOperatorSets.selector
        );
        registrar.act(
            address(alm), abi.encodeCall(alm.deregisterFromOperatorSets, (DeregisterParams(operator, avs, _ids(1))))
        );
        // Its own answer to the one that it throws out must not throw him out again.
        vm.expectRevert(IAllocationManager.NotMemberOfSet.selector);
        this.join(second, 1);

        Registrar other = new Registrar();
        vm.prank(avs);
        alm.setAVSRegistrar(avs, address(other));
        other.act(address(delegation), abi.encodeWithSignature("registerAsOperator(address,uint32,string)", 0, 0, ""));
        _join(second, 1);
        assertTrue(delegation.isOperator(address(other)), "it acted");
    }

    function test_register_whilePausedNot() public {
        _join(operator, 2);
        vm.prank(pauser);
        alm.pause(4);
        vm.expectRevert(IPausable.CurrentlyPaused.selector);
        this.join(operator, 1);
        vm.expectRevert(IPausable.CurrentlyPaused.selector);
        this.leave(operator, 2);
    }

    function join(address who, uint32 id) external {
        _join(who, id);
    }

    function leave(address who, uint32 id) external {
        _leave(who, id);
    }
}
