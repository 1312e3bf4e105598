// SPDX-License-Identifier: MIT
pragma solidity 0.8.31;

import {IDelegationManager} from "../interfaces/restaking/IDelegationManager.sol";
import {IPermissionControlled, IPermissionController} from "../interfaces/restaking/IPermissionController.sol";

/// @dev For contracts in which operators and AVSs let others act for them.
abstract contract PermissionControlled is IPermissionControlled {
    address public immutable permissionController;

    /// @dev Reverts `InvalidPermissions()`, the same error in every contract.
    modifier onlyFor(address account) {
        _requireFor(account);
        _;
    }

    constructor(address controller) {
        permissionController = controller;
    }

    /// @dev May the caller do what it is doing, in the name of `account`?
    function _canCall(address account) internal view returns (bool) {
        return IPermissionController(permissionController).canCall(account, msg.sender, address(this), msg.sig);
    }

    function _requireFor(address account) private view {
        if (!_canCall(account)) revert IDelegationManager.InvalidPermissions();
    }
}
