// SPDX-License-Identifier: MIT
pragma solidity 0.8.31;

import {ILiquidVault} from "../../src/interfaces/ILiquidVault.sol";
import {AuctionParameters} from "../../src/interfaces/liquid/IRewardAuction.sol";
import {RiskParameters} from "../../src/interfaces/liquid/IRiskPolicy.sol";
import {AssetParameters, DelegatorParameters, ISpread, SpreadParameters} from "../../src/interfaces/liquid/ISpread.sol";
import {
    AllocateParams,
    CreateSetParams,
    CreateSetParamsV2,
    OperatorSet,
    RegisterParams,
    SlashingParams
} from "../../src/interfaces/restaking/IAllocationManager.sol";
import {SignatureWithExpiry, Withdrawal} from "../../src/interfaces/restaking/IDelegationManager.sol";
import {StakedEtherAdapter} from "../../src/liquid/adapters/StakedEtherAdapter.sol";
import {FirstLoss} from "../../src/liquid/FirstLoss.sol";
import {NativeStake} from "../../src/liquid/NativeStake.sol";
import {OperatorDelegator} from "../../src/liquid/OperatorDelegator.sol";
import {RestakedEther} from "../../src/liquid/RestakedEther.sol";
import {RewardAuction} from "../../src/liquid/RewardAuction.sol";
import {RiskPolicy} from "../../src/liquid/RiskPolicy.sol";
import {Spread} from "../../src/liquid/Spread.sol";
import {Tally} from "../../src/liquid/Tally.sol";
import {Tips} from "../../src/liquid/Tips.sol";
import {Witness} from "../../src/liquid/Witness.sol";
import {StakedEther} from "../../src/staking/StakedEther.sol";
import {RedeemQueue} from "../../src/vault/RedeemQueue.sol";
import {VaultParameters} from "../../src/vault/types/Parameters.sol";
import {Registrar} from "../restaking/Registrar.sol";
import {World} from "../restaking/World.sol";
import {WETH9} from "../support/WETH9.sol";

