// SPDX-License-Identifier: MIT
pragma solidity 0.8.31;

import {FixedPointMathLib as Math} from "solady/utils/FixedPointMathLib.sol";

import {Ledger, Vesting} from "./Ledger.sol";

uint256 constant BPS = 1e4;

/// @notice The vault has no room for `value`: its words hold less than 2^88.
error OutOfRoom(uint256 value);

/// @dev The two words of money, unpacked to be worked on.
///
/// Why what is `unchecked` can't wrap: members fit 88 bits when they are loaded, times 64, factors from parameters 32; no product
/// has more than two of them and one factor. Differences are of a whole and its part: `unvested < backing`, `fees <= shares`.
struct Books {
    uint256 shares; // all of them, `fees` included
    uint256 backing; // wei, the accounted value of everything behind the shares
    uint256 fees; // shares, accrued and not collected: the vault's own balance
    uint256 unvested; // wei of `backing` that hadn't vested at `since`
    uint256 deficit; // wei by which the assets are below their high-water mark: gains up to here pay no fee
    uint256 since;
    uint256 until; // when nothing is unvested any more
    uint256 provenAt; // the time of the state that the newest finished checkpoint proved
}

using {
    unpack,
    pack,
    assets,
    toSharesDown,
    toAssetsDown,
    toAssetsUp,
    accrue,
    enter,
    leave,
    gain,
    vest,
    lose
} for Books global;

// -- Words -----------------------------------------------------------------------------------------------------------

function unpack(Books memory self, Ledger ledger, Vesting vesting) pure {
    (uint256 word1, uint256 word2) = (Ledger.unwrap(ledger), Vesting.unwrap(vesting));
    self.shares = uint88(word1);
    self.backing = uint88(word1 >> 88);
    self.fees = word1 >> 176;
    self.unvested = uint80(word2);
    self.deficit = uint80(word2 >> 80);
    self.since = uint32(word2 >> 160);
    self.until = uint32(word2 >> 192);
    self.provenAt = word2 >> 224;
}

/// @dev `shares` and `backing` grow by what people bring; everything else is clamped where it is computed, but `since`: it may
/// wrap, in 2106, because `until` doesn't, so that nothing is unvested any more.
function pack(Books memory self) pure returns (Ledger, Vesting) {
    (uint256 shares, uint256 backing) = (self.shares, self.backing);
    if ((shares | backing) >> 88 != 0) revert OutOfRoom(Math.max(shares, backing));

    return (
        Ledger.wrap(shares | backing << 88 | self.fees << 176),
        Vesting.wrap(
            self.unvested | self.deficit << 80 | uint256(uint32(self.since)) << 160 | self.until << 192 | self.provenAt
                << 224
        )
    );
}

// -- Prices, of accrued books ----------------------------------------------------------------------------------------

/// @dev Never 0: genesis pays in, losses stop a wei short, and nobody holds the dead shares.
function assets(Books memory self) pure returns (uint256) {
    unchecked {
        return self.backing - self.unvested;
    }
}

function toSharesDown(Books memory self, uint256 amount) pure returns (uint256) {
    return Math.mulDiv(amount, self.shares, assets(self));
}

function toAssetsDown(Books memory self, uint256 shares) pure returns (uint256) {
    return Math.mulDiv(shares, assets(self), self.shares);
}

function toAssetsUp(Books memory self, uint256 shares) pure returns (uint256) {
    return Math.mulDivUp(shares, assets(self), self.shares);
}

// -- Time ------------------------------------------------------------------------------------------------------------

/// @dev Lets vest what has vested, first into the deficit, and takes the fee on what rises above it.
/// @return feeShares minted to the vault, included in `shares` and `fees`.
function accrue(Books memory self, uint256 time, uint256 feeBps) pure returns (uint256 feeShares) {
    (uint256 since, uint256 until, uint256 vested) = (self.since, self.until, self.unvested);
    if (time <= since) return 0;

    unchecked {
        // Up: who holds shares today gets no wei of tomorrow.
        uint256 unvested = time < until ? Math.divUp(vested * (until - time), until - since) : 0;
        vested -= unvested;
        self.unvested = unvested;
        self.since = time;

        uint256 deficit = self.deficit;
        if (vested <= deficit) {
            self.deficit = deficit - vested;
            return 0;
        }
        self.deficit = 0;

        uint256 fee = (vested - deficit) * feeBps / BPS;
        (uint256 shares, uint256 fees) = (self.shares, self.fees);
        // Priced after the fee, and down: the new shares are worth no more than `fee`.
        feeShares = Math.min(fee * shares / (self.backing - unvested - fee), type(uint80).max - fees);
        self.shares = shares + feeShares;
        self.fees = fees + feeShares;
    }
}

// -- Shares come and go at the rate of now ---------------------------------------------------------------------------

/// @dev If a sum wrapped, `amount` would be far beyond 2^88, because `shares` are worth it: `pack` refuses the backing.
function enter(Books memory self, uint256 shares, uint256 amount) pure {
    unchecked {
        uint256 supply = self.shares + shares;
        if (self.deficit != 0) rescale(self, supply);
        self.shares = supply;
        self.backing += amount;
    }
}

function leave(Books memory self, uint256 shares, uint256 amount) pure {
    uint256 supply = self.shares - shares;
    if (self.deficit != 0) rescale(self, supply);
    self.shares = supply;
    self.backing -= amount;
}

/// @dev The high-water mark is per share, so the distance to it scales with the supply. Up: a farther mark only delays
/// the fee.
function rescale(Books memory self, uint256 supply) pure {
    self.deficit = Math.min(Math.mulDivUp(self.deficit, supply, self.shares), type(uint80).max);
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
    unchecked {
        uint256 before = self.unvested;
        uint256 unvested = Math.min(before + amount, type(uint80).max);
        if (unvested == 0) return;

        uint256 remaining = Math.zeroFloorSub(self.until, time);
        uint256 mean = Math.divUp(before * remaining + (unvested - before) * period, unvested);
        uint256 slowest = Math.divUp(unvested * BPS * 1 days, (self.backing - unvested) * maxDailyGrowthBps);

        self.unvested = unvested;
        self.since = time;
        self.until = Math.min(time + Math.max(mean, slowest), type(uint32).max);
    }
}

/// @dev Whole and at once: first what hasn't vested, then the rate. One wei stays, so that the rate keeps a meaning.
function lose(Books memory self, uint256 amount) pure {
    uint256 absorbed = Math.min(amount, self.unvested);
    uint256 rest = Math.min(amount - absorbed, assets(self) - 1);

    self.unvested -= absorbed;
    self.backing -= absorbed + rest;
    self.deficit = Math.min(self.deficit + rest, type(uint80).max);
}
