// SPDX-License-Identifier: MIT
pragma solidity 0.8.31;

import {IRiskPolicy} from "../../src/interfaces/liquid/IRiskPolicy.sol";
import {ISpread} from "../../src/interfaces/liquid/ISpread.sol";
import {OperatorSet} from "../../src/interfaces/restaking/IAllocationManager.sol";
import {Scene} from "./Scene.sol";

contract LiquidPolicyTest is Scene {
    OperatorSet private foreign;

    function setUp() public override {
        super.setUp();
        foreign = OperatorSet(account("foreign"), 7);
        _makeSet(foreign);
        _depositToken(bob, 90 ether);
        _routeAll();
        _round();
    }

    function test_breaches_noneAtFirst() public view {
        for (uint256 i; i < OPERATORS; ++i) {
            assertEq(policy.breaches(i).length, 0, "RISK-1");
        }
    }

    /// @dev What must be shown, 2: a stranger takes out what an allocation would put at risk, and the slash finds nothing.
    function test_derisk_aStrangerDrainsBeforeAnAllocationTakesEffect() public {
        _join(0, foreign);
        _allocate(0, foreign, csStrategy, WAD);
        IRiskPolicy.Breach[] memory found = policy.breaches(0);
        assertEq(uint256(found[0].rule), uint256(IRiskPolicy.Rule.SetNotAllowed), "RISK-7");
        assertTrue(found[0].active, "RISK-7");
        assertNear(policy.excess(0), 30 ether, 4, "RISK-7");

        vm.prank(stranger);
        spread.derisk(0, CSETH);
        assertEq(policy.excess(0), 0, "RISK-9");
        vm.expectRevert(abi.encodeWithSelector(ISpread.NothingInExcess.selector, 0));
        spread.derisk(0, CSETH);

        _pass(DELAY + 1);
        _completeAll(0);
        (uint256 before,) = vault.rate();
        _pass(REACTION);
        _slash(0, foreign, csStrategy, WAD);
        spread.sync(0);
        (uint256 left,) = vault.rate();
        assertGe(left, before, "RISK-9");
        _assertBooked();
    }

    function test_derisk_onlyWhileItIsActive() public {
        vm.expectRevert(abi.encodeWithSelector(ISpread.NothingInExcess.selector, 0));
        vm.prank(stranger);
        spread.derisk(0, CSETH);
    }

    /// @dev All three serve one service: 30 of 91 each, of which a half may be slashable by one.
    function test_breaches_aServicesCeilingIsForAllDelegatorsTogether() public {
        _serve(0, WAD * 7 / 10);
        _serve(1, WAD * 7 / 10);
        assertEq(policy.breaches(2).length, 0, "RISK-2");
        _join(2, set);
        _allocate(2, set, csStrategy, WAD * 7 / 10);
        IRiskPolicy.Breach[] memory found = policy.breaches(2);
        assertEq(uint256(found[0].rule), uint256(IRiskPolicy.Rule.ServiceShare), "RISK-2");
        assertTrue(found[0].active, "RISK-2");
        uint256 excess = policy.excess(2);
        assertGt(excess, 0, "RISK-2");
        assertLt(excess, 30 ether, "RISK-2");

        vm.prank(stranger);
        spread.derisk(2, CSETH);
        assertNear(policy.excess(2), 0, 4, "RISK-2");
    }

    /// @dev When it has taken effect, what is left of a breach only closes the door.
    function test_breaches_whatIsInEffectIsPassive() public {
        _serve(0, WAD * 7 / 10);
        _serve(1, WAD * 7 / 10);
        _serve(2, WAD * 7 / 10);
        IRiskPolicy.Breach[] memory found = policy.breaches(2);
        assertEq(uint256(found[0].rule), uint256(IRiskPolicy.Rule.ServiceShare), "RISK-2");
        assertTrue(!found[0].active, "RISK-2");
        assertEq(policy.excess(2), 0, "RISK-2");
        _depositToken(bob, 3 ether);
        vm.expectRevert(abi.encodeWithSelector(ISpread.Breached.selector, 2));
        spread.route(2, CSETH, 0.5 ether);
    }

    function test_breaches_everyAllocationCountsWhateverIsRegistered() public {
        _allocate(0, foreign, csStrategy, WAD / 100);
        IRiskPolicy.Breach[] memory found = policy.breaches(0);
        assertEq(uint256(found[0].rule), uint256(IRiskPolicy.Rule.SetNotAllowed), "RISK-7");
    }

    function test_breaches_aShortDelayIsActive() public {
        vm.prank(operators[1]);
        alm.setAllocationDelay(operators[1], ALLOCATION_DELAY - 1);
        assertEq(policy.breaches(1).length, 0, "RISK-6");
        _pass(CONFIGURATION_DELAY + 1);
        IRiskPolicy.Breach[] memory found = policy.breaches(1);
        assertEq(uint256(found[0].rule), uint256(IRiskPolicy.Rule.AllocationDelay), "RISK-6");
        assertEq(found[0].value, ALLOCATION_DELAY - 1, "RISK-6");
        assertEq(found[0].ceiling, ALLOCATION_DELAY, "RISK-6");
        assertTrue(found[0].active, "RISK-6");
    }

    function test_breaches_tooMuchInAllIsActive() public {
        _allocate(0, set, csStrategy, WAD / 2);
        _allocate(0, otherSet, csStrategy, WAD * 3 / 10);
        assertEq(policy.breaches(0).length, 0, "RISK-8");
        _allocate(1, set, csStrategy, WAD / 2);
        _allocate(1, otherSet, csStrategy, WAD * 3 / 10 + 1e14);
        IRiskPolicy.Breach[] memory found = policy.breaches(1);
        assertEq(uint256(found[0].rule), uint256(IRiskPolicy.Rule.AllocationSum), "RISK-8");
    }

    /// @dev Finding 45: whoever keeps what it slashes gets little to slash.
    function test_incident45_onlyListedSets() public view {
        assertTrue(policy.isAllowed(set), "RISK-7");
        assertTrue(!policy.isAllowed(foreign), "RISK-7");
    }
}