/// @dev crETH over the whole restaking layer, with three operators of equal weight and a csETH of its own, of which an account
/// stands where the registry will. Pods' checkpoints are reported as a finished one would.
abstract contract Scene is World {
    uint64 internal constant WAD = 1e18;
    uint256 internal constant ETHER = 0;
    uint256 internal constant CSETH = 1;
    uint256 internal constant OPERATORS = 3;
    uint32 internal constant REACTION = 7200;
    uint32 internal constant ALLOCATION_DELAY = DELAY + 1 + REACTION;

    address internal alice = account("alice");
    address internal bob = account("bob");
    address internal carol = account("carol");
    address internal keeper = account("keeper");
    address internal beneficiary = account("beneficiary");
    address internal registry = account("registry");
    address internal avs = account("avs");
    address internal otherAvs = account("otherAvs");
    address internal stranger = account("stranger");

    address[] internal operators;
    WETH9 internal weth;
    StakedEther internal csETH;
    RedeemQueue internal csQueue;
    uint256 internal csOutside;
    address internal csStrategy;

    RestakedEther internal vault;
    RedeemQueue internal queue;
    Spread internal spread;
    NativeStake internal native;
    RiskPolicy internal policy;
    RewardAuction internal auction;
    FirstLoss internal firstLoss;
    Tally internal tally;
    Tips internal tips;

    OperatorSet internal set;
    OperatorSet internal otherSet;

    function setUp() public virtual override {
        super.setUp();
        vm.deal(address(this), type(uint128).max);
        weth = new WETH9();
        _deployStakedEther();
        csStrategy = address(factory.deployNewStrategy(address(csETH)));
        (set, otherSet) = (OperatorSet(avs, 1), OperatorSet(otherAvs, 1));
        for (uint256 i; i < _operatorCount(); ++i) {
            operators.push(address(uint160(0x0be1a70400000 + i)));
            vm.prank(operators[i]);
            delegation.registerAsOperator(address(0), ALLOCATION_DELAY, "");
        }
        _makeSet(set);
        _makeSet(otherSet);
        _deployRestakedEther();
        for (uint256 i; i < operators.length; ++i) {
            SignatureWithExpiry memory none;
            spread.delegate(i, none, 0);
        }
        _round();
        spread.check();
    }

    receive() external payable {}

    // -- The world ---------------------------------------------------------------------------------------------------

    function _operatorCount() internal view virtual returns (uint256) {
        return OPERATORS;
    }

    function _vaultParameters(address queue_, address treasury) internal view returns (VaultParameters memory) {
        return VaultParameters({
            weth: address(weth),
            queue: queue_,
            treasury: treasury,
            vestingPeriod: 1 days,
            staleAfter: 2 days,
            freshFor: 6 hours,
            feeBps: 1000,
            maxDailyGrowthBps: 20,
            laneBps: 100,
            laneMinFeeBps: 5,
            laneMaxFeeBps: 200,
            minRequest: 0.01 ether,
            minFill: 0.01 ether,
            tipBps: 0
        });
    }

    function _deployStakedEther() private {
        address at = vm.computeCreateAddress(address(this), vm.getNonce(address(this)) + 1);
        csQueue = new RedeemQueue(at, address(weth));
        csETH = new StakedEther{value: 1 ether}(registry, _vaultParameters(address(csQueue), beneficiary));
    }

    function _riskParameters() internal view virtual returns (RiskParameters memory) {
        OperatorSet[] memory allowed = new OperatorSet[](2);
        (allowed[0], allowed[1]) = (set, otherSet);
        return RiskParameters({
            maxOperatorBps: 4000,
            maxServiceBps: 5000,
            maxPairBps: 6000,
            maxRedistributableBps: 1000,
            maxAllocatedBps: 8000,
            reactionBlocks: REACTION,
            allowed: allowed
        });
    }

    function _assets() internal virtual returns (AssetParameters[] memory assets) {
        assets = new AssetParameters[](2);
        assets[ETHER] = AssetParameters(BEACON_ETHER, address(0), 0, 0, false);
        address adapter = address(new StakedEtherAdapter(address(csETH)));
        assets[CSETH] = AssetParameters(csStrategy, adapter, 10_000 ether, 10, true);
    }

    function _deployRestakedEther() private {
        AssetParameters[] memory assets = _assets();
        DelegatorParameters[] memory delegators = new DelegatorParameters[](operators.length);
        for (uint256 i; i < operators.length; ++i) {
            delegators[i] = DelegatorParameters(operators[i], 1);
        }
        uint256 nonce = vm.getNonce(address(this));
        address[11] memory at;
        for (uint256 i; i < at.length; ++i) {
            at[i] = vm.computeCreateAddress(address(this), nonce + i);
        }
        queue = new RedeemQueue(at[8], address(weth));
        tally = new Tally(address(delegation));
        Witness witness = new Witness(address(layouts));
        address implementation =
            address(new OperatorDelegator(at[9], at[7], address(delegation), address(rewardsCoordinator)));
        policy = new RiskPolicy(at[9], address(delegation), _riskParameters());
        auction = new RewardAuction(AuctionParameters(at[9], governor, 1 days, 20_000, 5000));
        firstLoss = new FirstLoss(at[8], beneficiary, at[10], 5000, 100, 1000);
        native = new NativeStake(at[9], address(witness), DEPOSITS, address(eigenPodManager));
        vault = new RestakedEther{value: 1 ether}(at[9], 0, _vaultParameters(at[0], at[6]));
        spread = new Spread(
            SpreadParameters({
                vault: at[8],
                delegation: address(delegation),
                rewardsCoordinator: address(rewardsCoordinator),
                native: at[7],
                tally: at[1],
                implementation: implementation,
                policy: at[4],
                auction: at[5],
                roundInterval: 1 hours,
                rungBps: 500,
                assets: assets,
                delegators: delegators
            })
        );
        tips = new Tips(at[8], at[9], at[5]);
    }

    // -- What people do ----------------------------------------------------------------------------------------------

    function _deposit(address user, uint256 assets) internal returns (uint256) {
        vm.deal(user, user.balance + assets);
        vm.prank(user);
        return vault.depositETH{value: assets}(user);
    }

    /// @dev csETH worth about `assets`.
    function _buy(address user, uint256 assets) internal returns (uint256 units) {
        vm.deal(user, user.balance + assets);
        vm.prank(user);
        return csETH.depositETH{value: assets}(user);
    }

    function _depositToken(address user, uint256 assets) internal returns (uint256 shares) {
        uint256 units = _buy(user, assets);
        vm.startPrank(user);
        csETH.approve(address(spread), units);
        shares = spread.deposit(CSETH, units, user, 0, block.timestamp);
        vm.stopPrank();
    }

    function _request(address user, uint256 shares) internal returns (uint256 id) {
        vm.prank(user);
        return vault.requestRedeem(shares, user, user);
    }

    function _fill() internal returns (uint256 shares, uint256 assets) {
        spread.check();
        vm.prank(keeper);
        return vault.fill(type(uint256).max);
    }

    function _claim(address user, uint256 id) internal returns (uint256 assets) {
        vm.prank(user);
        (assets,) = queue.claim(id, user);
    }

    // -- What keepers do ---------------------------------------------------------------------------------------------

    function _round() internal {
        _pass(1);
        vm.warp(vm.getBlockTimestamp() + 1 hours);
        spread.openRound();
        for (uint256 i; i < operators.length; ++i) {
            spread.sync(i);
        }
    }

    /// @dev All waiting tokens, to all that have room.
    function _routeAll() internal {
        for (uint256 i; i < operators.length; ++i) {
            uint256 room = spread.roomFor(i, CSETH);
            uint256 waiting = spread.assetAt(CSETH).waiting;
            uint256 units = room < waiting ? room : waiting;
            if (units != 0) spread.route(i, CSETH, units);
        }
    }

    function _delegatorOf(uint256 index) internal view returns (address delegator) {
        (delegator,,) = spread.delegatorAt(index);
    }

    /// @dev What a checkpoint that found `delta` would report, of a pod that had `before`, wei.
    function _podReports(uint256 index, uint256 before, int256 delta) internal {
        address delegator = _delegatorOf(index);
        if (!eigenPodManager.hasPod(delegator)) native.createPod(index);
        vm.prank(eigenPodManager.getPod(delegator));
        eigenPodManager.recordBeaconChainETHBalanceUpdate(delegator, before, delta);
    }

    function _completeAll(uint256 index) internal {
        (Withdrawal[] memory withdrawals,) = delegation.getQueuedWithdrawals(_delegatorOf(index));
        for (uint256 i; i < withdrawals.length; ++i) {
            spread.complete(index, withdrawals[i], true);
        }
    }

    // -- What csETH does ---------------------------------------------------------------------------------------------

    function _csCheckpoint(int256 delta) internal {
        vm.prank(registry);
        uint256 execution = csETH.open();
        csOutside = uint256(int256(csOutside) + delta);
        vm.prank(registry);
        csETH.close(execution, csOutside, block.timestamp);
    }

    function _csStakeAll() internal {
        uint256 assets = csETH.stakeable();
        vm.prank(registry);
        csETH.stake(assets);
        csOutside += assets;
    }

    function _csFillAll() internal {
        csETH.fill(type(uint256).max);
    }

    // -- What operators and services do ------------------------------------------------------------------------------

    function _makeSet(OperatorSet memory of_) internal {
        CreateSetParamsV2[] memory params = new CreateSetParamsV2[](1);
        address[] memory strategies = new address[](2);
        (strategies[0], strategies[1]) = (csStrategy, BEACON_ETHER);
        params[0] = CreateSetParamsV2(of_.id, strategies, of_.avs);
        Registrar registrar = new Registrar();
        vm.startPrank(of_.avs);
        alm.updateAVSMetadataURI(of_.avs, "");
        alm.setAVSRegistrar(of_.avs, address(registrar));
        alm.createOperatorSets(of_.avs, params);
        vm.stopPrank();
    }

    function _join(uint256 index, OperatorSet memory to) internal {
        uint32[] memory ids = new uint32[](1);
        ids[0] = to.id;
        vm.prank(operators[index]);
        alm.registerForOperatorSets(operators[index], RegisterParams(to.avs, ids, ""));
    }

    function _allocate(uint256 index, OperatorSet memory to, address strategy, uint64 magnitude) internal {
        AllocateParams[] memory params = new AllocateParams[](1);
        params[0].operatorSet = to;
        params[0].strategies = new address[](1);
        params[0].strategies[0] = strategy;
        params[0].newMagnitudes = new uint64[](1);
        params[0].newMagnitudes[0] = magnitude;
        vm.prank(operators[index]);
        alm.modifyAllocations(operators[index], params);
    }

    function _slash(uint256 index, OperatorSet memory by, address strategy, uint256 wad) internal {
        address[] memory strategies = new address[](1);
        strategies[0] = strategy;
        uint256[] memory wads = new uint256[](1);
        wads[0] = wad;
        vm.prank(by.avs);
        alm.slashOperator(by.avs, SlashingParams(operators[index], by.id, strategies, wads, ""));
    }

    /// @dev The operator serves `set` with a part of its csETH magnitude, in effect already.
    function _serve(uint256 index, uint64 magnitude) internal {
        _join(index, set);
        _allocate(index, set, csStrategy, magnitude);
        _pass(ALLOCATION_DELAY);
    }

    function _pass(uint256 blocks) internal {
        vm.roll(vm.getBlockNumber() + blocks);
    }

    // -- What is true ------------------------------------------------------------------------------------------------

    function _worth(uint256 shares) internal view returns (uint256) {
        (uint256 assets, uint256 supply) = vault.rate();
        return shares * assets / supply;
    }

    function _price() internal view returns (uint256) {
        (uint256 assets, uint256 supply) = vault.rate();
        return assets * 1e27 / supply;
    }

    function _snapshot() internal view returns (ILiquidVault.Snapshot memory) {
        return vault.snapshot();
    }

    /// @dev NAV-1.
    function _assertBooked() internal view {
        assertEq(vault.snapshot().outside, spread.booked(), "NAV-1");
    }
}
