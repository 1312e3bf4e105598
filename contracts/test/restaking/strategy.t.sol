// SPDX-License-Identifier: MIT
pragma solidity 0.8.31;

import {Ownable} from "@openzeppelin/contracts/access/Ownable.sol";

import {ICairnStrategy, IStrategy} from "../../src/interfaces/restaking/IStrategy.sol";
import {IStrategyFactory} from "../../src/interfaces/restaking/IStrategyFactory.sol";
import {IStrategyManager} from "../../src/interfaces/restaking/IStrategyManager.sol";
import {StrategyBase} from "../../src/restaking/StrategyBase.sol";
import {Scene} from "./Scene.sol";
import {Token} from "./Token.sol";

contract StrategyTest is Scene {
    function testFuzz_aRoundTripPaysNoMore(uint256 before, uint256 gift, uint256 amount) public {
        before = bound(before, 1, 1e28);
        gift = bound(gift, 0, 1e28);
        amount = bound(amount, 1, 1e28);
        _deposit(bob, before);
        token.mint(address(strategy), gift);
        vm.assume(strategy.underlyingToSharesView(amount) > 0);

        uint256 shares = _deposit(alice, amount);
        bytes32 root = _queue(alice, shares);
        _pass(DELAY + 1);
        _complete(root, true);

        assertLe(token.balanceOf(alice), amount, "STAKE-10");
        assertGe(strategy.sharesToUnderlyingView(before), before, "STAKE-10: who stays loses nothing");
    }

    /// @dev Who comes first gives, so that the next one's deposit rounds to little.
    function testFuzz_aGiftBesideTheFirstDepositCostsWhoGivesIt(uint256 first, uint256 gift, uint256 amount) public {
        first = bound(first, 1, 1e18);
        gift = bound(gift, 0, 1e24);
        amount = bound(amount, 1, 1e24);
        uint256 held = _deposit(bob, first);
        token.mint(address(strategy), gift);
        vm.assume(strategy.underlyingToSharesView(amount) > 0);
        _deposit(alice, amount);

        uint256 taken = strategy.sharesToUnderlyingView(held);

        assertLe(taken, first + gift, "STAKE-10");
    }

    /// @dev The thousand that nobody owns don't shrink with the balance: the last to leave finds up to a thousand wei less.
    function testFuzz_afterALossTheLastCanLeave(uint256 amount, uint256 other, uint256 lost) public {
        amount = bound(amount, 1, 1e28);
        other = bound(other, 1, 1e28);
        lost = bound(lost, 0, amount + other);
        _deposit(alice, amount);
        _deposit(bob, other);
        token.burn(address(strategy), lost);
        bytes32 first = _queue(alice, amount);
        bytes32 last = _queue(bob, other);
        _pass(DELAY + 1);

        _complete(first, true);
        uint256 left = token.balanceOf(address(strategy));
        uint256 due = strategy.sharesToUnderlyingView(other);
        _complete(last, true);

        assertEq(token.balanceOf(bob), due < left ? due : left, "STAKE-10");
        assertLe(due, token.balanceOf(bob) + 1e3, "STAKE-10");
        assertEq(strategy.totalShares(), 0, "WQ-5");
    }

    function test_showsTheRateToWhoAsks() public {
        _deposit(alice, 10 ether);
        token.mint(address(strategy), 5 ether);

        assertEq(strategy.shares(alice), 10 ether, "STAKE-3");
        assertEq(strategy.userUnderlyingView(alice), strategy.sharesToUnderlyingView(10 ether), "STAKE-10");
        assertEq(strategy.userUnderlying(alice), strategy.sharesToUnderlying(10 ether), "STAKE-10");
        assertNear(strategy.sharesToUnderlyingView(10 ether), 15 ether, 1e3, "STAKE-10");
        assertEq(strategy.underlyingToShares(3 ether), strategy.underlyingToSharesView(3 ether), "STAKE-10");
        assertNear(strategy.underlyingToSharesView(3 ether), 2 ether, 1e3, "STAKE-10");
        assertGt(bytes(strategy.explanation()).length, 0, "says what it is");
    }

    function test_hasACeiling() public {
        _deposit(alice, 1e38 - 1);
        token.mint(bob, 1);
        vm.startPrank(bob);
        token.approve(address(strategyManager), 1);
        vm.expectRevert(IStrategy.TotalSharesExceedsMax.selector);
        strategyManager.depositIntoStrategy(address(strategy), address(token), 1);
    }

    function test_obeysTheStrategyManagerOnly() public {
        bytes4 refused = IStrategy.OnlyStrategyManager.selector;
        vm.startPrank(governor);
        vm.expectRevert(refused);
        strategy.deposit(address(token), 1);
        vm.expectRevert(refused);
        strategy.withdraw(governor, address(token), 1);
        vm.expectRevert(refused);
        strategy.beforeAddShares(alice, 1);
        vm.expectRevert(refused);
        strategy.beforeRemoveShares(alice, 1);
        vm.stopPrank();

        vm.prank(address(strategyManager));
        vm.expectRevert(IStrategy.WithdrawalAmountExceedsTotalDeposits.selector);
        strategy.withdraw(governor, address(token), 1);
    }

    function test_oneATokenMadeByAnyoneAndListed() public {
        Token fresh = new Token("fresh", 6);
        address expected = vm.computeCreateAddress(address(factory), vm.getNonce(address(factory)));
        vm.expectEmit(address(factory));
        emit IStrategyFactory.StrategySetForToken(address(fresh), expected);
        vm.expectEmit(expected);
        emit IStrategy.StrategyTokenSet(address(fresh), 6);
        vm.expectEmit(address(strategyManager));
        emit IStrategyManager.StrategyAddedToDepositWhitelist(expected);
        vm.prank(carol);
        address made = factory.deployNewStrategy(address(fresh));

        assertEq(made, expected, "STRAT-1");
        assertEq(factory.deployedStrategies(address(fresh)), made, "STRAT-1");
        assertEq(StrategyBase(made).underlyingToken(), address(fresh), "STRAT-1");
        vm.expectRevert(IStrategyFactory.StrategyAlreadyExists.selector);
        factory.deployNewStrategy(address(fresh));
    }

    function test_getsItsTokenOnce() public {
        vm.expectRevert(ICairnStrategy.AlreadyInitialized.selector);
        strategy.initialize(address(token));

        assertEq(factory.strategyBeacon(), address(factory), "STRAT-1");
        StrategyBase implementation = StrategyBase(factory.implementation());
        vm.expectRevert(ICairnStrategy.AlreadyInitialized.selector);
        implementation.initialize(address(token));
    }

    function test_noneForABlacklistedToken() public {
        address[] memory tokens = new address[](2);
        (tokens[0], tokens[1]) = (address(token), address(new Token("unborn", 18)));
        vm.expectRevert(abi.encodeWithSelector(Ownable.OwnableUnauthorizedAccount.selector, address(this)));
        factory.blacklistTokens(tokens);

        vm.startPrank(governor);
        vm.expectEmit(address(factory));
        emit IStrategyFactory.TokenBlacklisted(tokens[1]);
        vm.expectEmit(address(strategyManager));
        emit IStrategyManager.StrategyRemovedFromDepositWhitelist(address(strategy));
        factory.blacklistTokens(tokens);

        assertTrue(!strategyManager.strategyIsWhitelistedForDeposit(address(strategy)), "LIST-1");
        vm.expectRevert(IStrategyFactory.BlacklistedToken.selector);
        factory.deployNewStrategy(tokens[1]);
        vm.expectRevert(IStrategyFactory.AlreadyBlacklisted.selector);
        factory.blacklistTokens(tokens);
    }

    function test_theListIsTheWhitelistersAndWhoThatIsTheOwners() public {
        vm.startPrank(governor);
        vm.expectRevert(IStrategyManager.OnlyStrategyWhitelister.selector);
        strategyManager.addStrategiesToDepositWhitelist(_one(carol));
        vm.expectRevert(IStrategyManager.OnlyStrategyWhitelister.selector);
        strategyManager.removeStrategiesFromDepositWhitelist(_one(address(strategy)));

        vm.expectEmit(address(strategyManager));
        emit IStrategyManager.StrategyWhitelisterChanged(address(factory), governor);
        strategyManager.setStrategyWhitelister(governor);
        strategyManager.removeStrategiesFromDepositWhitelist(_one(address(strategy)));
        assertTrue(!strategyManager.strategyIsWhitelistedForDeposit(address(strategy)), "LIST-1");
        vm.stopPrank();

        vm.prank(carol);
        vm.expectRevert(abi.encodeWithSelector(Ownable.OwnableUnauthorizedAccount.selector, carol));
        strategyManager.setStrategyWhitelister(carol);
    }
}
