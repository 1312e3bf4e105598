// SPDX-License-Identifier: MIT
pragma solidity 0.8.31;

import {ILock} from "../interfaces/restaking/ILock.sol";

/// @dev The lock itself. Transient (EIP-1153), so that a transaction can't leave it behind.
abstract contract Lock is ILock {
    bool public transient locked;

    modifier exclusive() {
        _lock();
        _;
        _unlock();
    }

    function _lock() internal {
        if (locked) revert Reentered();
        locked = true;
    }

    function _unlock() internal {
        locked = false;
    }
}

/// @dev For the contracts that share it.
abstract contract Locked {
    ILock private immutable _lock;

    /// @dev Takes the lock for the whole call.
    modifier exclusive() {
        _lock.lock();
        _;
        _lock.unlock();
    }

    /// @dev Doesn't take it, but waits for those who did.
    modifier whenUnlocked() {
        _requireUnlocked();
        _;
    }

    constructor(address lock) {
        _lock = ILock(lock);
    }

    function _requireUnlocked() private view {
        if (_lock.locked()) revert ILock.Reentered();
    }
}
