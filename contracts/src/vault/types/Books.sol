// SPDX-License-Identifier: MIT
pragma solidity 0.8.31;

import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import {FixedPointMathLib as Math} from "solady/utils/FixedPointMathLib.sol";

import {Ledger, Vesting} from "./Ledger.sol";

uint256 constant BPS = 1e4;

/// @dev The two words of money, as they are at one time, to be worked on.
///
/// Why what is `unchecked` can't wrap: members fit 88 bits when they are read, times 64, factors from parameters 32; no product
/// has more than two of them and one factor. Differences are of a whole and its part: `unvested < backing`, `fees <= shares`.
struct Books {
    uint256 shares; // all of them, `fees` included
    uint256 backing; // wei, the accounted value of everything behind the shares
    uint256 fees; // shares, accrued and not collected: the vault's own balance
    uint256 unvested; // wei of `backing` that hasn't vested
    uint256 deficit; // wei by which the assets are below their high-water mark: gains up to here pay no fee
    uint256 until; // when nothing is unvested any more
    uint256 provenAt; // the time of the state that the newest finished checkpoint proved
}

using {read, pack, assets, toSharesDown, toAssetsDown, toAssetsUp, enter, leave, gain, vest, lose} for Books global;

// -- Words -----------------------------------------------------------------------------------------------------------

/// @dev Reads the books and brings them up to `time`: what has vested by then has gone into the deficit, and what rises above
/// it has paid its fee.
/// @return feeShares minted to the vault, included in `shares` and `fees`.
function read(Books memory self, Ledger ledger, Vesting vesting, uint256 time, uint256 feeBps)
    pure
    returns (uint256 feeShares)
{
    uint256 rise = readVesting(self, vesting, time);
    (uint256 shares, uint256 backing, uint256 fees) = ledger.unpack();
    unchecked {
        if (rise != 0) {
            uint256 fee = rise * feeBps / BPS;
            // Priced after the fee, and down: the new shares are worth no more than `fee`.
            feeShares = fee * shares / (backing - self.unvested - fee);
            // What a word has no room for stays with the holders.
            if ((fees + feeShares) >> 80 | (shares + feeShares) >> 88 != 0) {
                feeShares = Math.min(type(uint80).max - fees, type(uint88).max - shares);
            }
        }
        self.shares = shares + feeShares;
        self.backing = backing;
        self.fees = fees + feeShares;
    }
}

/// @return rise of the assets above their high-water mark since the last time.
function readVesting(Books memory self, Vesting vesting, uint256 time) pure returns (uint256 rise) {
    (uint256 vested, uint256 deficit, uint256 since, uint256 until, uint256 provenAt) = vesting.unpack();
    self.until = until;
    self.provenAt = provenAt;
    unchecked {
        // Up: who holds shares today gets no wei of tomorrow. Time doesn't run backwards: `since <= time`.
        if (time < until) {
            uint256 unvested = (vested * (until - time) + until - since - 1) / (until - since);
            self.unvested = unvested;
            vested -= unvested;
        }
        if (vested > deficit) rise = vested - deficit;
        else self.deficit = deficit - vested;
    }
}

/// @dev What people bring may be too much for the words; everything else is clamped where it is computed. `time` may wrap, in
/// 2106: `until` doesn't, so that nothing is unvested any more.
function pack(Books memory self, uint256 time) pure returns (Ledger, Vesting) {
    (uint256 shares, uint256 backing) = (self.shares, self.backing);
    if ((shares | backing) >> 88 != 0) {
        revert SafeCast.SafeCastOverflowedUintDowncast(88, shares >> 88 != 0 ? shares : backing);
    }

    return (
        Ledger.wrap(shares | backing << 88 | self.fees << 176),
        Vesting.wrap(
            self.unvested | self.deficit << 80 | uint256(uint32(time)) << 160 | self.until << 192 | self.provenAt << 224
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

    hasten(self, time, period, maxDailyGrowthBps);
    self.backing += amount;
    vest(self, amount, time, period, maxDailyGrowthBps);
}

/// @dev What the cap stretched when there were few assets mustn't take years when there are many: the end is brought forward
/// to what the cap asks of the assets of now. Only a checkpoint does it, so nobody can by depositing for a moment.
function hasten(Books memory self, uint256 time, uint256 period, uint256 maxDailyGrowthBps) pure {
    uint256 slowest = secondsAtCap(self.unvested, assets(self), maxDailyGrowthBps);
    self.until = Math.min(self.until, time + Math.max(period, slowest));
}

/// @return Seconds in which `unvested` vests if nothing but the cap slows it. Up.
function secondsAtCap(uint256 unvested, uint256 assets_, uint256 maxDailyGrowthBps) pure returns (uint256) {
    return Math.divUp(unvested * BPS * 1 days, assets_ * maxDailyGrowthBps);
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
        uint256 slowest = secondsAtCap(unvested, self.backing - unvested, maxDailyGrowthBps);

        self.unvested = unvested;
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
