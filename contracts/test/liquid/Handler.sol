// SPDX-License-Identifier: MIT
pragma solidity 0.8.31;

import {ILiquidVault} from "../../src/interfaces/ILiquidVault.sol";
import {IRedeemQueue} from "../../src/interfaces/IRedeemQueue.sol";
import {IRiskPolicy} from "../../src/interfaces/liquid/IRiskPolicy.sol";
import {ISpread} from "../../src/interfaces/liquid/ISpread.sol";
import {OperatorSet} from "../../src/interfaces/restaking/IAllocationManager.sol";
import {SignatureWithExpiry, Withdrawal} from "../../src/interfaces/restaking/IDelegationManager.sol";
import {IEigenPod} from "../../src/interfaces/restaking/IEigenPod.sol";
import {IStrategy} from "../../src/interfaces/restaking/IStrategy.sol";
import {Token} from "../restaking/Token.sol";
import {BeaconScene} from "./BeaconScene.sol";

/// @dev Everything that can happen to crETH and to the two layers that it stands on, by anyone, in any block. What must hold of a
/// single step is checked in it; a rule that is broken is written down in `broken`, because a step that reverts would be
/// forgotten.
contract LiquidHandler is BeaconScene {
    /// @dev wei that roundings may take from a step, all layers together: a pod pays whole gwei.
    uint256 internal constant DUST = 1e9 + 1e6;
    uint256 private constant MOST_KEYS = 9;
    uint256 private constant MIN_RUNG = 0.1 ether;
    uint256 internal constant ASSETS = 2;

    struct Asked {
        uint256 at; // seconds
        uint256 tail; // of the line, afterwards
    }

    struct Count {
        uint256[ASSETS] units;
        uint256[ASSETS] queued; // of them
    }

    address[] internal people;
    string public broken;
    bytes4 public culprit;

    event log_named_bytes32(string key, bytes32 val);

    bytes4 public current; // what is being done
    mapping(bytes4 action => uint256) public done;
    uint256 public steps;
    uint256 internal donatedToEscrow;

    uint256 internal time;
    uint256 internal number; // of the block
    uint256[] internal ids;
    Asked[] private asked;
    OperatorSet private foreign;
    Token internal reward;
    address internal escrow;

    /// @dev Something was lost that isn't counted everywhere yet.
    bool private hurt;
    bool private lost; // in this step

    uint256 private keys; // of validators: 1 to `keys`
    mapping(uint256 key => uint256 index) private ownerOf;
    mapping(uint256 key => uint256) private stakeIn; // wei in flight, the operator's included
    mapping(uint256 key => bool) private arrived;

    uint256 private laidOn; // day
    uint256 private laid; // wei
    uint256 private mostKept; // shares
    uint256 private lastPrice; // of the lot that is being sold

    constructor() {
        setUp();
        people.push(alice);
        people.push(bob);
        people.push(carol);
        foreign = OperatorSet(account("foreign"), 7);
        _makeSet(foreign);
        for (uint256 i; i < OPERATORS; ++i) {
            _join(i, set);
            _join(i, otherSet);
            _join(i, foreign);
            _allocate(i, set, csStrategy, WAD / 4);
            _allocate(i, set, BEACON_ETHER, WAD / 4);
            native.createPod(i);
        }
        reward = new Token("reward", 18);
        vm.prank(governor);
        auction.list(address(reward), 0.01 ether);
        escrow = queue.escrow();
        _deposit(alice, 300 ether);
        _depositToken(bob, 90 ether);
        _routeAll();
        _pass(ALLOCATION_DELAY);
        vm.warp(vm.getBlockTimestamp() + 12 * uint256(ALLOCATION_DELAY));
        _csCheckpoint(0);
        _round();
        asked.push(Asked(vm.getBlockTimestamp(), queue.tail()));
        (time, number) = (vm.getBlockTimestamp(), vm.getBlockNumber());
    }

    /// @dev Nothing but a loss lowers the rate, and nothing moves the line but forwards.
    modifier step(bytes4 action) {
        vm.warp(time);
        vm.roll(number);
        current = action;
        bool known = !hurt;
        lost = false;
        (uint256 assets, uint256 supply) = vault.rate();
        uint256 filled = queue.filled();
        _;
        (uint256 assetsAfter, uint256 supplyAfter) = vault.rate();
        bool fell = (assetsAfter + DUST) * supply < assets * supplyAfter;
        _must(!fell || lost || !known, "RATE-1: the rate fell without a loss");
        _must(queue.filled() >= filled, "FIFO-4: the line went backwards");
        (time, number) = (vm.getBlockTimestamp(), vm.getBlockNumber());
        ++steps;
    }

    // -- People ------------------------------------------------------------------------------------------------------

    function depositEther(uint256 who, uint256 seed) external step(this.depositEther.selector) {
        (address user, uint256 assets) = (_person(who), 8 * _amount(seed));
        uint256 expected = vault.previewDeposit(assets);
        vm.deal(user, user.balance + assets);
        vm.prank(user);
        try vault.depositETH{value: assets}(user) returns (uint256 shares) {
            _must(shares == expected, "RATE-3: a deposit mints what was previewed");
            _did();
        } catch {
            _must(_isStale(), "LIVE-2: deposits are closed only while what is known is old");
        }
    }

    function depositToken(uint256 who, uint256 seed) external step(this.depositToken.selector) {
        (address user, uint256 assets) = (_person(who), _amount(seed));
        if (_isCsStale()) _csCheckpoint(0);
        uint256 units = _buy(user, assets);
        uint256 worth = csETH.convertToAssets(units);
        ISpread.Asset memory had = spread.assetAt(CSETH);
        vm.startPrank(user);
        csETH.approve(address(spread), units);
        try spread.deposit(CSETH, units, user, 0, time) {
            ISpread.Asset memory has = spread.assetAt(CSETH);
            _must(!csETH.snapshot().slashing && !_isCsStale(), "DOOR-2: csETH can't be relied on");
            _must(has.booked <= has.capWei, "DOOR-2: a door has its cap");
            _must(has.waiting == had.waiting + units, "NAV-3: what came in waits");
            _must(has.booked == had.booked + worth * 9990 / 10_000, "DOOR-1: the haircut isn't paid for");
            _did();
        } catch {
            bool isFull = had.booked + worth > had.capWei;
            _must(isFull || _isStale() || csETH.snapshot().slashing, "DOOR-2: the door is open");
        }
        vm.stopPrank();
    }

    function transferShares(uint256 from, uint256 to, uint256 seed) external step(this.transferShares.selector) {
        address sender = _person(from);
        uint256 shares = _part(vault.balanceOf(sender), seed);
        vm.prank(sender);
        vault.transfer(_person(to), shares);
        _did();
    }

    function request(uint256 who, uint256 seed) external step(this.request.selector) {
        address user = _person(who);
        uint256 shares = _part(vault.balanceOf(user) / (seed % 8 == 0 ? 1 : 4), seed >> 3);
        if (shares < 0.01 ether) return;
        uint256 tail = queue.tail();
        vm.prank(user);
        try vault.requestRedeem(shares, user, user) returns (uint256 id) {
            _must(id == tail, "FIFO-1: a request begins where the line ended");
            ids.push(id);
            asked.push(Asked(time, queue.tail()));
            _did();
        } catch {
            _must(false, "LIVE-1: a request was refused");
        }
    }

    function fill(uint256 seed) external step(this.fill.selector) {
        if (seed % 4 != 0) _tryCheck();
        ILiquidVault.Snapshot memory s = vault.snapshot();
        (uint256 had, uint256 worth) = (escrow.balance, vault.convertToAssets(s.eligible));
        try vault.fill(seed % 3 == 0 ? _amount(seed >> 8) : type(uint256).max) returns (
            uint256 shares, uint256 assets
        ) {
            _mustBeStamped();
            _must(time <= s.provenAt + 6 hours, "NAV-7: paid at an old rate");
            _must(escrow.balance == had + assets, "SOLV-2: a fill goes whole to the escrow");
            _must(assets <= worth && shares <= s.eligible, "FIFO-3: more than was eligible was paid");
            _must(queue.filled() <= _tailAt(s.provenAt), "NAV-7: paid to who asked after what is known");
            _did();
        } catch {}
    }

    function claim(uint256 which) external step(this.claim.selector) {
        if (ids.length == 0) return;
        which %= ids.length;
        IRedeemQueue.Position memory position = queue.position(ids[which]);
        uint256 had = position.owner.balance;
        vm.prank(position.owner);
        try queue.claim(ids[which], position.owner) returns (uint256 assets, uint256 remainder) {
            _must(assets == position.assets, "FIFO-5: a claim pays what the position says");
            _must(position.owner.balance == had + assets, "FIFO-5: a claim pays its receiver");
            _replace(which, remainder);
            _did();
        } catch {
            _must(position.claimableShares == 0, "LIVE-1: a claim was refused");
        }
    }

    function redeemInstant(uint256 who, uint256 seed) external step(this.redeemInstant.selector) {
        _tryCheck();
        address user = _person(who);
        uint256 shares = _part(vault.balanceOf(user) / (seed % 8 == 0 ? 1 : 64), seed >> 8);
        try vault.previewRedeemInstant(shares) returns (uint256 expected) {
            uint256 owed = vault.convertToAssets(vault.snapshot().eligible);
            vm.prank(user);
            _must(vault.redeemInstant(shares, user, user) == expected, "LANE-2: a preview isn't what was paid");
            _mustBeStamped();
            _must(vault.idle() >= owed, "LANE-4: the lane took what tickets are owed");
            _did();
        } catch {}
    }

    function redeemInKind(uint256 who, uint256 seed) external step(this.redeemInKind.selector) {
        _tryCheck();
        address user = _person(who);
        uint256 shares = _part(vault.balanceOf(user) / 64, seed >> 8);
        (uint256 owed, uint256 has) = (vault.convertToAssets(vault.snapshot().eligible), vault.idle());
        (bool priced, uint256 price) = _lanePrice(shares);
        uint256 used = vault.snapshot().laneUsed;
        (uint256 assets, uint256 supply) = vault.rate();
        vm.prank(user);
        try vault.redeemInKind(CSETH, shares, user, user, 0, time) returns (uint256 units) {
            _mustBeStamped();
            _must(owed <= has, "KIND-2: tickets that can't be filled come first");
            if (priced) _must(csETH.convertToShares(price) == units, "KIND-1: the lane's price");
            _must(vault.snapshot().laneUsed == used + shares * assets / supply, "KIND-1: out of the lane's bucket");
            _did();
        } catch {}
    }

    function _lanePrice(uint256 shares) private view returns (bool, uint256) {
        try vault.previewRedeemInstant(shares) returns (uint256 assets) {
            return (true, assets);
        } catch {
            return (false, 0);
        }
    }

    // -- Keepers -----------------------------------------------------------------------------------------------------

    function openRound() external step(this.openRound.selector) {
        try spread.openRound() {
            _did();
        } catch {}
    }

    function sync(uint256 which) external step(this.sync.selector) {
        _sync(which % OPERATORS);
        _did();
    }

    /// @dev From its opening to its end. Then everything is known, and somebody can be paid.
    function round(uint256 seed) external step(this.round.selector) {
        if (seed % 4 == 0) _csCheckpoint(0);
        uint256 dueAt = spread.round().openedAt + 1 hours;
        if (dueAt > time) _to(dueAt);
        if (seed >> 8 & 3 == 1) _checkpointAll();
        spread.openRound();
        if (seed >> 8 & 3 > 1) _checkpointAll();
        for (uint256 i; i < OPERATORS; ++i) {
            _sync((i + seed) % OPERATORS);
        }
        _must(spread.round().missing == 0, "LIVE-2: a round can be finished");
        uint256[ASSETS] memory live = _live();
        for (uint256 a; a < ASSETS; ++a) {
            _must(spread.assetAt(a).booked == live[a], "NAV-4: after a round, what is booked is what is there");
        }
        hurt = false;
        _checkCanPay();
        _did();
    }

    function _checkpointAll() private {
        _mine();
        for (uint256 i; i < OPERATORS; ++i) {
            _checkpointOf(i);
        }
    }

    function _sync(uint256 index) private {
        Count memory count = _count(index);
        try spread.sync(index) {
            for (uint256 a; a < ASSETS; ++a) {
                _must(spread.holdingOf(index, a).units == count.units[a], "NAV-2: counted as it is");
            }
        } catch {
            _must(false, "LIVE-2: a sync was refused");
        }
    }

    /// @dev Counted and booked, so that what moves next can be told.
    function _level(uint256 index) private {
        _sync(index);
        spread.appraise(ETHER);
        spread.appraise(CSETH);
    }

    /// @dev With nothing unbooked, a stamp is to be had.
    function _checkCanPay() private {
        if (csETH.snapshot().slashing) return;
        spread.appraise(ETHER);
        spread.appraise(CSETH);
        try spread.check() {}
        catch {
            _must(false, "NAV-9: nothing is unbooked");
        }
    }

    function check() external step(this.check.selector) {
        try spread.check() {
            _must(_isBooked(), "NAV-9: a block was stamped in which a loss is unbooked");
            _did();
        } catch {
            if (!hurt) _checkCanPay();
        }
    }

    function appraise(uint256 asset) external step(this.appraise.selector) {
        spread.appraise(asset % ASSETS);
        _did();
    }

    function delegate(uint256 which) external step(this.delegate.selector) {
        uint256 index = which % OPERATORS;
        _level(index);
        uint256 before = spread.booked();
        SignatureWithExpiry memory none;
        try spread.delegate(index, none, 0) {
            _mustBeEven(before, spread.booked());
            _did();
        } catch {}
    }

    /// @dev Anyone leaves an operator of whom next to nothing is left.
    function leaveExhausted(uint256 which, uint256 asset) external step(this.leaveExhausted.selector) {
        uint256 index = which % OPERATORS;
        asset %= ASSETS;
        _level(index);
        uint256 before = spread.booked();
        bool exhausted = alm.getMaxMagnitude(operators[index], _strategies()[asset]) < WAD / 100;
        try spread.undelegate(index, asset) {
            _must(exhausted, "RISK-3: an operator was left that has something left");
            _mustBeEven(before, spread.booked());
        } catch {
            _must(!exhausted || !delegation.isDelegated(_delegatorOf(index)), "ROUTE-4: who is exhausted is left");
        }
        _did();
    }

    function route(uint256 which, uint256 seed) external step(this.route.selector) {
        uint256 index = which % OPERATORS;
        _level(index);
        (uint256 room, uint256 waiting) = (spread.roomFor(index, CSETH), spread.routable(CSETH));
        uint256 most = room < waiting ? room : waiting;
        uint256 units = seed % 4 == 0 ? most + 1 : _part(most, seed >> 2);
        uint256 before = spread.booked();
        bool admitted = _admits(index, units);
        try spread.route(index, CSETH, units) {
            _must(units <= room || waiting <= room, "ROUTE-2: more than its weight's part");
            _must(policy.breaches(index).length == 0, "ROUTE-1: a ceiling was broken");
            _must(delegation.isDelegated(_delegatorOf(index)), "ROUTE-3: to nobody");
            _must(alm.getMaxMagnitude(operators[index], csStrategy) >= WAD / 100, "ROUTE-4: to who has nothing left");
            _mustBeEven(before, spread.booked());
            _did();
        } catch {
            address delegator = _delegatorOf(index);
            bool closed = !admitted || !delegation.isDelegated(delegator) || tally.rootCount(delegator) >= 16;
            _must(closed || units > most || units < 1e6, "ROUTE-3: what has room is taken");
        }
    }

    function _admits(uint256 index, uint256 units) private view returns (bool) {
        ISpread.Asset memory it = spread.assetAt(CSETH);
        uint256 all = it.units + it.waiting;
        return all != 0 && policy.admits(index, CSETH, it.booked * units / all);
    }

    /// @dev Somebody wants all out.
    function _run(uint256 who) private {
        address user = _person(who);
        uint256 shares = vault.balanceOf(user);
        if (shares < 0.01 ether) return;
        ids.push(_request(user, shares));
        asked.push(Asked(time, queue.tail()));
    }

    function lay(uint256 which, uint256 of_) external step(this.lay.selector) {
        (uint256 index, uint256 asset) = (which % OPERATORS, of_ % ASSETS);
        if (of_ & 2 == 0) _run(which);
        _level(index);
        (uint256 wanted, uint256 coming, uint256 before) = (spread.wanted(), spread.coming(), spread.booked());
        uint256 roots = tally.rootCount(_delegatorOf(index));
        try spread.lay(index, asset) {
            uint256 came = spread.coming() - coming;
            uint256 today = vm.getBlockTimestamp() / 1 days;
            (laid, laidOn) = ((laidOn == today ? laid : 0) + came, today);
            _must(laid <= spread.rung() + DUST, "LADDER-2: more than a day's rung");
            _must(wanted != 0, "LADDER-3: nothing was wanted");
            _must(came <= (wanted > MIN_RUNG ? wanted : MIN_RUNG) + DUST, "LADDER-3: more than was wanted");
            _must(roots < 16, "LADDER-1: more than 16");
            _mustBeEven(before, spread.booked());
            _did();
        } catch {}
    }

    function derisk(uint256 which, uint256 of_) external step(this.derisk.selector) {
        (uint256 index, uint256 asset) = (which % OPERATORS, of_ % ASSETS);
        _level(index);
        (uint256 excess, uint256 before, uint256 coming) = (policy.excess(index), spread.booked(), spread.coming());
        uint256 free = _free(index, asset);
        vm.prank(stranger);
        try spread.derisk(index, asset) {
            _must(excess != 0, "RISK-2: nothing was in excess");
            _must(spread.coming() - coming <= excess + DUST, "RISK-3: more than the excess was drained");
            _mustBeEven(before, spread.booked());
            _did();
        } catch {
            _must(excess < MIN_RUNG || free < MIN_RUNG, "RISK-9: anyone can drain what is in excess");
        }
    }

    function complete(uint256 which, uint256 seed) external step(this.complete.selector) {
        uint256 index = which % OPERATORS;
        (Withdrawal[] memory withdrawals, uint256[][] memory worth) =
            delegation.getQueuedWithdrawals(_delegatorOf(index));
        if (withdrawals.length == 0) return;
        uint256 place = seed % withdrawals.length;
        uint256 due = uint256(withdrawals[place].startBlock) + DELAY + 1;
        // Mostly when it is due, at times a block before.
        if (number < due) vm.roll(seed >> 8 & 7 == 0 ? due - 1 : due);
        bool asTokens = seed >> 16 & 3 != 0;
        _level(index);
        (uint256 before, uint256 shortfall) = (_backing(), vault.shortfall());
        bool admitted = policy.admits(index, _assetOf(withdrawals[place].strategies[0]), 0);
        try spread.complete(index, withdrawals[place], asTokens) {
            _must(vm.getBlockNumber() >= due, "WQ-2: not before its time");
            _must(asTokens || (shortfall == 0 && admitted), "LADDER-4: back into stake");
            _mustBeEven(before, _backing());
            _did();
        } catch {
            bool isLive = asTokens && vm.getBlockNumber() >= due;
            _must(
                !isLive || !_isPaidFor(index, withdrawals[place], worth[place][0]), "LADDER-5: what is due comes back"
            );
        }
    }

    /// @dev Beacon ether is paid by what the pod was paid, when a checkpoint has counted it.
    function _isPaidFor(uint256 index, Withdrawal memory withdrawal, uint256 worth) private view returns (bool) {
        if (withdrawal.strategies[0] != BEACON_ETHER) return true;
        return worth / 1e9 <= IEigenPod(_podOf(index)).withdrawableRestakedExecutionLayerGwei();
    }

    function unwind(uint256 seed) external step(this.unwind.selector) {
        if (_isCsStale()) _csCheckpoint(0);
        if (seed & 2 == 0) _run(seed >> 2);
        uint256 before = _backing();
        try spread.unwind(CSETH) {
            // A token's own fall is booked on the way.
            if (!hurt) _mustBeAtLeast(_backing(), before);
            _did();
        } catch {}
        if (seed % 2 == 0) return;
        _csCheckpoint(0);
        _csFillSome();
    }

    function claimTicket(uint256 which) external step(this.claimTicket.selector) {
        uint256 count = spread.tickets().length;
        if (count == 0) return;
        spread.appraise(ETHER);
        uint256 before = _backing();
        try spread.claim(which % count) {
            _mustBeEven(before, _backing());
            _did();
        } catch {}
    }

    // -- Rewards -----------------------------------------------------------------------------------------------------

    function offer(uint256 seed) external step(this.offer.selector) {
        reward.mint(address(auction), _amount(seed));
        (, uint256 basis, uint256 openedAt) = auction.lotOf(address(reward));
        try auction.open(address(reward)) {
            (uint256 lot, uint256 next,) = auction.lotOf(address(reward));
            _must(openedAt == 0 || time > openedAt + 1 days, "AUCT-5: one after the other");
            _must(lot <= reward.balanceOf(address(auction)), "AUCT-1: a lot is there");
            _must(next == basis || next == basis / 2 || next == 1e6, "AUCT-4: sold out or halved");
            lastPrice = type(uint256).max;
            _did();
        } catch {
            _must(openedAt != 0 && time <= openedAt + 1 days, "AUCT-5: when the last one's time is over");
        }
    }

    function buy(uint256 who, uint256 seed) external step(this.buy.selector) {
        address user = _person(who);
        try auction.priceOf(address(reward)) returns (uint256 price) {
            _must(price <= lastPrice, "AUCT-2: a price only falls");
            lastPrice = price;
            uint256 units = seed % 4 == 0 ? type(uint256).max : _amount(seed >> 8);
            (uint256 had, uint256 accounted) = (address(vault).balance, vault.snapshot().backing);
            vm.deal(user, 1e6 ether);
            vm.prank(user);
            (, uint256 cost) = auction.buy{value: 1e6 ether}(address(reward), units, 0, user);
            _must(address(vault).balance == had + cost, "AUCT-3: what it brings is the vault's");
            _must(vault.snapshot().backing == accounted + cost, "AUCT-3: and accounted");
            _did();
        } catch {}
    }

    function earn(uint256 seed) external step(this.earn.selector) {
        uint256 before = _price();
        vault.earn{value: _amount(seed) / 100}();
        _must(_price() == before, "VEST-1: a gain is worth nothing yet");
        _did();
    }

    function distribute() external step(this.distribute.selector) {
        uint256 kept = firstLoss.kept();
        // What was burned is made up for first.
        mostKept = kept > mostKept ? kept : mostKept;
        firstLoss.distribute();
        _must(firstLoss.kept() >= kept, "RES-3: what stays, stays");
        uint256 cap = vault.totalSupply() / 100;
        _must(firstLoss.kept() <= (mostKept > cap ? mostKept : cap), "RES-3: up to its cap");
        _did();
    }

    // -- Operators and services --------------------------------------------------------------------------------------

    function allocate(uint256 who, uint256 which, uint256 seed) external step(this.allocate.selector) {
        uint256 index = who % OPERATORS;
        OperatorSet memory to = which % 4 == 0 ? foreign : which % 2 == 0 ? set : otherSet;
        address strategy = seed & 1 == 0 ? BEACON_ETHER : csStrategy;
        // Mostly well within the ceilings, and nothing for a stranger: a breach closes a delegator for long.
        uint64 magnitude = to.avs == foreign.avs ? 0 : uint64(seed >> 8 & 3) * WAD / 8;
        if (seed >> 1 & 15 == 0) magnitude = seed >> 8 & 1 == 0 ? WAD : WAD * 6 / 10;
        try this.allocateTo(index, to, strategy, magnitude) {
            _did();
            if (to.avs == foreign.avs && magnitude != 0) {
                IRiskPolicy.Breach[] memory found = policy.breaches(index);
                _must(found.length != 0 && _isActive(found), "RISK-7: a set that isn't listed is a breach");
            }
        } catch {}
    }

    function allocateTo(uint256 index, OperatorSet memory to, address strategy, uint64 magnitude) external {
        _allocate(index, to, strategy, magnitude);
    }

    function changeDelay(uint256 who, uint256 seed) external step(this.changeDelay.selector) {
        address operator = operators[who % OPERATORS];
        vm.prank(operator);
        alm.setAllocationDelay(operator, uint32(ALLOCATION_DELAY + seed % 3 - (seed % 16 == 0 ? 2 : 0)));
        _did();
    }

    /// @dev Of all that the operator has allocated to the set. In a block of its own: who is stamped and paid before it in the same
    /// block couldn't be told from who was a block before.
    function slash(uint256 who, uint256 which, uint256 seed) external step(this.slash.selector) {
        uint256 index = who % OPERATORS;
        OperatorSet memory by = which % 8 == 0 ? foreign : which % 2 == 0 ? set : otherSet;
        (uint256 asset, address strategy) = seed & 1 == 0 ? (ETHER, BEACON_ETHER) : (CSETH, csStrategy);
        uint256 wad = seed >> 1 & 15 == 0 ? WAD : 1 + (seed >> 8) % (WAD / 20);
        _pass(1);
        Count memory had = _count(index);
        uint256 slashable = _slashable(index, strategy);
        uint256 magnitude = alm.getMaxMagnitude(operators[index], strategy);
        try this.slashBy(index, by, strategy, wad) {
            uint256 left = alm.getMaxMagnitude(operators[index], strategy);
            if (left == magnitude) return;
            Count memory has = _count(index);
            uint256 took = had.units[asset] - has.units[asset];
            uint256 most = slashable - slashable * left / magnitude;
            _must(took <= most + DUST && took + DUST >= most, "NAV-5: what is queued loses as what stayed");
            _did();
            if (spread.holdingOf(index, asset).units == 0) return;
            (hurt, lost) = (true, true);
            _mustNotStamp();
        } catch {}
    }

    function slashBy(uint256 index, OperatorSet memory by, address strategy, uint256 wad) external {
        _slash(index, by, strategy, wad);
    }

    function putOut(uint256 who, uint256 seed) external step(this.putOut.selector) {
        if (seed % 4 != 0) return;
        uint256 index = who % OPERATORS;
        address delegator = _delegatorOf(index);
        Count memory had = _count(index);
        vm.prank(operators[index]);
        try delegation.undelegate(delegator) {
            Count memory has = _count(index);
            for (uint256 a; a < ASSETS; ++a) {
                _must(has.units[a] <= had.units[a] + DUST, "NAV-6: being put out gains nothing");
                _must(has.units[a] + DUST >= had.units[a], "NAV-6: being put out costs nothing");
            }
            _did();
        } catch {}
    }

    // -- Validators --------------------------------------------------------------------------------------------------

    /// @dev An operator's ether for a validator, and the vault's, when there is enough.
    function stake(uint256 which, uint256 seed) external step(this.stake.selector) {
        (uint256 index, uint256 assets) = (which % OPERATORS, (31 + seed % 4) * 1 ether);
        if (keys == MOST_KEYS || !_isRoom(index, assets)) return;
        _predeposit(++keys, _podOf(index));
        ownerOf[keys] = index;
        _level(index);
        (uint256 flying, uint256 before) = (native.inFlight(index), _backing());
        try this.stakeOf(index, keys, assets) {
            stakeIn[keys] = assets + 1 ether;
            _must(native.inFlight(index) == flying + assets + 1 ether, "NAV-8: at par until the pod knows of it");
            _must(vault.idle() >= vault.queued(), "EXIT-2: ether that the line is owed was staked");
            _mustBeEven(before + 1 ether, _backing());
            _did();
        } catch {
            _must(_isStale() || hurt, "ROUTE-3: what has room is taken");
        }
    }

    function _isRoom(uint256 index, uint256 assets) private returns (bool) {
        _level(index);
        if (vault.stakeable() < assets || spread.roomFor(index, ETHER) < assets) return false;
        address delegator = _delegatorOf(index);
        if (!delegation.isDelegated(delegator) || tally.rootCount(delegator) >= 16) return false;
        return policy.admits(index, ETHER, assets);
    }

    function stakeOf(uint256 index, uint256 key, uint256 assets) external {
        _stake(index, key, assets);
    }

    /// @dev A deposit lands, and its validator is proven to the pod.
    function land(uint256 which) external step(this.land.selector) {
        uint256 key = _keyIn(which, true);
        if (key == 0) return;
        uint256 index = ownerOf[key];
        _arriveOnce(key);
        _mine();
        uint256 had = _count(index).units[ETHER];
        try this.verifyOf(index, key) {
            stakeIn[key] = 0;
            uint256 has = _count(index).units[ETHER];
            _must(has <= had + DUST && has + DUST >= had, "NAV-8: the flight ends where the credit begins");
            _did();
        } catch {
            _must(_isClosed(index), "NAV-8: what has landed is credited");
        }
    }

    function _arriveOnce(uint256 key) private {
        if (!arrived[key]) _arrive(key, uint64(stakeIn[key] / 1e9 - ONE_ETHER));
        arrived[key] = true;
    }

    function verifyOf(uint256 index, uint256 key) external {
        _verify(index, key);
    }

    /// @dev A validator is slashed before the pod knows it.
    function writeOff(uint256 which, uint256 seed) external step(this.writeOff.selector) {
        uint256 key = _keyIn(which, true);
        if (key == 0 || seed % 2 != 0) return;
        uint256 index = ownerOf[key];
        _arriveOnce(key);
        chain.slash(_index(key), _epoch());
        _mine();
        uint256 had = _count(index).units[ETHER];
        native.writeOff(index, _evidence(key));
        uint256 assets = stakeIn[key];
        (stakeIn[key], hurt, lost) = (0, true, true);
        _must(had - _count(index).units[ETHER] == assets, "NAV-8: it counts nothing until it is paid out");
        _must(spread.holdingOf(index, ETHER).units == had - assets, "NAV-8: at once");
        _did();
    }

    /// @dev Mostly rewards, at times a penalty, seldom a slashing.
    function beaconMoves(uint256 which, uint256 seed) external step(this.beaconMoves.selector) {
        uint256 key = _keyIn(which, false);
        if (key == 0 || _balance(key) == 0) return;
        uint64 most = _balance(key) / (seed % 16 == 0 ? 2 : 1000);
        int64 change = int64(uint64((seed >> 8) % (most + 1)));
        chain.addBalance(_index(key), seed % 4 == 0 ? -change : change);
        _did();
    }

    function payOut(uint256 which, uint256 seed) external step(this.payOut.selector) {
        uint256 key = _keyIn(which, false);
        if (key == 0 || _balance(key) == 0 || seed % 4 != 0) return;
        _payOut(key);
        _did();
    }

    /// @dev A whole one, of one pod.
    function checkpoint(uint256 which) external step(this.checkpoint.selector) {
        _mine();
        if (_checkpointOf(which % OPERATORS)) _did();
    }

    function _checkpointOf(uint256 index) private returns (bool done_) {
        if (_rests(index)) return false;
        uint256[] memory active = _activeOf(index);
        int256 delta = _unknown(index, active);
        uint256 had = _count(index).units[ETHER];
        try this.checkpointOf(index, active) {
            uint256 has = _count(index).units[ETHER];
            _must(int256(has) <= int256(had) + (delta > 0 ? delta : int256(0)) + int256(DUST), "NAV-8: counted once");
            _must(delta < 0 || has + DUST >= had + uint256(delta) || _isClosed(index), "NAV-8: and counted");
            done_ = true;
            if (delta >= 0 || spread.holdingOf(index, ETHER).units == 0) return true;
            (hurt, lost) = (true, true);
            _mustNotStamp();
        } catch {
            _must(_isClosed(index), "LIVE-2: a checkpoint can be finished");
        }
    }

    /// @dev While a deposit is in flight, a pod's next checkpoint has to wait.
    function _rests(uint256 index) private view returns (bool) {
        uint256 last = IEigenPod(_podOf(index)).lastCheckpointTimestamp();
        return native.inFlight(index) != 0 && vm.getBlockTimestamp() < last + 1 hours;
    }

    function checkpointOf(uint256 index, uint256[] memory active) external {
        native.startCheckpoint(index, false);
        _prove(index, active);
    }

    /// @return delta wei that the next checkpoint would find.
    function _unknown(uint256 index, uint256[] memory active) private view returns (int256 delta) {
        IEigenPod pod = IEigenPod(_podOf(index));
        delta = int256(address(pod).balance / 1e9) - int256(uint256(pod.withdrawableRestakedExecutionLayerGwei()));
        for (uint256 i; i < active.length; ++i) {
            uint64 known = pod.validatorPubkeyHashToInfo(_hash(active[i])).restakedBalanceGwei;
            delta += int256(uint256(_balance(active[i]))) - int256(uint256(known));
        }
        delta *= 1e9;
    }

    /// @dev Nothing more goes in where nothing is left.
    function _isClosed(uint256 index) private view returns (bool) {
        address delegator = _delegatorOf(index);
        return eigenPodManager.beaconChainSlashingFactor(delegator) == 0
            || alm.getMaxMagnitude(operators[index], BEACON_ETHER) == 0;
    }

    /// @return key from there on that is in flight, or that a pod knows; 0 if there is none.
    function _keyIn(uint256 from, bool flying) private view returns (uint256 key) {
        for (uint256 i; i < keys; ++i) {
            key = 1 + (from % keys + i) % keys;
            if (flying ? stakeIn[key] != 0 : _isActive(ownerOf[key], key)) return key;
        }
        return 0;
    }

    /// @return list of a delegator's validators that its pod knows, in the order of the beacon chain.
    function _activeOf(uint256 index) private view returns (uint256[] memory list) {
        list = new uint256[](keys);
        uint256 count;
        for (uint256 key = 1; key <= keys; ++key) {
            if (ownerOf[key] == index && _isActive(index, key)) list[count++] = key;
        }
        assembly ("memory-safe") {
            mstore(list, count)
        }
    }

    function _podOf(uint256 index) private view returns (address) {
        return eigenPodManager.getPod(_delegatorOf(index));
    }

    // -- csETH -------------------------------------------------------------------------------------------------------

    function csEarns(uint256 seed) external step(this.csEarns.selector) {
        _csCheckpoint(int256(_amount(seed) / 100));
        if (seed >> 8 & 1 == 0) _csStakeAll();
        _did();
    }

    function csLoses(uint256 seed) external step(this.csLoses.selector) {
        uint256 loss = (seed >> 8) % (csOutside / (seed % 8 == 0 ? 2 : 50) + 1);
        if (loss == 0) return;
        _pass(1);
        (uint256 assets, uint256 supply) = csETH.rate();
        _csCheckpoint(-int256(loss));
        (uint256 left, uint256 now_) = csETH.rate();
        if (left * supply < assets * now_) (hurt, lost) = (true, true);
        _did();
    }

    function csSuspends() external step(this.csSuspends.selector) {
        _pass(1);
        vm.prank(registry);
        csETH.suspend();
        ISpread.Asset memory it = spread.assetAt(CSETH);
        if (it.units + it.waiting != 0 || spread.tickets().length != 0) _mustNotStamp();
        _did();
    }

    function csPays() external step(this.csPays.selector) {
        _csReturnAll();
        _csFillSome();
        _did();
    }

    /// @dev All that validators had is back.
    function _csReturnAll() private {
        vm.deal(address(csETH), address(csETH).balance + csOutside);
        uint256 back = csOutside;
        _csCheckpoint(-int256(back));
    }

    function _csFillSome() private {
        try csETH.fill(type(uint256).max) {} catch {}
    }

    // -- What nobody asked for ---------------------------------------------------------------------------------------

    function donateEther(uint256 where, uint256 seed) external step(this.donateEther.selector) {
        uint256 assets = _amount(seed) / 10;
        address to = where % 6 == 0 ? escrow : _curious(where % 6, seed % OPERATORS);
        vm.deal(to, to.balance + assets);
        if (to == escrow) donatedToEscrow += assets;
        _did();
    }

    function _curious(uint256 which, uint256 index) private view returns (address) {
        if (which == 1) return address(vault);
        if (which == 2) return address(spread);
        if (which == 3) return address(auction);
        return which == 4 ? _delegatorOf(index) : _podOf(index);
    }

    function donateToken(uint256 where, uint256 seed) external step(this.donateToken.selector) {
        if (_isCsStale()) _csCheckpoint(0);
        address[4] memory to = [address(vault), address(spread), _delegatorOf(seed % OPERATORS), csStrategy];
        // What a gift to an empty strategy does to the next deposit is STAKE-10's: it takes a thousandth of what it costs.
        if (where % 4 == 3 && IStrategy(csStrategy).totalShares() < 1 ether) return;
        uint256 units = _buy(address(this), _amount(seed) / 10);
        csETH.transfer(to[where % 4], units);
        _did();
    }

    // -- Time --------------------------------------------------------------------------------------------------------

    function tick() external step(this.tick.selector) {
        _to(time + 12);
        _did();
    }

    /// @dev To a second before, at or after what some rule calls a limit; or for a while.
    function wait(uint256 seed) external step(this.wait.selector) {
        ILiquidVault.Snapshot memory s = vault.snapshot();
        uint256 kind = seed % 8;
        (,, uint256 openedAt) = auction.lotOf(address(reward));
        uint256 target = time + (seed >> 16) % 6 hours;
        if (kind == 0) target = s.provenAt + 2 days;
        else if (kind == 1) target = s.provenAt + 6 hours;
        else if (kind == 2) target = s.until;
        else if (kind == 3) target = openedAt + 1 days;
        else if (kind == 4) target = (time / 1 days + 1) * 1 days;
        else if (kind == 5) target = time + 12 * uint256(ALLOCATION_DELAY);
        if (kind < 4) target = target + (seed >> 8) % 3 - 1;
        if (target > time) _to(target);
        _did();
    }

    function _to(uint256 target) private {
        vm.roll(number + 1 + (target - time) / 12);
        vm.warp(target);
    }

    // -- Leaving -----------------------------------------------------------------------------------------------------

    /// @dev Everyone asks, every operator puts out, all of it comes back: whatever happened, the line is paid whole.
    function leave() external {
        vm.warp(time);
        vm.roll(number);
        _csReturnAll();
        for (uint256 i; i < OPERATORS; ++i) {
            if (_isClosed(i) && delegation.isDelegated(_delegatorOf(i))) spread.undelegate(i, ETHER);
        }
        _payOutAll();
        _round();
        for (uint256 i; i < people.length; ++i) {
            uint256 shares = vault.balanceOf(people[i]);
            if (shares >= 0.01 ether) ids.push(_request(people[i], shares));
        }
        _pass(DELAY + 1);
        for (uint256 i; i < OPERATORS; ++i) {
            _completeAll(i);
            _putOutAll(i);
        }
        _pass(DELAY + 1);
        for (uint256 i; i < OPERATORS; ++i) {
            _completeAll(i);
            spread.sync(i);
            for (uint256 a; a < ASSETS && !_isExhausted(i); ++a) {
                assertEq(spread.holdingOf(i, a).units, 0, "LADDER-5: all came back");
            }
        }
        for (uint256 day; day < 4 || (day < 200 && queue.filled() != queue.tail()); ++day) {
            _comeBack();
        }
        assertEq(queue.filled(), queue.tail(), "LADDER-5: the line is paid whole");
        _claimAll();
        (time, number) = (vm.getBlockTimestamp(), vm.getBlockNumber());
    }

    /// @dev What a pod credited to a delegator of nobody's is put out, too. Nobody delegates to who is exhausted: from there it comes by
    /// rungs.
    function _putOutAll(uint256 index) private {
        address delegator = _delegatorOf(index);
        SignatureWithExpiry memory none;
        if (!delegation.isDelegated(delegator)) {
            if (_isExhausted(index)) return;
            spread.delegate(index, none, 0);
        }
        vm.prank(operators[index]);
        delegation.undelegate(delegator);
    }

    function _isExhausted(uint256 index) private view returns (bool) {
        uint64 ether_ = alm.getMaxMagnitude(operators[index], BEACON_ETHER);
        uint64 token = alm.getMaxMagnitude(operators[index], csStrategy);
        return ether_ < WAD / 100 || token < WAD / 100;
    }

    /// @dev Every deposit lands, every validator leaves, and the pods know.
    function _payOutAll() private {
        for (uint256 key = 1; key <= keys; ++key) {
            if (stakeIn[key] == 0) continue;
            _arriveOnce(key);
            _mine();
            _verify(ownerOf[key], key);
            stakeIn[key] = 0;
        }
        for (uint256 key = 1; key <= keys; ++key) {
            if (_balance(key) != 0) _payOut(key);
        }
        for (uint256 i; i < OPERATORS; ++i) {
            _checkpoint(i, _activeOf(i));
        }
    }

    function _comeBack() private {
        for (uint256 i; i < OPERATORS; ++i) {
            if (spread.holdingOf(i, ETHER).units == 0) continue;
            vm.warp((vm.getBlockTimestamp() / 1 days + 1) * 1 days);
            try spread.lay(i, ETHER) {} catch {}
            _pass(DELAY + 1);
            _completeAll(i);
        }
        try spread.unwind(CSETH) {} catch {}
        _csCheckpoint(0);
        _csFillSome();
        while (spread.tickets().length != 0) {
            spread.claim(0);
        }
        _round();
        spread.check();
        if (vault.snapshot().eligible != 0) try vault.fill(type(uint256).max) {} catch {}
    }

    function _claimAll() private {
        for (uint256 i; i < ids.length; ++i) {
            IRedeemQueue.Position memory position = queue.position(ids[i]);
            assertEq(_claim(position.owner, ids[i]), position.assets, "FIFO-5: a claim pays what the position says");
        }
        delete ids;
        assertEq(escrow.balance, donatedToEscrow, "FIFO-5: together, to the wei, what was paid in");
    }

    // -- What is there, counted anew ---------------------------------------------------------------------------------

    /// @dev What a delegator has, from the restaking layer's own views.
    function _count(uint256 index) private view returns (Count memory count) {
        address delegator = _delegatorOf(index);
        address[] memory strategies = _strategies();
        (uint256[] memory free,) = delegation.getWithdrawableShares(delegator, strategies);
        (Withdrawal[] memory withdrawals, uint256[][] memory worth) = delegation.getQueuedWithdrawals(delegator);
        for (uint256 i; i < withdrawals.length; ++i) {
            count.queued[_assetOf(withdrawals[i].strategies[0])] += worth[i][0];
        }
        count.queued[CSETH] = _toUnits(count.queued[CSETH]);
        count.units[ETHER] = free[ETHER] + count.queued[ETHER] + _flying(index);
        count.units[CSETH] = _toUnits(free[CSETH]) + count.queued[CSETH];
    }

    function _flying(uint256 index) private view returns (uint256 assets) {
        for (uint256 key = 1; key <= keys; ++key) {
            if (ownerOf[key] == index) assets += stakeIn[key];
        }
    }

    /// @dev wei by asset, of all that is outside of the vault, at the rates of now.
    function _live() private view returns (uint256[ASSETS] memory worth) {
        worth[CSETH] = spread.assetAt(CSETH).waiting;
        for (uint256 i; i < OPERATORS; ++i) {
            Count memory count = _count(i);
            worth[ETHER] += count.units[ETHER];
            worth[CSETH] += count.units[CSETH];
        }
        worth[CSETH] = csETH.convertToAssets(worth[CSETH]);
        uint256[] memory tickets = spread.tickets();
        for (uint256 i; i < tickets.length; ++i) {
            IRedeemQueue.Position memory position = csQueue.position(tickets[i]);
            worth[ETHER] += position.assets + csETH.convertToAssets(position.pendingShares);
        }
    }

    function _isBooked() private view returns (bool) {
        uint256[ASSETS] memory live = _live();
        return live[ETHER] + live[CSETH] + DUST >= spread.booked();
    }

    function _free(uint256 index, uint256 asset) private view returns (uint256) {
        Count memory count = _count(index);
        return count.units[asset] - count.queued[asset] - (asset == ETHER ? _flying(index) : 0);
    }

    /// @dev Units that a slash of now would reach: all but what left the last slashable block behind, or was queued by nobody's.
    function _slashable(uint256 index, address strategy) private view returns (uint256 units) {
        address delegator = _delegatorOf(index);
        bool isDelegated = delegation.isDelegated(delegator);
        (uint256[] memory free,) = delegation.getWithdrawableShares(delegator, _strategies());
        if (isDelegated) units = free[_assetOf(strategy)];
        (Withdrawal[] memory withdrawals, uint256[][] memory worth) = delegation.getQueuedWithdrawals(delegator);
        for (uint256 i; i < withdrawals.length; ++i) {
            bool open = withdrawals[i].delegatedTo == operators[index]
                && uint256(withdrawals[i].startBlock) + DELAY >= vm.getBlockNumber();
            if (open && withdrawals[i].strategies[0] == strategy) units += worth[i][0];
        }
        if (strategy == csStrategy) units = _toUnits(units);
    }

    function _toUnits(uint256 shares) internal view returns (uint256) {
        return shares == 0 ? 0 : IStrategy(csStrategy).sharesToUnderlyingView(shares);
    }

    function _strategies() internal view returns (address[] memory strategies) {
        strategies = new address[](ASSETS);
        (strategies[ETHER], strategies[CSETH]) = (BEACON_ETHER, csStrategy);
    }

    function _assetOf(address strategy) private view returns (uint256) {
        return strategy == csStrategy ? CSETH : ETHER;
    }

    function _backing() private view returns (uint256) {
        return vault.snapshot().backing;
    }

    // -- Rules -------------------------------------------------------------------------------------------------------

    function _must(bool condition, string memory rule) private {
        if (condition || bytes(broken).length != 0) return;
        (broken, culprit) = (rule, current);
        emit log_named_bytes32(rule, bytes32(current));
    }

    function _did() private {
        ++done[current];
    }

    function _mustBeEven(uint256 before, uint256 after_) private {
        _must(after_ <= before + DUST, "NAV-6: a move gained something");
        _mustBeAtLeast(after_, before);
    }

    function _mustBeAtLeast(uint256 after_, uint256 before) private {
        _must(after_ + DUST >= before, "NAV-6: a move cost something");
    }

    /// @dev Somebody was paid.
    function _mustBeStamped() private {
        _must(vault.stampedAt() == vm.getBlockNumber(), "NAV-9: paid without a stamp");
        _must(_isBooked(), "NAV-9: paid while a loss was unbooked");
    }

    function _mustNotStamp() private {
        try spread.check() {
            _must(false, "NAV-9: a block was stamped in which a loss is unbooked");
        } catch {}
    }

    function _tryCheck() private {
        try spread.check() {} catch {}
    }

    function _isActive(IRiskPolicy.Breach[] memory found) private pure returns (bool active) {
        for (uint256 i; i < found.length; ++i) {
            active = active || found[i].active;
        }
    }

    function _isStale() private view returns (bool) {
        return vm.getBlockTimestamp() > vault.snapshot().provenAt + 2 days;
    }

    function _isCsStale() private view returns (bool) {
        return vm.getBlockTimestamp() > csETH.snapshot().provenAt + 2 days;
    }

    /// @return tail of the line as it was at that time.
    function _tailAt(uint256 at) private view returns (uint256 tail) {
        for (uint256 i = asked.length; i != 0; --i) {
            if (asked[i - 1].at <= at) return asked[i - 1].tail;
        }
    }

    // -- Chance ------------------------------------------------------------------------------------------------------

    function _person(uint256 who) private view returns (address) {
        return people[who % people.length];
    }

    function _amount(uint256 seed) private pure returns (uint256) {
        return seed % 8 == 0 ? 0.01 ether : 0.01 ether + (seed >> 3) % 10 ether;
    }

    /// @dev All of it, at times; or nothing.
    function _part(uint256 all, uint256 seed) private pure returns (uint256) {
        return seed % 8 == 0 ? all : (seed >> 3) % (all + 1);
    }

    function _replace(uint256 which, uint256 remainder) private {
        if (remainder != 0) {
            ids[which] = remainder;
            return;
        }
        ids[which] = ids[ids.length - 1];
        ids.pop();
    }
}
