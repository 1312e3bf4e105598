// SPDX-License-Identifier: MIT
pragma solidity 0.8.31;

import {Withdrawal} from "../../src/interfaces/restaking/IDelegationManager.sol";
import {Scene} from "./Scene.sol";

contract CompleteTest is Scene {
    function test_tokensComeBackAfterTheDelay() public {
        uint256 shares = _deposit(alice, 100 ether);
        _delegate(alice, operator);

        bytes32 root = _queue(alice, shares);
        vm.roll(vm.getBlockNumber() + DELAY + 1);
        _complete(root, true);

        assertEq(token.balanceOf(alice), 100 ether, "WQ-2");
        assertEq(_operatorShares(operator), 0, "STAKE-7");
    }
}
