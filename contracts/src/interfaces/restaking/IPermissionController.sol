// SPDX-License-Identifier: MIT
pragma solidity 0.8.31;

/// @title Who acts for operators and services
/// @notice An account that has done nothing here is its own admin. It may name another, who becomes one by accepting; from then
/// on only the admins are, and there is always one. Admins *appoint* others to call single functions of single contracts in
/// the account's name. Stakers have no such thing.
interface IPermissionController {
    error AdminAlreadyPending();
    error AdminAlreadySet();
    /// @notice An admin has to have named it by `addPendingAdmin`.
    error AdminNotPending();
    error AdminNotSet();
    error AppointeeAlreadySet();
    error AppointeeNotSet();
    /// @notice Add another admin first.
    error CannotHaveZeroAdmins();
    error NotAdmin();

    event AdminRemoved(address indexed account, address admin);
    event AdminSet(address indexed account, address admin);
    event AppointeeRemoved(address indexed account, address indexed appointee, address target, bytes4 selector);
    event AppointeeSet(address indexed account, address indexed appointee, address target, bytes4 selector);
    event PendingAdminAdded(address indexed account, address admin);
    event PendingAdminRemoved(address indexed account, address admin);

    // -- Only for admins ---------------------------------------------------------------------------------------------

    function addPendingAdmin(address account, address admin) external;
    function removePendingAdmin(address account, address admin) external;
    function removeAdmin(address account, address admin) external;
    /// @notice Lets `appointee` call the function of `target` in the name of `account`.
    function setAppointee(address account, address appointee, address target, bytes4 selector) external;
    function removeAppointee(address account, address appointee, address target, bytes4 selector) external;

    /// @notice Only for who is named.
    function acceptAdmin(address account) external;

    // -- Views -------------------------------------------------------------------------------------------------------

    /// @notice Whether `caller` may call the function of `target` in the name of `account`: as an admin, or as appointed.
    function canCall(address account, address caller, address target, bytes4 selector) external view returns (bool);
    function isAdmin(address account, address caller) external view returns (bool);
    function isPendingAdmin(address account, address pendingAdmin) external view returns (bool);
    /// @notice The account itself, if it has no others.
    function getAdmins(address account) external view returns (address[] memory);
    function getPendingAdmins(address account) external view returns (address[] memory);
    /// @notice Beside each target the selector that the appointee may call there.
    function getAppointeePermissions(address account, address appointee)
        external
        view
        returns (address[] memory targets, bytes4[] memory selectors);
    function getAppointees(address account, address target, bytes4 selector) external view returns (address[] memory);
}

/// @notice A contract in which operators and AVSs let others act for them.
interface IPermissionControlled {
    function permissionController() external view returns (address);
}
