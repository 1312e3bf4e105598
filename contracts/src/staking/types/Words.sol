// SPDX-License-Identifier: MIT
pragma solidity 0.8.31;

// The registry's storage, a word a struct, grouped by what changes together. gwei unless it says wei.

/// @dev The checkpoint's progress: moved by each proof.
struct Progress {
    uint32 number; // 1, 2, …
    bool open;
    uint40 openedAt; // seconds
    uint32 validators; // ids handed out when it was opened: those below are its set, but for the retired
    uint32 remaining; // of its set, still to be proven
    uint8 unsettled; // flights still to be shown waiting or arrived
    uint32 tipped; // validators whose proof was paid for since the last one that finished
    uint56 leaving; // found on validators that were asked to exit
}

/// @dev What it has found so far.
struct Found {
    uint88 execution; // wei
    uint64 beacon;
    uint48 inFlight;
    uint56 spare; // what partial withdrawals could bring
}

/// @dev What the last finished one left, kept up to date by requests since.
struct Finished {
    uint40 slot; // that it pinned
    uint40 slashedSlot; // of the newest state in which a slashing was proven
    uint56 spare;
    uint56 leaving;
    uint64 swept; // arrived from the beacon chain since it finished
}

/// @dev Partial withdrawals asked for, by window of four days. What is older than the previous window has expired.
struct Requests {
    uint32 window;
    uint64 current;
    uint64 previous;
}

/// @dev Registration of a pubkey, kept for ever.
struct Registration {
    address depositor;
    uint16 operator;
    uint32 id; // once proven
    bool proven;
}

/// @dev A validator's own notes: moved by top-ups, landings and requests.
struct Notes {
    uint8 flight; // place in the list of flights plus one; 0: none
    uint32 landedIn; // newest checkpoint when a deposit of ours was last seen to have landed
    uint40 landedSlot; // of the state in which it was seen
    uint32 askableFrom; // epoch; the beacon chain ignores requests in a validator's first 256
    uint32 window; // of the last request
    uint64 left; // what the requests of that window leave on it
}
