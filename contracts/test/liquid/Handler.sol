// SPDX-License-Identifier: MIT
pragma solidity 0.8.31;

import {ILiquidVault} from "../../src/interfaces/ILiquidVault.sol";
import {IRedeemQueue} from "../../src/interfaces/IRedeemQueue.sol";
import {IRiskPolicy} from "../../src/interfaces/liquid/IRiskPolicy.sol";
import {ISpread} from "../../src/interfaces/liquid/ISpread.sol";
import {OperatorSet} from "../../src/interfaces/restaking/IAllocationManager.sol";
import {SignatureWithExpiry, Withdrawal} from "../../src/interfaces/restaking/IDelegationManager.sol";
import {IStrategy} from "../../src/interfaces/restaking/IStrategy.sol";
import {Token} from "../restaking/Token.sol";
import {Scene} from "./Scene.sol";

/// @dev Everything that can happen to crETH and to the two layers that it stands on, by anyone, in any block. What must hold of a
/// single step is checked in it; a rule that is broken is written down in `broken`, because a step that reverts would be
/// forgotten.
contract LiquidHandler is Scene {
    /// @dev wei that roundings may take from a step, all layers together.
    uint256 internal constant DUST = 1e6;
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
    uint256[OPERATORS] private podValue; // wei
    uint256 private laidOn; // day
    uint256 private laid; // wei
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
        _deposit(alice, 60 ether);
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
        bool lost = hurt;
        (uint256 assets, uint256 supply) = vault.rate();
        uint256 filled = queue.filled();
        _;
        (uint256 assetsAfter, uint256 supplyAfter) = vault.rate();
        bool fell = (assetsAfter + DUST) * supply < assets * supplyAfter;
        _must(!fell || lost || hurt, "RATE-1: the rate fell without a loss");
        _must(queue.filled() >= filled, "FIFO-4: the line went backwards");
        (time, number) = (vm.getBlockTimestamp(), vm.getBlockNumber());
        ++steps;
        ++done[action];
    }

    // -- People ------------------------------------------------------------------------------------------------------

    function depositEther(uint256 who, uint256 seed) external step(this.depositEther.selector) {
        (address user, uint256 assets) = (_person(who), _amount(seed));
        uint256 expected = vault.previewDeposit(assets);
        vm.deal(user, user.balance + assets);
        vm.prank(user);
        try vault.depositETH{value: assets}(user) returns (uint256 shares) {
            _must(shares == expected, "RATE-3: a deposit mints what was previewed");
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
    }

    function request(uint256 who, uint256 seed) external step(this.request.selector) {
        address user = _person(who);
        uint256 shares = _part(vault.balanceOf(user), seed);
        if (shares < 0.01 ether) return;
        uint256 tail = queue.tail();
        vm.prank(user);
        try vault.requestRedeem(shares, user, user) returns (uint256 id) {
            _must(id == tail, "FIFO-1: a request begins where the line ended");
            ids.push(id);
            asked.push(Asked(time, queue.tail()));
        } catch {
            _must(false, "LIVE-1: a request was refused");
        }
    }

    function fill(uint256 seed) external step(this.fill.selector) {
        if (seed % 4 != 0) _tryCheck();
        ILiquidVault.Snapshot memory s = vault.snapshot();
        (uint256 had, uint256 worth) = (escrow.balance, vault.convertToAssets(s.eligible));
        try vault.fill(seed % 3 == 0 ? _amount(seed >> 8) : type(uint256).max) returns (uint256 shares, uint256 assets) {
            _mustBeStamped();
            _must(time <= s.provenAt + 6 hours, "NAV-7: paid at an old rate");
            _must(escrow.balance == had + assets, "SOLV-2: a fill goes whole to the escrow");
            _must(assets <= worth && shares <= s.eligible, "FIFO-3: more than was eligible was paid");
            _must(queue.filled() <= _tailAt(s.provenAt), "NAV-7: paid to who asked after what is known");
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
        try spread.openRound() {} catch {}
    }

    function sync(uint256 which) external step(this.sync.selector) {
        _sync(which % OPERATORS);
    }

    /// @dev From its opening to its end. Then everything is known, and somebody can be paid.
    function round(uint256 seed) external step(this.round.selector) {
        if (seed % 4 == 0) _csCheckpoint(0);
        _pass(1);
        ISpread.Round memory last = spread.round();
        vm.warp(last.openedAt + 1 hours > time ? last.openedAt + 1 hours : time + 12);
        spread.openRound();
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
        } catch {
            if (!hurt) _checkCanPay();
        }
    }

    function appraise(uint256 asset) external step(this.appraise.selector) {
        spread.appraise(asset % ASSETS);
    }

    function delegate(uint256 which) external step(this.delegate.selector) {
        uint256 index = which % OPERATORS;
        _sync(index);
        uint256 before = spread.booked();
        SignatureWithExpiry memory none;
        try spread.delegate(index, none, 0) {
            _mustBeEven(before, spread.booked());
        } catch {}
    }

    function route(uint256 which, uint256 seed) external step(this.route.selector) {
        uint256 index = which % OPERATORS;
        _sync(index);
        (uint256 room, uint256 waiting) = (spread.roomFor(index, CSETH), spread.assetAt(CSETH).waiting);
        uint256 most = room < waiting ? room : waiting;
        uint256 units = seed % 4 == 0 ? most + 1 : _part(most, seed >> 2);
        uint256 before = spread.booked();
        bool admitted = _admits(index, units);
        try spread.route(index, CSETH, units) {
            _must(units <= room, "ROUTE-2: more than its weight's part");
            _must(policy.breaches(index).length == 0, "ROUTE-1: a ceiling was broken");
            _must(delegation.isDelegated(_delegatorOf(index)), "ROUTE-3: to nobody");
            _must(alm.getMaxMagnitude(operators[index], csStrategy) >= WAD / 100, "ROUTE-4: to who has nothing left");
            _mustBeEven(before, spread.booked());
        } catch {
            bool closed = !admitted || !delegation.isDelegated(_delegatorOf(index));
            _must(closed || units > most || units < 1e6, "ROUTE-3: what has room is taken");
        }
    }

    function _admits(uint256 index, uint256 units) private view returns (bool) {
        ISpread.Asset memory it = spread.assetAt(CSETH);
        uint256 all = it.units + it.waiting;
        return all != 0 && policy.admits(index, CSETH, it.booked * units / all);
    }

    function lay(uint256 which, uint256 of_) external step(this.lay.selector) {
        (uint256 index, uint256 asset) = (which % OPERATORS, of_ % ASSETS);
        _sync(index);
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
        } catch {}
    }

    function derisk(uint256 which, uint256 of_) external step(this.derisk.selector) {
        (uint256 index, uint256 asset) = (which % OPERATORS, of_ % ASSETS);
        _sync(index);
        (uint256 excess, uint256 before, uint256 coming) = (policy.excess(index), spread.booked(), spread.coming());
        uint256 free = _free(index, asset);
        vm.prank(stranger);
        try spread.derisk(index, asset) {
            _must(excess != 0, "RISK-2: nothing was in excess");
            _must(spread.coming() - coming <= excess + DUST, "RISK-3: more than the excess was drained");
            _mustBeEven(before, spread.booked());
        } catch {
            _must(excess == 0 || free < MIN_RUNG, "RISK-9: anyone can drain what is in excess");
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
        _sync(index);
        (uint256 before, uint256 shortfall) = (_backing(), vault.shortfall());
        bool admitted = policy.admits(index, _assetOf(withdrawals[place].strategies[0]), 0);
        try spread.complete(index, withdrawals[place], asTokens) {
            _must(vm.getBlockNumber() >= due, "WQ-2: not before its time");
            _must(asTokens || (shortfall == 0 && admitted), "LADDER-4: back into stake");
            _mustBeEven(before, _backing());
        } catch {
            bool isLive = asTokens && vm.getBlockNumber() >= due && worth[place][0] != 0;
            _must(!isLive, "LADDER-5: what is due comes back");
        }
    }

    function unwind(uint256 seed) external step(this.unwind.selector) {
        if (_isCsStale()) _csCheckpoint(0);
        uint256 before = _backing();
        try spread.unwind(CSETH) {
            // A token's own fall is booked on the way.
            if (!hurt) _mustBeAtLeast(_backing(), before);
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
        } catch {}
    }

    function earn(uint256 seed) external step(this.earn.selector) {
        uint256 before = _price();
        vault.earn{value: _amount(seed) / 100}();
        _must(_price() == before, "VEST-1: a gain is worth nothing yet");
    }

    function distribute() external step(this.distribute.selector) {
        uint256 kept = firstLoss.kept();
        firstLoss.distribute();
        _must(firstLoss.kept() >= kept, "RES-3: what stays, stays");
        uint256 cap = vault.totalSupply() / 100;
        _must(firstLoss.kept() <= (kept > cap ? kept : cap), "RES-3: up to its cap");
    }

    // -- Operators and services --------------------------------------------------------------------------------------

    function allocate(uint256 who, uint256 which, uint256 seed) external step(this.allocate.selector) {
        uint256 index = who % OPERATORS;
        OperatorSet memory to = which % 8 == 0 ? foreign : which % 2 == 0 ? set : otherSet;
        address strategy = seed & 1 == 0 ? BEACON_ETHER : csStrategy;
        uint64[5] memory magnitudes = [0, WAD / 4, WAD * 6 / 10, WAD * 8 / 10, WAD];
        uint64 magnitude = magnitudes[(seed >> 1) % 5] / (seed >> 8 & 1 == 0 ? 2 : 1);
        try this.allocateTo(index, to, strategy, magnitude) {
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
            uint256 lost = had.units[asset] - has.units[asset];
            uint256 most = slashable - slashable * left / magnitude;
            _must(lost <= most + DUST && lost + DUST >= most, "NAV-5: what is queued loses as what stayed");
            if (spread.holdingOf(index, asset).units == 0) return;
            hurt = true;
            _mustNotStamp();
        } catch {}
    }

    function slashBy(uint256 index, OperatorSet memory by, address strategy, uint256 wad) external {
        _slash(index, by, strategy, wad);
    }

    function putOut(uint256 who) external step(this.putOut.selector) {
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
        } catch {}
    }

    // -- Pods --------------------------------------------------------------------------------------------------------

    /// @dev Ether that a checkpoint of a pod without validators finds: as what they are paid is found.
    function podEarns(uint256 which, uint256 seed) external step(this.podEarns.selector) {
        uint256 index = which % OPERATORS;
        address pod = eigenPodManager.getPod(_delegatorOf(index));
        uint256 income = _amount(seed) / 1e9 * 1e9;
        _pass(1);
        vm.warp(time + 12);
        vm.deal(pod, pod.balance + income);
        uint256 had = _count(index).units[ETHER];
        try native.startCheckpoint(index, false) {
            uint256 came = _count(index).units[ETHER] - had;
            _must(came <= income + 1e9 || podValue[index] == 0, "NAV-8: counted once");
            podValue[index] += income;
        } catch {}
    }

    /// @dev What a checkpoint would report that found less: mostly a penalty, at times a slashing, seldom everything.
    function podLoses(uint256 which, uint256 seed) external step(this.podLoses.selector) {
        uint256 index = which % OPERATORS;
        uint256 value = podValue[index];
        uint256 most = seed % 32 == 0 ? value : seed % 8 == 0 ? value / 2 : value / 100;
        uint256 loss = seed % 32 == 0 ? value : (seed >> 8) % (most + 1) / 1e9 * 1e9;
        if (loss == 0) return;
        _pass(1);
        try this.reportOf(index, value, loss) {
            podValue[index] -= loss;
            if (spread.holdingOf(index, ETHER).units == 0) return;
            hurt = true;
            _mustNotStamp();
        } catch {}
    }

    function reportOf(uint256 index, uint256 value, uint256 loss) external {
        _podReports(index, value, -int256(loss));
    }

    // -- csETH -------------------------------------------------------------------------------------------------------

    function csEarns(uint256 seed) external step(this.csEarns.selector) {
        _csCheckpoint(int256(_amount(seed) / 100));
        if (seed >> 8 & 1 == 0) _csStakeAll();
    }

    function csLoses(uint256 seed) external step(this.csLoses.selector) {
        uint256 loss = (seed >> 8) % (csOutside / (seed % 8 == 0 ? 2 : 50) + 1);
        if (loss == 0) return;
        _pass(1);
        (uint256 assets, uint256 supply) = csETH.rate();
        _csCheckpoint(-int256(loss));
        (uint256 left, uint256 now_) = csETH.rate();
        hurt = hurt || left * supply < assets * now_;
    }

    function csSuspends() external step(this.csSuspends.selector) {
        _pass(1);
        vm.prank(registry);
        csETH.suspend();
    }

    function csPays() external step(this.csPays.selector) {
        _csReturnAll();
        _csFillSome();
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
        address[5] memory to =
            [address(vault), address(spread), _delegatorOf(seed % OPERATORS), escrow, address(auction)];
        uint256 assets = _amount(seed);
        vm.deal(to[where % 5], to[where % 5].balance + assets);
        if (where % 5 == 3) donatedToEscrow += assets;
    }

    function donateToken(uint256 where, uint256 seed) external step(this.donateToken.selector) {
        if (_isCsStale()) _csCheckpoint(0);
        address[4] memory to = [address(vault), address(spread), _delegatorOf(seed % OPERATORS), csStrategy];
        uint256 units = _buy(address(this), _amount(seed) / 10);
        csETH.transfer(to[where % 4], units);
    }

    // -- Time --------------------------------------------------------------------------------------------------------

    function tick() external step(this.tick.selector) {
        _to(time + 12);
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
        _round();
        for (uint256 i; i < people.length; ++i) {
            uint256 shares = vault.balanceOf(people[i]);
            if (shares >= 0.01 ether) ids.push(_request(people[i], shares));
        }
        for (uint256 i; i < OPERATORS; ++i) {
            if (!delegation.isDelegated(_delegatorOf(i))) continue;
            vm.prank(operators[i]);
            delegation.undelegate(_delegatorOf(i));
        }
        _pass(DELAY + 1);
        for (uint256 i; i < OPERATORS; ++i) {
            _completeAll(i);
            spread.sync(i);
            for (uint256 a; a < ASSETS; ++a) {
                assertEq(spread.holdingOf(i, a).units, 0, "LADDER-5: all came back");
            }
        }
        for (uint256 i; i < 4; ++i) {
            _comeBack();
        }
        assertEq(queue.filled(), queue.tail(), "LADDER-5: the line is paid whole");
        _claimAll();
        (time, number) = (vm.getBlockTimestamp(), vm.getBlockNumber());
    }

    function _comeBack() private {
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
        count.units[ETHER] = free[ETHER] + count.queued[ETHER] + native.inFlight(index);
        count.units[CSETH] = _toUnits(free[CSETH]) + count.queued[CSETH];
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
        return count.units[asset] - count.queued[asset];
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
        if (!condition && bytes(broken).length == 0) broken = rule;
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
