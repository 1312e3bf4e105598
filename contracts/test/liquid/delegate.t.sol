// SPDX-License-Identifier: MIT
pragma solidity 0.8.31;

import {IDelegationManager, SignatureWithExpiry} from "../../src/interfaces/restaking/IDelegationManager.sol";
import {Scene} from "./Scene.sol";

/// @dev An operator that wants to be asked.
contract LiquidDelegateTest is Scene {
    uint256 private constant KEY = 0xA11CE;

    address private approver = vm.addr(KEY);

    function setUp() public override {
        super.setUp();
        _depositToken(bob, 30 ether);
        _routeAll();
        vm.prank(operators[0]);
        delegation.modifyOperatorDetails(operators[0], approver);
        address delegator = _delegatorOf(0);
        vm.prank(approver);
        delegation.undelegate(delegator);
    }

    function test_delegate_againWithTheApproversWord() public {
        SignatureWithExpiry memory none;
        vm.expectRevert();
        spread.delegate(0, none, "salt");
        spread.delegate(0, _approval(_delegatorOf(0)), "salt");
        assertEq(delegation.delegatedTo(_delegatorOf(0)), operators[0], "ROUTE-3");
        _pass(DELAY + 1);
        _completeAll(0);
        spread.route(0, CSETH, spread.roomFor(0, CSETH));
        assertNear(spread.holdingOf(0, CSETH).units, 10 ether, 2, "NAV-6");
        _assertBooked();
    }

    function test_delegate_notWithAWordForAnother() public {
        SignatureWithExpiry memory approval = _approval(_delegatorOf(1));
        vm.expectRevert();
        spread.delegate(0, approval, "salt");
    }

    function test_delegate_oneApprovalOnce() public {
        SignatureWithExpiry memory approval = _approval(_delegatorOf(0));
        spread.delegate(0, approval, "salt");
        address delegator = _delegatorOf(0);
        vm.prank(approver);
        delegation.undelegate(delegator);
        vm.expectRevert(IDelegationManager.SaltSpent.selector);
        spread.delegate(0, approval, "salt");
    }

    function _approval(address delegator) private view returns (SignatureWithExpiry memory) {
        uint256 expiry = vm.getBlockTimestamp() + 1 days;
        bytes32 digest =
            delegation.calculateDelegationApprovalDigestHash(delegator, operators[0], approver, "salt", expiry);
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(KEY, digest);
        return SignatureWithExpiry(abi.encodePacked(r, s, v), expiry);
    }
}
