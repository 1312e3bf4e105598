// SPDX-License-Identifier: MIT
pragma solidity 0.8.31;

import {ServiceToken} from "../../src/avs/ServiceToken.sol";
import {IService} from "../../src/interfaces/avs/IService.sol";
import {
    IRewardsCoordinator,
    OperatorDirectedRewardsSubmission,
    OperatorReward,
    RewardsSubmission
} from "../../src/interfaces/restaking/IRewardsCoordinator.sol";
import {IBridgeAttester} from "../../src/interfaces/avs/IBridgeAttester.sol";
import {Services} from "./Services.sol";

contract PayRewardsTest is Services {
    uint256 internal day;

    function setUp() public override {
        super.setUp();
        day = block.timestamp / 1 days + 1;
        vm.warp(day * 1 days);
        _enlist(4);
    }

    // -- The oracle --------------------------------------------------------------------------------------------------

    /// @dev Two rounds by all four, one by three of them: 3, 3, 3 and 2 of 11 parts.
    function test_payRewards_theOraclesAreByReportsThatCounted() public {
        _post(4);
        _post(4);
        _post(3);
        vm.warp((day + 1) * 1 days + 1);

        OperatorDirectedRewardsSubmission memory submission;
        submission.strategiesAndMultipliers = oracle.strategies();
        submission.token = oracle.token();
        submission.operatorRewards = new OperatorReward[](4);
        uint256 sum;
        for (uint256 i; i < 4; ++i) {
            uint256 amount = PER_DAY * (i < 3 ? 3 : 2) / 11;
            submission.operatorRewards[i] = OperatorReward(_operator(i), amount);
            sum += amount;
        }
        submission.startTimestamp = uint32(day * 1 days);
        submission.duration = 1 days;
        submission.description = "reports that counted";

        vm.expectEmit(address(rewardsCoordinator));
        emit IRewardsCoordinator.OperatorDirectedOperatorSetRewardsSubmissionCreated(
            address(oracle), keccak256(abi.encode(address(oracle), 0, submission)), _setOf(oracle), 0, submission
        );
        vm.prank(alice);
        uint256 paid = oracle.payRewards(day);

        assertEq(paid, sum, "BUDGET-2");
        ServiceToken budget = ServiceToken(oracle.token());
        assertEq(budget.balanceOf(address(rewardsCoordinator)), sum, "BUDGET-2: escrowed");
        assertEq(budget.balanceOf(address(oracle)), BUDGET - sum, "BUDGET-2: the dust stays");
        assertLe(PER_DAY - sum, 3, "BUDGET-2: and is less than a wei an operator");
        assertEq(budget.balanceOf(alice), 0, "BUDGET-1: nothing to who saw to it");
    }

    function test_payRewards_onceTheDayIsOver_once() public {
        _post(4);
        uint256 readyAt = (day + 1) * 1 days + 1;
        vm.warp(readyAt - 1);
        vm.expectRevert(abi.encodeWithSelector(IService.DayNotOver.selector, day, readyAt));
        oracle.payRewards(day);

        vm.warp(readyAt);
        oracle.payRewards(day);
        assertTrue(oracle.isPaid(day), "BUDGET-1");
        vm.expectRevert(abi.encodeWithSelector(IService.AlreadyPaid.selector, day));
        oracle.payRewards(day);
    }

    function test_payRewards_ofADayOnWhichNobodyServedThereAreNone() public {
        vm.warp((day + 1) * 1 days + 1);
        vm.expectRevert(abi.encodeWithSelector(IService.NothingEarned.selector, day));
        oracle.payRewards(day);
        vm.expectRevert(abi.encodeWithSelector(IService.NothingEarned.selector, day));
        bridge.payRewards(day);
    }

    function test_payRewards_aDayThatWasForgottenIsPaidLater() public {
        _post(4);
        vm.warp((day + 1) * 1 days);
        _post(4);
        vm.warp((day + 30) * 1 days);
        oracle.payRewards(day + 1);
        oracle.payRewards(day);
        assertEq(ServiceToken(oracle.token()).balanceOf(address(oracle)), BUDGET - 2 * PER_DAY, "BUDGET-1");
    }

    function test_payRewards_thePartOfWhoLeftIsPaid() public {
        _post(4);
        _leave(0, oracle);
        vm.warp((day + 1) * 1 days + 1);
        assertEq(oracle.payRewards(day), PER_DAY, "BUDGET-2");
    }

    function test_payRewards_neverMoreThanTheBudget() public {
        // What is left at the end isn't a whole day's.
        ServiceToken budget = ServiceToken(oracle.token());
        vm.prank(address(oracle));
        budget.transfer(alice, BUDGET - PER_DAY / 2);
        _post(4);
        vm.warp((day + 1) * 1 days);
        _post(4);
        vm.warp((day + 2) * 1 days + 1);

        assertEq(oracle.payRewards(day), PER_DAY / 2, "BUDGET-1: what is left");
        vm.expectRevert(IService.BudgetSpent.selector);
        oracle.payRewards(day + 1);
    }

    // -- The bridge --------------------------------------------------------------------------------------------------

    function test_payRewards_theBridgesAreByUniqueStake() public {
        IBridgeAttester.Attestation memory a = _attestation(64, keccak256("root"));
        bridge.attest(a, _signatures(3, a));
        vm.warp((day + 1) * 1 days + 1);

        RewardsSubmission memory submission =
            RewardsSubmission(bridge.strategies(), bridge.token(), PER_DAY, uint32(day * 1 days), 1 days);
        vm.expectEmit(address(rewardsCoordinator));
        emit IRewardsCoordinator.UniqueStakeRewardsSubmissionCreated(
            address(bridge), keccak256(abi.encode(address(bridge), 0, submission)), _setOf(bridge), 0, submission
        );
        assertEq(bridge.payRewards(day), PER_DAY, "BUDGET-1");
    }

    /// @dev Posts a round by operators 0 to `count`, and waits for the next one.
    function _post(uint256 count) private {
        uint64 round = oracle.currentRound();
        oracle.post(round, _reports(count, round, 3000e18));
        vm.warp((round + 1) * PERIOD);
    }
}
