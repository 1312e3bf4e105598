// SPDX-License-Identifier: MIT
pragma solidity 0.8.31;

import {IDelegationManager} from "../../src/interfaces/restaking/IDelegationManager.sol";
import {IPermissionController} from "../../src/interfaces/restaking/IPermissionController.sol";
import {Scene} from "./Scene.sol";

contract PermissionsTest is Scene {
    bytes4 private constant URI = IDelegationManager.updateOperatorMetadataURI.selector;

    address private immutable admin = account("admin");
    address private immutable appointee = account("appointee");

    function test_anAccountIsItsOwnAdminUntilOneAccepts() public {
        assertTrue(permissionController.isAdmin(operator, operator), "PERM-1");
        assertEq(permissionController.getAdmins(operator)[0], operator, "PERM-1");

        vm.expectEmit(address(permissionController));
        emit IPermissionController.PendingAdminAdded(operator, admin);
        vm.prank(operator);
        permissionController.addPendingAdmin(operator, admin);
        assertTrue(permissionController.isPendingAdmin(operator, admin), "PERM-2");
        assertEq(permissionController.getPendingAdmins(operator)[0], admin, "PERM-2");
        assertTrue(!permissionController.isAdmin(operator, admin), "PERM-2");
        assertTrue(_mayWrite(operator), "PERM-1");
        assertTrue(!_mayWrite(admin), "PERM-2");

        vm.expectEmit(address(permissionController));
        emit IPermissionController.AdminSet(operator, admin);
        vm.prank(admin);
        permissionController.acceptAdmin(operator);
        assertTrue(!permissionController.isPendingAdmin(operator, admin), "PERM-2");
        assertEq(permissionController.getAdmins(operator)[0], admin, "PERM-1");
        assertTrue(_mayWrite(admin), "PERM-1");
        assertTrue(!_mayWrite(operator), "PERM-1: it gave itself up");
    }

    function test_theLastAdminStays() public {
        _addAdmin(admin);
        vm.startPrank(admin);
        vm.expectRevert(IPermissionController.CannotHaveZeroAdmins.selector);
        permissionController.removeAdmin(operator, admin);
        vm.stopPrank();

        vm.prank(admin);
        permissionController.addPendingAdmin(operator, bob);
        vm.prank(bob);
        permissionController.acceptAdmin(operator);
        vm.startPrank(bob);
        vm.expectRevert(IPermissionController.AdminNotSet.selector);
        permissionController.removeAdmin(operator, carol);
        vm.expectEmit(address(permissionController));
        emit IPermissionController.AdminRemoved(operator, admin);
        permissionController.removeAdmin(operator, admin);
        assertTrue(!permissionController.isAdmin(operator, admin), "PERM-2");
    }

    function test_nobodyIsMadeAdminTwiceOrUnasked() public {
        _addAdmin(admin);
        vm.startPrank(admin);
        vm.expectRevert(IPermissionController.AdminAlreadySet.selector);
        permissionController.addPendingAdmin(operator, admin);
        permissionController.addPendingAdmin(operator, bob);
        vm.expectRevert(IPermissionController.AdminAlreadyPending.selector);
        permissionController.addPendingAdmin(operator, bob);
        vm.expectEmit(address(permissionController));
        emit IPermissionController.PendingAdminRemoved(operator, bob);
        permissionController.removePendingAdmin(operator, bob);
        vm.expectRevert(IPermissionController.AdminNotPending.selector);
        permissionController.removePendingAdmin(operator, bob);
        vm.stopPrank();

        vm.prank(bob);
        vm.expectRevert(IPermissionController.AdminNotPending.selector);
        permissionController.acceptAdmin(operator);
    }

    function test_anAppointeeDoesWhatItWasAppointedForAndNothingElse() public {
        vm.expectEmit(address(permissionController));
        emit IPermissionController.AppointeeSet(operator, appointee, address(delegation), URI);
        vm.prank(operator);
        permissionController.setAppointee(operator, appointee, address(delegation), URI);

        assertTrue(_mayWrite(appointee), "PERM-1");
        assertTrue(permissionController.canCall(operator, appointee, address(delegation), URI), "PERM-1");
        assertTrue(!permissionController.canCall(operator, appointee, address(alm), URI), "PERM-1");
        assertTrue(!permissionController.canCall(alice, appointee, address(delegation), URI), "PERM-1");
        vm.prank(appointee);
        vm.expectRevert(IDelegationManager.InvalidPermissions.selector);
        delegation.modifyOperatorDetails(operator, appointee);

        (address[] memory targets, bytes4[] memory selectors) =
            permissionController.getAppointeePermissions(operator, appointee);
        assertEq(targets.length, 1, "PERM-1");
        assertEq(targets[0], address(delegation), "PERM-1");
        assertTrue(selectors[0] == URI, "PERM-1");
        assertEq(permissionController.getAppointees(operator, address(delegation), URI)[0], appointee, "PERM-1");

        vm.startPrank(operator);
        vm.expectRevert(IPermissionController.AppointeeAlreadySet.selector);
        permissionController.setAppointee(operator, appointee, address(delegation), URI);
        vm.expectEmit(address(permissionController));
        emit IPermissionController.AppointeeRemoved(operator, appointee, address(delegation), URI);
        permissionController.removeAppointee(operator, appointee, address(delegation), URI);
        vm.expectRevert(IPermissionController.AppointeeNotSet.selector);
        permissionController.removeAppointee(operator, appointee, address(delegation), URI);
        vm.stopPrank();
        assertTrue(!_mayWrite(appointee), "PERM-1");
        assertEq(permissionController.getAppointees(operator, address(delegation), URI).length, 0, "PERM-1");
    }

    function testFuzz_permissionsDontRunIntoEachOther(address target, bytes4 selector, address other, bytes4 another)
        public
    {
        vm.assume(target != other || selector != another);
        vm.prank(operator);
        permissionController.setAppointee(operator, appointee, target, selector);

        assertTrue(permissionController.canCall(operator, appointee, target, selector), "PERM-1");
        assertTrue(!permissionController.canCall(operator, appointee, other, another), "PERM-1");
    }

    function test_onlyAdminsAppoint() public {
        bytes4 refused = IPermissionController.NotAdmin.selector;
        _addAdmin(admin);
        address[2] memory others = [operator, bob];
        for (uint256 i; i < 2; ++i) {
            vm.startPrank(others[i]);
            vm.expectRevert(refused);
            permissionController.addPendingAdmin(operator, bob);
            vm.expectRevert(refused);
            permissionController.removePendingAdmin(operator, bob);
            vm.expectRevert(refused);
            permissionController.removeAdmin(operator, admin);
            vm.expectRevert(refused);
            permissionController.setAppointee(operator, bob, address(delegation), URI);
            vm.expectRevert(refused);
            permissionController.removeAppointee(operator, bob, address(delegation), URI);
            vm.stopPrank();
        }
    }

    function test_onlyOperatorsHaveDetails() public {
        vm.startPrank(alice);
        vm.expectRevert(IDelegationManager.OperatorNotRegistered.selector);
        delegation.modifyOperatorDetails(alice, bob);
        vm.expectRevert(IDelegationManager.OperatorNotRegistered.selector);
        delegation.updateOperatorMetadataURI(alice, "");
    }

    function _addAdmin(address who) private {
        vm.prank(operator);
        permissionController.addPendingAdmin(operator, who);
        vm.prank(who);
        permissionController.acceptAdmin(operator);
    }

    /// @dev Tries it.
    function _mayWrite(address who) private returns (bool may) {
        vm.prank(who);
        try delegation.updateOperatorMetadataURI(operator, "uri") {
            return true;
        } catch (bytes memory reason) {
            assertTrue(bytes4(reason) == IDelegationManager.InvalidPermissions.selector, "PERM-1: by name");
        }
    }
}
