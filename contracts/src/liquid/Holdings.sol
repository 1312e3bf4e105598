// SPDX-License-Identifier: MIT
pragma solidity 0.8.31;

import {FixedPointMathLib as Math} from "solady/utils/FixedPointMathLib.sol";
import {LibClone} from "solady/utils/LibClone.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";

import {ILiquidVault} from "../interfaces/ILiquidVault.sol";
import {IRedeemQueue} from "../interfaces/IRedeemQueue.sol";
import {INativeStake} from "../interfaces/liquid/INativeStake.sol";
import {IOperatorDelegator} from "../interfaces/liquid/IOperatorDelegator.sol";
import {IRateAdapter} from "../interfaces/liquid/IRateAdapter.sol";
import {IRestakedEther} from "../interfaces/liquid/IRestakedEther.sol";
import {ISpread, SpreadParameters} from "../interfaces/liquid/ISpread.sol";
import {ITally} from "../interfaces/liquid/ITally.sol";
import {IAllocationManager} from "../interfaces/restaking/IAllocationManager.sol";
import {IDelegationManager} from "../interfaces/restaking/IDelegationManager.sol";
import {IEigenPodManager} from "../interfaces/restaking/IEigenPodManager.sol";
import {Guard} from "../vault/Guard.sol";
import {within} from "../vault/types/Parameters.sol";

