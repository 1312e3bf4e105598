// SPDX-License-Identifier: MIT
pragma solidity 0.8.31;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";

import {Allocation, IAllocationManager, OperatorSet} from "../interfaces/restaking/IAllocationManager.sol";
import {IDelegationManager, Withdrawal} from "../interfaces/restaking/IDelegationManager.sol";
import {IEigenPod} from "../interfaces/restaking/IEigenPod.sol";
import {IEigenPodManager} from "../interfaces/restaking/IEigenPodManager.sol";
import {IStrategy} from "../interfaces/restaking/IStrategy.sol";
import {IStrategyManager} from "../interfaces/restaking/IStrategyManager.sol";

/// @title Stakers, operators and operator sets in one call
/// @notice Reads only, and holds nothing. It speaks only the interface, so it reads EigenLayer's own deployment as well.
contract RestakingLens {
    struct Scope {
        IDelegationManager delegation;
        address[] strategies; // beacon ether's among them, or not
        OperatorSet[] sets;
    }

    struct StrategyState {
        uint256 shares; // of beacon ether: those that slashing took, which stay in pods
        uint256 balance; // of the token
    }

    struct StakerState {
        address operator;
        uint256 withdrawalsQueued; // ever
        address[] held; // strategies with deposit shares, in the order in which undelegating queues them
        Holding[] holdings; // by strategy
        uint256 beaconSlashingFactor; // of 1e18
        uint256 podPayable; // gwei that checkpoints have found in the pod itself
        Withdrawal[] withdrawals; // pending
        uint256[][] payable_; // shares that they'd pay if nothing happened any more
    }

    struct Holding {
        uint256 depositShares;
        uint256 scalingFactor; // of 1e18
        uint256 withdrawable; // shares
    }

    struct OperatorState {
        bool isOperator;
        uint256 allocationDelay; // blocks
        Standing[] standings; // by strategy
        Membership[] memberships; // by set
    }

    struct Standing {
        uint256 shares;
        uint256 slashableInQueue; // shares
        uint256 maxMagnitude; // of 1e18, as the others
        uint256 encumbered;
        uint256 allocatable;
    }

    struct Membership {
        bool registered;
        bool slashable;
        Allocation[] allocations; // by strategy
    }

    struct SetState {
        address slasher;
        address recipient;
        uint256 slashes;
        bool[] includes; // by strategy
        uint256[] owed; // shares that slashes took and nobody has cleared, by strategy
    }

    struct State {
        StrategyState[] strategies;
        StakerState[] stakers;
        OperatorState[] operators;
        SetState[] sets;
    }

    function read(Scope calldata scope, address[] calldata stakers, address[] calldata operators)
        public
        view
        returns (State memory state)
    {
        state.strategies = new StrategyState[](scope.strategies.length);
        for (uint256 i; i < scope.strategies.length; ++i) {
            state.strategies[i] = readStrategy(scope.delegation, scope.strategies[i]);
        }
        state.stakers = new StakerState[](stakers.length);
        for (uint256 i; i < stakers.length; ++i) {
            state.stakers[i] = readStaker(scope, stakers[i]);
        }
        state.operators = new OperatorState[](operators.length);
        for (uint256 i; i < operators.length; ++i) {
            state.operators[i] = readOperator(scope, operators[i]);
        }
        state.sets = new SetState[](scope.sets.length);
        for (uint256 i; i < scope.sets.length; ++i) {
            state.sets[i] = readSet(scope, scope.sets[i]);
        }
    }

    /// @notice One word for all of it: what two implementations of the rules must agree on.
    function digest(Scope calldata scope, address[] calldata stakers, address[] calldata operators)
        external
        view
        returns (bytes32)
    {
        return keccak256(abi.encode(read(scope, stakers, operators)));
    }

    function readStrategy(IDelegationManager delegation, address strategy)
        public
        view
        returns (StrategyState memory state)
    {
        if (strategy == delegation.beaconChainETHStrategy()) {
            state.shares = _pods(delegation).burnableETHShares();
            return state;
        }
        state.shares = IStrategy(strategy).totalShares();
        state.balance = IERC20(IStrategy(strategy).underlyingToken()).balanceOf(strategy);
    }

    function readStaker(Scope calldata scope, address staker) public view returns (StakerState memory state) {
        IDelegationManager delegation = scope.delegation;
        IEigenPodManager pods = _pods(delegation);
        state.operator = delegation.delegatedTo(staker);
        state.withdrawalsQueued = delegation.cumulativeWithdrawalsQueued(staker);
        (state.held,) = delegation.getDepositedShares(staker);
        (uint256[] memory withdrawable, uint256[] memory depositShares) =
            delegation.getWithdrawableShares(staker, scope.strategies);
        state.holdings = new Holding[](scope.strategies.length);
        for (uint256 i; i < scope.strategies.length; ++i) {
            uint256 scalingFactor = delegation.depositScalingFactor(staker, scope.strategies[i]);
            state.holdings[i] = Holding(depositShares[i], scalingFactor, withdrawable[i]);
        }
        state.beaconSlashingFactor = pods.beaconChainSlashingFactor(staker);
        if (pods.hasPod(staker)) {
            state.podPayable = IEigenPod(pods.getPod(staker)).withdrawableRestakedExecutionLayerGwei();
        }
        (state.withdrawals, state.payable_) = delegation.getQueuedWithdrawals(staker);
    }

    function readOperator(Scope calldata scope, address operator) public view returns (OperatorState memory state) {
        IDelegationManager delegation = scope.delegation;
        IAllocationManager allocations = IAllocationManager(delegation.allocationManager());
        state.isOperator = delegation.isOperator(operator);
        (, state.allocationDelay) = allocations.getAllocationDelay(operator);
        state.standings = new Standing[](scope.strategies.length);
        for (uint256 i; i < scope.strategies.length; ++i) {
            address strategy = scope.strategies[i];
            state.standings[i] = Standing({
                shares: delegation.operatorShares(operator, strategy),
                slashableInQueue: delegation.getSlashableSharesInQueue(operator, strategy),
                maxMagnitude: allocations.getMaxMagnitude(operator, strategy),
                encumbered: allocations.getEncumberedMagnitude(operator, strategy),
                allocatable: allocations.getAllocatableMagnitude(operator, strategy)
            });
        }
        state.memberships = new Membership[](scope.sets.length);
        for (uint256 i; i < scope.sets.length; ++i) {
            OperatorSet memory set = scope.sets[i];
            Membership memory membership = state.memberships[i];
            membership.registered = allocations.isMemberOfOperatorSet(operator, set);
            membership.slashable = allocations.isOperatorSlashable(operator, set);
            membership.allocations = new Allocation[](scope.strategies.length);
            for (uint256 j; j < scope.strategies.length; ++j) {
                membership.allocations[j] = allocations.getAllocation(operator, set, scope.strategies[j]);
            }
        }
    }

    function readSet(Scope calldata scope, OperatorSet memory set) public view returns (SetState memory state) {
        IAllocationManager allocations = IAllocationManager(scope.delegation.allocationManager());
        IStrategyManager strategyManager = IStrategyManager(scope.delegation.strategyManager());
        state.slasher = allocations.getSlasher(set);
        state.recipient = allocations.getRedistributionRecipient(set);
        state.slashes = allocations.getSlashCount(set);
        address[] memory included = allocations.getStrategiesInOperatorSet(set);
        uint256[] memory pending = strategyManager.getPendingSlashIds(set);
        state.includes = new bool[](scope.strategies.length);
        state.owed = new uint256[](scope.strategies.length);
        for (uint256 i; i < scope.strategies.length; ++i) {
            for (uint256 j; j < included.length; ++j) {
                if (included[j] == scope.strategies[i]) state.includes[i] = true;
            }
            for (uint256 j; j < pending.length; ++j) {
                state.owed[i] += strategyManager.getBurnOrRedistributableShares(set, pending[j], scope.strategies[i]);
            }
        }
    }

    function _pods(IDelegationManager delegation) private view returns (IEigenPodManager) {
        return IEigenPodManager(delegation.eigenPodManager());
    }
}
