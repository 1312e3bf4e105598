// SPDX-License-Identifier: MIT
pragma solidity 0.8.31;

import {Test} from "../support/Test.sol";
import {PodHandler} from "./PodHandler.sol";

contract PodInvariantsTest is Test {
    PodHandler private handler;

    event log_named_bytes32(string key, bytes32 val);

    struct FuzzSelector {
        address addr;
        bytes4[] selectors;
    }

    function setUp() public {
        handler = new PodHandler();
    }

    function targetContracts() external view returns (address[] memory targets) {
        targets = new address[](1);
        targets[0] = address(handler);
    }

    /// @dev What the handler calls on itself, so that it can fail, isn't a step.
    function targetSelectors() external view returns (FuzzSelector[] memory selectors) {
        selectors = new FuzzSelector[](1);
        selectors[0] = FuzzSelector(address(handler), _actions());
    }

    /// forge-config: default.invariant.runs = 64
    /// forge-config: default.invariant.depth = 256
    function invariant_pods() external {
        handler.check();
    }

    /// @dev Random steps of a fixed seed: each kind of step, and each kind of proof, succeeds.
    function test_podInvariants_everyActionSucceedsSometimes() external {
        bytes4[] memory actions = _actions();
        uint256 seed = uint256(keccak256("cairn: pod invariants"));
        for (uint256 i; i < 1500; ++i) {
            seed = uint256(keccak256(abi.encode(seed)));
            bytes4 action = actions[seed % actions.length];
            (bool ok,) = address(handler).call(abi.encodePacked(action, seed >> 8, seed >> 24, seed >> 40));
            ok;
            handler.check();
        }
        for (uint256 i; i < actions.length; ++i) {
            _happened(actions[i]);
        }
        _happened(PodHandler.submitCredentials.selector);
        _happened(PodHandler.submitStale.selector);
        _happened(PodHandler.submitBalances.selector);
        _happened(PodHandler.completeOne.selector);
    }

    function _happened(bytes4 action) private {
        if (handler.done(action) != 0) return;
        emit log_named_bytes32("never succeeded", bytes32(action));
        vm.assertTrue(false, "an action never succeeds");
    }

    function _actions() private pure returns (bytes4[] memory actions) {
        actions = new bytes4[](19);
        actions[0] = PodHandler.mine.selector;
        actions[1] = PodHandler.enter.selector;
        actions[2] = PodHandler.reward.selector;
        actions[3] = PodHandler.penalise.selector;
        actions[4] = PodHandler.slashValidator.selector;
        actions[5] = PodHandler.payOut.selector;
        actions[6] = PodHandler.donate.selector;
        actions[7] = PodHandler.verify.selector;
        actions[8] = PodHandler.startCheckpoint.selector;
        actions[9] = PodHandler.startForSlashed.selector;
        actions[10] = PodHandler.prove.selector;
        actions[11] = PodHandler.prove.selector;
        actions[12] = PodHandler.prove.selector;
        actions[13] = PodHandler.delegate.selector;
        actions[14] = PodHandler.throwOut.selector;
        actions[15] = PodHandler.leave.selector;
        actions[16] = PodHandler.bePaid.selector;
        actions[17] = PodHandler.comeBack.selector;
        actions[18] = PodHandler.slash.selector;
    }
}