/// @title What there is, and what it is booked with
/// @dev The spread's storage, and how it is counted: `_measure` a delegator, `_appraise` an asset.
///
/// Always: the vault's `outside` is the sum of `booked`; an asset's `units` the sum of its delegators' holdings.
abstract contract Holdings is ISpread, Guard {
    using SafeCast for uint256;

    uint256 internal constant ETHER = 0;
    uint256 internal constant MAX_DELEGATORS = 32;
    uint256 internal constant MAX_ASSETS = 4;

    struct Holding_ {
        uint96 units;
        uint64 magnitude;
        uint64 slashingFactor;
    }

    struct Sum {
        uint88 units;
        uint80 waiting;
        uint88 booked; // wei
    }

    struct AssetOf {
        address strategy;
        address adapter;
        address token;
        uint96 capWei;
        uint16 haircutBps;
        bool queues;
    }

    struct Delegator {
        address account;
        address operator;
        uint96 weight;
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

    AssetOf[] internal _assets;
    Delegator[] internal _delegators;
    mapping(uint256 asset => Sum) internal _sums;
    mapping(uint256 index => mapping(uint256 asset => Holding_)) internal _holdings;
    uint256[] internal _tickets;
    address internal _ticketVault; // whose line the tickets are in

    constructor(SpreadParameters memory p) {
        within("assets", p.assets.length, 1, MAX_ASSETS);
        within("delegators", p.delegators.length, 1, MAX_DELEGATORS);
        (vault, policy, auction) = (p.vault, p.policy, p.auction);
        (native, tally) = (INativeStake(p.native), ITally(p.tally));
        delegation = IDelegationManager(p.delegation);
        allocations = IAllocationManager(delegation.allocationManager());
        pods = IEigenPodManager(delegation.eigenPodManager());
        line = IRedeemQueue(ILiquidVault(p.vault).queue());

        for (uint256 i; i < p.assets.length; ++i) {
            within("haircutBps", p.assets[i].haircutBps, 0, 1000);
            address token = p.assets[i].adapter == address(0) ? address(0) : IRateAdapter(p.assets[i].adapter).token();
            _assets.push(
                AssetOf({
                    strategy: p.assets[i].strategy,
                    adapter: p.assets[i].adapter,
                    token: token,
                    capWei: p.assets[i].capWei.toUint96(),
                    haircutBps: uint16(p.assets[i].haircutBps),
                    queues: p.assets[i].queues
                })
            );
            if (p.assets[i].queues) _ticketVault = token;
        }
        uint256 sum;
        for (uint256 i; i < p.delegators.length; ++i) {
            (address operator, uint256 weight) = (p.delegators[i].operator, p.delegators[i].weight);
            within("weight", weight, 1, 1e4);
            sum += weight;
            address account = LibClone.clone(p.implementation, abi.encode(operator));
            _delegators.push(Delegator(account, operator, uint96(weight)));
        }
        weights = sum;
    }

    // -- Counting ----------------------------------------------------------------------------------------------------

    /// @dev Counts a delegator anew. The sums follow; nothing is booked yet.
    function _measure(uint256 index) internal {
        Delegator memory delegator = _delegator(index);
        uint256 count = _assets.length;
        uint256[] memory units = new uint256[](count);

        ITally.Count memory c = _count(delegator);
        for (uint256 a; a < count; ++a) {
            units[a] = c.free[a] + c.queued[a];
            if (a == ETHER) units[a] += native.inFlight(index);
            _hold(index, a, units[a], c.magnitudes[a], a == ETHER ? c.slashingFactor : 0);
        }

        emit Synced(index, units);
    }

    function _count(Delegator memory delegator) internal view returns (ITally.Count memory) {
        address[] memory strategies = new address[](_assets.length);
        for (uint256 a; a < strategies.length; ++a) {
            strategies[a] = _assets[a].strategy;
        }
        return tally.count(delegator.account, delegator.operator, strategies);
    }

    function _hold(uint256 index, uint256 asset, uint256 units, uint64 magnitude, uint64 factor) private {
        Holding_ storage holding = _holdings[index][asset];
        uint256 before = holding.units;
        if (units != before) _sums[asset].units = (_sums[asset].units + units - before).toUint88();
        _holdings[index][asset] = Holding_(units.toUint96(), magnitude, factor);
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

    /// @dev What tokens gained meanwhile is booked before what was slashed: no gain spares those who bear losses first.
    function _recount(uint256 index) internal {
        _appraiseAll();
        _measure(index);
        _appraiseAll();
    }

    function _appraiseAll() internal {
        for (uint256 a; a < _assets.length; ++a) {
            _appraise(a);
        }
    }

    /// @dev Tickets in another vault's line count as ether that is on its way.
    function _worth(uint256 asset, Sum memory sum) internal view returns (uint256) {
        uint256 units = uint256(sum.units) + sum.waiting;
        if (asset == ETHER) return units + _inLine();
        return units == 0 ? 0 : IRateAdapter(_assets[asset].adapter).toAssetsDown(units);
    }

    function _inLine() internal view returns (uint256 assets) {
        uint256 count = _tickets.length;
        if (count == 0) return 0;

        ILiquidVault issuer = ILiquidVault(_ticketVault);
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
        if (index >= _delegators.length) revert UnknownDelegator(index);
        return _delegators[index];
    }

    function _asset(uint256 asset) internal view returns (AssetOf memory) {
        if (asset >= _assets.length) revert UnknownAsset(asset);
        return _assets[asset];
    }

    function _token(uint256 asset) internal view returns (AssetOf memory) {
        if (asset == ETHER) revert UnknownAsset(asset);
        return _asset(asset);
    }

    function _account(uint256 index) internal view returns (IOperatorDelegator) {
        return IOperatorDelegator(_delegator(index).account);
    }

    /// @dev wei, as booked, of `units` of an asset. Down.
    function _bookedOf(uint256 asset, uint256 units) internal view returns (uint256) {
        if (asset == ETHER) return units;
        Sum memory sum = _sums[asset];
        uint256 all = uint256(sum.units) + sum.waiting;
        return all == 0 ? 0 : Math.mulDiv(sum.booked, units, all);
    }

    // -- Views -------------------------------------------------------------------------------------------------------

    function assetCount() external view returns (uint256) {
        return _assets.length;
    }

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
            waiting: sum.waiting,
            booked: sum.booked
        });
    }

    function delegatorCount() external view returns (uint256) {
        return _delegators.length;
    }

    function delegatorAt(uint256 index) external view returns (address, address, uint256) {
        Delegator memory delegator = _delegator(index);
        return (delegator.account, delegator.operator, delegator.weight);
    }

    function holdingOf(uint256 index, uint256 asset) external view returns (Holding memory) {
        Holding_ memory holding = _holdings[index][asset];
        return Holding(holding.units, holding.magnitude, holding.slashingFactor);
    }

    function tickets() external view returns (uint256[] memory) {
        return _tickets;
    }

    function booked() public view returns (uint256 assets) {
        for (uint256 a; a < _assets.length; ++a) {
            assets += _sums[a].booked;
        }
    }

    function assetsIn(uint256 index, uint256 asset) external view returns (uint256) {
        return _bookedOf(asset, _holdings[index][asset].units);
    }
}
