// SPDX-License-Identifier: MIT
pragma solidity 0.8.31;

// The registry's storage, a word a struct, grouped by what changes together, with the bits of each member. gwei unless it
// says wei. No member can outgrow its bits: all ether there is, in gwei, is below 2^57.

using {sum} for Requests global;

// -- The checkpoint's progress: moved by each proof ------------------------------------------------------------------

struct Progress {
    uint256 number; // 32: 1, 2, …
    bool open; // 8
    uint256 openedAt; // 40: seconds
    uint256 validators; // 32: ids handed out when it was opened. Those below are its set, but for the retired
    uint256 remaining; // 32: of its set, still to be proven
    uint256 unsettled; // 8: flights still to be shown waiting or arrived
    uint256 tipped; // 32: validators whose proof was paid for since the last one that finished
    uint256 leaving; // 64: found on validators that were asked to exit
}

function pack(Progress memory self) pure returns (uint256) {
    return self.number | (self.open ? 1 << 32 : 0) | self.openedAt << 40 | self.validators << 80 | self.remaining << 112
        | self.unsettled << 144 | self.tipped << 152 | self.leaving << 184;
}

function toProgress(uint256 word) pure returns (Progress memory) {
    return Progress({
        number: uint32(word),
        open: uint8(word >> 32) != 0,
        openedAt: uint40(word >> 40),
        validators: uint32(word >> 80),
        remaining: uint32(word >> 112),
        unsettled: uint8(word >> 144),
        tipped: uint32(word >> 152),
        leaving: uint64(word >> 184)
    });
}

// -- What it has found so far ----------------------------------------------------------------------------------------

struct Found {
    uint256 execution; // 88: wei
    uint256 beacon; // 60
    uint256 inFlight; // 48: 64 flights of 2,048 ETH at the most
    uint256 spare; // 60: what partial withdrawals could bring
}

function pack(Found memory self) pure returns (uint256) {
    return self.execution | self.beacon << 88 | self.inFlight << 148 | self.spare << 196;
}

function toFound(uint256 word) pure returns (Found memory) {
    return
        Found({execution: uint88(word), beacon: _bits60(word >> 88), inFlight: uint48(word >> 148), spare: word >> 196});
}

// -- What the last finished one left, kept up to date by requests since ----------------------------------------------

struct Finished {
    uint256 slot; // 40: that it pinned
    uint256 slashedSlot; // 40: of the newest state in which a slashing was proven
    uint256 spare; // 60
    uint256 leaving; // 60
    uint256 swept; // 56: arrived from the beacon chain since it finished
}

function pack(Finished memory self) pure returns (uint256) {
    return self.slot | self.slashedSlot << 40 | self.spare << 80 | self.leaving << 140 | self.swept << 200;
}

function toFinished(uint256 word) pure returns (Finished memory) {
    return Finished({
        slot: uint40(word),
        slashedSlot: uint40(word >> 40),
        spare: _bits60(word >> 80),
        leaving: _bits60(word >> 140),
        swept: word >> 200
    });
}

// -- Partial withdrawals asked for, by window. What is older than the previous window has expired --------------------

struct Requests {
    uint256 window; // 64
    uint256 current; // 64
    uint256 previous; // 64
}

function pack(Requests memory self) pure returns (uint256) {
    return self.window | self.current << 64 | self.previous << 128;
}

function toRequests(uint256 word) pure returns (Requests memory) {
    return Requests({window: uint64(word), current: uint64(word >> 64), previous: word >> 128});
}

function sum(Requests memory self) pure returns (uint256) {
    return self.current + self.previous;
}

// -- A validator's own notes: moved by top-ups, landings and requests ------------------------------------------------

struct Notes {
    uint256 flight; // 8: place in the list of flights plus one; 0: none
    uint256 landedIn; // 32: newest checkpoint when a deposit of ours was last seen to have landed
    uint256 landedSlot; // 40: of the state in which it was seen
    uint256 askableFrom; // 64: epoch; before, the beacon chain would ignore a request
    uint256 window; // 32: of the last request
    uint256 left; // 64: what the requests of that window leave on it
}

function pack(Notes memory self) pure returns (uint256) {
    return self.flight | self.landedIn << 8 | self.landedSlot << 40 | self.askableFrom << 80 | self.window << 144
        | self.left << 176;
}

function toNotes(uint256 word) pure returns (Notes memory) {
    return Notes({
        flight: uint8(word),
        landedIn: uint32(word >> 8),
        landedSlot: uint40(word >> 40),
        askableFrom: uint64(word >> 80),
        window: uint32(word >> 144),
        left: word >> 176
    });
}

// -- Four validators, in two words that `Quad` reads -----------------------------------------------------------------

struct Four {
    uint256 seats; // moved when one comes, leaves, is slashed or asked to exit
    uint256 balances; // moved by each checkpoint
}

// -- The registration of a pubkey, kept for ever ---------------------------------------------------------------------

struct Registration {
    address depositor;
    uint16 operator;
    uint32 id; // once proven
    bool proven;
}

function _bits60(uint256 word) pure returns (uint256) {
    return word & (2 ** 60 - 1);
}
