// SPDX-License-Identifier: MIT
pragma solidity 0.8.31;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";

uint256 constant BPS = 1e4;

/// @dev The two words of money (`Ledger`, `Vesting`), unpacked to be worked on. Products below have no room to overflow:
/// every member fits 88 bits, so does every amount that made it into the vault.
struct Books {
    uint256 shares;
    uint256 backing;
    uint256 fees;
    uint256 unvested;
    uint256 deficit;
    uint256 since;
    uint256 until;
    uint256 provenAt;
}

using {
    assets,
    toSharesDown,
    toAssetsDown,
    toAssetsUp,
    unvestedAt,
    accrue,
    enter,
    leave,
    gain,
    vest,
    lose
} for Books global;

// -- Prices, of accrued books ----------------------------------------------------------------------------------------

/// @dev Never 0: genesis pays in, losses stop a wei short, and nobody holds the dead shares.
function assets(Books memory self) pure returns (uint256) {
    return self.backing - self.unvested;
}

function toSharesDown(Books memory self, uint256 amount) pure returns (uint256) {
    return amount * self.shares / assets(self);
}

function toAssetsDown(Books memory self, uint256 shares) pure returns (uint256) {
    return shares * assets(self) / self.shares;
}

function toAssetsUp(Books memory self, uint256 shares) pure returns (uint256) {
    return Math.ceilDiv(shares * assets(self), self.shares);
}

// -- Time ------------------------------------------------------------------------------------------------------------

/// @dev Up: who holds shares today gets no wei of tomorrow.
function unvestedAt(Books memory self, uint256 time) pure returns (uint256) {
    if (time >= self.until) return 0;
    if (time <= self.since) return self.unvested;
    return Math.ceilDiv(self.unvested * (self.until - time), self.until - self.since);
}

/// @dev Lets vest what has vested, first into the deficit, and takes the fee on what rises above it.
/// @return feeShares minted to the vault, included in `shares` and `fees`.
function accrue(Books memory self, uint256 time, uint256 feeBps) pure returns (uint256 feeShares) {
    if (time <= self.since) return 0;

    uint256 unvested = unvestedAt(self, time);
    uint256 vested = self.unvested - unvested;
    self.unvested = unvested;
    self.since = Math.min(time, type(uint32).max);

    if (vested <= self.deficit) {
        self.deficit -= vested;
        return 0;
    }

    uint256 fee = (vested - self.deficit) * feeBps / BPS;
    // Priced after the fee, and down: the new shares are worth no more than `fee`.
    feeShares = Math.min(fee * self.shares / (assets(self) - fee), type(uint80).max - self.fees);
    self.deficit = 0;
    self.shares += feeShares;
    self.fees += feeShares;
}

// -- Shares come and go at the rate of now ---------------------------------------------------------------------------

function enter(Books memory self, uint256 shares, uint256 amount) pure {
    resize(self, self.shares + shares);
    self.backing += amount;
}

function leave(Books memory self, uint256 shares, uint256 amount) pure {
    resize(self, self.shares - shares);
    self.backing -= amount;
}

/// @dev The high-water mark is per share, so the distance to it scales with the supply. Up: a farther mark only delays
/// the fee.
function resize(Books memory self, uint256 shares) pure {
    if (self.deficit != 0) {
        self.deficit = Math.min(Math.ceilDiv(self.deficit * shares, self.shares), type(uint80).max);
    }
    self.shares = shares;
}

// -- What stands behind the shares is worth more, or less ------------------------------------------------------------

function gain(Books memory self, uint256 amount, uint256 time, uint256 period, uint256 maxDailyGrowthBps) pure {
    // What fits. The rest is found again by the next checkpoint, which counts absolutes.
    amount = Math.min(amount, Math.min(type(uint80).max - self.unvested, type(uint88).max - self.backing));

    self.backing += amount;
    vest(self, amount, time, period, maxDailyGrowthBps);
}

/// @dev Lets `amount`, which `backing` holds already, join what vests. The new end is the mean of the old one and a full
/// period, weighted by amounts, so gains that are small don't postpone it; but nothing vests faster than the cap.
function vest(Books memory self, uint256 amount, uint256 time, uint256 period, uint256 maxDailyGrowthBps) pure {
    uint256 unvested = Math.min(self.unvested + amount, type(uint80).max);
    if (unvested == 0) return;

    uint256 remaining = Math.saturatingSub(self.until, time);
    uint256 mean = Math.ceilDiv(self.unvested * remaining + (unvested - self.unvested) * period, unvested);
    uint256 slowest = Math.ceilDiv(unvested * BPS * 1 days, (self.backing - unvested) * maxDailyGrowthBps);

    self.unvested = unvested;
    self.since = Math.min(time, type(uint32).max);
    self.until = Math.min(time + Math.max(mean, slowest), type(uint32).max);
}

/// @dev Whole and at once: first what hasn't vested, then the rate. One wei stays, so that the rate keeps a meaning.
function lose(Books memory self, uint256 amount) pure {
    uint256 absorbed = Math.min(amount, self.unvested);
    uint256 rest = Math.min(amount - absorbed, assets(self) - 1);

    self.unvested -= absorbed;
    self.backing -= absorbed + rest;
    self.deficit = Math.min(self.deficit + rest, type(uint80).max);
}
