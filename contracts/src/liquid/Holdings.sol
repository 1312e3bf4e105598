// SPDX-License-Identifier: MIT
pragma solidity 0.8.31;

import {FixedPointMathLib as Math} from "solady/utils/FixedPointMathLib.sol";
import {LibClone} from "solady/utils/LibClone.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";

import {ILiquidVault} from "../interfaces/ILiquidVault.sol";
import {IRedeemQueue} from "../interfaces/IRedeemQueue.sol";
import {INativeStake} from "../interfaces/liquid/INativeStake.sol";
import {IRateAdapter} from "../interfaces/liquid/IRateAdapter.sol";
import {IRestakedEther} from "../interfaces/liquid/IRestakedEther.sol";
import {AssetParameters, ISpread, SpreadParameters} from "../interfaces/liquid/ISpread.sol";
import {ITally} from "../interfaces/liquid/ITally.sol";
import {IAllocationManager} from "../interfaces/restaking/IAllocationManager.sol";
import {IDelegationManager} from "../interfaces/restaking/IDelegationManager.sol";
import {IEigenPodManager} from "../interfaces/restaking/IEigenPodManager.sol";
import {Guard} from "../vault/Guard.sol";
import {within} from "../vault/types/Parameters.sol";
import {AssetOf, Charter, Delegator} from "./Charter.sol";

