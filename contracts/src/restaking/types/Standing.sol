// SPDX-License-Identifier: MIT
pragma solidity 0.8.31;

uint64 constant WAD = 1e18;

/// @dev What an operator has in a strategy, in one slot. It counts what was lost, so that nothing written means nothing lost.
struct Standing {
    uint64 slashed; // magnitude lost so far: 1e18 − maximum magnitude
    uint64 encumbered; // magnitude, the sum of all allocations and what is pending to be allocated
    uint32 slashedAt; // block of the last slash
    uint32 records; // how many earlier values are kept as `Past`
    uint32 front; // deallocations that wait are those from `front`,
    uint32 back; // up to and without `back`
}

/// @dev What `Standing.slashed` was from block `from` on, until the next.
struct Past {
    uint32 from;
    uint64 slashed;
}

using {maxMagnitude, maxMagnitudeAt, slash} for Standing global;

function maxMagnitude(Standing storage self) view returns (uint64) {
    return WAD - self.slashed;
}

/// @dev The value after the last slash at or before `blockNumber`. The newest one is beside it, so that a look-up in the
/// present reads one word.
function maxMagnitudeAt(Standing storage self, mapping(uint256 => Past) storage past, uint256 blockNumber)
    view
    returns (uint64)
{
    if (blockNumber >= self.slashedAt) return self.maxMagnitude();

    // The values before `low` begin at or before `blockNumber`, those from `high` on begin after it.
    (uint256 low, uint256 high) = (0, self.records);
    while (low < high) {
        uint256 middle = (low + high) / 2;
        if (past[middle].from <= blockNumber) low = middle + 1;
        else high = middle;
    }
    return low == 0 ? WAD : WAD - past[low - 1].slashed;
}

/// @param magnitude at most what is encumbered.
function slash(Standing storage self, mapping(uint256 => Past) storage past, uint64 magnitude) {
    // What nothing preceded needs no record: it was 1e18.
    if (self.slashedAt != block.number) {
        if (self.slashedAt != 0) past[self.records++] = Past(self.slashedAt, self.slashed);
        self.slashedAt = uint32(block.number);
    }
    self.slashed += magnitude;
}
