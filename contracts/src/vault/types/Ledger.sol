// SPDX-License-Identifier: MIT
pragma solidity 0.8.31;

// The vault's storage, a word each. Amounts are wei (uint88: 309 million ether; uint80: 1.2 million), times are seconds.

/// @dev Every change of the money writes this word and the next; every price reads these two and no more.
struct Ledger {
    uint88 shares; // all of them, `fees` included
    uint88 backing; // wei, the accounted value of everything behind the shares
    uint80 fees; // shares, accrued and not collected: the vault's own balance
}

struct Vesting {
    uint80 unvested; // wei of `backing` that hadn't vested at `since`
    uint80 deficit; // wei by which the assets are below their high-water mark: gains up to here pay no fee
    uint32 since;
    uint32 until; // when nothing is unvested any more
    uint32 provenAt; // the time of the state that the newest finished checkpoint proved
}

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