/// @title What there is, and what it is booked with
/// @dev The spread's storage, and how it is counted: `_measure` a delegator, `_appraise` an asset.
///
/// Always: the vault's `outside` is the sum of `booked`; an asset's `units` the sum of its delegators' holdings.
abstract contract Holdings is ISpread, Guard {
    using SafeCast for uint256;

    uint256 internal constant ETHER = 0;
    uint256 private constant NONE = type(uint256).max;
    uint256 internal constant MAX_DELEGATORS = 32;
    uint256 internal constant MAX_ASSETS = 4;

    struct Holding_ {
        uint96 units;
        uint96 queued; // of them
        uint64 magnitude; // 0 if there are no units
    }

    /// @dev Of a delegator's beacon ether.
    struct Beacon {
        uint64 slashingFactor; // 0 if there are no units
        uint96 paid; // wei that its pod ever paid here
    }

    struct Sum {
        uint88 units;
        uint80 waiting;
        uint88 booked; // wei
    }

    /// @dev Over an asset's holders. Magnitudes and slashing factors only ever fall: if their sum didn't, none did.
    struct Watch {
        uint32 holders; // a bit for each delegator that has units
        uint72 marks; // the sum of magnitudes, and, of beacon ether, slashing factors
        uint96 queued; // units
    }

    address public immutable vault;
    INativeStake public immutable native;
    ITally public immutable tally;
    address public immutable policy;
    address public immutable auction;
    IRedeemQueue internal immutable line;
    IDelegationManager internal immutable delegation;
    IAllocationManager internal immutable allocations;
    IEigenPodManager internal immutable pods;
    uint256 internal immutable weights;
    address private immutable charter;
    uint256 public immutable assetCount;
    uint256 public immutable delegatorCount;
    address internal immutable ticketVault; // whose line the tickets are in

    mapping(uint256 asset => Sum) internal _sums;
    mapping(uint256 asset => Watch) internal _watches;
    mapping(uint256 index => mapping(uint256 asset => Holding_)) internal _holdings;
    mapping(uint256 index => Beacon) internal _beacons;
    uint256[] internal _tickets;

    constructor(SpreadParameters memory p) {
        within("assets", p.assets.length, 1, MAX_ASSETS);
        within("delegators", p.delegators.length, 1, MAX_DELEGATORS);
        (vault, policy, auction) = (p.vault, p.policy, p.auction);
        (native, tally) = (INativeStake(p.native), ITally(p.tally));
        delegation = IDelegationManager(p.delegation);
        allocations = IAllocationManager(delegation.allocationManager());
        pods = IEigenPodManager(delegation.eigenPodManager());
        line = IRedeemQueue(ILiquidVault(p.vault).queue());

        uint256 queues;
        address queueing;
        AssetOf[] memory assets = new AssetOf[](p.assets.length);
        for (uint256 i; i < assets.length; ++i) {
            AssetParameters memory of_ = p.assets[i];
            within("haircutBps", of_.haircutBps, 0, 1000);
            address token = of_.adapter == address(0) ? address(0) : IRateAdapter(of_.adapter).token();
            assets[i] = AssetOf(of_.strategy, of_.adapter, token, of_.capWei, of_.haircutBps, of_.queues);
            if (of_.queues) (queueing, queues) = (token, queues + 1);
        }
        within("queues", queues, 0, 1);

        uint256 sum;
        Delegator[] memory delegators = new Delegator[](p.delegators.length);
        for (uint256 i; i < delegators.length; ++i) {
            (address operator, uint256 weight) = (p.delegators[i].operator, p.delegators[i].weight);
            within("weight", weight, 1, 1e4);
            sum += weight;
            delegators[i] = Delegator(LibClone.clone(p.implementation, abi.encode(operator)), operator, weight);
        }
        (weights, ticketVault) = (sum, queueing);
        (assetCount, delegatorCount) = (assets.length, delegators.length);
        charter = Charter.write(assets, delegators);
    }

    // -- Counting ----------------------------------------------------------------------------------------------------

    /// @dev Counts a delegator anew, and books what that changes.
    function _recount(uint256 index) internal returns (ITally.Count memory) {
        return _measure(index, NONE);
    }

    /// @dev Of `moved` nothing is booked: who moves it appraises it, when all is where it belongs.
    function _measure(uint256 index, uint256 moved) internal returns (ITally.Count memory c) {
        Delegator memory delegator = _delegator(index);
        address[] memory strategies = new address[](assetCount);
        for (uint256 a; a < strategies.length; ++a) {
            strategies[a] = _asset(a).strategy;
        }
        c = tally.count(delegator.account, delegator.operator, strategies);

        uint256[] memory units = new uint256[](strategies.length);
        for (uint256 a; a < units.length; ++a) {
            units[a] = c.free[a] + c.queued[a];
            if (a == ETHER) units[a] += native.inFlight(index);
            Holding_ memory now_ =
                Holding_(units[a].toUint96(), c.queued[a].toUint96(), units[a] == 0 ? 0 : c.magnitudes[a]);
            _hold(index, a, now_, a != moved);
            if (a == ETHER) _face(index, units[a] == 0 ? 0 : c.slashingFactor);
        }

        emit Synced(index, units);
    }

    function _hold(uint256 index, uint256 asset, Holding_ memory now_, bool books) private {
        Holding_ memory was = _holdings[index][asset];
        bool moved = now_.units != was.units;
        if (!moved && now_.queued == was.queued && now_.magnitude == was.magnitude) return;

        // What its rate brought, before what its units cost: no gain spares those who bear losses first.
        if (moved && books) _appraise(asset);
        Watch memory watch = _watches[asset];
        uint32 bit = uint32(1 << index);
        watch.holders = now_.units == 0 ? watch.holders & ~bit : watch.holders | bit;
        watch.marks = watch.marks - was.magnitude + now_.magnitude;
        watch.queued = watch.queued - was.queued + now_.queued;
        _watches[asset] = watch;
        _holdings[index][asset] = now_;
        if (moved) _sums[asset].units = (uint256(_sums[asset].units) + now_.units - was.units).toUint88();
        if (moved && books) _appraise(asset);
    }

    function _face(uint256 index, uint64 factor) private {
        uint64 was = _beacons[index].slashingFactor;
        if (factor == was) return;
        _watches[ETHER].marks = _watches[ETHER].marks - was + factor;
        _beacons[index].slashingFactor = factor;
    }

    /// @dev Books what an asset's units are worth now.
    function _appraise(uint256 asset) internal returns (int256 delta) {
        Sum memory sum = _sums[asset];
        uint256 found = _worth(asset, sum);
        if (found == sum.booked) return 0;

        _sums[asset].booked = found.toUint88();
        delta = IRestakedEther(vault).book(sum.booked, found);

        emit Appraised(asset, sum.units + sum.waiting, found, delta);
    }

    function _appraiseAll() internal {
        for (uint256 a; a < assetCount; ++a) {
            _appraise(a);
        }
    }

    /// @dev Tickets in another vault's line count as ether that is on its way.
    function _worth(uint256 asset, Sum memory sum) internal view returns (uint256) {
        uint256 units = uint256(sum.units) + sum.waiting;
        if (asset == ETHER) return units + _inLine();
        return units == 0 ? 0 : IRateAdapter(_asset(asset).adapter).toAssetsDown(units);
    }

    function _inLine() internal view returns (uint256 assets) {
        uint256 count = _tickets.length;
        if (count == 0) return 0;

        ILiquidVault issuer = ILiquidVault(ticketVault);
        IRedeemQueue queue = IRedeemQueue(issuer.queue());
        (uint256 all, uint256 supply) = issuer.rate();
        for (uint256 i; i < count; ++i) {
            IRedeemQueue.Position memory position = queue.position(_tickets[i]);
            assets += position.assets + Math.mulDiv(position.pendingShares, all, supply);
        }
    }

    // -- Moving what is booked ---------------------------------------------------------------------------------------

    /// @dev `assets` wei of what was accounted outside came here, and go to the vault.
    function _give(uint256 assets) internal {
        _sums[ETHER].booked = (_sums[ETHER].booked - assets).toUint88();
        IRestakedEther(vault).give{value: assets}();
    }

    function _rebook(uint256 from, uint256 to, uint256 assets) internal {
        _sums[from].booked = (_sums[from].booked - assets).toUint88();
        _sums[to].booked = (_sums[to].booked + assets).toUint88();
    }

    // -- Lookups -----------------------------------------------------------------------------------------------------

    function _delegator(uint256 index) internal view returns (Delegator memory) {
        if (index >= delegatorCount) revert UnknownDelegator(index);
        return Charter.delegator(charter, assetCount, delegatorCount, index);
    }

    function _asset(uint256 asset) internal view returns (AssetOf memory) {
        if (asset >= assetCount) revert UnknownAsset(asset);
        return Charter.asset(charter, asset);
    }

    function _accounts(uint256 bits) internal view returns (address[] memory) {
        return Charter.pick(charter, assetCount, delegatorCount, 0, bits);
    }

    function _operators(uint256 bits) internal view returns (address[] memory) {
        return Charter.pick(charter, assetCount, delegatorCount, 1, bits);
    }

    function _token(uint256 asset) internal view returns (AssetOf memory) {
        if (asset == ETHER) revert UnknownAsset(asset);
        return _asset(asset);
    }

    /// @dev wei, as booked, of `units` of an asset. Down.
    function _bookedOf(uint256 asset, uint256 units) internal view returns (uint256) {
        if (asset == ETHER) return units;
        Sum memory sum = _sums[asset];
        uint256 all = uint256(sum.units) + sum.waiting;
        return all == 0 ? 0 : Math.mulDiv(sum.booked, units, all);
    }

    /// @dev Units of an asset that are booked with `assets` wei.
    function _unitsUp(uint256 asset, uint256 assets) internal view returns (uint256) {
        Sum memory sum = _sums[asset];
        if (asset == ETHER || sum.booked == 0) return assets;
        return Math.mulDivUp(assets, uint256(sum.units) + sum.waiting, sum.booked);
    }

    /// @dev wei that the queue and the lane are short of, and no ticket brings.
    function _missing() internal view returns (uint256) {
        return Math.zeroFloorSub(ILiquidVault(vault).shortfall(), _inLine());
    }

    // -- Views -------------------------------------------------------------------------------------------------------

    function assetAt(uint256 asset) external view returns (Asset memory) {
        AssetOf memory of_ = _asset(asset);
        Sum memory sum = _sums[asset];
        return Asset({
            strategy: of_.strategy,
            adapter: of_.adapter,
            token: of_.token,
            capWei: of_.capWei,
            haircutBps: of_.haircutBps,
            units: sum.units,
            queued: _watches[asset].queued,
            waiting: sum.waiting,
            booked: sum.booked
        });
    }

    function delegatorAt(uint256 index) external view returns (address, address, uint256) {
        Delegator memory delegator = _delegator(index);
        return (delegator.account, delegator.operator, delegator.weight);
    }

    function holdingOf(uint256 index, uint256 asset) external view returns (Holding memory) {
        Holding_ memory holding = _holdings[index][asset];
        uint256 factor = asset == ETHER ? _beacons[index].slashingFactor : 0;
        return Holding(holding.units, holding.queued, holding.magnitude, factor);
    }

    function paidBy(uint256 index) external view returns (uint256) {
        return _beacons[index].paid;
    }

    function tickets() external view returns (uint256[] memory) {
        return _tickets;
    }

    function booked() public view returns (uint256 assets) {
        for (uint256 a; a < assetCount; ++a) {
            assets += _sums[a].booked;
        }
    }

    function assetsIn(uint256 index, uint256 asset) external view returns (uint256) {
        return _bookedOf(asset, _holdings[index][asset].units);
    }
}
