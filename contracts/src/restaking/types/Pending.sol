// SPDX-License-Identifier: MIT
pragma solidity 0.8.31;

import {Allocation} from "../../interfaces/restaking/IAllocationManager.sol";

/// @title What an allocation is, once what was due has happened
library Pending {
    /// @return released magnitude that a finished deallocation gives back.
    function settle(Allocation memory self) internal view returns (uint64 released) {
        if (block.number < self.effectBlock) return 0;

        if (self.pendingDiff < 0) released = uint64(uint128(-self.pendingDiff));
        self.currentMagnitude = afterwards(self);
        self.pendingDiff = 0;
        self.effectBlock = 0;
    }

    /// @dev The magnitude that it will have. Cannot leave the word: a decrease is at most the current magnitude, and an
    /// increase is within what is encumbered.
    function afterwards(Allocation memory self) internal pure returns (uint64) {
        return uint64(uint128(int128(uint128(self.currentMagnitude)) + self.pendingDiff));
    }

    /// @dev Whether the operator's list of allocations has it.
    function isListed(Allocation memory self) internal pure returns (bool) {
        return self.currentMagnitude != 0 || self.pendingDiff != 0;
    }
}
