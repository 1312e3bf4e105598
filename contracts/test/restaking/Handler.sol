// SPDX-License-Identifier: MIT
pragma solidity 0.8.31;

import {
    AllocateParams,
    DeregisterParams,
    OperatorSet,
    RegisterParams,
    SlashingParams
} from "../../src/interfaces/restaking/IAllocationManager.sol";
import {
    QueuedWithdrawalParams,
    SignatureWithExpiry,
    Withdrawal
} from "../../src/interfaces/restaking/IDelegationManager.sol";
import {AllocationManager} from "../../src/restaking/AllocationManager.sol";
import {DelegationManager} from "../../src/restaking/DelegationManager.sol";
import {EigenPodManager} from "../../src/restaking/EigenPodManager.sol";
import {StrategyBase} from "../../src/restaking/StrategyBase.sol";
import {StrategyManager} from "../../src/restaking/StrategyManager.sol";
import {Vm} from "../support/Vm.sol";
import {Registrar} from "./Registrar.sol";
import {Token} from "./Token.sol";

struct Layer {
    AllocationManager alm;
    DelegationManager delegation;
    StrategyManager strategyManager;
    EigenPodManager eigenPodManager;
}

/// @dev Everything that can happen in the restaking layer, by anyone, in any block. What must hold of a single step is checked
/// in it; a rule that is broken is written down in `broken`, because a step that reverts would be forgotten.
contract Handler {
    Vm private constant vm = Vm(address(uint160(uint256(keccak256("hevm cheat code")))));
    address private constant BEACON_ETHER = 0xbeaC0eeEeeeeEEeEeEEEEeeEEeEeeeEeeEEBEaC0;
    uint256 private constant WAD = 1e18;

    struct Queued {
        bytes32 root;
        address operator;
        uint256 startBlock;
        bool pending;
    }

    struct Moment {
        uint256 from; // block
        uint256 value;
    }

    Layer private layer;
    uint256 public immutable delay;

    address[] public people; // operators are among them
    address[] public operators;
    address[] public strategies;
    OperatorSet[] private sets;
    mapping(address avs => Registrar) private registrars;

    uint256 public time; // blocks
    uint256 public steps;
    string public broken;
    mapping(bytes4 action => uint256) public done;

    Queued[] private tickets;
    Queued private nothing;
    /// @dev Scaled shares that were queued, by block.
    mapping(address operator => mapping(address strategy => Moment[])) private left;
    /// @dev Maximum magnitudes at the ends of blocks.
    mapping(address operator => mapping(address strategy => Moment[])) private maxima;
    /// @dev What rounding may have left with operators.
    mapping(address operator => mapping(address strategy => uint256)) public dust;
    mapping(address podOwner => uint256) public podValue; // wei
    mapping(address podOwner => uint256) private podFactor;
    mapping(address strategy => uint256[2]) private rates;

    constructor(
        Layer memory layer_,
        address[] memory people_,
        address[] memory operators_,
        address[] memory strategies_,
        OperatorSet[] memory sets_,
        Registrar[] memory registrars_
    ) {
        (layer, people, operators, strategies) = (layer_, people_, operators_, strategies_);
        delay = layer_.delegation.minWithdrawalDelayBlocks();
        time = vm.getBlockNumber();
        for (uint256 i; i < sets_.length; ++i) {
            sets.push(sets_[i]);
            registrars[sets_[i].avs] = registrars_[i];
        }
        _watch();
    }

    modifier step() {
        vm.roll(time);
        _;
        _watch();
    }

    // -- Entering ----------------------------------------------------------------------------------------------------

    function deposit(uint256 who, uint256 which, uint256 seed) external step {
        address staker = _of(people, who);
        address strategy = _token(which);
        Token token = Token(StrategyBase(strategy).underlyingToken());
        uint256 amount = _amount(seed);
        uint256 worth = withdrawable(staker, strategy);
        address operator = layer.delegation.delegatedTo(staker);
        uint256 backed = layer.delegation.operatorShares(operator, strategy);

        token.mint(staker, amount);
        vm.startPrank(staker);
        token.approve(address(layer.strategyManager), amount);
        try layer.strategyManager.depositIntoStrategy(strategy, address(token), amount) returns (uint256 shares) {
            _did(this.deposit.selector);
            _must(layer.alm.getMaxMagnitude(operator, strategy) != 0, "STAKE-5: a deposit where nothing is left");
            _must(withdrawable(staker, strategy) <= worth + shares, "STAKE-4: a deposit gave more than it is worth");
            _must(
                operator == address(0) || layer.delegation.operatorShares(operator, strategy) == backed + shares,
                "STAKE-1: an operator is given what is deposited"
            );
        } catch {}
        vm.stopPrank();
    }

    /// @dev A finished checkpoint that found more: a validator was verified, or rewards came.
    function gainEther(uint256 who, uint256 seed) external step {
        address staker = _of(people, who);
        uint256 gain = (1 + seed % 64e9) * 1e9;
        uint256 worth = withdrawable(staker, BEACON_ETHER);
        uint256 shares = depositShares(staker, BEACON_ETHER);
        if (_report(staker, int256(gain))) {
            _did(this.gainEther.selector);
            podValue[staker] += gain;
            _must(depositShares(staker, BEACON_ETHER) == shares + gain, "BCSF-2: a gain adds itself");
            _must(withdrawable(staker, BEACON_ETHER) <= worth + gain, "BCSF-2: a gain forgives no loss");
            _must(layer.eigenPodManager.beaconChainSlashingFactor(staker) != 0, "BCSF-5: a gain where nothing is left");
        }
    }

    /// @dev A finished checkpoint that found less: mostly a penalty, at times a slashing, seldom everything.
    function loseEther(uint256 who, uint256 seed) external step {
        address staker = _of(people, who);
        uint256 before = podValue[staker];
        if (before == 0) return;
        uint256 kind = seed % 32;
        uint256 most = kind == 0 ? before : kind < 8 ? before / 2 : before / 1000;
        uint256 loss = kind == 0 ? before : (seed >> 8) % (most + 1) / 1e9 * 1e9;
        if (loss == 0) return;
        uint256 shares = depositShares(staker, BEACON_ETHER);
        uint256 factor = layer.eigenPodManager.beaconChainSlashingFactor(staker);
        if (_report(staker, -int256(loss))) {
            _did(this.loseEther.selector);
            podValue[staker] -= loss;
            _must(depositShares(staker, BEACON_ETHER) == shares, "BCSF-2: a loss leaves deposit shares alone");
            _must(
                layer.eigenPodManager.beaconChainSlashingFactor(staker) == factor * (before - loss) / before,
                "BCSF-1: in its proportion, down"
            );
        }
    }

    function donate(uint256 which, uint256 seed) external step {
        address strategy = _token(which);
        Token(StrategyBase(strategy).underlyingToken()).mint(strategy, _amount(seed));
        _did(this.donate.selector);
    }

    // -- Delegating --------------------------------------------------------------------------------------------------

    function delegate(uint256 who, uint256 to) external step {
        address staker = _of(people, who);
        address operator = _of(operators, to);
        vm.prank(staker);
        try layer.delegation.delegateTo(operator, SignatureWithExpiry("", 0), 0) {
            _did(this.delegate.selector);
            for (uint256 i; i < strategies.length; ++i) {
                bool some = depositShares(staker, strategies[i]) != 0;
                uint256 max = layer.alm.getMaxMagnitude(operator, strategies[i]);
                _must(!some || max != 0, "STAKE-5: a delegation where nothing is left");
            }
        } catch {}
    }

    function undelegate(uint256 who) external step {
        address staker = _of(people, who);
        _undelegate(staker, staker, this.undelegate.selector);
    }

    /// @dev The operator throws the staker out.
    function forceUndelegate(uint256 who) external step {
        address staker = _of(people, who);
        _undelegate(staker, layer.delegation.delegatedTo(staker), this.forceUndelegate.selector);
    }

    function redelegate(uint256 who, uint256 to) external step {
        address staker = _of(people, who);
        vm.prank(staker);
        try layer.delegation.redelegate(_of(operators, to), SignatureWithExpiry("", 0), 0) returns (
            bytes32[] memory roots
        ) {
            _did(this.redelegate.selector);
            _enqueue(roots);
        } catch {}
    }

    function _undelegate(address staker, address by, bytes4 action) private {
        bool isOperator = layer.delegation.isOperator(staker);
        vm.prank(by);
        try layer.delegation.undelegate(staker) returns (bytes32[] memory roots) {
            _did(action);
            _must(!isOperator, "STAKE-9: an operator stays its own");
            _must(layer.delegation.delegatedTo(staker) == address(0), "STAKE-9: delegated to nobody");
            _enqueue(roots);
            for (uint256 i; i < strategies.length; ++i) {
                _must(depositShares(staker, strategies[i]) == 0, "STAKE-9: all of it is queued");
            }
        } catch {}
    }

    // -- The queue ---------------------------------------------------------------------------------------------------

    function queue(uint256 who, uint256 which, uint256 seed) external step {
        address staker = _of(people, who);
        address strategy = _of(strategies, which);
        uint256 all = depositShares(staker, strategy);
        if (all == 0) return;
        uint256 shares = seed % 3 == 0 ? all : 1 + (seed >> 8) % all;

        QueuedWithdrawalParams[] memory params = new QueuedWithdrawalParams[](1);
        params[0].strategies = _one(strategy);
        params[0].depositShares = new uint256[](1);
        params[0].depositShares[0] = shares;
        vm.prank(staker);
        try layer.delegation.queueWithdrawals(params) returns (bytes32[] memory roots) {
            _did(this.queue.selector);
            _must(depositShares(staker, strategy) == all - shares, "STAKE-3: what is queued leaves");
            _enqueue(roots);
        } catch {
            _must(false, "STAKE-3: what one has can be queued");
        }
    }

    function completeAsTokens(uint256 index) external step {
        _complete(index, true, this.completeAsTokens.selector);
    }

    function completeAsShares(uint256 index) external step {
        _complete(index, false, this.completeAsShares.selector);
    }

    function _complete(uint256 index, bool asTokens, bytes4 action) private {
        Queued storage ticket = _pendingFrom(index);
        if (!ticket.pending) return;
        (Withdrawal memory withdrawal, uint256[] memory shares) = layer.delegation.getQueuedWithdrawal(ticket.root);
        address staker = withdrawal.staker;
        address strategy = withdrawal.strategies[0];
        // The pods here have no ether of their own.
        if (strategy == BEACON_ETHER) asTokens = false;

        uint256 held = depositShares(staker, strategy);
        (uint256 had, uint256 worth) = (0, 0);
        address[] memory tokens = new address[](1);
        if (strategy != BEACON_ETHER) {
            tokens[0] = StrategyBase(strategy).underlyingToken();
            had = Token(tokens[0]).balanceOf(staker);
            if (shares[0] != 0) worth = StrategyBase(strategy).sharesToUnderlyingView(shares[0]);
        }

        bool isDue = time > ticket.startBlock + delay;
        vm.prank(staker);
        try layer.delegation.completeQueuedWithdrawal(withdrawal, tokens, asTokens) {
            _did(action);
            ticket.pending = false;
            _must(isDue, "WQ-2: not before its time");
            uint256 has = tokens[0] == address(0) ? 0 : Token(tokens[0]).balanceOf(staker);
            uint256 holds = depositShares(staker, strategy);
            if (asTokens) {
                _must(has == had + worth, "WQ-6: it pays what the view says");
                _must(holds == held, "WQ-8: tokens, and no shares");
            } else {
                _must(holds == held + shares[0], "WQ-6: it gives what the view says");
                _must(has == had, "WQ-8: shares, and no tokens");
            }
        } catch {
            _must(!isDue || !asTokens, "WQ-2: what is due is paid");
        }
    }

    /// @dev The first that is pending from there on, if there is one; `nothing` if there is none at all.
    function _pendingFrom(uint256 index) private view returns (Queued storage) {
        for (uint256 i; i < tickets.length; ++i) {
            Queued storage ticket = tickets[(index % tickets.length + i) % tickets.length];
            if (ticket.pending) return ticket;
        }
        return nothing;
    }

    function completeTwice(uint256 index) external step {
        if (tickets.length == 0) return;
        Queued storage ticket = tickets[index % tickets.length];
        if (ticket.pending) return;
        Withdrawal memory withdrawal = layer.delegation.queuedWithdrawals(ticket.root);
        _must(withdrawal.staker == address(0), "WQ-1: what is completed is forgotten");
        _must(!layer.delegation.pendingWithdrawals(ticket.root), "WQ-1: it isn't pending");
        _did(this.completeTwice.selector);
    }

    // -- Operators ---------------------------------------------------------------------------------------------------

    function allocate(uint256 who, uint256 which, uint256 of_, uint256 seed) external step {
        address operator = _of(operators, who);
        OperatorSet memory set = sets[which % sets.length];
        AllocateParams[] memory params = new AllocateParams[](1);
        params[0] = AllocateParams(set, _one(_of(strategies, of_)), new uint64[](1));
        params[0].newMagnitudes[0] = uint64(seed % 8 == 0 ? 0 : seed % 8 == 1 ? WAD : (seed >> 8) % (WAD / 4));
        vm.prank(operator);
        try layer.alm.modifyAllocations(operator, params) {
            _did(this.allocate.selector);
        } catch {}
    }

    function clear(uint256 who, uint256 of_, uint256 seed) external step {
        uint16[] memory numbers = new uint16[](1);
        numbers[0] = uint16(seed % 3);
        layer.alm.clearDeallocationQueue(_of(operators, who), _one(_of(strategies, of_)), numbers);
        _did(this.clear.selector);
    }

    function changeDelay(uint256 who, uint256 seed) external step {
        address operator = _of(operators, who);
        vm.prank(operator);
        layer.alm.setAllocationDelay(operator, uint32(seed % 20));
        _did(this.changeDelay.selector);
    }

    function join(uint256 who, uint256 which) external step {
        address operator = _of(operators, who);
        OperatorSet memory set = sets[which % sets.length];
        vm.prank(operator);
        try layer.alm.registerForOperatorSets(operator, RegisterParams(set.avs, _ids(set.id), "")) {
            _did(this.join.selector);
        } catch {}
    }

    function leave(uint256 who, uint256 which, uint256 seed) external step {
        address operator = _of(operators, who);
        OperatorSet memory set = sets[which % sets.length];
        vm.prank(seed % 2 == 0 ? set.avs : operator);
        try layer.alm.deregisterFromOperatorSets(DeregisterParams(operator, set.avs, _ids(set.id))) {
            _did(this.leave.selector);
            _must(layer.alm.isOperatorSlashable(operator, set), "MAG-5: slashable still");
        } catch {}
    }

    // -- Services ----------------------------------------------------------------------------------------------------

    function slash(uint256 who, uint256 which, uint256 of_, uint256 seed) external step {
        (who, which, of_) = _slashable(who, which, of_);
        SlashingParams memory params = _slashing(_of(operators, who), which, of_, seed);
        OperatorSet memory set = sets[which % sets.length];
        Before memory before = _before(params, set);
        vm.prank(layer.alm.getSlasher(set));
        try layer.alm.slashOperator(set.avs, params) returns (uint256 slashId, uint256[] memory taken) {
            if (before.current != 0) _did(this.slash.selector);
            _checkSlash(before, _before(params, set), params.wadsToSlash[0], taken[0]);
            uint256 recorded = params.strategies[0] == BEACON_ETHER
                ? taken[0]
                : layer.strategyManager.getBurnOrRedistributableShares(set, slashId, params.strategies[0]);
            _must(recorded == taken[0], "MAG-8: what is slashed is recorded");
        } catch {}
    }

    /// @dev The first allocation from there on that can be slashed, if there is one.
    function _slashable(uint256 who, uint256 which, uint256 of_) private view returns (uint256, uint256, uint256) {
        (who, which, of_) = (who % operators.length, which % sets.length, of_ % strategies.length);
        for (uint256 i; i < operators.length * sets.length * strategies.length; ++i) {
            if (_isSlashable(_of(operators, who), sets[which % sets.length], _of(strategies, of_))) break;
            ++of_;
            if (i % strategies.length == 0) ++which;
            if (i % (strategies.length * sets.length) == 0) ++who;
        }
        return (who, which, of_);
    }

    function _isSlashable(address operator, OperatorSet memory set, address strategy) private view returns (bool) {
        if (!layer.alm.isOperatorSlashable(operator, set)) return false;
        return layer.alm.getAllocation(operator, set, strategy).currentMagnitude != 0;
    }

    struct Before {
        uint256 current; // magnitudes
        uint256 others;
        uint256 max;
        uint256 backed; // shares
        uint256 queued;
        bytes32 depositShares;
    }

    function _before(SlashingParams memory it, OperatorSet memory set) private view returns (Before memory) {
        address strategy = it.strategies[0];
        return Before({
            current: layer.alm.getAllocation(it.operator, set, strategy).currentMagnitude,
            others: _allocatedElsewhere(it.operator, set, strategy),
            max: layer.alm.getMaxMagnitude(it.operator, strategy),
            backed: layer.delegation.operatorShares(it.operator, strategy),
            queued: layer.delegation.getSlashableSharesInQueue(it.operator, strategy),
            depositShares: _allDepositShares()
        });
    }

    function _checkSlash(Before memory before, Before memory now_, uint256 wad, uint256 taken) private {
        uint256 slashed = (before.current * wad + WAD - 1) / WAD;
        _must(now_.current == before.current - slashed, "MAG-6: its part of what is allocated, up");
        _must(now_.max == before.max - slashed, "MAG-6: no more than that");
        _must(now_.others == before.others, "MAG-6: not of others'");
        _must(now_.depositShares == before.depositShares, "STAKE-3: no slash changes deposit shares");
        // Each of the two is rounded, and what stays in the queue is rounded anew.
        uint256 lost = before.backed - now_.backed + before.queued - now_.queued;
        _must(taken <= lost + 1 && lost <= taken + 1, "WQ-3: of the queue as of what stayed");
    }

    function _slashing(address operator, uint256 which, uint256 of_, uint256 seed)
        private
        view
        returns (SlashingParams memory params)
    {
        uint32 id = sets[which % sets.length].id;
        params = SlashingParams(operator, id, _one(_of(strategies, of_)), new uint256[](1), "");
        params.wadsToSlash[0] = _part(seed);
    }

    /// @dev What was slashed goes where it has to.
    function sendOn(uint256 which) external step {
        OperatorSet memory set = sets[which % sets.length];
        uint256[] memory ids = layer.strategyManager.getPendingSlashIds(set);
        if (ids.length == 0) return;
        uint256 slashId = ids[which % ids.length];
        layer.strategyManager.clearBurnOrRedistributableShares(set, slashId);
        _must(layer.strategyManager.getBurnOrRedistributableCount(set, slashId) == 0, "MAG-8: once");
        _did(this.sendOn.selector);
    }

    function changeStrategies(uint256 which, uint256 of_, uint256 seed) external step {
        OperatorSet memory set = sets[which % sets.length];
        address strategy = _of(strategies, of_);
        vm.startPrank(set.avs);
        if (seed % 2 == 0) {
            try layer.alm.addStrategiesToOperatorSet(set.avs, set.id, _one(strategy)) {
                _did(this.changeStrategies.selector);
                _must(
                    strategy != BEACON_ETHER || !layer.alm.isRedistributingOperatorSet(set),
                    "MAG-8: beacon ether can't be redistributed"
                );
            } catch {}
        } else {
            try layer.alm.removeStrategiesFromOperatorSet(set.avs, set.id, _one(strategy)) {} catch {}
        }
        vm.stopPrank();
    }

    /// @dev What a service's registrar does from now on when operators come and go: nothing, refuse, or slash somebody.
    function plot(uint256 which, uint256 who, uint256 of_, uint256 seed) external step {
        OperatorSet memory set = sets[which % sets.length];
        Registrar registrar = registrars[set.avs];
        registrar.refuse(seed % 8 == 0);
        SlashingParams memory params = _slashing(_of(operators, who), which, of_, seed >> 8);
        bytes memory call = abi.encodeCall(layer.alm.slashOperator, (set.avs, params));
        registrar.act(seed % 4 == 1 ? address(layer.alm) : address(0), call);
        _did(this.plot.selector);
    }

    // -- Time --------------------------------------------------------------------------------------------------------

    function wait(uint256 seed) external step {
        time += seed % 4 == 0 ? delay + seed % 3 : 1 + (seed >> 8) % 10;
        vm.roll(time);
        _did(this.wait.selector);
    }

    // -- What is remembered ------------------------------------------------------------------------------------------

    function everyone() external view returns (address[] memory) {
        return people;
    }

    function everything() external view returns (address[] memory) {
        return strategies;
    }

    function peopleCount() external view returns (uint256) {
        return people.length;
    }

    function operatorCount() external view returns (uint256) {
        return operators.length;
    }

    function strategyCount() external view returns (uint256) {
        return strategies.length;
    }

    function allSets() external view returns (OperatorSet[] memory) {
        return sets;
    }

    function allTickets() external view returns (Queued[] memory) {
        return tickets;
    }

    /// @dev What a block's end was like, a list of all slashes says.
    function maximumAt(address operator, address strategy, uint256 blockNumber) external view returns (uint256 value) {
        return _at(maxima[operator][strategy], blockNumber, WAD);
    }

    /// @dev Scaled shares that were queued in or after `blockNumber`.
    function leftSince(address operator, address strategy, uint256 blockNumber) external view returns (uint256 sum) {
        Moment[] storage moments = left[operator][strategy];
        for (uint256 i = moments.length; i > 0 && moments[i - 1].from >= blockNumber; --i) {
            sum += moments[i - 1].value;
        }
    }

    function withdrawable(address staker, address strategy) public view returns (uint256) {
        (uint256[] memory shares,) = layer.delegation.getWithdrawableShares(staker, _one(strategy));
        return shares[0];
    }

    function depositShares(address staker, address strategy) public view returns (uint256) {
        (, uint256[] memory shares) = layer.delegation.getWithdrawableShares(staker, _one(strategy));
        return shares[0];
    }

    /// @dev Seen after every step.
    function _watch() private {
        ++steps;
        uint256[] memory totals = new uint256[](strategies.length);
        for (uint256 i; i < people.length; ++i) {
            (, uint256[] memory shares) = layer.delegation.getWithdrawableShares(people[i], strategies);
            for (uint256 j; j < totals.length; ++j) {
                totals[j] += shares[j];
            }
            uint256 factor = layer.eigenPodManager.beaconChainSlashingFactor(people[i]);
            uint256 before = podFactor[people[i]];
            _must(factor <= WAD && (before == 0 || factor <= before), "BCSF-1: a factor rose");
            podFactor[people[i]] = factor;
        }
        for (uint256 i; i < strategies.length; ++i) {
            for (uint256 j; j < operators.length; ++j) {
                // STAKE-2's sentence, an operator at a time.
                dust[operators[j]][strategies[i]] += 2 * people.length + 2 * totals[i] / WAD;
                _watchMaximum(operators[j], strategies[i]);
            }
            if (strategies[i] != BEACON_ETHER) _watchRate(strategies[i]);
        }
    }

    function _watchMaximum(address operator, address strategy) private {
        Moment[] storage moments = maxima[operator][strategy];
        uint256 max = layer.alm.getMaxMagnitude(operator, strategy);
        uint256 before = moments.length == 0 ? WAD : moments[moments.length - 1].value;
        _must(max <= before, "MAG-1: a maximum rose");
        if (max == before) return;
        if (moments.length != 0 && moments[moments.length - 1].from == time) moments[moments.length - 1].value = max;
        else moments.push(Moment(time, max));
    }

    function _watchRate(address strategy) private {
        uint256 balance = Token(StrategyBase(strategy).underlyingToken()).balanceOf(strategy) + 1e3;
        uint256 shares = StrategyBase(strategy).totalShares() + 1e3;
        uint256[2] memory rate = rates[strategy];
        _must(balance * rate[1] >= rate[0] * shares, "STAKE-10: what a share is worth fell");
        rates[strategy] = [balance, shares];
    }

    function _enqueue(bytes32[] memory roots) private {
        for (uint256 i; i < roots.length; ++i) {
            Withdrawal memory withdrawal = layer.delegation.queuedWithdrawals(roots[i]);
            _must(keccak256(abi.encode(withdrawal)) == roots[i], "WQ-1: the root is the hash of the words");
            tickets.push(Queued(roots[i], withdrawal.delegatedTo, time, true));
            left[withdrawal.delegatedTo][withdrawal.strategies[0]].push(Moment(time, withdrawal.scaledShares[0]));
        }
    }

    function _at(Moment[] storage moments, uint256 blockNumber, uint256 first) private view returns (uint256) {
        for (uint256 i = moments.length; i > 0; --i) {
            if (moments[i - 1].from <= blockNumber) return moments[i - 1].value;
        }
        return first;
    }

    function _allDepositShares() private view returns (bytes32 digest) {
        for (uint256 i; i < people.length; ++i) {
            (, uint256[] memory shares) = layer.delegation.getWithdrawableShares(people[i], strategies);
            digest = keccak256(abi.encode(digest, shares));
        }
    }

    function _allocatedElsewhere(address operator, OperatorSet memory set, address strategy)
        private
        view
        returns (uint256 sum)
    {
        for (uint256 i; i < sets.length; ++i) {
            if (sets[i].avs == set.avs && sets[i].id == set.id) continue;
            sum += layer.alm.getAllocation(operator, sets[i], strategy).currentMagnitude;
        }
    }

    function _report(address staker, int256 delta) private returns (bool ok) {
        if (!layer.eigenPodManager.hasPod(staker)) {
            vm.prank(staker);
            layer.eigenPodManager.createPod();
        }
        vm.prank(layer.eigenPodManager.getPod(staker));
        try layer.eigenPodManager.recordBeaconChainETHBalanceUpdate(staker, podValue[staker], delta) {
            return true;
        } catch {}
    }

    function _must(bool condition, string memory rule) private {
        if (!condition && bytes(broken).length == 0) broken = rule;
    }

    function _did(bytes4 action) private {
        ++done[action];
    }

    // -- Choices -----------------------------------------------------------------------------------------------------

    function _of(address[] storage list, uint256 index) private view returns (address) {
        return list[index % list.length];
    }

    /// @dev Beacon ether is the last one.
    function _token(uint256 index) private view returns (address) {
        return strategies[index % (strategies.length - 1)];
    }

    /// @dev Of every size.
    function _amount(uint256 seed) private pure returns (uint256) {
        return 10 ** (seed % 25) * (1 + (seed >> 8) % 9) + (seed >> 16) % 10;
    }

    /// @dev Of 1e18: mostly little, so that there is something to slash for long; at times next to nothing, nearly all, or all.
    function _part(uint256 seed) private pure returns (uint256) {
        uint256 kind = seed % 64;
        if (kind == 0) return WAD;
        if (kind == 1) return WAD - 1 - (seed >> 8) % 1000;
        if (kind < 8) return 1;
        return 1 + (seed >> 8) % (kind < 32 ? WAD / 4 : WAD / 100);
    }

    function _one(address element) private pure returns (address[] memory list) {
        list = new address[](1);
        list[0] = element;
    }

    function _ids(uint32 one) private pure returns (uint32[] memory list) {
        list = new uint32[](1);
        list[0] = one;
    }
}
