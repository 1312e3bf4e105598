// SPDX-License-Identifier: MIT
pragma solidity 0.8.31;

/// @dev Keeps a contract from being entered again before it has finished. The mark is transient (EIP-1153).
abstract contract Guard {
    /// @notice A call came back from outside before the first one was done. Call after it.
    error Reentered();

    uint256 private transient entered;

    modifier guarded() {
        if (entered != 0) revert Reentered();
        entered = 1;
        _;
        entered = 0;
    }
}
