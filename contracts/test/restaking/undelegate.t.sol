// SPDX-License-Identifier: MIT
pragma solidity 0.8.31;

import {
    IDelegationManager,
    SignatureWithExpiry,
    Withdrawal
} from "../../src/interfaces/restaking/IDelegationManager.sol";
import {StrategyBase} from "../../src/restaking/StrategyBase.sol";
import {Scene} from "./Scene.sol";

contract UndelegateTest is Scene {
    address private immutable other = account("other operator");

    SignatureWithExpiry private none;

    function setUp() public override {
        super.setUp();
        _register(other);
    }

    function test_queuesEverythingAStrategyEach() public {
        StrategyBase second = _strategy("second", 18);
        _deposit(alice, 3 ether);
        _deposit(alice, second, 5 ether);
        _checkpoint(alice, 0, 32 ether);
        _delegate(alice, operator);

        vm.expectEmit(address(delegation));
        emit IDelegationManager.StakerUndelegated(alice, operator);
        bytes32[] memory roots = _undelegate(alice);

        assertEq(roots.length, 3, "STAKE-9");
        for (uint256 i; i < 3; ++i) {
            Withdrawal memory withdrawal = delegation.queuedWithdrawals(roots[i]);
            assertEq(withdrawal.strategies.length, 1, "STAKE-9");
            assertEq(delegation.operatorShares(operator, withdrawal.strategies[0]), 0, "STAKE-7");
            assertEq(delegation.depositScalingFactor(alice, withdrawal.strategies[0]), 1e18, "STAKE-6");
        }
        (address[] memory held,) = delegation.getDepositedShares(alice);
        assertEq(held.length, 0, "STAKE-9");
        assertEq(delegation.delegatedTo(alice), address(0), "STAKE-9");
    }

    function test_whoHasNothingLeavesWithoutAWithdrawal() public {
        _delegate(alice, operator);
        assertEq(_undelegate(alice).length, 0, "STAKE-9");
        assertTrue(!delegation.isDelegated(alice), "STAKE-9");
    }

    function test_byForce() public {
        address approver = account("approver");
        address appointee = account("appointee");
        address[3] memory mighty = [operator, approver, appointee];
        address[3] memory stakers = [alice, bob, carol];
        for (uint256 i; i < 3; ++i) {
            _deposit(stakers[i], 7 ether);
            _delegate(stakers[i], operator);
        }
        vm.startPrank(operator);
        delegation.modifyOperatorDetails(operator, approver);
        permissionController.setAppointee(
            operator, appointee, address(delegation), IDelegationManager.undelegate.selector
        );
        vm.stopPrank();

        for (uint256 i; i < 3; ++i) {
            vm.expectEmit(address(delegation));
            emit IDelegationManager.StakerForceUndelegated(stakers[i], operator);
            vm.prank(mighty[i]);
            bytes32[] memory roots = delegation.undelegate(stakers[i]);

            _pass(DELAY + 1);
            _complete(roots[0], true);
            assertEq(token.balanceOf(stakers[i]), 7 ether, "STAKE-9: the tokens stay the staker's");
        }
    }

    function test_notByStrangers() public {
        _delegate(alice, operator);

        vm.startPrank(bob);
        vm.expectRevert(IDelegationManager.CallerCannotUndelegate.selector);
        delegation.undelegate(alice);
        vm.expectRevert(IDelegationManager.NotActivelyDelegated.selector);
        delegation.undelegate(bob);
        vm.stopPrank();

        vm.prank(other);
        vm.expectRevert(IDelegationManager.CallerCannotUndelegate.selector);
        delegation.undelegate(alice);
    }

    function test_redelegatedSharesArriveByCompletion() public {
        uint256 shares = _deposit(alice, 9 ether);
        _delegate(alice, operator);

        vm.prank(alice);
        bytes32[] memory roots = delegation.redelegate(other, none, 0);

        assertEq(delegation.delegatedTo(alice), other, "STAKE-9");
        assertEq(_operatorShares(operator), 0, "STAKE-7");
        assertEq(_operatorShares(other), 0, "STAKE-9");
        _deposit(alice, 1 ether);
        assertEq(_operatorShares(other), 1 ether, "STAKE-1: new deposits are the new operator's");

        _pass(DELAY + 1);
        _complete(roots[0], false);
        assertEq(_operatorShares(other), shares + 1 ether, "STAKE-1");
        assertEq(_withdrawable(alice), shares + 1 ether, "WQ-8");
        assertEq(token.balanceOf(alice), 0, "WQ-8");
    }

    function test_redelegatingIsAllOrNothing() public {
        vm.startPrank(alice);
        vm.expectRevert(IDelegationManager.NotActivelyDelegated.selector);
        delegation.redelegate(other, none, 0);
        delegation.delegateTo(operator, none, 0);
        vm.expectRevert(IDelegationManager.OperatorNotRegistered.selector);
        delegation.redelegate(bob, none, 0);
        assertEq(delegation.delegatedTo(alice), operator, "STAKE-9");
        vm.stopPrank();

        vm.prank(operator);
        vm.expectRevert(IDelegationManager.OperatorsCannotUndelegate.selector);
        delegation.redelegate(other, none, 0);
    }
}
