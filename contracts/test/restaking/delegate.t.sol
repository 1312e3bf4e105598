// SPDX-License-Identifier: MIT
pragma solidity 0.8.31;

import {IDelegationManager, SignatureWithExpiry} from "../../src/interfaces/restaking/IDelegationManager.sol";
import {StrategyBase} from "../../src/restaking/StrategyBase.sol";
import {Scene} from "./Scene.sol";

contract DelegateTest is Scene {
    SignatureWithExpiry private none;

    function testFuzz_bringsAllThatTheStakerHas(uint256 amount, uint256 more, uint256 native) public {
        amount = bound(amount, 1, 1e28);
        more = bound(more, 1, 1e28);
        native = bound(native, 1, 1e19) * 1e9;
        StrategyBase second = _strategy("second", 6);
        _deposit(alice, amount);
        _deposit(alice, second, more);
        _checkpoint(alice, 0, int256(native));

        _delegate(alice, operator);

        assertEq(delegation.delegatedTo(alice), operator, "STAKE-1");
        assertEq(delegation.operatorShares(operator, address(strategy)), amount, "STAKE-1");
        assertEq(delegation.operatorShares(operator, address(second)), more, "STAKE-1");
        assertEq(delegation.operatorShares(operator, BEACON_ETHER), native, "STAKE-1");
        (address[] memory held, uint256[] memory shares) = delegation.getDepositedShares(alice);
        assertEq(held.length, 3, "tokens, then beacon ether");
        assertEq(held[2], BEACON_ETHER, "tokens, then beacon ether");
        assertEq(shares[2], native, "tokens, then beacon ether");
    }

    function testFuzz_slashesOfBeforeArentTheStakers(uint256 amount, uint256 wad) public {
        amount = bound(amount, 1e3, 1e28);
        wad = bound(wad, 1, WAD - 1e9);
        _allocateAll(operator);
        _slash(operator, set, address(strategy), wad);
        uint256 left = alm.getMaxMagnitude(operator, address(strategy));
        _deposit(alice, amount);

        _delegate(alice, operator);

        assertEq(delegation.depositScalingFactor(alice, address(strategy)), 1e36 / left, "STAKE-4");
        assertLe(_withdrawable(alice), amount, "STAKE-4");
        assertGe(_withdrawable(alice) + amount / 1e18 + 2, amount, "STAKE-4: dust");
        assertEq(_operatorShares(operator), amount, "STAKE-1");
    }

    function test_notToWhomNothingIsLeftOf() public {
        _allocateAll(operator);
        _slash(operator, set, address(strategy), WAD);
        _deposit(alice, 1 ether);

        vm.prank(alice);
        vm.expectRevert(IDelegationManager.FullySlashed.selector);
        delegation.delegateTo(operator, none, 0);

        _delegate(bob, operator);
        assertTrue(delegation.isDelegated(bob), "STAKE-5: who has nothing there may");
    }

    /// @dev Beacon ether is brought as the beacon chain left it, rounded up: what the staker can withdraw afterwards is cut once,
    /// from a finer number than before.
    function testFuzz_neverBringsLessBeaconEtherThanCanBeWithdrawn(uint256 gwei_, uint256 lost, uint256 wad) public {
        gwei_ = bound(gwei_, 2, 1e12);
        lost = bound(lost, 1, gwei_ - 1);
        wad = bound(wad, 1, WAD - 1e9);
        _makeSet(set, _one(BEACON_ETHER));
        _join(operator, set);
        _allocate(operator, set, BEACON_ETHER, WAD);
        _slash(operator, set, BEACON_ETHER, wad);
        _checkpoint(alice, 0, int256(gwei_ * 1e9));
        _checkpoint(alice, gwei_ * 1e9, -int256(lost * 1e9));
        // With `l` below one, so the scaling factor isn't one.
        _checkpoint(alice, (gwei_ - lost) * 1e9, int256(1e9));

        _delegate(alice, operator);

        assertGe(delegation.operatorShares(operator, BEACON_ETHER), _withdrawable(alice, BEACON_ETHER), "STAKE-1");
    }

    function test_onceAndOnlyToOperators() public {
        vm.startPrank(alice);
        vm.expectRevert(IDelegationManager.OperatorNotRegistered.selector);
        delegation.delegateTo(bob, none, 0);
        vm.expectRevert(IDelegationManager.OperatorNotRegistered.selector);
        delegation.delegateTo(address(0), none, 0);

        delegation.delegateTo(operator, none, 0);
        vm.expectRevert(IDelegationManager.ActivelyDelegated.selector);
        delegation.delegateTo(operator, none, 0);
        vm.expectRevert(IDelegationManager.ActivelyDelegated.selector);
        delegation.registerAsOperator(address(0), 0, "");
    }

    function test_operatorsBringTheirOwnAndStay() public {
        _deposit(bob, 3 ether);
        vm.expectEmit(address(delegation));
        emit IDelegationManager.DelegationApproverUpdated(bob, carol);
        vm.expectEmit(address(delegation));
        emit IDelegationManager.StakerDelegated(bob, bob);
        vm.expectEmit(address(delegation));
        emit IDelegationManager.OperatorSharesIncreased(bob, bob, address(strategy), 3 ether);
        vm.expectEmit(address(delegation));
        emit IDelegationManager.OperatorRegistered(bob, carol);
        vm.expectEmit(address(delegation));
        emit IDelegationManager.OperatorMetadataURIUpdated(bob, "https://bob.example");
        vm.prank(bob);
        delegation.registerAsOperator(carol, 17, "https://bob.example");

        assertTrue(delegation.isOperator(bob), "STAKE-9");
        assertEq(delegation.delegationApprover(bob), carol, "SIGN-1");
        (bool isSet, uint32 delay) = alm.getAllocationDelay(bob);
        assertTrue(isSet && delay == 17, "a new operator's delay counts at once");
        vm.prank(bob);
        vm.expectRevert(IDelegationManager.OperatorsCannotUndelegate.selector);
        delegation.undelegate(bob);
    }

    function test_onlyTheOthersContractsMoveDelegatedShares() public {
        vm.startPrank(governor);
        vm.expectRevert(IDelegationManager.OnlyStrategyManagerOrEigenPodManager.selector);
        delegation.increaseDelegatedShares(alice, address(strategy), 0, 1);
        vm.expectRevert(IDelegationManager.OnlyEigenPodManager.selector);
        delegation.decreaseDelegatedShares(alice, 1, 1);
        vm.expectRevert(IDelegationManager.OnlyAllocationManager.selector);
        delegation.slashOperatorShares(operator, set, 1, address(strategy), 2, 1);
    }
}
