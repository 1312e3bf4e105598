// SPDX-License-Identifier: MIT
pragma solidity 0.8.31;

import {IPausable, IPauserRegistry} from "../interfaces/restaking/IPausable.sol";

/// @dev A bitmap of what is paused. Clones share the registry of their implementation and have a bitmap each.
abstract contract Pausable is IPausable {
    address public immutable pauserRegistry;

    uint256 private _paused;

    modifier whenNotPaused(uint8 index) {
        _requireNotPaused(index);
        _;
    }

    modifier onlyPauser() {
        if (!IPauserRegistry(pauserRegistry).isPauser(msg.sender)) revert OnlyPauser();
        _;
    }

    constructor(address registry) {
        if (registry == address(0)) revert IPauserRegistry.InputAddressZero();
        pauserRegistry = registry;
    }

    function pause(uint256 newPausedStatus) external onlyPauser {
        uint256 status = _paused;
        if (status & newPausedStatus != status) revert InvalidNewPausedStatus();

        _setPaused(newPausedStatus);
    }

    function pauseAll() external onlyPauser {
        _setPaused(type(uint256).max);
    }

    function unpause(uint256 newPausedStatus) external {
        if (msg.sender != IPauserRegistry(pauserRegistry).unpauser()) revert OnlyUnpauser();
        if (_paused & newPausedStatus != newPausedStatus) revert InvalidNewPausedStatus();

        _paused = newPausedStatus;
        emit Unpaused(msg.sender, newPausedStatus);
    }

    function paused() external view returns (uint256) {
        return _paused;
    }

    function paused(uint8 index) public view virtual returns (bool) {
        return _paused >> index & 1 != 0;
    }

    function _setPaused(uint256 status) private {
        _paused = status;
        emit Paused(msg.sender, status);
    }

    function _requireNotPaused(uint8 index) internal view {
        if (paused(index)) revert CurrentlyPaused();
    }
}
