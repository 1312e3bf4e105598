// SPDX-License-Identifier: MIT
pragma solidity 0.8.31;

import {
    AllocateParams,
    CreateSetParamsV2,
    OperatorSet,
    RegisterParams,
    SlashingParams
} from "../../src/interfaces/restaking/IAllocationManager.sol";
import {
    QueuedWithdrawalParams,
    SignatureWithExpiry,
    Withdrawal
} from "../../src/interfaces/restaking/IDelegationManager.sol";
import {StrategyBase} from "../../src/restaking/StrategyBase.sol";
import {Registrar} from "./Registrar.sol";
import {Token} from "./Token.sol";
import {World} from "./World.sol";

/// @dev A strategy, an operator without allocation delay, a service, and short words for what people do with them. Beacon ether
/// is reported by the pod's own address, as a finished checkpoint would.
abstract contract Scene is World {
    uint64 internal constant WAD = 1e18;

    address internal immutable alice = account("alice");
    address internal immutable bob = account("bob");
    address internal immutable carol = account("carol");
    address internal immutable operator = account("operator");
    address internal immutable avs = account("avs");

    StrategyBase internal strategy;
    Token internal token;
    OperatorSet internal set;

    function setUp() public virtual override {
        super.setUp();
        strategy = _strategy("token", 18);
        token = Token(strategy.underlyingToken());
        set = OperatorSet(avs, 1);
        _register(operator);
    }

    // -- What stakers do ---------------------------------------------------------------------------------------------

    function _deposit(address staker, uint256 amount) internal returns (uint256) {
        return _deposit(staker, strategy, amount);
    }

    function _deposit(address staker, StrategyBase into, uint256 amount) internal returns (uint256 shares) {
        Token underlying = Token(into.underlyingToken());
        underlying.mint(staker, amount);
        vm.startPrank(staker);
        underlying.approve(address(strategyManager), amount);
        shares = strategyManager.depositIntoStrategy(address(into), address(underlying), amount);
        vm.stopPrank();
    }

    function _delegate(address staker, address to) internal {
        SignatureWithExpiry memory none;
        vm.prank(staker);
        delegation.delegateTo(to, none, 0);
    }

    function _undelegate(address staker) internal returns (bytes32[] memory roots) {
        vm.prank(staker);
        return delegation.undelegate(staker);
    }

    function _queue(address staker, uint256 depositShares) internal returns (bytes32) {
        return _queue(staker, address(strategy), depositShares);
    }

    function _queue(address staker, address from, uint256 depositShares) internal returns (bytes32) {
        QueuedWithdrawalParams[] memory params = _params(from, depositShares);
        vm.prank(staker);
        return delegation.queueWithdrawals(params)[0];
    }

    function _params(address from, uint256 depositShares)
        internal
        pure
        returns (QueuedWithdrawalParams[] memory params)
    {
        params = new QueuedWithdrawalParams[](1);
        params[0].strategies = _one(from);
        params[0].depositShares = _one(depositShares);
    }

    function _complete(bytes32 root, bool asTokens) internal {
        Withdrawal memory withdrawal = delegation.queuedWithdrawals(root);
        _complete(withdrawal, asTokens);
    }

    function _complete(Withdrawal memory withdrawal, bool asTokens) internal {
        address[] memory tokens = _tokensOf(withdrawal.strategies);
        vm.prank(withdrawal.staker);
        delegation.completeQueuedWithdrawal(withdrawal, tokens, asTokens);
    }

    /// @dev What a checkpoint that found `delta` would report, of a pod that had `before`, wei.
    function _checkpoint(address podOwner, uint256 before, int256 delta) internal {
        if (!eigenPodManager.hasPod(podOwner)) {
            vm.prank(podOwner);
            eigenPodManager.createPod();
        }
        vm.prank(address(eigenPodManager.getPod(podOwner)));
        eigenPodManager.recordBeaconChainETHBalanceUpdate(podOwner, before, delta);
    }

    /// @dev Contracts read `block.number` of the block they are in; the compiler may keep a test's own reading of it.
    function _pass(uint256 blocks) internal {
        vm.roll(vm.getBlockNumber() + blocks);
    }

    // -- What operators and services do ------------------------------------------------------------------------------

    function _register(address who) internal {
        vm.prank(who);
        delegation.registerAsOperator(address(0), 0, "");
    }

    function _makeSet(OperatorSet memory operatorSet, address[] memory of_) internal {
        CreateSetParamsV2[] memory params = new CreateSetParamsV2[](1);
        params[0] = CreateSetParamsV2(operatorSet.id, of_, operatorSet.avs);
        Registrar registrar = new Registrar();
        vm.startPrank(operatorSet.avs);
        alm.updateAVSMetadataURI(operatorSet.avs, "");
        alm.setAVSRegistrar(operatorSet.avs, address(registrar));
        alm.createOperatorSets(operatorSet.avs, params);
        vm.stopPrank();
    }

    function _join(address who, OperatorSet memory operatorSet) internal {
        uint32[] memory ids = new uint32[](1);
        ids[0] = operatorSet.id;
        vm.prank(who);
        alm.registerForOperatorSets(who, RegisterParams(operatorSet.avs, ids, ""));
    }

    function _allocate(address who, OperatorSet memory operatorSet, address to, uint64 magnitude) internal {
        AllocateParams[] memory params = new AllocateParams[](1);
        params[0].operatorSet = operatorSet;
        params[0].strategies = _one(to);
        params[0].newMagnitudes = new uint64[](1);
        params[0].newMagnitudes[0] = magnitude;
        vm.prank(who);
        alm.modifyAllocations(who, params);
    }

    function _slash(address who, OperatorSet memory operatorSet, address of_, uint256 wad)
        internal
        returns (uint256 slashId, uint256 shares)
    {
        SlashingParams memory params = SlashingParams(who, operatorSet.id, _one(of_), _one(wad), "");
        vm.prank(operatorSet.avs);
        uint256[] memory slashed;
        (slashId, slashed) = alm.slashOperator(operatorSet.avs, params);
        return (slashId, slashed[0]);
    }

    /// @dev `who` can be slashed for all it has in `strategy`.
    function _allocateAll(address who) internal {
        _makeSet(set, _one(address(strategy)));
        _join(who, set);
        _allocate(who, set, address(strategy), WAD);
    }

    // -- What is read ------------------------------------------------------------------------------------------------

    function _withdrawable(address staker) internal view returns (uint256) {
        return _withdrawable(staker, address(strategy));
    }

    function _withdrawable(address staker, address of_) internal view returns (uint256) {
        (uint256[] memory withdrawable,) = delegation.getWithdrawableShares(staker, _one(of_));
        return withdrawable[0];
    }

    function _operatorShares(address who) internal view returns (uint256) {
        return delegation.operatorShares(who, address(strategy));
    }

    function _tokensOf(address[] memory of_) internal view returns (address[] memory tokens) {
        tokens = new address[](of_.length);
        for (uint256 i; i < of_.length; ++i) {
            if (of_[i] != BEACON_ETHER) tokens[i] = StrategyBase(of_[i]).underlyingToken();
        }
    }

    // -- Lists of one ------------------------------------------------------------------------------------------------

    function _one(address element) internal pure returns (address[] memory list) {
        list = new address[](1);
        list[0] = element;
    }

    function _one(uint256 element) internal pure returns (uint256[] memory list) {
        list = new uint256[](1);
        list[0] = element;
    }
}
