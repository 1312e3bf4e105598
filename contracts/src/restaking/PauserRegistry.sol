// SPDX-License-Identifier: MIT
pragma solidity 0.8.31;

import {IPauserRegistry} from "../interfaces/restaking/IPausable.sol";

/// @title Who may pause, and who may end a pause
contract PauserRegistry is IPauserRegistry {
    mapping(address pauser => bool) public isPauser;
    address public unpauser;

    modifier onlyUnpauser() {
        if (msg.sender != unpauser) revert OnlyUnpauser();
        _;
    }

    constructor(address[] memory pausers, address unpauser_) {
        for (uint256 i; i < pausers.length; ++i) {
            _setIsPauser(pausers[i], true);
        }
        _setUnpauser(unpauser_);
    }

    function setIsPauser(address newPauser, bool canPause) external onlyUnpauser {
        _setIsPauser(newPauser, canPause);
    }

    function setUnpauser(address newUnpauser) external onlyUnpauser {
        _setUnpauser(newUnpauser);
    }

    function _setIsPauser(address pauser, bool canPause) private {
        if (pauser == address(0)) revert InputAddressZero();
        isPauser[pauser] = canPause;
        emit PauserStatusChanged(pauser, canPause);
    }

    function _setUnpauser(address newUnpauser) private {
        if (newUnpauser == address(0)) revert InputAddressZero();
        emit UnpauserChanged(unpauser, newUnpauser);
        unpauser = newUnpauser;
    }
}
