// SPDX-License-Identifier: MIT
pragma solidity 0.8.31;

import {
    QueuedWithdrawalParams,
    SignatureWithExpiry,
    Withdrawal
} from "../../src/interfaces/restaking/IDelegationManager.sol";
import {IPausable, IPauserRegistry} from "../../src/interfaces/restaking/IPausable.sol";
import {Scene} from "./Scene.sol";

contract PausingTest is Scene {
    SignatureWithExpiry private none;

    function testFuzz_pausersOnlyPauseTheUnpauserOnlyUnpauses(uint256 first, uint256 second) public {
        vm.prank(pauser);
        delegation.pause(first);
        assertEq(delegation.paused(), first, "PAUSE-1");
        for (uint256 bit; bit < 256; ++bit) {
            assertTrue(delegation.paused(uint8(bit)) == (first >> bit & 1 == 1), "PAUSE-1");
        }

        vm.prank(pauser);
        if (first & ~second != 0) vm.expectRevert(IPausable.InvalidNewPausedStatus.selector);
        delegation.pause(second);

        uint256 status = delegation.paused();
        vm.prank(unpauser);
        if (first & ~status != 0) vm.expectRevert(IPausable.InvalidNewPausedStatus.selector);
        delegation.unpause(first);
        assertEq(delegation.paused(), first, "PAUSE-1");
    }

    function test_thePauserCantUnpauseNorTheUnpauserPause() public {
        vm.startPrank(unpauser);
        vm.expectRevert(IPausable.OnlyPauser.selector);
        strategy.pause(1);
        vm.expectRevert(IPausable.OnlyPauser.selector);
        strategy.pauseAll();
        vm.stopPrank();

        vm.startPrank(pauser);
        vm.expectEmit(address(strategy));
        emit IPausable.Paused(pauser, type(uint256).max);
        strategy.pauseAll();
        vm.expectRevert(IPausable.OnlyUnpauser.selector);
        strategy.unpause(0);
        vm.stopPrank();

        vm.expectEmit(address(strategy));
        emit IPausable.Unpaused(unpauser, 2);
        vm.prank(unpauser);
        strategy.unpause(2);
        assertEq(strategy.paused(), 2, "PAUSE-1");
    }

    function test_aStrategysPauseIsItsOwn() public {
        vm.prank(pauser);
        strategy.pauseAll();

        assertEq(_strategy("second", 18).paused(), 0, "PAUSE-1");
    }

    function test_whoMayIsTheUnpausersToSay() public {
        vm.startPrank(pauser);
        vm.expectRevert(IPauserRegistry.OnlyUnpauser.selector);
        pauserRegistry.setIsPauser(bob, true);
        vm.expectRevert(IPauserRegistry.OnlyUnpauser.selector);
        pauserRegistry.setUnpauser(pauser);
        vm.stopPrank();

        vm.startPrank(unpauser);
        vm.expectEmit(address(pauserRegistry));
        emit IPauserRegistry.PauserStatusChanged(bob, true);
        pauserRegistry.setIsPauser(bob, true);
        vm.expectRevert(IPauserRegistry.InputAddressZero.selector);
        pauserRegistry.setIsPauser(address(0), true);
        vm.expectRevert(IPauserRegistry.InputAddressZero.selector);
        pauserRegistry.setUnpauser(address(0));
        vm.expectEmit(address(pauserRegistry));
        emit IPauserRegistry.UnpauserChanged(unpauser, carol);
        pauserRegistry.setUnpauser(carol);
        vm.stopPrank();

        vm.prank(bob);
        strategyManager.pause(1);
        vm.prank(carol);
        strategyManager.unpause(0);
        assertEq(strategyManager.paused(), 0, "PAUSE-1");
    }

    function test_newDelegationIsBit0() public {
        _pause(IPausable(delegation), 0);
        vm.startPrank(alice);
        _expectPaused();
        delegation.delegateTo(operator, none, 0);
        _expectPaused();
        delegation.registerAsOperator(address(0), 0, "");
        vm.stopPrank();

        _unpause(IPausable(delegation));
        _pause(IPausable(delegation), 1);
        _pause(IPausable(delegation), 2);
        _delegate(alice, operator);
        assertTrue(delegation.isDelegated(alice), "PAUSE-1");
        _pause(IPausable(delegation), 0);
        vm.prank(alice);
        _expectPaused();
        delegation.redelegate(operator, none, 0);
    }

    function test_enteringTheQueueIsBit1() public {
        _deposit(alice, 1 ether);
        _delegate(alice, operator);
        QueuedWithdrawalParams[] memory params = _params(address(strategy), 1 ether);
        _pause(IPausable(delegation), 1);
        vm.startPrank(alice);
        _expectPaused();
        delegation.queueWithdrawals(params);
        _expectPaused();
        delegation.undelegate(alice);
        _expectPaused();
        delegation.redelegate(operator, none, 0);
        vm.stopPrank();

        _unpause(IPausable(delegation));
        _pause(IPausable(delegation), 0);
        _pause(IPausable(delegation), 2);
        assertTrue(_queue(alice, 1 ether) != 0, "PAUSE-1");
    }

    function test_leavingTheQueueIsBit2() public {
        _deposit(alice, 2 ether);
        bytes32 root = _queue(alice, 1 ether);
        _pass(DELAY + 1);
        Withdrawal memory withdrawal = delegation.queuedWithdrawals(root);
        address[] memory tokens = _one(address(token));
        _pause(IPausable(delegation), 2);
        vm.startPrank(alice);
        _expectPaused();
        delegation.completeQueuedWithdrawal(withdrawal, tokens, true);
        _expectPaused();
        delegation.completeQueuedWithdrawals(new Withdrawal[](0), new address[][](0), new bool[](0));
        vm.stopPrank();

        _unpause(IPausable(delegation));
        _pause(IPausable(delegation), 0);
        _pause(IPausable(delegation), 1);
        _complete(root, true);
        assertEq(token.balanceOf(alice), 1 ether, "PAUSE-1");
    }

    function test_depositsAreBit0OfTheStrategyManagerAndOfAStrategy() public {
        token.mint(alice, 1 ether);
        vm.prank(alice);
        token.approve(address(strategyManager), 1 ether);
        IPausable[2] memory places = [IPausable(strategyManager), IPausable(strategy)];
        for (uint256 i; i < 2; ++i) {
            _pause(places[i], 0);
            vm.startPrank(alice);
            _expectPaused();
            strategyManager.depositIntoStrategy(address(strategy), address(token), 1 ether);
            if (i == 0) {
                _expectPaused();
                strategyManager.depositIntoStrategyWithSignature(
                    address(strategy), address(token), 1 ether, alice, block.timestamp, ""
                );
            }
            vm.stopPrank();
            _unpause(places[i]);
        }
        _pause(IPausable(strategy), 1);
        vm.prank(alice);
        strategyManager.depositIntoStrategy(address(strategy), address(token), 1 ether);
        assertEq(_withdrawable(alice), 1 ether, "PAUSE-1");
    }

    function test_tokensLeaveAStrategyByBit1() public {
        _deposit(alice, 2 ether);
        bytes32 asTokens = _queue(alice, 1 ether);
        bytes32 asShares = _queue(alice, 1 ether);
        _pass(DELAY + 1);
        Withdrawal memory withdrawal = delegation.queuedWithdrawals(asTokens);
        address[] memory tokens = _one(address(token));
        _pause(IPausable(strategy), 1);

        vm.prank(alice);
        _expectPaused();
        delegation.completeQueuedWithdrawal(withdrawal, tokens, true);
        _complete(asShares, false);
        assertEq(_withdrawable(alice), 1 ether, "PAUSE-1: shares come back all the same");
    }

    function test_newStrategiesAreBit0OfTheFactory() public {
        _pause(IPausable(factory), 0);
        _expectPaused();
        factory.deployNewStrategy(alice);
    }

    function _pause(IPausable where, uint8 bit) private {
        uint256 status = where.paused() | 1 << bit;
        vm.prank(pauser);
        where.pause(status);
    }

    function _unpause(IPausable where) private {
        vm.prank(unpauser);
        where.unpause(0);
    }

    function _expectPaused() private {
        vm.expectRevert(IPausable.CurrentlyPaused.selector);
    }
}
