// SPDX-License-Identifier: MIT
pragma solidity 0.8.31;

// The vault's storage, a word each. Amounts are wei or shares (uint88: 309 million ether; uint80: 1.2 million), times are
// seconds.

/// @dev From the least bit: `shares` 88 bits, `backing` 88, `fees` 80. Every change of the money writes this word and the next,
/// whole; every price reads these two and no more. `Books` says what the members mean.
type Ledger is uint256;

/// @dev `unvested` 80 bits, `deficit` 80, `since` 32, `until` 32, `provenAt` 32.
type Vesting is uint256;

using LedgerWord for Ledger global;
using VestingWord for Vesting global;

library LedgerWord {
    function unpack(Ledger self) internal pure returns (uint256 shares, uint256 backing, uint256 fees) {
        uint256 word = Ledger.unwrap(self);
        return (uint88(word), uint88(word >> 88), word >> 176);
    }

    /// @dev The fees are the word's upper end, so nothing else is touched.
    function lessFees(Ledger self, uint256 shares) internal pure returns (Ledger) {
        return Ledger.wrap(Ledger.unwrap(self) - (shares << 176));
    }
}

library VestingWord {
    function unpack(Vesting self)
        internal
        pure
        returns (uint256 unvested, uint256 deficit, uint256 since, uint256 until, uint256 provenAt)
    {
        uint256 word = Vesting.unwrap(self);
        return (uint80(word), uint80(word >> 80), uint32(word >> 160), uint32(word >> 192), word >> 224);
    }
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
