// SPDX-License-Identifier: MIT
pragma solidity 0.8.31;

import {IDelegationManager, Withdrawal} from "../../src/interfaces/restaking/IDelegationManager.sol";
import {IStrategy} from "../../src/interfaces/restaking/IStrategy.sol";
import {StrategyBase} from "../../src/restaking/StrategyBase.sol";
import {Scene} from "./Scene.sol";
import {Token} from "./Token.sol";

contract CompleteTest is Scene {
    function test_fromTheBlockAfterTheLastSlashableOne() public {
        uint256 shares = _deposit(alice, 100 ether);
        _delegate(alice, operator);
        bytes32 root = _queue(alice, shares);
        Withdrawal memory withdrawal = delegation.queuedWithdrawals(root);
        address[] memory tokens = _one(address(token));

        _pass(DELAY);
        vm.startPrank(alice);
        vm.expectRevert(IDelegationManager.WithdrawalDelayNotElapsed.selector);
        delegation.completeQueuedWithdrawal(withdrawal, tokens, true);

        _pass(1);
        vm.expectEmit(address(delegation));
        emit IDelegationManager.SlashingWithdrawalCompleted(root);
        delegation.completeQueuedWithdrawal(withdrawal, tokens, true);
        assertEq(token.balanceOf(alice), 100 ether, "WQ-2");

        vm.expectRevert(IDelegationManager.WithdrawalNotQueued.selector);
        delegation.completeQueuedWithdrawal(withdrawal, tokens, true);
        assertEq(delegation.getQueuedWithdrawalRoots(alice).length, 0, "WQ-1");
        assertEq(delegation.queuedWithdrawals(root).staker, address(0), "WQ-1");
        assertEq(_operatorShares(operator), 0, "STAKE-7");
    }

    function testFuzz_whoDidntDelegateWaitsAsLongAndIsntSlashed(uint256 wad) public {
        _deposit(alice, 100 ether);
        _deposit(bob, 100 ether);
        _delegate(bob, operator);
        _allocateAll(operator);
        bytes32 root = _queue(alice, 100 ether);
        Withdrawal memory withdrawal = delegation.queuedWithdrawals(root);
        _slash(operator, set, address(strategy), bound(wad, 1, WAD));

        address[] memory tokens = _one(address(token));
        _pass(DELAY);
        vm.prank(alice);
        vm.expectRevert(IDelegationManager.WithdrawalDelayNotElapsed.selector);
        delegation.completeQueuedWithdrawal(withdrawal, tokens, true);

        _pass(1);
        _complete(root, true);
        assertEq(token.balanceOf(alice), 100 ether, "WQ-7");
    }

    /// @dev Tried at the last slashable block, one before it, and one after.
    function testFuzz_bearsSlashesThroughTheLastSlashableBlock(uint256 amount, uint256 wad, uint256 when) public {
        amount = bound(amount, 1, 1e28);
        wad = bound(wad, 1, WAD);
        when = bound(when, 0, 2);
        _deposit(alice, amount);
        _delegate(alice, operator);
        _allocateAll(operator);
        bytes32 root = _queue(alice, amount);

        _pass(DELAY - 1 + when);
        (, uint256 slashed) = _slash(operator, set, address(strategy), wad);
        _pass(2);

        (, uint256[] memory seen) = delegation.getQueuedWithdrawal(root);
        _complete(root, true);
        uint256 left = amount * (WAD - wad) / WAD;
        assertEq(token.balanceOf(alice), when == 2 ? amount : left, "WQ-3");
        assertEq(seen[0], token.balanceOf(alice), "WQ-6");
        assertLe(slashed + token.balanceOf(alice), amount, "WQ-5");
        if (when == 2) assertEq(slashed, 0, "WQ-3");
    }

    function testFuzz_asSharesIsWorthTheSameAgain(uint256 amount, uint256 first, uint256 second) public {
        amount = bound(amount, 1e3, 1e28);
        _deposit(alice, amount);
        _delegate(alice, operator);
        _allocateAll(operator);
        _slash(operator, set, address(strategy), bound(first, 1, WAD / 2));
        bytes32 root = _queue(alice, amount);
        _pass(DELAY + 1);
        _slash(operator, set, address(strategy), bound(second, 1, WAD / 2));
        (, uint256[] memory shares) = delegation.getQueuedWithdrawal(root);
        uint256 before = token.balanceOf(address(strategy));

        _complete(root, false);

        assertEq(token.balanceOf(address(strategy)), before, "WQ-8");
        assertLe(_withdrawable(alice), shares[0], "STAKE-4");
        assertGe(_withdrawable(alice) + shares[0] / 1e18 + 2, shares[0], "STAKE-4: the second slash came before");
        assertGe(_operatorShares(operator), _withdrawable(alice), "STAKE-1");
    }

    function test_asSharesNotIntoAnOperatorThatHasNothingLeft() public {
        _deposit(alice, 1 ether);
        _delegate(alice, operator);
        _allocateAll(operator);
        Withdrawal memory withdrawal = delegation.queuedWithdrawals(_queue(alice, 1 ether));
        _pass(DELAY + 1);
        _slash(operator, set, address(strategy), WAD);
        address[] memory tokens = _one(address(token));

        vm.prank(alice);
        vm.expectRevert(IDelegationManager.FullySlashed.selector);
        delegation.completeQueuedWithdrawal(withdrawal, tokens, false);

        _complete(withdrawal, true);
        assertEq(token.balanceOf(alice), 1 ether, "WQ-3");
    }

    function test_nothingIsPaidOfNothing() public {
        _deposit(alice, 1 ether);
        _delegate(alice, operator);
        _allocateAll(operator);
        bytes32 asTokens = _queue(alice, 0.4 ether);
        bytes32 asShares = _queue(alice, 0.6 ether);
        _slash(operator, set, address(strategy), WAD);
        _pass(DELAY + 1);

        _complete(asTokens, true);
        _complete(asShares, false);

        assertEq(token.balanceOf(alice), 0, "WQ-3");
        assertEq(strategyManager.stakerDepositShares(alice, address(strategy)), 0, "WQ-3");
        assertEq(delegation.getQueuedWithdrawalRoots(alice).length, 0, "WQ-1");
    }

    function test_onlyTheWithdrawerAndOnlyTheWordsThatWereQueued() public {
        _deposit(alice, 2 ether);
        _delegate(alice, operator);
        Withdrawal memory withdrawal = delegation.queuedWithdrawals(_queue(alice, 1 ether));
        address[] memory tokens = _one(address(token));
        _pass(DELAY + 1);

        vm.prank(bob);
        vm.expectRevert(IDelegationManager.WithdrawerNotCaller.selector);
        delegation.completeQueuedWithdrawal(withdrawal, tokens, true);

        vm.startPrank(alice);
        vm.expectRevert(IDelegationManager.InputArrayLengthMismatch.selector);
        delegation.completeQueuedWithdrawal(withdrawal, new address[](0), true);

        bytes4 unknown = IDelegationManager.WithdrawalNotQueued.selector;
        withdrawal.scaledShares[0] += 1;
        vm.expectRevert(unknown);
        delegation.completeQueuedWithdrawal(withdrawal, tokens, true);
        withdrawal.scaledShares[0] -= 1;
        withdrawal.startBlock -= 1;
        vm.expectRevert(unknown);
        delegation.completeQueuedWithdrawal(withdrawal, tokens, true);
        withdrawal.startBlock += 1;
        withdrawal.delegatedTo = address(0);
        vm.expectRevert(unknown);
        delegation.completeQueuedWithdrawal(withdrawal, tokens, true);
        withdrawal.delegatedTo = operator;
        withdrawal.staker = bob;
        vm.expectRevert(unknown);
        delegation.completeQueuedWithdrawal(withdrawal, tokens, true);
        vm.stopPrank();

        withdrawal.staker = alice;
        _complete(withdrawal, true);
        assertEq(token.balanceOf(alice), 1 ether, "WQ-1");
    }

    function test_onlyInTheStrategysToken() public {
        _deposit(alice, 1 ether);
        Withdrawal memory withdrawal = delegation.queuedWithdrawals(_queue(alice, 1 ether));
        address[] memory tokens = _one(address(new Token("another", 18)));
        _pass(DELAY + 1);

        vm.prank(alice);
        vm.expectRevert(IStrategy.OnlyUnderlyingToken.selector);
        delegation.completeQueuedWithdrawal(withdrawal, tokens, true);
    }

    function test_aBatchInAnyOrder() public {
        StrategyBase second = _strategy("second", 18);
        _deposit(alice, 3 ether);
        _deposit(alice, second, 5 ether);
        _delegate(alice, operator);
        bytes32[] memory roots = _undelegate(alice);
        _pass(DELAY + 1);
        Withdrawal[] memory withdrawals = new Withdrawal[](2);
        address[][] memory tokens = new address[][](2);
        bool[] memory asTokens = new bool[](2);
        for (uint256 i; i < 2; ++i) {
            withdrawals[i] = delegation.queuedWithdrawals(roots[1 - i]);
            tokens[i] = _tokensOf(withdrawals[i].strategies);
        }
        asTokens[0] = true;

        vm.prank(alice);
        delegation.completeQueuedWithdrawals(withdrawals, tokens, asTokens);

        assertEq(Token(second.underlyingToken()).balanceOf(alice), 5 ether, "WQ-1");
        assertEq(_withdrawable(alice), 3 ether, "WQ-8");
        assertEq(token.balanceOf(alice), 0, "WQ-8");
    }

    function test_ofAnUnlistedStrategyToo() public {
        _deposit(alice, 2 ether);
        bytes32 asTokens = _queue(alice, 1 ether);
        bytes32 asShares = _queue(alice, 1 ether);
        vm.prank(governor);
        factory.removeStrategiesFromWhitelist(_one(address(strategy)));
        _pass(DELAY + 1);

        _complete(asTokens, true);
        _complete(asShares, false);

        assertEq(token.balanceOf(alice), 1 ether, "LIST-1");
        assertEq(_withdrawable(alice), 1 ether, "LIST-1");
    }

    function testFuzz_inPartsItPaysNoMore(uint256 amount, uint256 cut, uint256 wad) public {
        amount = bound(amount, 2, 1e28);
        cut = bound(cut, 1, amount - 1);
        wad = bound(wad, 1, WAD - 1);
        _deposit(alice, amount);
        _deposit(bob, amount);
        _delegate(alice, operator);
        _delegate(bob, operator);
        _allocateAll(operator);
        _slash(operator, set, address(strategy), wad);

        bytes32 first = _queue(alice, cut);
        bytes32 second = _queue(alice, amount - cut);
        bytes32 whole = _queue(bob, amount);
        _pass(DELAY + 1);
        _complete(first, true);
        _complete(second, true);
        _complete(whole, true);

        assertLe(token.balanceOf(alice), token.balanceOf(bob), "STAKE-8");
        assertGe(token.balanceOf(alice) + 1, token.balanceOf(bob), "STAKE-8");
    }
}
