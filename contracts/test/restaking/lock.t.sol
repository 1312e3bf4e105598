// SPDX-License-Identifier: MIT
pragma solidity 0.8.31;

import {
    AllocateParams,
    CreateSetParamsV2,
    OperatorSet,
    SlashingParams
} from "../../src/interfaces/restaking/IAllocationManager.sol";
import {
    IDelegationManager,
    QueuedWithdrawalParams,
    SignatureWithExpiry,
    Withdrawal
} from "../../src/interfaces/restaking/IDelegationManager.sol";
import {ILock} from "../../src/interfaces/restaking/ILock.sol";
import {EigenPod} from "../../src/restaking/EigenPod.sol";
import {StrategyBase} from "../../src/restaking/StrategyBase.sol";
import {SystemContracts} from "../beacon/SystemContracts.sol";
import {Scene} from "./Scene.sol";
import {Token} from "./Token.sol";

/// @dev A token whose transfers call something first and remember the answer.
contract CallingToken is Token {
    address private target;
    bytes private call;
    bytes public answer;
    bool public succeeded;
    uint256 public calls;

    constructor() Token("calling", 18) {}

    function act(address target_, bytes calldata call_) external {
        (target, call) = (target_, call_);
    }

    function _beforeTokenTransfer(address from, address, uint256) internal override {
        if (target == address(0) || from == address(0)) return;
        ++calls;
        (succeeded, answer) = target.call(call);
    }
}

/// @dev Has a pod; when ether comes from it, restakes some tokens on the spot, and remembers the answer.
contract Restaker {
    address private immutable pod;
    address private immutable target;
    bytes private call;
    bytes public answer;
    bool public succeeded;

    constructor(address eigenPodManager, address target_) {
        (bool ok, bytes memory made) = eigenPodManager.call(abi.encodeWithSignature("createPod()"));
        require(ok);
        pod = abi.decode(made, (address));
        target = target_;
    }

    receive() external payable {
        (succeeded, answer) = target.call(call);
    }

    function onReceiving(bytes calldata call_) external {
        call = call_;
    }
}

