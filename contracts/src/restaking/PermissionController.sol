// SPDX-License-Identifier: MIT
pragma solidity 0.8.31;

import {EnumerableSetLib} from "solady/utils/EnumerableSetLib.sol";

import {IPermissionController} from "../interfaces/restaking/IPermissionController.sol";

/// @title Who acts for operators and AVSs
contract PermissionController is IPermissionController {
    using EnumerableSetLib for EnumerableSetLib.AddressSet;
    using EnumerableSetLib for EnumerableSetLib.Bytes32Set;

    struct Account {
        EnumerableSetLib.AddressSet admins; // empty: the account itself
        EnumerableSetLib.AddressSet pendingAdmins;
        mapping(address appointee => EnumerableSetLib.Bytes32Set) permissions;
        mapping(bytes32 permission => EnumerableSetLib.AddressSet) appointees;
    }

    mapping(address account => Account) private accounts;

    modifier onlyAdmin(address account) {
        if (!isAdmin(account, msg.sender)) revert NotAdmin();
        _;
    }

    // -- Admins ------------------------------------------------------------------------------------------------------

    function addPendingAdmin(address account, address admin) external onlyAdmin(account) {
        if (accounts[account].admins.contains(admin)) revert AdminAlreadySet();
        if (!accounts[account].pendingAdmins.add(admin)) revert AdminAlreadyPending();

        emit PendingAdminAdded(account, admin);
    }

    function removePendingAdmin(address account, address admin) external onlyAdmin(account) {
        if (!accounts[account].pendingAdmins.remove(admin)) revert AdminNotPending();

        emit PendingAdminRemoved(account, admin);
    }

    function acceptAdmin(address account) external {
        if (!accounts[account].pendingAdmins.remove(msg.sender)) revert AdminNotPending();
        if (!accounts[account].admins.add(msg.sender)) revert AdminAlreadySet();

        emit AdminSet(account, msg.sender);
    }

    function removeAdmin(address account, address admin) external onlyAdmin(account) {
        EnumerableSetLib.AddressSet storage admins = accounts[account].admins;
        // Without admins the account would be its own again, which it gave up.
        if (admins.length() < 2) revert CannotHaveZeroAdmins();
        if (!admins.remove(admin)) revert AdminNotSet();

        emit AdminRemoved(account, admin);
    }

    // -- Appointees --------------------------------------------------------------------------------------------------

    function setAppointee(address account, address appointee, address target, bytes4 selector)
        external
        onlyAdmin(account)
    {
        bytes32 permission = _permission(target, selector);
        if (!accounts[account].permissions[appointee].add(permission)) revert AppointeeAlreadySet();
        accounts[account].appointees[permission].add(appointee);

        emit AppointeeSet(account, appointee, target, selector);
    }

    function removeAppointee(address account, address appointee, address target, bytes4 selector)
        external
        onlyAdmin(account)
    {
        bytes32 permission = _permission(target, selector);
        if (!accounts[account].permissions[appointee].remove(permission)) revert AppointeeNotSet();
        accounts[account].appointees[permission].remove(appointee);

        emit AppointeeRemoved(account, appointee, target, selector);
    }

    // -- Views -------------------------------------------------------------------------------------------------------

    function canCall(address account, address caller, address target, bytes4 selector) external view returns (bool) {
        return isAdmin(account, caller) || accounts[account].permissions[caller].contains(_permission(target, selector));
    }

    function isAdmin(address account, address caller) public view returns (bool) {
        EnumerableSetLib.AddressSet storage admins = accounts[account].admins;
        return admins.length() == 0 ? account == caller : admins.contains(caller);
    }

    function isPendingAdmin(address account, address pendingAdmin) external view returns (bool) {
        return accounts[account].pendingAdmins.contains(pendingAdmin);
    }

    function getAdmins(address account) external view returns (address[] memory admins) {
        admins = accounts[account].admins.values();
        if (admins.length == 0) {
            admins = new address[](1);
            admins[0] = account;
        }
    }

    function getPendingAdmins(address account) external view returns (address[] memory) {
        return accounts[account].pendingAdmins.values();
    }

    function getAppointeePermissions(address account, address appointee)
        external
        view
        returns (address[] memory targets, bytes4[] memory selectors)
    {
        bytes32[] memory permissions = accounts[account].permissions[appointee].values();
        targets = new address[](permissions.length);
        selectors = new bytes4[](permissions.length);
        for (uint256 i; i < permissions.length; ++i) {
            targets[i] = address(bytes20(permissions[i]));
            selectors[i] = bytes4(permissions[i] << 160);
        }
    }

    function getAppointees(address account, address target, bytes4 selector) external view returns (address[] memory) {
        return accounts[account].appointees[_permission(target, selector)].values();
    }

    function _permission(address target, bytes4 selector) private pure returns (bytes32) {
        return bytes32(bytes20(target)) | bytes32(selector) >> 160;
    }
}
