// SPDX-License-Identifier: MIT
pragma solidity 0.8.31;

// The vault's storage, a word each. Amounts are wei or shares (uint88: 309 million ether; uint80: 1.2 million), times are
// seconds.

/// @dev From the least bit: `shares` 88 bits, `backing` 88, `fees` 80. `Books` says what they are. Every change of the money
/// writes this word and the next, whole; every price reads these two and no more.
type Ledger is uint256;

/// @dev `unvested` 80 bits, `deficit` 80, `since` 32, `until` 32, `provenAt` 32.
type Vesting is uint256;

struct Reserve {
    uint88 outside; // wei of `backing` that isn't in the vault
    uint88 eligible; // shares in the queue when the newest finished checkpoint opened, less what was filled since
    bool open; // a checkpoint is
    bool slashing; // proven, and booked by no checkpoint yet
}

struct Lane {
    uint88 used; // wei, gross, since the newest checkpoint
    uint88 capacity;
}

/// @dev What the open checkpoint will be compared with, as it was when it opened.
struct Pins {
    uint88 backing;
    uint88 outside;
    uint88 eligible;
}