contract LockTest is Scene {
    CallingToken private calling;
    StrategyBase private hostile;

    function setUp() public override {
        super.setUp();
        calling = new CallingToken();
        hostile = StrategyBase(factory.deployNewStrategy(address(calling)));
        // The token is staker, operator, pod owner and service as well: it lacks nothing but the lock.
        vm.startPrank(address(calling));
        calling.approve(address(strategyManager), type(uint256).max);
        token.approve(address(strategyManager), type(uint256).max);
        delegation.registerAsOperator(address(0), 0, "");
        alm.updateAVSMetadataURI(address(calling), "");
        CreateSetParamsV2[] memory params = new CreateSetParamsV2[](1);
        params[0] = CreateSetParamsV2(1, _one(address(strategy)), address(calling));
        alm.createOperatorSets(address(calling), params);
        vm.stopPrank();
        _deposit(address(calling), 10 ether);
        _deposit(address(calling), hostile, 10 ether);
        _deposit(alice, hostile, 10 ether);
    }

    function test_nothingBeginsWhileTokensMove() public {
        bytes[] memory flows = _flows();
        address[] memory targets = _targets();
        bytes32 root = _queue(alice, address(hostile), 1 ether);
        _pass(DELAY + 1);
        Withdrawal memory withdrawal = delegation.queuedWithdrawals(root);

        for (uint256 i; i < flows.length; ++i) {
            // It is the lock that refuses: from outside every one of them works, or fails for a reason of its own.
            uint256 before = vm.snapshotState();
            vm.prank(address(calling));
            (bool alone, bytes memory reason) = targets[i].call(flows[i]);
            assertTrue(alone || bytes4(reason) != ILock.Reentered.selector, "LOCK-1");
            vm.revertToState(before);

            calling.act(targets[i], flows[i]);
            before = vm.snapshotState();
            _deposit(alice, hostile, 1 ether);
            _assertRefused();
            vm.revertToState(before);
            _complete(withdrawal, true);
            _assertRefused();
            vm.revertToState(before);
            calling.act(address(0), "");
        }
    }

    function test_nothingBeginsWhileSlashedTokensMove() public {
        _delegate(alice, operator);
        _makeSet(set, _one(address(hostile)));
        _join(operator, set);
        _allocate(operator, set, address(hostile), WAD);
        (uint256 slashId,) = _slash(operator, set, address(hostile), WAD / 2);
        bytes[] memory flows = _flows();
        address[] memory targets = _targets();

        for (uint256 i; i < flows.length; ++i) {
            calling.act(targets[i], flows[i]);
            uint256 before = vm.snapshotState();
            strategyManager.clearBurnOrRedistributableShares(set, slashId);
            _assertRefused();
            vm.revertToState(before);
        }
    }

    /// @dev All the way: ether that came to the pod, a checkpoint, the queue, and the pod pays.
    function test_nothingBeginsWhileEtherMoves() public {
        Restaker staker = new Restaker(address(eigenPodManager), address(strategyManager));
        EigenPod pod = EigenPod(payable(eigenPodManager.getPod(address(staker))));
        vm.deal(address(pod), 8 ether);
        vm.prank(SystemContracts.SYSTEM);
        (bool kept,) = ROOTS.call(abi.encode(keccak256("root")));
        assertTrue(kept, "a block's root");
        vm.prank(address(staker));
        pod.startCheckpoint(true);
        assertEq(_withdrawable(address(staker), BEACON_ETHER), 8 ether, "STAKE-3");
        bytes32 root = _queue(address(staker), BEACON_ETHER, 3 ether);
        _pass(DELAY + 1);
        token.mint(address(staker), 1 ether);
        vm.prank(address(staker));
        token.approve(address(strategyManager), 1 ether);
        staker.onReceiving(
            abi.encodeCall(strategyManager.depositIntoStrategy, (address(strategy), address(token), 1 ether))
        );

        _complete(root, true);

        assertEq(address(staker).balance, 3 ether, "WQ-3");
        assertEq(address(pod).balance, 5 ether, "WQ-8");
        assertTrue(!staker.succeeded(), "LOCK-1");
        assertTrue(bytes4(staker.answer()) == ILock.Reentered.selector, "LOCK-1: by name");
    }

    /// @dev Who reads a price in between is told that it is one.
    function test_theViewsSayThatTheyAreInBetween() public {
        assertTrue(!delegation.locked(), "LOCK-2");
        calling.act(address(delegation), abi.encodeCall(ILock.locked, ()));

        _deposit(alice, hostile, 1 ether);
        assertTrue(abi.decode(calling.answer(), (bool)), "LOCK-2");
        assertTrue(!delegation.locked(), "LOCK-2");
    }

    /// @dev What leaves is gone before it is paid.
    function test_whatIsBeingPaidIsNotCountedAnyMore() public {
        _delegate(alice, operator);
        bytes32 root = _queue(alice, address(hostile), 10 ether);
        _pass(DELAY + 1);

        uint256 before = vm.snapshotState();
        calling.act(address(delegation), abi.encodeCall(IDelegationManager.pendingWithdrawals, (root)));
        _complete(root, true);
        assertTrue(!abi.decode(calling.answer(), (bool)), "WQ-1");
        vm.revertToState(before);
        calling.act(address(hostile), abi.encodeWithSignature("totalShares()"));
        _complete(root, true);
        assertEq(abi.decode(calling.answer(), (uint256)), 10 ether, "WQ-5: the other depositor's");
    }

    function test_aFlowThatFailsLeavesNoLock() public {
        vm.expectRevert();
        strategyManager.depositIntoStrategy(address(strategy), address(token), 1 ether);
        assertTrue(!delegation.locked(), "LOCK-2");
        _deposit(alice, 1 ether);
        _deposit(alice, 1 ether);
        assertEq(_withdrawable(alice), 2 ether, "LOCK-2");
    }

    function test_onlyTheShareManagersHoldTheKey() public {
        vm.expectRevert(IDelegationManager.OnlyStrategyManagerOrEigenPodManager.selector);
        delegation.lock();
        vm.expectRevert(IDelegationManager.OnlyStrategyManagerOrEigenPodManager.selector);
        delegation.unlock();
    }

    function _assertRefused() private view {
        assertEq(calling.calls(), 1, "LOCK-1: it was called");
        assertTrue(!calling.succeeded(), "LOCK-1");
        assertTrue(bytes4(calling.answer()) == ILock.Reentered.selector, "LOCK-1: by name");
    }

    function _targets() private view returns (address[] memory targets) {
        targets = new address[](15);
        for (uint256 i; i < 8; ++i) {
            targets[i] = address(delegation);
        }
        (targets[8], targets[9]) = (address(strategyManager), address(strategyManager));
        (targets[10], targets[11]) = (address(eigenPodManager), address(alm));
        (targets[12], targets[13], targets[14]) = (address(alm), address(alm), address(alm));
    }

    /// @dev In the order of the targets.
    function _flows() private view returns (bytes[] memory flows) {
        SignatureWithExpiry memory none;
        Withdrawal memory withdrawal;
        OperatorSet memory own = OperatorSet(address(calling), 1);
        flows = new bytes[](15);
        flows[0] = abi.encodeCall(delegation.registerAsOperator, (address(0), 0, ""));
        flows[1] = abi.encodeCall(delegation.delegateTo, (operator, none, 0));
        flows[2] = abi.encodeCall(delegation.undelegate, (alice));
        flows[3] = abi.encodeCall(delegation.redelegate, (operator, none, 0));
        flows[4] = abi.encodeCall(delegation.queueWithdrawals, (_params(address(strategy), 1)));
        flows[5] = abi.encodeCall(delegation.completeQueuedWithdrawal, (withdrawal, new address[](0), true));
        flows[6] = abi.encodeCall(
            delegation.completeQueuedWithdrawals, (new Withdrawal[](0), new address[][](0), new bool[](0))
        );
        flows[7] = abi.encodeCall(delegation.queueWithdrawals, (new QueuedWithdrawalParams[](0)));
        flows[8] = abi.encodeCall(strategyManager.depositIntoStrategy, (address(strategy), address(token), 1));
        flows[9] = abi.encodeCall(strategyManager.clearBurnOrRedistributableShares, (own, 1));
        flows[10] = abi.encodeCall(eigenPodManager.createPod, ());
        flows[11] = abi.encodeCall(alm.modifyAllocations, (address(calling), new AllocateParams[](0)));
        flows[12] = abi.encodeCall(
            alm.slashOperator,
            (address(calling), SlashingParams(address(calling), 1, _one(address(strategy)), _one(WAD), ""))
        );
        flows[13] = abi.encodeCall(alm.setAllocationDelay, (address(calling), 5));
        flows[14] =
            abi.encodeCall(alm.clearDeallocationQueue, (address(calling), _one(address(strategy)), new uint16[](1)));
    }
}
