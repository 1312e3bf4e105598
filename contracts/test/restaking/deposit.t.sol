// SPDX-License-Identifier: MIT
pragma solidity 0.8.31;

import {IDelegationManager} from "../../src/interfaces/restaking/IDelegationManager.sol";
import {IStrategy} from "../../src/interfaces/restaking/IStrategy.sol";
import {IStrategyManager} from "../../src/interfaces/restaking/IStrategyManager.sol";
import {StrategyBase} from "../../src/restaking/StrategyBase.sol";
import {Scene} from "./Scene.sol";

contract DepositTest is Scene {
    function testFuzz_addsWhatTheStrategyGave(uint96 first, uint96 second) public {
        first = uint96(bound(first, 1, 1e28));
        second = uint96(bound(second, 1, 1e28));

        uint256 shares = _deposit(alice, first);
        shares += _deposit(alice, second);

        assertEq(shares, uint256(first) + second, "STAKE-10: one to one, as long as nobody gives");
        assertEq(strategyManager.stakerDepositShares(alice, address(strategy)), shares, "STAKE-3");
        assertEq(_withdrawable(alice), shares, "STAKE-4");
        assertEq(strategyManager.stakerStrategyListLength(alice), 1, "listed once");
        assertEq(strategy.totalShares(), shares, "WQ-5");
    }

    function test_tellsItInTheOrderThatIndexersKnow() public {
        _delegate(alice, operator);
        token.mint(alice, 5 ether);
        vm.startPrank(alice);
        token.approve(address(strategyManager), 5 ether);

        vm.expectEmit(address(strategy));
        emit IStrategy.ExchangeRateEmitted(1e18);
        vm.expectEmit(address(strategyManager));
        emit IStrategyManager.Deposit(alice, address(strategy), 5 ether);
        vm.expectEmit(address(delegation));
        emit IDelegationManager.DepositScalingFactorUpdated(alice, address(strategy), 1e18);
        vm.expectEmit(address(delegation));
        emit IDelegationManager.OperatorSharesIncreased(operator, alice, address(strategy), 5 ether);
        strategyManager.depositIntoStrategy(address(strategy), address(token), 5 ether);
    }

    function testFuzz_isntSlashedForWhatWasBefore(uint256 held, uint256 added, uint256 wad) public {
        held = bound(held, 1e3, 1e27);
        added = bound(added, 1e3, 1e27);
        wad = bound(wad, 1, WAD - 1e9);
        _deposit(alice, held);
        _delegate(alice, operator);
        _allocateAll(operator);
        _slash(operator, set, address(strategy), wad);
        uint256 before = _withdrawable(alice);

        _deposit(alice, added);

        assertLe(_withdrawable(alice), before + added, "STAKE-4");
        // Two products and a quotient are cut: with S deposit shares it costs less than S/1e18·(1 + f/1e18) + 2.
        assertGe(_withdrawable(alice) + (held + added) / 5e17 + 2, before + added, "STAKE-4: dust");
        assertGe(_operatorShares(operator), _withdrawable(alice), "STAKE-1");
    }

    function test_nothingIsTakenWhereNothingWouldBeLeft() public {
        _deposit(alice, 10 ether);
        _delegate(alice, operator);
        _allocateAll(operator);
        _slash(operator, set, address(strategy), WAD);
        token.mint(alice, 1 ether);
        vm.startPrank(alice);
        token.approve(address(strategyManager), 1 ether);

        vm.expectRevert(IDelegationManager.FullySlashed.selector);
        strategyManager.depositIntoStrategy(address(strategy), address(token), 1 ether);
        assertEq(token.balanceOf(alice), 1 ether, "STAKE-5");
    }

    function test_onlyIntoWhatIsListed() public {
        vm.prank(governor);
        factory.removeStrategiesFromWhitelist(_one(address(strategy)));

        vm.prank(alice);
        vm.expectRevert(IStrategyManager.StrategyNotWhitelisted.selector);
        strategyManager.depositIntoStrategy(address(strategy), address(token), 1 ether);

        vm.prank(governor);
        factory.whitelistStrategies(_one(address(strategy)));
        assertEq(_deposit(alice, 1 ether), 1 ether, "LIST-1");
    }

    function test_onlyItsToken() public {
        StrategyBase second = _strategy("second", 18);
        token.mint(alice, 1 ether);
        vm.startPrank(alice);
        token.approve(address(strategyManager), 1 ether);

        vm.expectRevert(IStrategy.OnlyUnderlyingToken.selector);
        strategyManager.depositIntoStrategy(address(second), address(token), 1 ether);
    }

    function test_noDepositWithoutShares() public {
        vm.prank(alice);
        vm.expectRevert(IStrategy.NewSharesZero.selector);
        strategyManager.depositIntoStrategy(address(strategy), address(token), 0);
    }

    function test_atMost32Strategies() public {
        for (uint256 i; i < 32; ++i) {
            _deposit(alice, _strategy("one of 32", 18), 1 ether);
        }
        token.mint(alice, 1 ether);
        vm.startPrank(alice);
        token.approve(address(strategyManager), 1 ether);

        vm.expectRevert(IStrategyManager.MaxStrategiesExceeded.selector);
        strategyManager.depositIntoStrategy(address(strategy), address(token), 1 ether);

        // One that is emptied makes room, and the list stays whole.
        address emptied = strategyManager.stakerStrategyList(alice, 7);
        vm.stopPrank();
        _queue(alice, emptied, 1 ether);
        vm.prank(alice);
        strategyManager.depositIntoStrategy(address(strategy), address(token), 1 ether);
        address[] memory list = strategyManager.getStakerStrategyList(alice);
        assertEq(list.length, 32, "STAKE-6");
        for (uint256 i; i < 32; ++i) {
            assertTrue(list[i] != emptied, "STAKE-6");
            assertGt(strategyManager.stakerDepositShares(alice, list[i]), 0, "STAKE-6");
        }
    }

    function test_onlyTheDelegationManagerMovesShares() public {
        bytes4 refused = IStrategyManager.OnlyDelegationManager.selector;
        vm.startPrank(governor);

        vm.expectRevert(refused);
        strategyManager.addShares(alice, address(strategy), 1);
        vm.expectRevert(refused);
        strategyManager.removeDepositShares(alice, address(strategy), 1);
        vm.expectRevert(refused);
        strategyManager.withdrawSharesAsTokens(alice, address(strategy), address(token), 1);
        vm.expectRevert(refused);
        strategyManager.increaseBurnOrRedistributableShares(set, 1, address(strategy), 1);
    }
}
