// SPDX-License-Identifier: MIT
pragma solidity 0.8.31;

import {FixedPointMathLib as Math} from "solady/utils/FixedPointMathLib.sol";

import {ILiquidVault} from "../interfaces/ILiquidVault.sol";
import {IRiskPolicy, RiskParameters} from "../interfaces/liquid/IRiskPolicy.sol";
import {ISpread} from "../interfaces/liquid/ISpread.sol";
import {Allocation, IAllocationManager, OperatorSet} from "../interfaces/restaking/IAllocationManager.sol";
import {IDelegationManager} from "../interfaces/restaking/IDelegationManager.sol";
import {BPS} from "../vault/types/Books.sol";
import {within} from "../vault/types/Parameters.sol";

/// @title The most that can be lost, written down
/// @dev Stores nothing but what it was deployed with. Exposures are computed twice, `now_` and as they will be when all that is
/// announced has come: what an operator adds between the two it can still be answered for.
contract RiskPolicy is IRiskPolicy {
    uint256 private constant MAX_SETS = 16;
    /// @dev What reading all operators' allocations to all strategies may cost together, whatever they have made of them.
    uint256 private constant READ_GAS = 8_000_000;
    /// @dev Of 1e18. Below, a deposit could be refused, or lose to rounding.
    uint256 private constant MIN_MAGNITUDE = 1e16;

    /// @dev wei. `services` are the distinct ones of the allowed sets, in their order.
    struct Exposure {
        uint256 held;
        uint256[] toService;
        uint256 redistributable;
        uint256 notAllowed;
        uint256 allocatedBps; // the greatest of all strategies
        uint256 magnitude; // the least of all strategies, of 1e18
        bool unreadable;
    }

    struct View {
        uint256 total; // wei that all of crETH is worth
        uint256 own; // the delegator's place
        Exposure[] now_;
        Exposure[] later;
    }

    address public immutable spread;
    IDelegationManager private immutable delegation;
    IAllocationManager private immutable allocations;

    uint256 private immutable maxOperatorBps;
    uint256 private immutable maxServiceBps;
    uint256 private immutable maxPairBps;
    uint256 private immutable maxRedistributableBps;
    uint256 private immutable maxAllocatedBps;
    uint256 private immutable reactionBlocks;

    OperatorSet[] private _allowed;
    address[] private _services;

    constructor(address spread_, address delegation_, RiskParameters memory p) {
        within("maxOperatorBps", p.maxOperatorBps, 1, BPS);
        within("maxServiceBps", p.maxServiceBps, 1, BPS);
        within("maxPairBps", p.maxPairBps, 1, BPS);
        within("maxRedistributableBps", p.maxRedistributableBps, 0, BPS);
        within("maxAllocatedBps", p.maxAllocatedBps, 1, BPS);
        within("reactionBlocks", p.reactionBlocks, 1, 50_400);
        within("allowed", p.allowed.length, 0, MAX_SETS);
        spread = spread_;
        delegation = IDelegationManager(delegation_);
        allocations = IAllocationManager(IDelegationManager(delegation_).allocationManager());
        maxOperatorBps = p.maxOperatorBps;
        maxServiceBps = p.maxServiceBps;
        maxPairBps = p.maxPairBps;
        maxRedistributableBps = p.maxRedistributableBps;
        maxAllocatedBps = p.maxAllocatedBps;
        reactionBlocks = p.reactionBlocks;
        for (uint256 i; i < p.allowed.length; ++i) {
            _allowed.push(p.allowed[i]);
            if (_serviceOf(p.allowed[i].avs) == _services.length) _services.push(p.allowed[i].avs);
        }
    }

    // -- Breaches ----------------------------------------------------------------------------------------------------

    function breaches(uint256 index) public view returns (Breach[] memory) {
        return _breaches(index, 0, 0);
    }

    function admits(uint256 index, uint256 asset, uint256 assets) external view returns (bool) {
        return _breaches(index, asset, assets).length == 0;
    }

    function excess(uint256 index) external view returns (uint256 most) {
        Breach[] memory found = breaches(index);
        for (uint256 i; i < found.length; ++i) {
            if (found[i].active) most = Math.max(most, found[i].excess);
        }
        if (most != 0) most = Math.zeroFloorSub(most, _queued(index));
    }

    /// @param added wei that the delegator would get of `asset`.
    function _breaches(uint256 index, uint256 asset, uint256 added) private view returns (Breach[] memory list) {
        View memory v = _look(index, asset, added);
        uint256 services = _services.length;
        list = new Breach[](7 + services + services * services);
        uint256 count = _ownRules(v, list);
        for (uint256 a; a < services; ++a) {
            count = _add(list, count, _serviceBreach(v, a));
            for (uint256 b = a + 1; b < services; ++b) {
                count = _add(list, count, _pairBreach(v, a, b));
            }
        }
        count = _add(list, count, _redistributableBreach(v));
        assembly ("memory-safe") {
            mstore(list, count)
        }
    }

    /// @dev What the operator answers for alone: all of what it has is in excess.
    function _ownRules(View memory v, Breach[] memory list) private view returns (uint256 count) {
        Exposure memory own = v.later[v.own];
        uint256 ceiling = v.total * maxOperatorBps / BPS;
        if (own.held > ceiling) {
            list[count++] = Breach(Rule.OperatorShare, false, own.held, ceiling, own.held - ceiling);
        }
        if (own.unreadable) list[count++] = Breach(Rule.Unreadable, true, own.held, 0, own.held);
        if (own.notAllowed != 0) list[count++] = Breach(Rule.SetNotAllowed, true, own.notAllowed, 0, own.held);
        if (own.allocatedBps > maxAllocatedBps) {
            list[count++] = Breach(Rule.AllocationSum, true, own.allocatedBps, maxAllocatedBps, own.held);
        }
        if (own.magnitude < MIN_MAGNITUDE) {
            list[count++] = Breach(Rule.Exhausted, false, own.magnitude, MIN_MAGNITUDE, 0);
        }
        (, address operator,) = ISpread(spread).delegatorAt(v.own);
        (bool isSet, uint256 delay) = allocations.getAllocationDelay(operator);
        uint256 least = delegation.minWithdrawalDelayBlocks() + 1 + reactionBlocks;
        if (!isSet || delay < least) {
            list[count++] = Breach(Rule.AllocationDelay, true, delay, least, own.held);
        }
    }

    function _serviceBreach(View memory v, uint256 service) private view returns (Breach memory breach) {
        uint256 ceiling = v.total * maxServiceBps / BPS;
        uint256 later = _toService(v.later, service);
        return _shared(
            v, Rule.ServiceShare, later, ceiling, v.now_[v.own].toService[service], v.later[v.own].toService[service]
        );
    }

    /// @dev Unique stake can't be slashed twice; but who serves both can lose to both at once.
    function _pairBreach(View memory v, uint256 a, uint256 b) private view returns (Breach memory breach) {
        uint256 ceiling = v.total * maxPairBps / BPS;
        uint256 later = _toBoth(v.later, a, b);
        return _shared(v, Rule.PairOverlap, later, ceiling, _bothOf(v.now_[v.own], a, b), _bothOf(v.later[v.own], a, b));
    }

    function _redistributableBreach(View memory v) private view returns (Breach memory breach) {
        uint256 ceiling = v.total * maxRedistributableBps / BPS;
        uint256 later;
        for (uint256 i; i < v.later.length; ++i) {
            later += v.later[i].redistributable;
        }
        return
            _shared(
                v, Rule.Redistributable, later, ceiling, v.now_[v.own].redistributable, v.later[v.own].redistributable
            );
    }

    /// @dev A ceiling that all delegators share: `later` is what all have together, `ownNow` and `own` this one. Only who has announced
    /// something answers for it; nobody else is drained for that, and no older breach excuses it. What may stay is so little that
    /// it keeps the ceiling even if all of it is as exposed as its most exposed asset: whichever asset leaves first.
    function _shared(View memory v, Rule rule, uint256 later, uint256 ceiling, uint256 ownNow, uint256 own)
        private
        pure
        returns (Breach memory breach)
    {
        if (later <= ceiling || own == 0) return breach;
        Exposure memory of_ = v.later[v.own];
        uint256 stay = Math.zeroFloorSub(own, later - ceiling) * BPS / of_.allocatedBps;
        return Breach(rule, own > ownNow, later, ceiling, Math.zeroFloorSub(of_.held, stay));
    }

    function _add(Breach[] memory list, uint256 count, Breach memory breach) private pure returns (uint256) {
        if (breach.value == 0) return count;
        list[count] = breach;
        return count + 1;
    }

    // -- Exposure ----------------------------------------------------------------------------------------------------

    function _look(uint256 index, uint256 asset, uint256 added) private view returns (View memory v) {
        ISpread spread_ = ISpread(spread);
        uint256 count = spread_.delegatorCount();
        (v.total,) = ILiquidVault(spread_.vault()).rate();
        v.own = index;
        (v.now_, v.later) = (new Exposure[](count), new Exposure[](count));
        address[] memory strategies = _strategies();
        uint256[] memory nothing = new uint256[](strategies.length);
        uint256[] memory more = new uint256[](strategies.length);
        more[asset] = added;
        uint256 readGas = READ_GAS / (count * strategies.length);
        for (uint256 i; i < count; ++i) {
            (v.now_[i], v.later[i]) = _expose(i, strategies, i == index ? more : nothing, readGas);
        }
    }

    function _expose(uint256 index, address[] memory strategies, uint256[] memory added, uint256 readGas)
        private
        view
        returns (Exposure memory now_, Exposure memory later)
    {
        (now_.toService, later.toService) = (new uint256[](_services.length), new uint256[](_services.length));
        (, address operator,) = ISpread(spread).delegatorAt(index);
        later.magnitude = type(uint256).max;
        for (uint256 a; a < strategies.length; ++a) {
            uint256 held = ISpread(spread).assetsIn(index, a) + added[a];
            now_.held += held;
            later.held += held;
            try allocations.getStrategyAllocations{gas: readGas}(operator, strategies[a]) returns (
                OperatorSet[] memory sets, Allocation[] memory to
            ) {
                uint256 all = allocations.getMaxMagnitude(operator, strategies[a]);
                later.magnitude = Math.min(later.magnitude, all);
                _expose(now_, later, sets, to, held, all);
            } catch {
                // Whoever brings too little gas finds nothing out.
                if (gasleft() < readGas / 63) revert TooLittleGas();
                later.unreadable = true;
            }
        }
    }

    function _expose(
        Exposure memory now_,
        Exposure memory later,
        OperatorSet[] memory sets,
        Allocation[] memory to,
        uint256 held,
        uint256 all
    ) private view {
        uint256 sum;
        for (uint256 i; i < sets.length; ++i) {
            uint256 current = to[i].currentMagnitude;
            uint256 most = to[i].pendingDiff > 0 ? current + uint128(to[i].pendingDiff) : current;
            if (most == 0) continue;
            sum += most;
            // Of what is left: a set can take its magnitude's part of that.
            uint256 partNow = all == 0 ? 0 : Math.min(held, Math.mulDivUp(held, current, all));
            uint256 part = all == 0 ? 0 : Math.min(held, Math.mulDivUp(held, most, all));
            if (!_isAllowed(sets[i])) {
                // Even of nothing: what comes in would be exposed.
                later.notAllowed += Math.max(part, 1);
                continue;
            }
            uint256 service = _serviceOf(sets[i].avs);
            now_.toService[service] += partNow;
            later.toService[service] += part;
            if (allocations.isRedistributingOperatorSet(sets[i])) {
                now_.redistributable += partNow;
                later.redistributable += part;
            }
        }
        if (all != 0) later.allocatedBps = Math.max(later.allocatedBps, Math.divUp(sum * BPS, all));
    }

    function _toService(Exposure[] memory list, uint256 service) private pure returns (uint256 sum) {
        for (uint256 i; i < list.length; ++i) {
            sum += list[i].toService[service];
        }
    }

    function _toBoth(Exposure[] memory list, uint256 a, uint256 b) private pure returns (uint256 sum) {
        for (uint256 i; i < list.length; ++i) {
            sum += _bothOf(list[i], a, b);
        }
    }

    function _bothOf(Exposure memory of_, uint256 a, uint256 b) private pure returns (uint256) {
        if (of_.toService[a] == 0 || of_.toService[b] == 0) return 0;
        return of_.toService[a] + of_.toService[b];
    }

    /// @dev wei of a delegator's that is on its way out, as last counted.
    function _queued(uint256 index) private view returns (uint256 assets) {
        ISpread spread_ = ISpread(spread);
        uint256 count = spread_.assetCount();
        for (uint256 a; a < count; ++a) {
            ISpread.Holding memory holding = spread_.holdingOf(index, a);
            if (holding.queued != 0) assets += Math.mulDiv(spread_.assetsIn(index, a), holding.queued, holding.units);
        }
    }

    // -- Lookups -----------------------------------------------------------------------------------------------------

    function _strategies() private view returns (address[] memory strategies) {
        strategies = new address[](ISpread(spread).assetCount());
        for (uint256 a; a < strategies.length; ++a) {
            strategies[a] = ISpread(spread).assetAt(a).strategy;
        }
    }

    function isAllowed(OperatorSet calldata set) external view returns (bool) {
        return _isAllowed(set);
    }

    function _isAllowed(OperatorSet memory set) private view returns (bool) {
        for (uint256 i; i < _allowed.length; ++i) {
            if (_allowed[i].avs == set.avs && _allowed[i].id == set.id) return true;
        }
        return false;
    }

    /// @return place of the service, or how many there are.
    function _serviceOf(address avs) private view returns (uint256 place) {
        for (; place < _services.length; ++place) {
            if (_services[place] == avs) break;
        }
    }

    function parameters() external view returns (RiskParameters memory) {
        return RiskParameters({
            maxOperatorBps: maxOperatorBps,
            maxServiceBps: maxServiceBps,
            maxPairBps: maxPairBps,
            maxRedistributableBps: maxRedistributableBps,
            maxAllocatedBps: maxAllocatedBps,
            reactionBlocks: reactionBlocks,
            allowed: _allowed
        });
    }
}
