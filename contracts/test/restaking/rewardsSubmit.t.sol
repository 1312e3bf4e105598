// SPDX-License-Identifier: MIT
pragma solidity 0.8.31;

import {OperatorSet} from "../../src/interfaces/restaking/IAllocationManager.sol";
import {IPausable} from "../../src/interfaces/restaking/IPausable.sol";
import {
    IRewardsCoordinator,
    OperatorDirectedRewardsSubmission,
    OperatorReward,
    RewardsSubmission,
    StrategyAndMultiplier
} from "../../src/interfaces/restaking/IRewardsCoordinator.sol";
import {RewardsScene} from "./RewardsScene.sol";

contract RewardsSubmitTest is RewardsScene {
    address private helper = account("helper");

    function setUp() public override {
        super.setUp();
        vm.prank(governor);
        rewards.setRewardsForAllSubmitter(governor, true);
    }

    // -- What is taken and noted -------------------------------------------------------------------------------------

    function testFuzz_submit_takesWhatIsPromised(uint256 amount, uint96 multiplier) public {
        RewardsSubmission memory s = _submission();
        s.amount = bound(amount, 1, MAX_AMOUNT);
        s.strategiesAndMultipliers[0].multiplier = multiplier;
        bytes32 hash = keccak256(abi.encode(avs, 0, s));

        vm.expectEmit(address(rewards));
        emit IRewardsCoordinator.AVSRewardsSubmissionCreated(avs, 0, hash, s);
        vm.prank(avs);
        rewards.createAVSRewardsSubmission(_list(s));

        assertEq(reward.balanceOf(address(rewards)), s.amount, "REW-1");
        assertTrue(rewards.isAVSRewardsSubmissionHash(avs, hash), "REW-1");
        assertEq(rewards.submissionNonce(avs), 1, "REW-1");
    }

    function test_submit_countsEveryKindByOneNonce() public {
        RewardsSubmission memory s = _submission();
        OperatorDirectedRewardsSubmission memory d = _directed();

        vm.startPrank(avs);
        rewards.createAVSRewardsSubmission(_list(s));
        vm.expectEmit(address(rewards));
        emit IRewardsCoordinator.UniqueStakeRewardsSubmissionCreated(avs, _hash(1, s), set, 1, s);
        rewards.createUniqueStakeRewardsSubmission(set, _list(s));
        vm.expectEmit(address(rewards));
        emit IRewardsCoordinator.TotalStakeRewardsSubmissionCreated(avs, _hash(2, s), set, 2, s);
        rewards.createTotalStakeRewardsSubmission(set, _list(s));
        vm.expectEmit(address(rewards));
        emit IRewardsCoordinator.OperatorDirectedAVSRewardsSubmissionCreated(avs, avs, _hash(3, d), 3, d);
        rewards.createOperatorDirectedAVSRewardsSubmission(avs, _list(d));
        vm.expectEmit(address(rewards));
        emit IRewardsCoordinator.OperatorDirectedOperatorSetRewardsSubmissionCreated(avs, _hash(4, d), set, 4, d);
        rewards.createOperatorDirectedOperatorSetRewardsSubmission(set, _list(d));
        vm.stopPrank();

        assertTrue(rewards.isAVSRewardsSubmissionHash(avs, _hash(0, s)), "REW-1");
        assertTrue(rewards.isUniqueStakeRewardsSubmissionHash(avs, _hash(1, s)), "REW-1");
        assertTrue(rewards.isTotalStakeRewardsSubmissionHash(avs, _hash(2, s)), "REW-1");
        assertTrue(rewards.isOperatorDirectedAVSRewardsSubmissionHash(avs, _hash(3, d)), "REW-1");
        assertTrue(rewards.isOperatorDirectedOperatorSetRewardsSubmissionHash(avs, _hash(4, d)), "REW-1");
        assertTrue(!rewards.isUniqueStakeRewardsSubmissionHash(avs, _hash(0, s)), "REW-1");
        uint256 directed = d.operatorRewards[0].amount + d.operatorRewards[1].amount;
        assertEq(reward.balanceOf(address(rewards)), 3 * s.amount + 2 * directed, "REW-1");
    }

    function test_submitForAll_isOnesOwnAndTakesNoFee() public {
        RewardsSubmission memory s = _submission();
        bytes32 first = keccak256(abi.encode(governor, 0, s));
        bytes32 second = keccak256(abi.encode(governor, 1, s));

        vm.startPrank(governor);
        rewards.setOptInForProtocolFee(governor, true);
        vm.expectEmit(address(rewards));
        emit IRewardsCoordinator.RewardsSubmissionForAllCreated(governor, 0, first, s);
        rewards.createRewardsForAllSubmission(_list(s));
        vm.expectEmit(address(rewards));
        emit IRewardsCoordinator.RewardsSubmissionForAllEarnersCreated(governor, 1, second, s);
        rewards.createRewardsForAllEarners(_list(s));
        vm.stopPrank();

        assertTrue(rewards.isRewardsSubmissionForAllHash(governor, first), "REW-1");
        assertTrue(rewards.isRewardsSubmissionForAllEarnersHash(governor, second), "REW-1");
        assertEq(reward.balanceOf(address(rewards)), 2 * s.amount, "REW-1");
    }

    function test_submitEigenDA_isTheServicesButPaidByTheController() public {
        RewardsSubmission memory s = _submission();
        uint256 had = reward.balanceOf(governor);

        vm.expectEmit(address(rewards));
        emit IRewardsCoordinator.AVSRewardsSubmissionCreated(avs, 0, _hash(0, s), s);
        vm.prank(rewards.emissionsController());
        rewards.createEigenDARewardsSubmission(avs, _list(s));

        assertEq(had - reward.balanceOf(governor), s.amount, "REW-1");
        _refuses(IRewardsCoordinator.UnauthorizedCaller.selector);
        vm.prank(avs);
        rewards.createEigenDARewardsSubmission(avs, _list(s));
    }

    // -- The fee -----------------------------------------------------------------------------------------------------

    function testFuzz_fee_isAFifthOfWhatIsSubmitted(uint256 amount) public {
        RewardsSubmission memory s = _submission();
        s.amount = bound(amount, 1, MAX_AMOUNT);
        vm.startPrank(governor);
        rewards.setFeeRecipient(carol);
        vm.stopPrank();
        vm.startPrank(avs);
        rewards.setOptInForProtocolFee(avs, true);
        rewards.createTotalStakeRewardsSubmission(set, _list(s));
        vm.stopPrank();

        uint256 fee = s.amount / 5;
        assertEq(reward.balanceOf(carol), fee, "REW-1");
        assertEq(reward.balanceOf(address(rewards)), s.amount - fee, "REW-1");
        s.amount -= fee;
        assertTrue(rewards.isTotalStakeRewardsSubmissionHash(avs, _hash(0, s)), "REW-1");
    }

    function testFuzz_fee_isTakenOfEachOperatorsReward(uint256 first, uint256 second) public {
        OperatorDirectedRewardsSubmission memory d = _directed();
        d.operatorRewards[0].amount = bound(first, 1, MAX_AMOUNT / 2);
        d.operatorRewards[1].amount = bound(second, 1, MAX_AMOUNT / 2);
        vm.prank(governor);
        rewards.setFeeRecipient(carol);
        vm.startPrank(avs);
        rewards.setOptInForProtocolFee(avs, true);
        rewards.createOperatorDirectedAVSRewardsSubmission(avs, _list(d));
        vm.stopPrank();

        uint256 fee = d.operatorRewards[0].amount / 5 + d.operatorRewards[1].amount / 5;
        assertEq(reward.balanceOf(carol), fee, "REW-1");
        d.operatorRewards[0].amount -= d.operatorRewards[0].amount / 5;
        d.operatorRewards[1].amount -= d.operatorRewards[1].amount / 5;
        uint256 net = d.operatorRewards[0].amount + d.operatorRewards[1].amount;
        assertEq(reward.balanceOf(address(rewards)), net, "REW-1");
        assertTrue(rewards.isOperatorDirectedAVSRewardsSubmissionHash(avs, _hash(0, d)), "REW-1");
    }

    function test_fee_isDecidedByWhoeverSubmits() public {
        RewardsSubmission memory s = _submission();
        vm.startPrank(avs);
        rewards.setOptInForProtocolFee(avs, true);
        permissionController.setAppointee(
            avs, helper, address(rewards), IRewardsCoordinator.createTotalStakeRewardsSubmission.selector
        );
        reward.transfer(helper, s.amount);
        vm.stopPrank();
        vm.startPrank(helper);
        reward.approve(address(rewards), s.amount);
        rewards.createTotalStakeRewardsSubmission(set, _list(s));
        vm.stopPrank();

        assertEq(reward.balanceOf(address(rewards)), s.amount, "REW-1");
    }

    // -- Bounds: at −1, 0, +1 ----------------------------------------------------------------------------------------

    function test_amount_isBounded() public {
        RewardsSubmission memory s = _submission();
        s.amount = 0;
        _refused(s, IRewardsCoordinator.AmountIsZero.selector);
        s.amount = MAX_AMOUNT + 1;
        _refused(s, IRewardsCoordinator.AmountExceedsMax.selector);
        s.amount = 1;
        _accepted(s);
        s.amount = MAX_AMOUNT;
        _accepted(s);
    }

    function test_duration_isBounded() public {
        RewardsSubmission memory s = _submission();
        s.duration = 0;
        _refused(s, IRewardsCoordinator.DurationIsZero.selector);
        s.duration = 1 days - 1;
        _refused(s, IRewardsCoordinator.InvalidDurationRemainder.selector);
        s.duration = 70 days + 1;
        _refused(s, IRewardsCoordinator.DurationExceedsMax.selector);
        s.duration = 71 days;
        _refused(s, IRewardsCoordinator.DurationExceedsMax.selector);
        s.duration = 1 days;
        _accepted(s);
        s.duration = 70 days;
        _accepted(s);
    }

    function test_start_isWholeDays() public {
        RewardsSubmission memory s = _submission();
        s.startTimestamp = today - 1;
        _refused(s, IRewardsCoordinator.InvalidStartTimestampRemainder.selector);
        s.startTimestamp = today + 1;
        _refused(s, IRewardsCoordinator.InvalidStartTimestampRemainder.selector);
    }

    function test_start_isNotTooLongAgo() public {
        RewardsSubmission memory s = _submission();
        s.startTimestamp = today - 84 days;
        vm.warp(today);
        _accepted(s);
        vm.warp(today + 1);
        _refused(s, IRewardsCoordinator.StartTimestampTooFarInPast.selector);
        s.startTimestamp = rewards.GENESIS_REWARDS_TIMESTAMP() - 1 days;
        vm.warp(rewards.GENESIS_REWARDS_TIMESTAMP());
        _refused(s, IRewardsCoordinator.StartTimestampTooFarInPast.selector);
        s.startTimestamp = rewards.GENESIS_REWARDS_TIMESTAMP();
        _accepted(s);
    }

    function test_start_isNotTooFarAhead() public {
        RewardsSubmission memory s = _submission();
        s.startTimestamp = today + 28 days;
        vm.warp(today - 1);
        _refused(s, IRewardsCoordinator.StartTimestampTooFarInFuture.selector);
        vm.warp(today);
        _accepted(s);
    }

    function test_strategies_areKnownAndAscend() public {
        RewardsSubmission memory s = _submission();
        StrategyAndMultiplier[] memory both = s.strategiesAndMultipliers;
        s.strategiesAndMultipliers = new StrategyAndMultiplier[](0);
        _refused(s, IRewardsCoordinator.InputArrayLengthZero.selector);

        s.strategiesAndMultipliers = both;
        (both[0], both[1]) = (both[1], both[0]);
        _refused(s, IRewardsCoordinator.StrategiesNotInAscendingOrder.selector);
        both[0] = both[1];
        _refused(s, IRewardsCoordinator.StrategiesNotInAscendingOrder.selector);
        both[1].strategy = address(type(uint160).max);
        _refused(s, IRewardsCoordinator.StrategyNotWhitelisted.selector);
    }

    function test_directed_isOfThePast() public {
        OperatorDirectedRewardsSubmission memory d = _directed();
        uint32 end = d.startTimestamp + d.duration;
        vm.warp(end - 1);
        _refused(d, IRewardsCoordinator.SubmissionNotRetroactive.selector);
        vm.warp(end);
        _refused(d, IRewardsCoordinator.SubmissionNotRetroactive.selector);
        vm.warp(end + 1);
        vm.prank(avs);
        rewards.createOperatorDirectedAVSRewardsSubmission(avs, _list(d));
        assertEq(rewards.submissionNonce(avs), 1, "REW-2");
    }

    function test_directed_namesOperatorsOnceAndPaysThem() public {
        OperatorDirectedRewardsSubmission memory d = _directed();
        OperatorReward[] memory both = d.operatorRewards;
        d.operatorRewards = new OperatorReward[](0);
        _refused(d, IRewardsCoordinator.InputArrayLengthZero.selector);

        d.operatorRewards = both;
        (address first, address second) = (both[0].operator, both[1].operator);
        both[0].operator = address(0);
        _refused(d, IRewardsCoordinator.InvalidAddressZero.selector);
        (both[0].operator, both[1].operator) = (second, first);
        _refused(d, IRewardsCoordinator.OperatorsNotInAscendingOrder.selector);
        both[0].operator = first;
        _refused(d, IRewardsCoordinator.OperatorsNotInAscendingOrder.selector);
        both[1].operator = second;
        both[1].amount = 0;
        _refused(d, IRewardsCoordinator.AmountIsZero.selector);
        both[1].amount = MAX_AMOUNT + 1 - both[0].amount;
        _refused(d, IRewardsCoordinator.AmountExceedsMax.selector);
        both[1].amount -= 1;
        vm.prank(avs);
        rewards.createOperatorDirectedAVSRewardsSubmission(avs, _list(d));
        assertEq(reward.balanceOf(address(rewards)), MAX_AMOUNT, "REW-2");
    }

    // -- Who may -----------------------------------------------------------------------------------------------------

    function test_submit_isForThoseWhoSpeakForTheService() public {
        RewardsSubmission memory s = _submission();
        OperatorDirectedRewardsSubmission memory d = _directed();
        vm.startPrank(helper);
        _refuses(IRewardsCoordinator.InvalidPermissions.selector);
        rewards.createUniqueStakeRewardsSubmission(set, _list(s));
        _refuses(IRewardsCoordinator.InvalidPermissions.selector);
        rewards.createTotalStakeRewardsSubmission(set, _list(s));
        _refuses(IRewardsCoordinator.InvalidPermissions.selector);
        rewards.createOperatorDirectedAVSRewardsSubmission(avs, _list(d));
        _refuses(IRewardsCoordinator.InvalidPermissions.selector);
        rewards.createOperatorDirectedOperatorSetRewardsSubmission(set, _list(d));
        _refuses(IRewardsCoordinator.InvalidPermissions.selector);
        rewards.setOptInForProtocolFee(avs, true);
        _refuses(IRewardsCoordinator.UnauthorizedCaller.selector);
        rewards.createRewardsForAllSubmission(_list(s));
        _refuses(IRewardsCoordinator.UnauthorizedCaller.selector);
        rewards.createRewardsForAllEarners(_list(s));
        vm.stopPrank();

        assertEq(reward.balanceOf(address(rewards)), 0, "REW-3");
    }

    function test_submit_isForSetsThatExist() public {
        OperatorSet memory none = OperatorSet(avs, 2);
        vm.startPrank(avs);
        _refuses(IRewardsCoordinator.InvalidOperatorSet.selector);
        rewards.createUniqueStakeRewardsSubmission(none, _list(_submission()));
        _refuses(IRewardsCoordinator.InvalidOperatorSet.selector);
        rewards.createTotalStakeRewardsSubmission(none, _list(_submission()));
        _refuses(IRewardsCoordinator.InvalidOperatorSet.selector);
        rewards.createOperatorDirectedOperatorSetRewardsSubmission(none, _list(_directed()));
        vm.stopPrank();
        assertEq(rewards.submissionNonce(avs), 0, "REW-3");
    }

    function test_pause_stopsOneKindEach() public {
        uint8[7] memory bits = [0, 1, 4, 5, 9, 10, 11];
        for (uint256 i; i < bits.length; ++i) {
            uint256 state = vm.snapshotState();
            _pause(bits[i]);
            for (uint256 j; j < bits.length; ++j) {
                vm.prank(bits[j] == 1 || bits[j] == 4 ? governor : avs);
                (bool taken, bytes memory why) = address(rewards).call(_submitting(bits[j]));
                assertEq(taken, i != j, "REW-3");
                if (i == j) assertEq(uint32(bytes4(why)), uint32(IPausable.CurrentlyPaused.selector), "REW-3");
            }
            vm.revertToState(state);
        }
    }

    function _submitting(uint8 bit) private view returns (bytes memory) {
        RewardsSubmission[] memory s = _list(_submission());
        OperatorDirectedRewardsSubmission[] memory d = _list(_directed());
        if (bit == 0) return abi.encodeCall(rewards.createAVSRewardsSubmission, (s));
        if (bit == 1) return abi.encodeCall(rewards.createRewardsForAllSubmission, (s));
        if (bit == 4) return abi.encodeCall(rewards.createRewardsForAllEarners, (s));
        if (bit == 5) return abi.encodeCall(rewards.createOperatorDirectedAVSRewardsSubmission, (avs, d));
        if (bit == 9) return abi.encodeCall(rewards.createOperatorDirectedOperatorSetRewardsSubmission, (set, d));
        if (bit == 10) return abi.encodeCall(rewards.createUniqueStakeRewardsSubmission, (set, s));
        return abi.encodeCall(rewards.createTotalStakeRewardsSubmission, (set, s));
    }

    // -- Inside ------------------------------------------------------------------------------------------------------

    function _accepted(RewardsSubmission memory s) private {
        uint256 nonce = rewards.submissionNonce(avs);
        vm.prank(avs);
        rewards.createAVSRewardsSubmission(_list(s));
        assertTrue(rewards.isAVSRewardsSubmissionHash(avs, _hash(nonce, s)), "REW-2");
    }

    function _refused(RewardsSubmission memory s, bytes4 error) private {
        uint256 had = reward.balanceOf(address(rewards));
        vm.startPrank(avs);
        _refuses(error);
        rewards.createAVSRewardsSubmission(_list(s));
        _refuses(error);
        rewards.createUniqueStakeRewardsSubmission(set, _list(s));
        _refuses(error);
        rewards.createTotalStakeRewardsSubmission(set, _list(s));
        vm.stopPrank();
        vm.startPrank(governor);
        _refuses(error);
        rewards.createRewardsForAllSubmission(_list(s));
        _refuses(error);
        rewards.createRewardsForAllEarners(_list(s));
        vm.stopPrank();
        assertEq(reward.balanceOf(address(rewards)), had, "REW-2");
    }

    function _refused(OperatorDirectedRewardsSubmission memory d, bytes4 error) private {
        vm.startPrank(avs);
        _refuses(error);
        rewards.createOperatorDirectedAVSRewardsSubmission(avs, _list(d));
        _refuses(error);
        rewards.createOperatorDirectedOperatorSetRewardsSubmission(set, _list(d));
        vm.stopPrank();
        assertEq(reward.balanceOf(address(rewards)), 0, "REW-2");
    }

    function _hash(uint256 nonce, RewardsSubmission memory s) private view returns (bytes32) {
        return keccak256(abi.encode(avs, nonce, s));
    }

    function _hash(uint256 nonce, OperatorDirectedRewardsSubmission memory d) private view returns (bytes32) {
        return keccak256(abi.encode(avs, nonce, d));
    }
}
